//! The exercise as a task of a paper: kept elsewhere, judged by nobody, with the paper's tasks in the place of predictions.

use std::sync::Arc;

use ratatui::layout::Position;
use ratatui::text::Line;

use super::Workspace;
use crate::content::Scenario;
use crate::tui::session::Session;
use crate::tui::widgets::panel::Panel;

/// Where the task is worked on.
#[derive(Debug, Default)]
pub struct Seat {
    /// The name under which its files are kept.
    kept: String,
    /// Whether it is a task, and not the notepad.
    pub(super) is_task: bool,
    /// The paper's tasks.
    pub(super) lines: Vec<Line<'static>>,
    banner: String,
}

impl Seat {
    /// A seat whose files are kept under this name.
    pub fn new(kept: String, is_task: bool) -> Self {
        Self { kept, is_task, ..Self::default() }
    }

    /// Where the task is to be solved.
    pub(super) fn banner(&self) -> &str {
        &self.banner
    }
}

impl Workspace {
    /// Opens a task of a paper; the candidate's files follow from disk.
    pub fn seated(scenario: Arc<Scenario>, seat: Seat, session: &mut Session) -> Self {
        let kept = seat.kept.clone();
        Self::new(scenario, Some(seat), kept, session)
    }

    /// The name under which its files are kept.
    pub fn drafts(&self) -> String {
        self.seat.as_ref().map_or_else(|| self.scenario.id.clone(), |seat| seat.kept.clone())
    }

    /// Puts the list of tasks and the banner in place.
    pub fn furnish(&mut self, lines: Vec<Line<'static>>, banner: String) {
        if let Some(seat) = &mut self.seat {
            (seat.lines, seat.banner) = (lines, banner);
        }
    }

    /// The row that is selected in the list of tasks.
    pub fn selected(&self) -> usize {
        self.predictions.at
    }

    /// The row of the list of tasks under the mouse.
    pub fn list_row(&self, at: Position) -> Option<usize> {
        let inner = Panel::padded(self.areas.predictions?);
        let row = at.y.checked_sub(inner.y)? as usize + self.predictions.top;
        (inner.contains(at) && self.seat.is_some()).then_some(row)
    }

    /// Where the cursor is, as the journal writes it: `policy.yaml:8:3`.
    pub fn spot(&self) -> Option<String> {
        let tab = self.tab().filter(|_| self.ready)?;
        let at = tab.editor.cursor();
        Some(format!("{}:{}:{}", tab.name, at.row + 1, at.col + 1))
    }

    /// Saves what was changed.
    pub fn keep(&mut self, session: &mut Session) {
        self.save(session);
    }

    /// Asks the server again, after another task was looked at.
    pub fn look_again(&mut self, session: &mut Session) {
        if self.ready {
            self.judge(session);
        }
    }
}
