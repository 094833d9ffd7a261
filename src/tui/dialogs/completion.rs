//! What can stand at the cursor; typing goes on narrowing it.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::locale::{display_width, pad_end, truncate};
use crate::tui::action::Action;
use crate::tui::chord::Chord;
use crate::tui::keymap::Context;
use crate::tui::page::{Go, Page};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::panel::{Panel, clear};
use crate::tui::widgets::text::put_line;

/// Rows that show at most.
const ROWS: u16 = 8;

/// One offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its name.
    pub text: String,
    /// Its type, or what has the name.
    pub note: String,
    /// What is put in the place of the word.
    pub insert: String,
}

/// The list's state.
#[derive(Debug)]
pub struct Completion {
    offers: Vec<Offer>,
    word: String,
    /// Where the cursor stands.
    at: Position,
    selection: Selection,
    shown: Vec<usize>,
    area: Rect,
}

impl Completion {
    /// Offers for a word of which `word` is typed, at the cursor.
    pub fn new(offers: Vec<Offer>, word: String, at: Position) -> Self {
        Self { offers, word, at, selection: Selection::default(), shown: Vec::new(), area: Rect::default() }
    }

    fn take(&self) -> Go {
        let Some(offer) = self.shown.get(self.selection.at).map(|index| &self.offers[*index]) else { return Go::Back };
        Go::Complete(self.word.chars().count(), offer.insert.clone())
    }
}

impl Page for Completion {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Choice, Context::Moving, Context::Dialog]
    }

    fn act(&mut self, action: Action, _: &mut Session) -> Go {
        match action {
            Action::Top | Action::Bottom => Go::Stay,
            Action::Open => self.take(),
            _ if self.selection.act(action) => Go::Stay,
            _ => Go::Unknown,
        }
    }

    fn key(&mut self, chord: Chord, _: &mut Session) -> Go {
        match chord.code {
            KeyCode::Tab => self.take(),
            // The text below takes what is typed, and the list closes; it opens again with its key.
            _ => Go::Pass(chord),
        }
    }

    fn arrange(&mut self, area: Rect, _: &Session) {
        let typed = self.word.to_lowercase();
        self.shown = (0..self.offers.len()).filter(|index| self.offers[*index].text.to_lowercase().starts_with(&typed)).collect();
        let widest = |width: &dyn Fn(&Offer) -> usize| self.offers.iter().map(width).max().unwrap_or(0);
        let width = (widest(&|offer| display_width(&offer.text)) + widest(&|offer| display_width(&offer.note)) + 8) as u16;
        let width = width.clamp(20, 60).min(area.width);
        let height = (self.shown.len() as u16).min(ROWS) + 2;
        let below = self.at.y + 1 + height <= area.bottom();
        let y = if below { self.at.y + 1 } else { self.at.y.saturating_sub(height).max(area.y) };
        let x = self.at.x.saturating_sub(display_width(&self.word) as u16 + 2).min(area.right().saturating_sub(width)).max(area.x);
        self.area = Rect { x, y, width, height }.intersection(area);
        self.selection.arrange(self.shown.len(), Panel::inner(self.area).height as usize);
    }

    fn narrate(&self, _: &Session) -> Vec<String> {
        self.shown.iter().map(|index| self.offers[*index].text.clone()).collect()
    }

    fn title(&self, session: &Session) -> String {
        session.text("action-complete")
    }

    fn view(&self, _: Rect, buffer: &mut Buffer, session: &Session) {
        let theme = &session.theme;
        clear(self.area, buffer);
        let count = self.shown.len().to_string();
        Panel::new(&self.title(session), true).aside(&count).draw(self.area, buffer, theme);
        let inner = Panel::inner(self.area);
        for (line, index) in self.selection.rows().enumerate() {
            let offer = &self.offers[self.shown[index]];
            let selected = index == self.selection.at;
            let mark = if selected { Span::styled("▸ ", theme.bold(Role::Accent)) } else { Span::raw("  ") };
            let style = if selected { theme.style(Role::Selection) } else { theme.style(Role::Key) };
            let room = (inner.width as usize).saturating_sub(display_width(&offer.text) + 4);
            let note = truncate(&offer.note, room);
            let gap = pad_end("", room.saturating_sub(display_width(&note)));
            let spans = vec![
                mark,
                Span::styled(offer.text.clone(), style),
                Span::raw(format!(" {gap}")),
                Span::styled(note, theme.style(Role::Muted)),
            ];
            put_line(buffer, inner.x, inner.y + line as u16, inner.width, Line::from(spans));
        }
    }

    fn cursor(&self) -> Option<Position> {
        Some(self.at)
    }
}
