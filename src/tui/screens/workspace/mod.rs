//! The exercise: task, text, what would happen, and problems, together.

mod answering;
mod areas;
mod aside;
mod checked;
mod edit;
mod fields;
mod findings;
mod judge;
mod mouse;
mod panes;
mod questions;
mod seat;
mod task;
mod view;

use std::sync::Arc;

use crossterm::event::{KeyModifiers, MouseEvent};
use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

pub use areas::{Areas, Shape, Split};
use checked::Checked;
use findings::Findings;
pub use panes::Pane;
use questions::Questions;
pub use seat::Seat;
use task::Task;

use crate::assess::Assessment;
use crate::content::{Kind, Scenario};
use crate::progress::Event;
use crate::text::SourceFile;
use crate::tui::action::Action;
use crate::tui::chord::Chord;
use crate::tui::editor::highlight::Highlighter;
use crate::tui::editor::pane::Picture;
use crate::tui::editor::{self, Mode, Spot, TextEditor};
use crate::tui::effect::{Slot, Work};
use crate::tui::keymap::Context;
use crate::tui::msg::Outcome;
use crate::tui::page::{Go, Page, Place};
use crate::tui::session::{KeyStyle, Session, Visit};
use crate::tui::widgets::list::{Scroll, Selection};

/// One file of the exercise.
#[derive(Debug)]
struct Tab {
    name: String,
    start: String,
    editor: Box<dyn TextEditor>,
    highlighter: Highlighter,
    picture: Picture,
    unsaved: bool,
}

impl Tab {
    fn new(file: &SourceFile, start: &str, keys: KeyStyle) -> Self {
        let (editor, highlighter) = (editor::open(file.text(), keys), Highlighter::of(file.name()));
        Self { name: file.name().to_owned(), start: start.to_owned(), editor, highlighter, picture: Picture::default(), unsaved: false }
    }

    fn source(&self) -> SourceFile {
        SourceFile::new(self.name.as_str(), self.editor.text())
    }
}

/// The exercise's state.
#[derive(Debug)]
pub struct Workspace {
    scenario: Arc<Scenario>,
    tabs: Vec<Tab>,
    active: usize,
    focus: Pane,
    lower: Pane,
    zoom: bool,
    split: Split,
    areas: Areas,
    /// Whether the learner's files have come from disk.
    ready: bool,
    /// Counts edits.
    version: u64,
    /// The version that is judged, or being judged.
    judged: u64,
    assessment: Option<Arc<Assessment>>,
    /// The last judgement of files that could be read: what would happen.
    predicted: Option<Arc<Assessment>>,
    /// Counts judgements.
    serial: u64,
    /// Predictions whose answer changed with the last judgement.
    changed: Vec<bool>,
    /// The file and row being typed in; its errors wait.
    typing: Option<(usize, usize)>,
    /// `Ctrl-S` waits for the judgement.
    checking: bool,
    /// The check that is waited for opens the whole verdict.
    whole: bool,
    /// How the last check ended, as long as it is true.
    checked: Option<Checked>,
    /// The version that it is about.
    checked_version: u64,
    /// The last check in lines, over the problems.
    lead: Vec<Line<'static>>,
    findings: Findings,
    problems: Selection,
    /// How far the list of problems is scrolled.
    list: Scroll,
    predictions: Selection,
    /// The form of a predict scenario; it stands where others have their predictions.
    questions: Option<Questions>,
    task: Task,
    wanted: Option<(String, Spot)>,
    /// Where it is a task of a paper.
    seat: Option<Seat>,
    /// `Ctrl-W` was pressed.
    prefix: bool,
    pressed: Option<(Timestamp, Spot)>,
    /// No key has gone to the text yet.
    fresh: bool,
    opened: Timestamp,
}

impl Workspace {
    /// Opens a scenario; the learner's files follow from disk.
    pub fn open(scenario: Arc<Scenario>, session: &mut Session) -> Self {
        let kept = scenario.id.clone();
        Self::new(scenario, None, kept, session)
    }

    fn new(scenario: Arc<Scenario>, seat: Option<Seat>, kept: String, session: &mut Session) -> Self {
        let keys = session.keys.unwrap_or(KeyStyle::Plain);
        let tabs = scenario.start.iter().map(|file| Tab::new(file, file.text(), keys)).collect();
        session.start(Slot::Files, Work::Files(kept, Arc::clone(&scenario)));
        let questions = Questions::of(&scenario);
        let focus = if questions.is_some() { Pane::Predictions } else { Pane::Editor };
        let usual = if questions.is_some() { Split::for_questions() } else { Split::default() };
        let first = !session.progress.attempt(&scenario.id).started;
        let split = session.setting(split_setting(&scenario)).map_or(usual, |text| Split::from_setting(text, usual));
        let visit = session.visits.get(&scenario.id).filter(|_| seat.is_none());
        let spent = visit.map(|visit| visit.spent).unwrap_or_default();
        let last = visit.map(|visit| visit.place.clone()).or_else(|| session.progress.place.clone()).filter(|_| seat.is_none());
        let within = last.and_then(|place| place.strip_prefix(&format!("scenario/{}/", scenario.id)).map(str::to_owned));
        let mut workspace = Self {
            tabs,
            active: 0,
            focus,
            lower: if seat.is_some() || first && scenario.points > 0 { Pane::Task } else { Pane::Predictions },
            scenario,
            zoom: false,
            split,
            areas: Areas::default(),
            ready: false,
            version: 0,
            judged: 0,
            assessment: None,
            predicted: None,
            serial: 0,
            changed: Vec::new(),
            typing: None,
            checking: false,
            whole: false,
            checked: None,
            checked_version: 0,
            lead: Vec::new(),
            findings: Findings::default(),
            problems: Selection::default(),
            list: Scroll::default(),
            predictions: Selection::default(),
            questions,
            task: Task::default(),
            wanted: None,
            seat,
            prefix: false,
            pressed: None,
            fresh: true,
            opened: session.now.checked_sub(spent).unwrap_or(session.now),
        };
        workspace.wants(within.as_deref());
        workspace
    }

    /// A place within the scenario, as the journal writes it: `policy.yaml:8:3`.
    pub fn wants(&mut self, within: Option<&str>) {
        let wanted = within.and_then(|within| {
            let mut parts = within.rsplitn(3, ':');
            let (column, line) = (parts.next()?.parse::<usize>().ok()?, parts.next()?.parse::<usize>().ok()?);
            Some((parts.next()?.to_owned(), Spot { row: line.saturating_sub(1), col: column.saturating_sub(1) }))
        });
        self.wanted = wanted.or(self.wanted.take());
    }

    /// The scenario.
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The last judgement.
    pub fn assessment(&self) -> Option<&Arc<Assessment>> {
        self.assessment.as_ref()
    }

    /// Whether a file cannot be read as YAML, so that nothing can be said of what it would do.
    fn is_unreadable(&self) -> bool {
        self.assessment.as_deref().is_some_and(unreadable)
    }

    /// Whether the files have been checked and what it said still holds.
    pub fn has_checked(&self) -> bool {
        self.checked.is_some()
    }

    /// The learner's files as they are now.
    pub fn files(&self) -> Vec<SourceFile> {
        self.tabs.iter().map(Tab::source).collect()
    }

    /// Which pane keys go to.
    pub fn focus(&self) -> Pane {
        self.focus
    }

    fn tab(&self) -> Option<&Tab> {
        self.tabs.get(self.active)
    }

    fn mode_of_editor(&self) -> Mode {
        self.tab().map_or(Mode::Plain, |tab| tab.editor.mode())
    }

    fn place(&self) -> String {
        match self.tab() {
            Some(tab) => {
                let at = tab.editor.cursor();
                format!("scenario/{}/{}:{}:{}", self.scenario.id, tab.name, at.row + 1, at.col + 1)
            }
            None => format!("scenario/{}", self.scenario.id),
        }
    }

    fn back(&mut self, session: &mut Session) -> Go {
        if self.focus != Pane::Editor {
            if self.zoom {
                self.zoom = false;
                return Go::Stay;
            }
            return Go::Back;
        }
        // In the editor Esc belongs to the editor as long as it has a use for it.
        let chord = Chord { code: crossterm::event::KeyCode::Esc, modifiers: KeyModifiers::NONE };
        let before = self.mode_of_editor();
        let pending = self.tab().is_some_and(|tab| tab.editor.pending());
        let go = self.type_key(chord, session);
        match before {
            Mode::Normal if !pending => {
                session.say(crate::tui::session::Tone::Info, session.text("tui-vim-leave"));
                Go::Stay
            }
            Mode::Plain if matches!(go, Go::Unknown) => Go::Back,
            _ => Go::Stay,
        }
    }
}

fn unreadable(assessment: &Assessment) -> bool {
    assessment.diagnostics.iter().any(|diagnostic| diagnostic.rule == "yaml-syntax")
}

/// The setting that keeps the panes' sizes: questions need other ones.
fn split_setting(scenario: &Scenario) -> &'static str {
    if scenario.kind == Kind::Predict { "split-questions" } else { "split" }
}

impl Page for Workspace {
    fn contexts(&self) -> Vec<Context> {
        let mut contexts = self.own_contexts();
        if let Some(at) = contexts.iter().position(|context| *context == Context::Workspace).filter(|_| self.is_scratch()) {
            contexts.insert(at, Context::Scratch);
        }
        contexts
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Go {
        if self.is_answering()
            && let Some(go) = self.in_form(action, session)
        {
            return go;
        }
        if self.in_list(action) {
            return Go::Stay;
        }
        match action {
            Action::Check => return self.check(session),
            Action::Open => return self.open_selected(),
            Action::Back => return self.back(session),
            Action::NextPane => self.step_pane(1),
            Action::PreviousPane => self.step_pane(Pane::ALL.len() - 1),
            Action::FocusTask => self.focus_on(Pane::Task),
            Action::FocusEditor => self.focus_on(Pane::Editor),
            Action::FocusPredictions => self.focus_on(Pane::Predictions),
            Action::FocusProblems => self.focus_on(Pane::Problems),
            Action::NextFile => self.step_file(1),
            Action::PreviousFile => self.step_file(self.tabs.len().saturating_sub(1)),
            Action::NextProblem => self.step_problem(true, session),
            Action::PreviousProblem => self.step_problem(false, session),
            Action::QuickFix => self.quick_fix(session),
            Action::Complete => return self.offer(session),
            Action::Docs => return self.document(session),
            Action::Words => return self.explain(session),
            Action::Map | Action::Why | Action::Kubectl | Action::Verdict | Action::Lesson => return self.look(action, session),
            Action::Hint | Action::Solution | Action::Reset | Action::Cluster => return self.ask(action, session),
            Action::Zoom => self.zoom = !self.zoom,
            Action::Grow => self.resize_pane(5, session),
            Action::Shrink => self.resize_pane(-5, session),
            _ => return Go::Unknown,
        }
        Go::Stay
    }

    fn key(&mut self, chord: Chord, session: &mut Session) -> Go {
        if std::mem::take(&mut self.prefix) {
            return self.window_key(chord, session);
        }
        let prefix = chord.code == crossterm::event::KeyCode::Char('w') && chord.modifiers == KeyModifiers::CONTROL;
        let deletes_word = self.focus == Pane::Editor && matches!(self.mode_of_editor(), Mode::Insert | Mode::Prompt);
        if prefix && !deletes_word {
            self.prefix = true;
            return Go::Stay;
        }
        match self.focus {
            Pane::Editor => self.type_key(chord, session),
            _ if self.is_answering() => self.key_in_form(chord, session),
            _ => Go::Unknown,
        }
    }

    fn paste(&mut self, text: &str, session: &mut Session) {
        if self.ready
            && let Some(tab) = self.tabs.get_mut(self.active)
        {
            tab.editor.paste(text);
            self.focus_on(Pane::Editor);
            self.after_edit(session);
        }
    }

    fn mouse(&mut self, event: MouseEvent, session: &mut Session) -> Go {
        self.pointed(event, session)
    }

    fn awaits(&self, slot: Slot) -> bool {
        matches!(slot, Slot::Files | Slot::Assess | Slot::Pause | Slot::SaveDue)
    }

    fn done(&mut self, slot: Slot, outcome: Outcome, session: &mut Session) -> Go {
        match (slot, outcome) {
            (Slot::Files, Outcome::Files(files)) => self.take_files(files, session),
            (Slot::Assess, Outcome::Assessed(assessment)) => return self.take_assessment(assessment, session),
            (Slot::Pause, _) => self.typing = None,
            (Slot::SaveDue, _) => self.save(session),
            _ => {}
        }
        Go::Stay
    }

    fn complete(&mut self, before: usize, text: &str, session: &mut Session) {
        if let Some(tab) = self.tabs.get_mut(self.active) {
            tab.editor.complete(before, text);
            self.after_edit(session);
        }
    }

    fn confirmed(&mut self, action: Action, session: &mut Session) -> Go {
        self.agreed(action, session)
    }

    fn show(&mut self, place: &Place, _: &mut Session) {
        self.go_to(&place.file, place.line, place.column);
    }

    fn enter(&mut self, session: &mut Session) {
        let keys = session.keys.unwrap_or(KeyStyle::Plain);
        let plain = self.tabs.iter().any(|tab| tab.editor.mode() == Mode::Plain);
        if plain != (keys == KeyStyle::Plain) {
            for tab in &mut self.tabs {
                let at = tab.editor.cursor();
                tab.editor = editor::open(&tab.editor.text(), keys);
                tab.editor.jump(at);
            }
        }
        for tab in &mut self.tabs {
            tab.editor.set_clipboard(&session.clipboard);
        }
        let started = session.progress.attempt(&self.scenario.id).started;
        if !started && self.scenario.points > 0 && self.seat.is_none() {
            session.record(Event::Started { scenario: self.scenario.id.clone() });
        }
        self.remember_place(session);
        if session.grammar.is_none() && !session.tasks.runs(Slot::Grammar) {
            session.start(Slot::Grammar, Work::Grammar);
        }
    }

    fn leave(&mut self, session: &mut Session) {
        self.save(session);
        self.remember_place(session);
        if self.ready && self.seat.is_none() {
            let spent = session.now.duration_since(self.opened);
            session.visits.insert(self.scenario.id.clone(), Visit { spent, place: self.place() });
        }
    }

    fn unsaved(&self) -> Vec<Work> {
        let open = self.tabs.iter().filter(|tab| tab.unsaved);
        open.map(|tab| Work::Save { scenario: self.drafts(), file: tab.source() }).collect()
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        self.areas = Areas::of(area, self.split, self.focus, self.lower, self.zoom);
        self.findings.gather(self.assessment.as_deref(), self.serial, &self.tabs, self.typing, session);
        self.arrange_editor(session);
        if let Some(area) = self.areas.task {
            self.task.arrange(area, &self.scenario, self.seat.as_ref().map(Seat::banner), session);
        }
        self.arrange_lists(session);
        let focused = self.is_answering();
        if let (Some(area), Some(questions)) = (self.areas.predictions, &mut self.questions) {
            questions.arrange(area, focused, &self.scenario, session);
        }
    }

    fn narrate(&self, session: &Session) -> Vec<String> {
        view::narrate(self, session)
    }

    fn title(&self, session: &Session) -> String {
        let title = self.scenario.title.get(session.language());
        match self.is_scratch() {
            true => format!("{} {}: {title}", self.scenario.lesson, session.text("action-try")),
            false => format!("{} {title}", self.scenario.id),
        }
    }

    fn aside(&self, session: &Session) -> String {
        let seconds = session.now.duration_since(self.opened).as_secs().max(0);
        let passed = session.progress.attempts.get(&self.scenario.id).is_some_and(|attempt| attempt.passed);
        let points = session.format("tui-points", &[("points", &self.scenario.points.to_string())]);
        let state = if passed { "✓" } else { "●" };
        let place = session.confirming.status(session);
        if self.is_scratch() {
            return place;
        }
        format!("{state} {}   {points}   {:02}:{:02}   {place}", self.scenario.lesson, seconds / 60, seconds % 60)
    }

    fn mode(&self, session: &Session) -> Option<String> {
        if self.focus != Pane::Editor {
            return None;
        }
        let tab = self.tab()?;
        match tab.editor.prompt() {
            Some((text, _)) => Some(text),
            None if tab.editor.mode() == Mode::Plain => None,
            None => Some(session.text(&format!("mode-{}", tab.editor.mode().id()))),
        }
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        view::draw(self, area, buffer, session);
    }

    fn cursor(&self) -> Option<Position> {
        if self.focus != Pane::Editor {
            return None;
        }
        let inner = crate::tui::widgets::panel::Panel::inner(self.areas.editor?);
        self.tab()?.picture.cursor(inner)
    }
}
