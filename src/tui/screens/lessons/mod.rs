//! All lessons, in the order of the course: find one to read.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::course::known_lessons;
use crate::locale::{pad_end, truncate};
use crate::tui::action::Action;
use crate::tui::keymap::Context;
use crate::tui::page::{Go, Page};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::text::{more_below, put, put_line};

/// A row as it is drawn.
#[derive(Clone, Debug)]
struct Row {
    id: String,
    title: String,
    mark: &'static str,
    state: String,
    minutes: String,
    exercises: String,
}

/// The list's state.
#[derive(Debug, Default)]
pub struct Lessons {
    rows: Vec<Row>,
    selection: Selection,
    area: Rect,
}

impl Lessons {
    fn gather(&mut self, session: &Session) {
        let known = known_lessons(&session.catalogue, &session.progress);
        let row = |lesson: &crate::content::Lesson| {
            let percent = session.progress.lessons.get(&lesson.id).copied().unwrap_or(0);
            let (mark, state) = match percent {
                100.. => ("✓", session.text("tui-lesson-read")),
                1.. => ("◐", format!("{percent} %")),
                0 if known.contains(&lesson.id) => ("✓", session.text("tui-lesson-known")),
                0 => ("○", session.text("tui-state-new")),
            };
            let passed = lesson.scenarios.iter().filter(|id| session.progress.attempt(id).passed).count();
            Row {
                id: lesson.id.clone(),
                title: lesson.title.get(session.language()).to_owned(),
                mark,
                state,
                minutes: session.format("tui-minutes", &[("minutes", &lesson.minutes.to_string())]),
                exercises: format!("{passed}/{}", lesson.scenarios.len()),
            }
        };
        self.rows = session.catalogue.lessons.iter().map(row).collect();
    }

    fn open(&self, session: &mut Session) -> Go {
        let place = self.rows.get(self.selection.at).map(|row| format!("lesson/{}", row.id));
        place.and_then(|place| super::at(&place, session)).map_or(Go::Stay, Go::To)
    }
}

impl Page for Lessons {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Lessons, Context::Moving, Context::List, Context::Reading, Context::Global]
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Go {
        match action {
            _ if self.selection.act(action) => Go::Stay,
            Action::Open => self.open(session),
            _ => Go::Unknown,
        }
    }

    fn mouse(&mut self, event: MouseEvent, session: &mut Session) -> Go {
        match event.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                let at = event.row.checked_sub(self.area.y + 2).map(|line| self.selection.top + line as usize);
                match at.filter(|at| *at < self.rows.len()) {
                    Some(at) if at == self.selection.at => self.open(session),
                    Some(at) => {
                        self.selection.at = at;
                        Go::Stay
                    }
                    None => Go::Stay,
                }
            }
            MouseEventKind::ScrollDown => self.act(Action::Down, session),
            MouseEventKind::ScrollUp => self.act(Action::Up, session),
            _ => Go::Stay,
        }
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        self.area = area;
        self.gather(session);
        self.selection.arrange(self.rows.len(), area.height.saturating_sub(2) as usize);
    }

    fn narrate(&self, _: &Session) -> Vec<String> {
        self.rows.iter().map(|row| format!("{} {}: {}, {}.", row.id, row.title, row.state, row.minutes)).collect()
    }

    fn title(&self, session: &Session) -> String {
        session.text("tui-lessons-title")
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        let theme = &session.theme;
        let width = (area.width as usize).min(112);
        let (state, id, minutes, exercises) = (11, 6, 7, 9);
        let title = width.saturating_sub(2 + state + id + minutes + exercises + 1);
        let cell = |text: &str, width: usize| pad_end(&truncate(text, width.saturating_sub(1)), width);
        let heads = [("tui-column-state", state), ("tui-column-id", id), ("tui-column-title", title), ("tui-column-minutes", minutes)];
        let heading: String = heads.iter().map(|(name, width)| cell(&session.text(name), *width)).collect();
        let heading = format!("  {heading}{}", session.text("tui-column-exercises"));
        put(buffer, area.x, area.y + 1, area.width, &heading, theme.style(Role::Muted));
        for (line, index) in self.selection.rows().enumerate() {
            let row = &self.rows[index];
            let selected = index == self.selection.at;
            let name = if selected { theme.bold(Role::Text) } else { theme.style(Role::Text) };
            let role = if row.mark == "✓" { Role::Good } else { Role::Muted };
            let line_of = Line::from(vec![
                if selected { Span::styled("▸ ", theme.bold(Role::Accent)) } else { Span::raw("  ") },
                Span::styled(cell(&format!("{} {}", row.mark, row.state), state), theme.style(role)),
                Span::styled(cell(&row.id, id), theme.style(Role::Muted)),
                Span::styled(cell(&row.title, title), name),
                Span::styled(cell(&row.minutes, minutes), theme.style(Role::Muted)),
                Span::styled(row.exercises.clone(), theme.style(Role::Muted)),
            ]);
            put_line(buffer, area.x, area.y + 2 + line as u16, area.width, line_of);
        }
        more_below(self.selection.rows().end < self.rows.len(), area, buffer, theme);
    }
}
