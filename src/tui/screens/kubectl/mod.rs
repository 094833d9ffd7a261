//! kubectl: a prompt over the learner's own files and the scenario's world.

use std::collections::VecDeque;
use std::sync::Arc;

use crossterm::event::{KeyCode, MouseEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::content::{self, Scenario};
use crate::kubectl;
use crate::terminal::{Answer, Terminal};
use crate::text::SourceFile;
use crate::tui::action::Action;
use crate::tui::chord::Chord;
use crate::tui::effect::{Slot, Work};
use crate::tui::keymap::Context;
use crate::tui::msg::Outcome;
use crate::tui::page::{Go, Page, Place};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::list::Scroll;
use crate::tui::widgets::prompt::Prompt;
use crate::tui::widgets::text::{chunks, put, put_line, wrap};
use crate::world::World;

/// What a line of the transcript is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Command,
    Output,
    Note,
}

/// The prompt's state.
#[derive(Debug)]
pub struct Kubectl {
    scenario: Arc<Scenario>,
    /// Away while a line runs.
    terminal: Option<Box<Terminal>>,
    prompt: Prompt,
    /// Pasted lines that wait for the one that runs.
    waiting: VecDeque<String>,
    transcript: Vec<(Kind, String)>,
    lines: Vec<(Kind, String)>,
    scroll: Scroll,
    area: Rect,
}

/// A prompt that was left and can be come back to.
#[derive(Debug)]
pub struct Shell {
    scenario: String,
    terminal: Box<Terminal>,
    prompt: Prompt,
    transcript: Vec<(Kind, String)>,
}

impl Kubectl {
    /// A terminal before the scenario's cluster, in which the starting files are in force; the files of now lie in its
    /// home.
    pub fn new(scenario: Arc<Scenario>, files: &[SourceFile], session: &mut Session) -> Self {
        let left = session.shell.take().filter(|shell| shell.scenario == scenario.id);
        let (mut terminal, prompt, transcript) = match left {
            Some(shell) => (Some(shell.terminal), shell.prompt, shell.transcript),
            None => (Terminal::new(begun(&scenario)).map(Box::new), Prompt::default(), Vec::new()),
        };
        if let Some(terminal) = &mut terminal {
            terminal.bring(files);
        }
        let (waiting, lines, scroll, area) = (VecDeque::new(), Vec::new(), Scroll::default(), Rect::default());
        Self { scenario, terminal, prompt, waiting, transcript, lines, scroll, area }
    }

    /// Runs the next line if none runs.
    fn run(&mut self, session: &mut Session) {
        let Some(line) = self.waiting.pop_front() else { return };
        let Some(terminal) = self.terminal.take() else {
            self.waiting.push_front(line);
            return;
        };
        self.transcript.push((Kind::Command, format!("{}{line}", sign(&terminal))));
        session.start(Slot::Kubectl, Work::Kubectl { terminal, line });
        self.scroll.act(Action::Bottom);
    }

    /// Shows what came of a line, and says what follows from it elsewhere.
    fn answered(&mut self, answer: Answer, session: &Session) -> Go {
        if answer.cleared {
            self.transcript.clear();
        }
        self.transcript.extend(answer.shown.lines().map(|line| (Kind::Output, line.to_owned())));
        let mut note = |text: String| self.transcript.push((Kind::Note, text));
        if answer.endless {
            note("^C".into());
            note(session.text("tui-kubectl-endless"));
        }
        if let Some(what) = &answer.not_simulated {
            note(session.format("tui-kubectl-not-simulated", &[("what", what)]));
        }
        if let Some(name) = &answer.foreign {
            note(session.format("tui-kubectl-foreign", &[("name", name)]));
        }
        if answer.ended {
            return Go::Back;
        }
        let place = answer.opens.map(|file| Place { file, line: 1, column: 1 });
        if answer.changed.is_empty() && place.is_none() {
            return Go::Stay;
        }
        for file in &answer.changed {
            note(session.format("tui-kubectl-changed", &[("name", file.name())]));
        }
        Go::Rewrite(answer.changed, place)
    }

    /// Completes the word at the cursor: commands, kinds, the names of objects the learner can see, files.
    fn complete(&mut self) {
        let before = &self.prompt.text()[..self.prompt.cursor()];
        let start = before.rfind(' ').map_or(0, |at| at + 1);
        let word = before[start..].to_owned();
        let head = before[..start].rsplit(['|', ';', '&']).next().unwrap_or_default();
        let head: Vec<String> = head.split_whitespace().map(str::to_owned).collect();
        let mut candidates = self.candidates(&head, &word);
        candidates.retain(|candidate| candidate.starts_with(&word));
        let Some(first) = candidates.first() else { return };
        if candidates.len() == 1 {
            let end = if first.ends_with('=') { "" } else { " " };
            self.prompt.complete(start, &format!("{first}{end}"));
            return;
        }
        let common = candidates.iter().skip(1).fold(first.clone(), |common, candidate| shared(&common, candidate));
        if common.len() > word.len() {
            self.prompt.complete(start, &common);
        } else {
            self.transcript.push((Kind::Output, candidates.join("  ")));
        }
    }

    fn candidates(&mut self, head: &[String], word: &str) -> Vec<String> {
        let Some(terminal) = &mut self.terminal else { return Vec::new() };
        let files = terminal.names();
        match head.first().map(String::as_str) {
            None => COMMANDS.map(str::to_owned).into(),
            Some("kubectl" | "k") if !head.iter().any(|word| matches!(word.as_str(), ">" | ">>" | "<")) => {
                let files: Vec<_> = files.iter().map(|name| SourceFile::new(name.clone(), "")).collect();
                let words: Vec<String> = head[1..].iter().cloned().chain([word.to_owned()]).collect();
                kubectl::complete(terminal.cluster(), &files, &words).into_iter().map(|found| found.word).collect()
            }
            Some(_) => files,
        }
    }
}

/// Commands that a learner may begin a line with.
const COMMANDS: [&str; 14] = ["kubectl", "k", "alias", "cat", "cd", "clear", "cp", "echo", "exit", "export", "grep", "ls", "rm", "vim"];

/// The scenario's cluster as a learner finds it: the starting files that the server accepts are in force.
fn begun(scenario: &Scenario) -> World {
    let (_, mut world) = content::apply(&scenario.seen_world(), &scenario.namespace, &scenario.applied(&scenario.start));
    kubectl::as_applied(&mut world);
    world
}

/// What stands before a line.
fn sign(terminal: &Terminal) -> String {
    if terminal.continues() { "> ".into() } else { format!("{}$ ", terminal.directory()) }
}

/// The beginning that two words share.
fn shared(a: &str, b: &str) -> String {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
}

impl Page for Kubectl {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Kubectl, Context::Global]
    }

    fn act(&mut self, action: Action, _: &mut Session) -> Go {
        match action {
            Action::Up => self.prompt.recall(-1),
            Action::Down => self.prompt.recall(1),
            Action::Complete => self.complete(),
            Action::PageUp | Action::PageDown => {
                self.scroll.act(action);
            }
            Action::Back if !self.prompt.text().is_empty() => self.prompt.set(""),
            Action::Back if self.terminal.as_ref().is_some_and(|terminal| terminal.continues()) => {
                self.terminal.iter_mut().for_each(|terminal| terminal.interrupt());
            }
            _ => return Go::Unknown,
        }
        Go::Stay
    }

    fn key(&mut self, chord: Chord, session: &mut Session) -> Go {
        if chord.code == KeyCode::Enter {
            let goes_on = self.terminal.as_ref().is_some_and(|terminal| terminal.continues());
            if goes_on || !self.prompt.text().trim().is_empty() {
                self.waiting.push_back(self.prompt.submit());
                self.run(session);
            }
            return Go::Stay;
        }
        if self.prompt.key(chord) { Go::Stay } else { Go::Unknown }
    }

    /// Several lines are several commands, as in any terminal; the last one waits for Enter.
    fn paste(&mut self, text: &str, session: &mut Session) {
        let text = text.replace("\r\n", "\n");
        let mut lines: Vec<&str> = text.trim_end_matches('\n').split('\n').collect();
        let last = lines.pop().unwrap_or_default();
        for line in lines {
            self.prompt.insert(line);
            self.waiting.push_back(self.prompt.submit());
        }
        self.prompt.insert(last);
        self.run(session);
    }

    fn mouse(&mut self, event: MouseEvent, _: &mut Session) -> Go {
        self.scroll.mouse(event);
        Go::Stay
    }

    fn awaits(&self, slot: Slot) -> bool {
        slot == Slot::Kubectl
    }

    fn done(&mut self, _: Slot, outcome: Outcome, session: &mut Session) -> Go {
        let Outcome::Ran(ran) = outcome else { return Go::Stay };
        self.terminal = Some(Box::new(ran.terminal));
        let go = self.answered(ran.answer, session);
        self.scroll.act(Action::Bottom);
        self.run(session);
        go
    }

    fn leave(&mut self, session: &mut Session) {
        if let Some(terminal) = self.terminal.take() {
            let (prompt, transcript) = (self.prompt.clone(), self.transcript.clone());
            session.shell = Some(Shell { scenario: self.scenario.id.clone(), terminal, prompt, transcript });
        }
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        self.area = area;
        let width = area.width.saturating_sub(4) as usize;
        self.lines.clear();
        if self.transcript.is_empty() {
            self.lines.extend(wrap(&session.text("tui-kubectl-hint"), width).into_iter().map(|line| (Kind::Output, line)));
        }
        for (kind, text) in &self.transcript {
            // A line is never cut: a table's last column is often what was asked for.
            self.lines.extend(chunks(text, width).into_iter().map(|line| (*kind, line)));
        }
        let height = area.height.saturating_sub(3) as usize;
        let at_end = !self.scroll.more();
        self.scroll.arrange(self.lines.len(), height);
        if at_end {
            self.scroll.act(Action::Bottom);
        }
    }

    fn narrate(&self, _: &Session) -> Vec<String> {
        let last = self.transcript.iter().rposition(|(kind, _)| *kind == Kind::Command).map_or(0, |at| at + 1);
        if self.transcript.is_empty() {
            return self.lines.iter().map(|(_, text)| text.clone()).collect();
        }
        self.transcript[last..].iter().map(|(_, text)| text.clone()).collect()
    }

    fn title(&self, session: &Session) -> String {
        // A paper does not say which scenario a task was made of.
        match crate::tui::screens::under_way(session) {
            Some(_) => session.text("action-kubectl"),
            None => format!("{} {}", self.scenario.id, session.text("action-kubectl")),
        }
    }

    fn aside(&self, session: &Session) -> String {
        session.format("tui-kubectl-namespace", &[("namespace", &self.scenario.namespace)])
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        let theme = &session.theme;
        let width = area.width.saturating_sub(4);
        for (row, y) in self.scroll.rows().zip(area.y + 1..area.bottom().saturating_sub(1)) {
            let (kind, text) = &self.lines[row];
            let style = match kind {
                Kind::Command => theme.bold(Role::Accent),
                Kind::Note => theme.style(Role::Muted),
                Kind::Output if self.transcript.is_empty() => theme.style(Role::Muted),
                Kind::Output => theme.style(Role::Text),
            };
            put(buffer, area.x + 2, y, width, text, style);
        }
        let sign = self.terminal.as_deref().map_or_else(|| "… ".into(), sign);
        let (shown, _) = self.prompt.window((width as usize).saturating_sub(sign.chars().count()));
        put_line(
            buffer,
            area.x + 2,
            area.bottom().saturating_sub(1),
            width,
            Line::from(vec![Span::styled(sign, theme.bold(Role::Accent)), Span::raw(shown)]),
        );
    }

    fn cursor(&self) -> Option<Position> {
        let sign = self.terminal.as_deref().map_or(2, |terminal| sign(terminal).chars().count());
        let (_, column) = self.prompt.window((self.area.width.saturating_sub(4) as usize).saturating_sub(sign));
        Some(Position { x: self.area.x + 2 + (sign + column) as u16, y: self.area.bottom().saturating_sub(1) })
    }
}
