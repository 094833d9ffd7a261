//! A selection in a list that may be longer than the screen.

use crossterm::event::{MouseEvent, MouseEventKind};

use crate::tui::action::Action;

/// Which row is selected, and which is the first that shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The selected row.
    pub at: usize,
    /// The first row on the screen.
    pub top: usize,
    /// Rows that fit, as of the last arrangement.
    pub height: usize,
    /// Rows there are.
    pub len: usize,
}

impl Selection {
    /// Fits the selection to a list of `len` rows of which `height` show.
    pub fn arrange(&mut self, len: usize, height: usize) {
        (self.len, self.height) = (len, height);
        self.at = self.at.min(len.saturating_sub(1));
        if self.at < self.top {
            self.top = self.at;
        } else if height > 0 && self.at >= self.top + height {
            self.top = self.at + 1 - height;
        }
        self.top = self.top.min(len.saturating_sub(height.max(1)));
    }

    /// Moves by an action; says whether it was one of these.
    pub fn act(&mut self, action: Action) -> bool {
        let last = self.len.saturating_sub(1);
        let page = self.height.saturating_sub(1).max(1);
        self.at = match action {
            Action::Up => self.at.saturating_sub(1),
            Action::Down => (self.at + 1).min(last),
            Action::PageUp => self.at.saturating_sub(page),
            Action::PageDown => (self.at + page).min(last),
            Action::Top => 0,
            Action::Bottom => last,
            _ => return false,
        };
        true
    }

    /// The rows that show.
    pub fn rows(&self) -> std::ops::Range<usize> {
        self.top..(self.top + self.height).min(self.len)
    }
}

/// The first line of a text that is read by scrolling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    /// The first line on the screen.
    pub top: usize,
    height: usize,
    len: usize,
}

impl Scroll {
    /// Fits to a text of `len` lines of which `height` show.
    pub fn arrange(&mut self, len: usize, height: usize) {
        (self.len, self.height) = (len, height);
        self.top = self.top.min(self.last());
    }

    /// Moves by an action; says whether it was one of these.
    pub fn act(&mut self, action: Action) -> bool {
        let page = self.height.saturating_sub(2).max(1);
        self.top = match action {
            Action::Up => self.top.saturating_sub(1),
            Action::Down => (self.top + 1).min(self.last()),
            Action::PageUp => self.top.saturating_sub(page),
            Action::PageDown => (self.top + page).min(self.last()),
            Action::Top => 0,
            Action::Bottom => self.last(),
            _ => return false,
        };
        true
    }

    /// Moves as the wheel turns; other events of the mouse are not the text's.
    pub fn mouse(&mut self, event: MouseEvent) {
        match event.kind {
            MouseEventKind::ScrollDown => self.by(3),
            MouseEventKind::ScrollUp => self.by(-3),
            _ => {}
        }
    }

    /// Moves by lines, as the wheel does.
    pub fn by(&mut self, lines: isize) {
        self.top = self.top.saturating_add_signed(lines).min(self.last());
    }

    /// The lines that show.
    pub fn rows(&self) -> std::ops::Range<usize> {
        self.top..(self.top + self.height).min(self.len)
    }

    /// How much has been seen, 0 to 100.
    pub fn percent(&self) -> u32 {
        ((self.top + self.height).min(self.len) * 100).checked_div(self.len).unwrap_or(0) as u32
    }

    /// Whether there is more below.
    pub fn more(&self) -> bool {
        self.top < self.last()
    }

    fn last(&self) -> usize {
        self.len.saturating_sub(self.height.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selection_stays_on_the_screen() {
        let mut selection = Selection::default();
        selection.arrange(100, 10);
        selection.act(Action::Bottom);
        selection.arrange(100, 10);
        assert_eq!((selection.at, selection.rows()), (99, 90..100));
        selection.arrange(3, 10);
        assert_eq!((selection.at, selection.rows()), (2, 0..3));
        selection.arrange(0, 0);
        assert_eq!(selection.rows(), 0..0);
        assert!(!selection.act(Action::Check));
    }
}
