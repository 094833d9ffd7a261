//! True or false, one claim at a time: the placement, and what returns after days.

mod lines;

pub use lines::{answered, choices};

use crossterm::event::{MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::contract::Drill;
use crate::course::{Item, PlacementItem, drill, due_reviews, known_lessons, placement, placement_more, suggest};
use crate::progress::Event;
use crate::tui::action::Action;
use crate::tui::keymap::Context;
use crate::tui::page::{Go, Page};
use crate::tui::session::Session;
use crate::tui::widgets::list::{Scroll, Selection};
use crate::tui::widgets::text::{put, put_line};

/// What the learner said of a claim; `None` inside: not known.
type Said = Option<bool>;

/// The screen's state.
#[derive(Debug)]
pub struct Review {
    /// Whether it is to find out what is known already.
    placing: bool,
    items: Vec<Item>,
    said: Vec<Option<Said>>,
    at: usize,
    /// Scenarios that return, shown behind the claims.
    scenarios: Vec<String>,
    selection: Selection,
    lines: Vec<Line<'static>>,
    scroll: Scroll,
}

impl Review {
    fn new(placing: bool, items: Vec<Item>, scenarios: Vec<String>) -> Self {
        let said = vec![None; items.len()];
        let (selection, scroll) = (Selection::default(), Scroll::default());
        Self { placing, items, said, at: 0, scenarios, selection, lines: Vec::new(), scroll }
    }

    /// The claims that find out what is known.
    pub fn placement(session: &Session) -> Self {
        let items = placement(&session.catalogue, session.language()).into_iter().map(|item| item.item).collect();
        Self::new(true, items, Vec::new())
    }

    /// What returns today.
    pub fn due(session: &Session) -> Self {
        let (mut items, mut scenarios) = (Vec::new(), Vec::new());
        for due in due_reviews(&session.catalogue, &session.progress, session.now) {
            match due.item {
                Item::Scenario { id } => scenarios.push(id),
                item @ Item::Drill { .. } => items.push(item),
            }
        }
        Self::new(false, items, scenarios)
    }

    /// The claim that is asked; `None` behind the last.
    fn asked(&self, session: &Session) -> Option<Drill> {
        drill(&session.catalogue, self.items.get(self.at)?, session.language())
    }

    /// The id of the claim that is asked, and whether it is true.
    #[cfg(test)]
    pub fn claim(&self, session: &Session) -> Option<(String, bool)> {
        Some((self.items.get(self.at)?.id(), self.asked(session)?.answer))
    }

    fn answer(&mut self, said: Said, session: &mut Session) {
        let (Some(drill), Some(None)) = (self.asked(session), self.said.get(self.at)) else { return };
        self.said[self.at] = Some(said);
        let right = said == Some(drill.answer);
        session.record(Event::Answered { item: self.items[self.at].id(), right, placement: self.placing });
        if self.placing {
            self.ask_more(right, session);
        }
    }

    /// One right answer asks for more: another claim of that lesson and one of each lesson before it. When that other one
    /// is wrong, the rest need not be asked.
    fn ask_more(&mut self, right: bool, session: &Session) {
        let firsts = placement(&session.catalogue, session.language());
        let more = |first: &PlacementItem| placement_more(&session.catalogue, first, session.language());
        let asked = &self.items[self.at];
        if let Some(first) = firsts.iter().find(|first| first.item == *asked) {
            let more: Vec<_> = if right { more(first).into_iter().map(|item| item.item).collect() } else { Vec::new() };
            self.said.splice(self.at + 1..self.at + 1, vec![None; more.len()]);
            self.items.splice(self.at + 1..self.at + 1, more);
        } else if !right && let Some(first) = firsts.iter().find(|first| more(first).first().is_some_and(|second| second.item == *asked)) {
            let rest = more(first).len() - 1;
            self.items.drain(self.at + 1..self.at + 1 + rest);
            self.said.drain(self.at + 1..self.at + 1 + rest);
        }
    }

    /// Claims that were answered right.
    fn right(&self, session: &Session) -> usize {
        let right = |(item, said): &(&Item, &Option<Said>)| {
            drill(&session.catalogue, item, session.language()).is_some_and(|drill| **said == Some(Some(drill.answer)))
        };
        self.items.iter().zip(&self.said).filter(right).count()
    }

    fn known(&self, session: &Session) -> Vec<String> {
        known_lessons(&session.catalogue, &session.progress)
    }

    /// On: to the next claim, and from the end to what comes next.
    fn on(&mut self, session: &mut Session) -> Go {
        match self.said.get(self.at) {
            Some(None) => Go::Stay,
            Some(Some(_)) => {
                self.at += 1;
                self.scroll.top = 0;
                Go::Stay
            }
            None => {
                let chosen = self.scenarios.get(self.selection.at).map(|id| format!("scenario/{id}"));
                let next = || suggest(&session.catalogue, &session.progress, session.now).map(|next| next.place);
                let place = chosen.or_else(next);
                place.and_then(|place| super::at(&place, session)).map_or(Go::Back, Go::Instead)
            }
        }
    }
}

impl Page for Review {
    fn contexts(&self) -> Vec<Context> {
        let mut contexts = vec![Context::Review, Context::Moving, Context::List, Context::Reading, Context::Global];
        if matches!(self.said.get(self.at), Some(None)) {
            contexts.insert(0, Context::Claim);
        }
        contexts
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Go {
        match action {
            Action::True | Action::Yes => self.answer(Some(true), session),
            Action::False | Action::No => self.answer(Some(false), session),
            Action::Previous if self.at > 0 => {
                self.at -= 1;
                self.scroll.top = 0;
            }
            Action::Previous => {}
            Action::Unsure => self.answer(None, session),
            Action::Open | Action::Next => return self.on(session),
            _ if self.at >= self.items.len() && self.selection.act(action) => {}
            _ if self.scroll.act(action) => {}
            _ => return Go::Unknown,
        }
        Go::Stay
    }

    fn mouse(&mut self, event: MouseEvent, session: &mut Session) -> Go {
        match event.kind {
            MouseEventKind::Down(_) => return self.on(session),
            _ => self.scroll.mouse(event),
        }
        Go::Stay
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        let width = lines::measure(area);
        self.selection.arrange(self.scenarios.len(), self.scenarios.len());
        self.lines = lines::lines(self, width as usize, session);
        self.scroll.arrange(self.lines.len(), area.height.saturating_sub(1) as usize);
    }

    fn narrate(&self, session: &Session) -> Vec<String> {
        lines::sentences(self, session)
    }

    fn title(&self, session: &Session) -> String {
        session.text(if self.placing { "tui-placement-title" } else { "tui-review-title" })
    }

    fn aside(&self, session: &Session) -> String {
        let at = (self.at + 1).min(self.items.len()).to_string();
        match self.at < self.items.len() {
            // How many claims there will be depends on the answers.
            true if self.placing => session.format("tui-placement-count", &[("at", &at)]),
            true => session.format("tui-review-count", &[("at", &at), ("all", &self.items.len().to_string())]),
            false => String::new(),
        }
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        let width = lines::measure(area);
        let x = area.x + (area.width.saturating_sub(width)) / 2;
        for (row, y) in self.scroll.rows().zip(area.y + 1..area.bottom()) {
            put_line(buffer, x, y, width, self.lines[row].clone());
        }
        if self.scroll.more() && area.height > 1 {
            put(buffer, area.right().saturating_sub(2), area.bottom() - 1, 1, "↓", session.theme.style(crate::tui::theme::Role::Accent));
        }
    }
}
