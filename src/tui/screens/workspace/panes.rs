//! The panes of the exercise and the way from one to the next.

use super::Workspace;
use super::areas::Shape;
use crate::tui::action::Action;
use crate::tui::chord::Chord;
use crate::tui::editor::Mode;
use crate::tui::keymap::Context;
use crate::tui::page::{Go, Page};
use crate::tui::session::Session;

/// A part of the exercise that keys can go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// What is asked.
    Task,
    /// The files.
    Editor,
    /// What would happen.
    Predictions,
    /// What is wrong.
    Problems,
}

impl Pane {
    /// In the order of `Tab`.
    pub const ALL: [Self; 4] = [Self::Task, Self::Editor, Self::Predictions, Self::Problems];

    /// The message id of its name.
    pub fn id(self) -> &'static str {
        match self {
            Self::Task => "tui-pane-task",
            Self::Editor => "tui-pane-editor",
            Self::Predictions => "tui-pane-predictions",
            Self::Problems => "tui-pane-problems",
        }
    }
}

impl Workspace {
    /// Where keys are looked up, the nearest first.
    pub(super) fn own_contexts(&self) -> Vec<Context> {
        if self.prefix {
            return Vec::new();
        }
        if self.is_answering() {
            let form = [Context::Answers, Context::Pane, Context::Moving, Context::List];
            return form.into_iter().chain([Context::Workspace, Context::Reading, Context::Global]).collect();
        }
        if self.focus != Pane::Editor {
            return vec![Context::Pane, Context::Moving, Context::List, Context::Workspace, Context::Reading, Context::Global];
        }
        let pending = self.tab().is_some_and(|tab| tab.editor.pending());
        match self.mode_of_editor() {
            Mode::Normal if !pending => vec![Context::VimNormal, Context::Editor, Context::Workspace, Context::Global],
            Mode::Normal => vec![Context::Global],
            Mode::Plain => vec![Context::Editor, Context::Workspace, Context::Global],
            _ => vec![Context::VimTyping, Context::Editor, Context::Workspace, Context::Global],
        }
    }

    pub(super) fn focus_on(&mut self, pane: Pane) {
        self.focus = pane;
        if pane != Pane::Editor {
            self.lower = pane;
        }
        self.typing = None;
    }

    pub(super) fn step_pane(&mut self, by: usize) {
        let at = Pane::ALL.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        self.focus_on(Pane::ALL[(at + by) % Pane::ALL.len()]);
    }

    pub(super) fn step_file(&mut self, by: usize) {
        if !self.tabs.is_empty() {
            self.active = (self.active + by) % self.tabs.len();
            self.focus_on(Pane::Editor);
        }
    }

    /// `Ctrl-W` and a direction, as in vim.
    pub(super) fn window_key(&mut self, chord: Chord, session: &mut Session) -> Go {
        use Pane::{Editor, Predictions, Problems, Task};
        let wide = self.areas.shape == Shape::Wide;
        let to = match (chord.typed(), self.focus) {
            (Some('h'), Editor) => Some(Task),
            (Some('h'), Problems) if wide => Some(Predictions),
            (Some('l'), Task) => Some(Editor),
            (Some('l'), Predictions) if wide => Some(Problems),
            (Some('j'), Task) => Some(Predictions),
            (Some('j'), Editor) => Some(if wide { Problems } else { self.lower }),
            (Some('k'), Predictions) if wide => Some(Task),
            (Some('k'), _) => Some(Editor),
            (Some('w'), _) => {
                self.step_pane(1);
                None
            }
            (Some('z' | 'o'), _) => return self.act(Action::Zoom, session),
            (Some('+'), _) => return self.act(Action::Grow, session),
            (Some('-'), _) => return self.act(Action::Shrink, session),
            _ => None,
        };
        if let Some(pane) = to {
            self.focus_on(pane);
        }
        Go::Stay
    }

    pub(super) fn resize_pane(&mut self, by: i16, session: &mut Session) {
        self.split.grow(self.focus, by, self.areas.shape == Shape::Wide);
        session.set(super::split_setting(&self.scenario), &self.split.to_setting());
    }

    pub(super) fn in_list(&mut self, action: Action) -> bool {
        match self.focus {
            Pane::Problems => self.in_problems(action),
            Pane::Predictions => self.predictions.act(action),
            Pane::Task => self.task.scroll.act(action),
            Pane::Editor => false,
        }
    }

    /// A problem higher than the list is read line by line before the next one is selected.
    fn in_problems(&mut self, action: Action) -> bool {
        let bounds = |at: usize| self.findings.lines.get(at).copied();
        let (Some(start), Some(stop)) = (bounds(self.problems.at), bounds(self.problems.at + 1)) else {
            return self.problems.act(action);
        };
        let shown = self.list.rows();
        match action {
            Action::Down if stop > shown.end => self.list.by(1),
            Action::Up if start < shown.start => self.list.by(-1),
            Action::PageDown if stop > shown.end => self.list.by((shown.len() as isize - 1).max(1)),
            Action::PageUp if start < shown.start => self.list.by((1 - shown.len() as isize).min(-1)),
            Action::Bottom => {
                self.problems.act(action);
                self.list.act(action);
            }
            action => return self.problems.act(action),
        }
        true
    }

    pub(super) fn open_selected(&mut self) -> Go {
        match self.focus {
            Pane::Problems if self.findings.problems.is_empty() => self.go_to_lead(),
            Pane::Problems => self.go_to_problem(self.problems.at),
            _ => self.focus_on(Pane::Editor),
        }
        Go::Stay
    }
}
