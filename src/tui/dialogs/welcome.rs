//! The question of the first start: language and keys, in words.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::action::Action;
use crate::tui::keymap::Context;
use crate::tui::layout::centred;
use crate::tui::page::{Go, Page};
use crate::tui::session::{KeyStyle, Session};
use crate::tui::theme::Role;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::panel::{Panel, clear};
use crate::tui::widgets::text::{put, put_line, wrap};

/// The dialog's state.
#[derive(Debug, Default)]
pub struct Welcome {
    selection: Selection,
    lines: Vec<Line<'static>>,
    starts: Vec<u16>,
    area: Rect,
}

impl Welcome {
    /// The question, with vim's keys offered first.
    pub fn new(_: &Session) -> Self {
        Self { selection: Selection { at: 1, ..Selection::default() }, ..Self::default() }
    }

    fn choose(&self, session: &mut Session) -> Go {
        let keys = match self.selection.at {
            0 => return Go::Unknown,
            1 => KeyStyle::Vim,
            _ => KeyStyle::Plain,
        };
        session.keys = Some(keys);
        session.set("keys", keys.as_str());
        // What was shown was chosen, also where a flag or the environment had proposed it.
        let language = session.language().to_owned();
        session.set("language", &language);
        Go::Back
    }
}

impl Page for Welcome {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Choice, Context::Moving, Context::List, Context::Dialog]
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Go {
        if self.selection.act(action) {
            return Go::Stay;
        }
        match action {
            Action::Open if self.selection.at == 0 => Go::Stay,
            Action::Open => self.choose(session),
            Action::Back => {
                session.keys = Some(KeyStyle::Plain);
                Go::Back
            }
            Action::Catalogue => Go::Stay,
            _ => Go::Unknown,
        }
    }

    fn mouse(&mut self, event: MouseEvent, session: &mut Session) -> Go {
        if !matches!(event.kind, MouseEventKind::Down(MouseButton::Left)) {
            return Go::Stay;
        }
        let Some(line) = event.row.checked_sub(self.area.y + 1) else { return Go::Stay };
        let Some(at) = self.starts.iter().rposition(|start| *start <= line) else { return Go::Stay };
        if at == self.selection.at && at > 0 {
            return self.choose(session);
        }
        self.selection.at = at;
        Go::Stay
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        self.selection.arrange(3, 3);
        let theme = &session.theme;
        let width = 66.min(area.width.saturating_sub(2));
        let room = width.saturating_sub(6) as usize;
        self.lines.clear();
        self.starts.clear();
        self.lines.push(Line::default());
        for text in wrap(&session.text("tui-welcome"), room) {
            self.lines.push(Line::from(Span::raw(format!("  {text}"))));
        }
        self.lines.push(Line::default());
        for (index, id) in ["language", "vim", "plain"].into_iter().enumerate() {
            self.starts.push(self.lines.len() as u16);
            let chosen = index == self.selection.at;
            let (mark, style) = if chosen { ("▸ ", theme.bold(Role::Accent)) } else { ("  ", theme.style(Role::Text)) };
            self.lines.push(Line::from(vec![
                Span::styled(format!("  {mark}"), style),
                Span::styled(session.text(&format!("tui-welcome-{id}")), style),
            ]));
            for text in wrap(&session.text(&format!("tui-welcome-{id}.about")), room.saturating_sub(2)) {
                self.lines.push(Line::from(Span::styled(format!("    {text}"), theme.style(Role::Muted))));
            }
            self.lines.push(Line::default());
        }
        self.area = centred(area, width, self.lines.len() as u16 + 2);
    }

    fn narrate(&self, _: &Session) -> Vec<String> {
        crate::tui::linear::plain(&self.lines)
    }

    fn title(&self, session: &Session) -> String {
        session.text("tui-welcome-title")
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        clear(area, buffer);
        let title = self.title(session);
        Panel::new(&title, true).draw(self.area, buffer, &session.theme);
        let inner = Panel::inner(self.area);
        for (line, y) in self.lines.iter().zip(inner.top()..inner.bottom()) {
            put_line(buffer, inner.x, y, inner.width, line.clone());
        }
        if (self.lines.len() as u16) > inner.height && inner.height > 0 {
            put(buffer, inner.x, inner.bottom() - 1, inner.width, "…", session.theme.style(Role::Muted));
        }
    }
}
