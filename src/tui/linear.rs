//! The console as a conversation, for screen readers and plain terminals: a line asks, sentences answer.
//!
//! The same state, actions and screens; only what `view` draws is told instead.

use std::sync::Arc;

use super::action::Action;
use super::dialogs::Dialog;
use super::effect::{Effect, Slot, Work};
use super::keymap::Context;
use super::msg::{Msg, Outcome};
use super::runtime::worker::Worker;
use super::screens::Screen;
use super::session::KeyStyle;
use super::state::{Start, State};
use super::update::{EVERYWHERE, follow, go_to, perform, update};
use crate::tui::page::Go;

/// What a line led to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// One fact a line.
    pub lines: Vec<String>,
    /// The scenario and the file to open in the learner's editor before the next line.
    pub edit: Option<(String, String)>,
    /// Whether this was the end.
    pub ended: bool,
}

/// A conversation.
pub struct Linear {
    state: State,
    worker: Arc<Worker>,
}

impl Linear {
    /// Begins; everything is read at once, nothing moves by itself.
    pub fn new(start: Start, worker: Arc<Worker>) -> Self {
        let (mut state, effects) = State::new(start);
        state.dialogs.clear();
        state.session.keys.get_or_insert(KeyStyle::Plain);
        let mut linear = Self { state, worker };
        linear.carry_out(effects);
        linear
    }

    /// Where the learner is, in sentences.
    pub fn tell(&self) -> Vec<String> {
        let session = &self.state.session;
        let page = match self.state.dialogs.last() {
            Some(dialog) => dialog.page(),
            None => self.state.screen().page(),
        };
        let mut lines = vec![format!("{}.", page.title(session).trim_end_matches('.'))];
        lines.extend(page.narrate(session).into_iter().filter(|line| !line.trim().is_empty()));
        lines
    }

    /// Takes one line.
    pub fn answer(&mut self, line: &str) -> Answer {
        self.state.session.notice = None;
        let words: Vec<&str> = line.split_whitespace().collect();
        let known = match words.as_slice() {
            // A page over the screen has been told; whatever is said next, other than to leave it, means the screen.
            _ if self.close_sheet() && self.means(&words, Action::Back) => true,
            [] => true,
            ["kubectl" | "k" | "ls" | "cat", ..] => self.kubectl(line),
            ["edit", rest @ ..] => return self.edit(rest.first().copied()),
            ["open" | "read" | "start", id] => match self.open(id) {
                true => true,
                false => return self.no_such(id),
            },
            ["answer", rest @ ..] => self.say_answer(rest),
            ["find", rest @ ..] => self.find(&rest.join(" ")),
            ["y"] => self.act(Action::Yes),
            ["n"] if !self.state.dialogs.is_empty() => self.act(Action::No),
            [word] => self.named(word),
            _ => false,
        };
        if !known {
            let text = self.state.session.format("tui-linear-unknown", &[("line", line.trim())]);
            return Answer { lines: vec![text], ..Answer::default() };
        }
        let mut lines: Vec<String> = self.state.session.notice.iter().map(|notice| notice.text.clone()).collect();
        if !self.state.ended {
            lines.extend(self.tell());
        }
        Answer { lines, edit: None, ended: self.state.ended }
    }

    /// The learner's editor has ended; the files are read and judged anew.
    pub fn edited(&mut self) -> Vec<String> {
        if let Some(workspace) = self.state.screen().exercise() {
            let (kept, scenario) = (workspace.drafts(), Arc::clone(workspace.scenario()));
            self.state.session.start(Slot::Files, Work::Files(kept, scenario));
            let effects = std::mem::take(&mut self.state.session.effects);
            self.carry_out(effects);
        }
        self.tell()
    }

    /// What can be said here: the names of actions.
    pub fn names(&self) -> Vec<String> {
        let session = &self.state.session;
        let contexts = self.state.screen().page().contexts();
        let here = |action: &Action| super::keymap::BINDINGS.iter().any(|b| b.action == *action && contexts.contains(&b.context));
        let names = Action::ALL.iter().filter(|action| here(action));
        names.map(|action| format!("{}: {}", action.id(), session.text(&format!("action-{}.about", action.id())))).collect()
    }

    fn named(&mut self, word: &str) -> bool {
        if word == "help" || word == "?" {
            let mut names = vec![self.state.session.text("tui-linear-help")];
            names.extend(self.names());
            self.state.session.say(super::session::Tone::Info, names.join("\n"));
            return true;
        }
        let session = &self.state.session;
        let called = |action: &&Action| session.text(&format!("action-{}", action.id())) == word;
        let action = Action::from_id(word).or_else(|| Action::ALL.iter().find(called).copied());
        match action {
            // Who listens hears the whole verdict at once.
            Some(Action::Check) => {
                self.leave_for(Action::Check);
                self.act(Action::Check);
                if self.has_checked() {
                    self.state.session.notice = None;
                    self.act(Action::Verdict);
                }
                true
            }
            Some(action) => {
                self.leave_for(action);
                self.act(action)
            }
            None => false,
        }
    }

    /// What only the exercise knows is said to the exercise, whatever is open over it.
    fn leave_for(&mut self, action: Action) {
        let binds = |contexts: &[Context]| super::keymap::BINDINGS.iter().any(|b| b.action == action && contexts.contains(&b.context));
        let here = self.state.screen().page().contexts();
        if self.state.dialogs.is_empty() && !binds(&here) && binds(&[Context::Workspace, Context::Pane]) && !EVERYWHERE.contains(&action) {
            self.open_exercise();
        }
    }

    /// Closes a page of documentation or a hint; whether there was one.
    fn close_sheet(&mut self) -> bool {
        let open = matches!(self.state.dialogs.last(), Some(Dialog::Sheet(_)));
        if open {
            self.act(Action::Back);
        }
        open
    }

    /// Whether the words name this action.
    fn means(&self, words: &[&str], action: Action) -> bool {
        matches!(words, [word] if Action::from_id(word) == Some(action) || self.state.session.text(&format!("action-{}", action.id())) == *word)
    }

    /// That nothing is called so, and what is called nearly so.
    fn no_such(&self, id: &str) -> Answer {
        let session = &self.state.session;
        let wanted = id.to_lowercase();
        let ids = session.catalogue.scenarios.iter().map(|one| &one.id).chain(session.catalogue.lessons.iter().map(|one| &one.id));
        let near: Vec<_> = ids.filter(|known| strsim::damerau_levenshtein(&known.to_lowercase(), &wanted) == 1).take(3).cloned().collect();
        let mut lines = vec![session.format("tui-linear-no-such", &[("id", id)])];
        if !near.is_empty() {
            lines.push(session.format("cli-did-you-mean", &[("names", &near.join(", "))]));
        }
        Answer { lines, ..Answer::default() }
    }

    /// Leads back to the exercise, if one is open.
    fn open_exercise(&mut self) {
        while self.state.screen().exercise().is_none() && self.state.screens.len() > 1 {
            self.act(Action::Back);
        }
    }

    fn has_checked(&self) -> bool {
        matches!(self.state.screen(), Screen::Workspace(workspace) if workspace.has_checked())
    }

    fn act(&mut self, action: Action) -> bool {
        let effects = perform(&mut self.state, action);
        self.carry_out(effects);
        true
    }

    fn open(&mut self, id: &str) -> bool {
        let catalogue = Arc::clone(&self.state.session.catalogue);
        let place = match (catalogue.scenario(id), catalogue.lesson(id)) {
            (Some(scenario), _) => format!("scenario/{}", scenario.id),
            (None, Some(lesson)) => format!("lesson/{}", lesson.id),
            _ => return false,
        };
        self.state.dialogs.clear();
        go_to(&mut self.state, &place);
        self.settle();
        true
    }

    fn find(&mut self, words: &str) -> bool {
        let mut catalogue = super::screens::catalogue::Catalogue::new(None);
        catalogue.find(words);
        follow(&mut self.state, Go::To(Screen::Catalogue(Box::new(catalogue))));
        self.settle();
        true
    }

    fn kubectl(&mut self, line: &str) -> bool {
        if !matches!(self.state.screen(), Screen::Kubectl(_)) {
            self.open_exercise();
            self.act(Action::Kubectl);
        }
        let Screen::Kubectl(_) = self.state.screen() else { return false };
        let effects = update(&mut self.state, Msg::Paste(line.to_owned()));
        self.carry_out(effects);
        let enter = crossterm::event::KeyEvent::from(crossterm::event::KeyCode::Enter);
        let effects = update(&mut self.state, Msg::Key(enter));
        self.carry_out(effects);
        true
    }

    fn edit(&mut self, name: Option<&str>) -> Answer {
        self.open_exercise();
        let Some(workspace) = self.state.screen().exercise() else {
            let text = self.state.session.text("tui-linear-nothing-open");
            return Answer { lines: vec![text], ..Answer::default() };
        };
        let scenario = workspace.drafts();
        let files = workspace.files();
        let file = files.iter().find(|file| name.is_none_or(|name| file.name() == name)).or(files.first());
        match file {
            Some(file) => {
                // What is edited must be on disk first.
                let work = Work::Save { scenario: scenario.clone(), file: file.clone() };
                self.worker.perform(work);
                Answer { edit: Some((scenario, file.name().to_owned())), ..Answer::default() }
            }
            None => Answer::default(),
        }
    }

    fn say_answer(&mut self, words: &[&str]) -> bool {
        self.open_exercise();
        let session = &mut self.state.session;
        let Some(workspace) = self.state.screens.last_mut().and_then(Screen::exercise_mut) else { return false };
        let known = workspace.say_answer(words, session);
        self.settle();
        known
    }

    fn settle(&mut self) {
        self.state.arrange();
        let effects = std::mem::take(&mut self.state.session.effects);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Start(id, Work::Tick) = effect {
                // Nothing moves by itself here; the time is told with every answer.
                let more = self.state.session.tasks.finish(id);
                debug_assert!(more.is_some());
            } else if let Effect::Start(id, work) = effect {
                let outcome = match work {
                    Work::Wait(_) => Outcome::Elapsed,
                    work => self.worker.perform(work),
                };
                let more = update(&mut self.state, Msg::Done(id, outcome));
                self.carry_out(more);
            }
        }
        if matches!(self.state.dialogs.last(), Some(Dialog::Completion(_) | Dialog::Palette(_))) {
            self.state.dialogs.pop();
        }
    }
}

/// The text of prepared lines; bars and rules are for eyes.
pub fn plain(lines: &[ratatui::text::Line<'_>]) -> Vec<String> {
    let drawn = |text: &str| !text.is_empty() && text.chars().all(|c| matches!(c, '─' | '━'));
    let text = |line: &ratatui::text::Line<'_>| {
        let words = line.spans.iter().map(|span| span.content.as_ref()).filter(|text| !drawn(text));
        words.collect::<String>().trim().to_owned()
    };
    lines.iter().map(text).collect()
}
