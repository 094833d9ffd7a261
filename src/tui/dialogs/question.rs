//! A question with yes and no: what it costs stands in it before anything happens.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::action::Action;
use crate::tui::keymap::Context;
use crate::tui::layout::centred;
use crate::tui::page::{Go, Page};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::panel::{Panel, clear};
use crate::tui::widgets::text::{put_line, wrap};

/// What is asked, as a message of the table: `<id>.title` and `<id>` with these facts.
#[derive(Debug)]
pub struct Question {
    id: &'static str,
    facts: Vec<(&'static str, String)>,
    yes: Action,
    lines: Vec<Line<'static>>,
    area: Rect,
}

impl Question {
    /// A question whose yes does `yes`.
    pub fn new(id: &'static str, facts: Vec<(&'static str, String)>, yes: Action) -> Self {
        Self { id, facts, yes, lines: Vec::new(), area: Rect::default() }
    }
}

impl Page for Question {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Question, Context::Dialog]
    }

    fn act(&mut self, action: Action, _: &mut Session) -> Go {
        match action {
            Action::Yes => Go::Confirmed(self.yes),
            Action::No => Go::Back,
            _ => Go::Unknown,
        }
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        let width = 60.min(area.width.saturating_sub(2));
        let room = width.saturating_sub(4) as usize;
        let facts: Vec<(&str, &str)> = self.facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.lines = wrap(&session.format(self.id, &facts), room).into_iter().map(Line::from).collect();
        self.lines.push(Line::default());
        let key = |key: &'static str, id: &str| {
            [Span::styled(key, session.theme.bold(Role::Accent)), Span::raw(format!(" {}   ", session.text(id)))]
        };
        self.lines.push(Line::from([key("y", "action-yes"), key("n", "action-no")].concat()));
        self.area = centred(area, width, self.lines.len() as u16 + 2);
    }

    fn narrate(&self, session: &Session) -> Vec<String> {
        let facts: Vec<(&str, &str)> = self.facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        vec![session.format(self.id, &facts), session.text("tui-linear-yes-or-no")]
    }

    fn title(&self, session: &Session) -> String {
        let facts: Vec<(&str, &str)> = self.facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        session.format(&format!("{}.title", self.id), &facts)
    }

    fn view(&self, _: Rect, buffer: &mut Buffer, session: &Session) {
        clear(self.area, buffer);
        let title = self.title(session);
        Panel::new(&title, true).draw(self.area, buffer, &session.theme);
        let inner = Panel::padded(self.area);
        for (line, y) in self.lines.iter().zip(inner.top()..inner.bottom()) {
            put_line(buffer, inner.x, y, inner.width, line.clone());
        }
    }
}
