//! Draws a lesson.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::drill::{Item, Part, parts};
use super::{MEASURE, Reader};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::markdown::{Paper, render};
use crate::tui::widgets::text::{put, put_line};

/// Prepares the lines of a lesson and where its drill items stand.
pub(super) fn lines(reader: &mut Reader, width: u16, session: &Session) {
    let paper = Paper { width: width as usize, theme: &session.theme, grammar: session.grammar.as_deref(), locale: &session.locale };
    let lesson = std::sync::Arc::clone(&reader.lesson);
    reader.lines.clear();
    reader.starts.clear();
    for part in parts(lesson.body.get(session.language())) {
        match part {
            Part::Text(text) => {
                if !reader.lines.is_empty() {
                    reader.lines.push(Line::default());
                }
                reader.lines.extend(render(text, paper));
            }
            Part::Drill(items) => {
                for item in items {
                    reader.lines.push(Line::default());
                    let index = reader.starts.len();
                    reader.starts.push(reader.lines.len());
                    let answer = reader.answers.get(index).copied().flatten();
                    reader.lines.extend(claim(&item, answer, reader.at == Some(index), paper, session));
                }
            }
        }
    }
}

fn claim(item: &Item, answer: Option<bool>, here: bool, paper: Paper<'_>, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let (mark, role) = match answer {
        None if here => ("▸ ", Role::Accent),
        None => ("○ ", Role::Muted),
        Some(answer) if answer == item.answer => ("✓ ", Role::Good),
        Some(_) => ("✗ ", Role::Error),
    };
    let inner = Paper { width: paper.width.saturating_sub(2), ..paper };
    let indented = |lines: Vec<Line<'static>>, mark: &'static str, role: Role| {
        let mut marked = Vec::new();
        for (index, mut line) in lines.into_iter().enumerate() {
            line.spans.insert(0, Span::styled(if index == 0 { mark } else { "  " }, theme.bold(role)));
            marked.push(line);
        }
        marked
    };
    let mut lines = indented(render(&item.claim, inner), mark, role);
    match answer {
        None if here => {
            let key =
                |key: &'static str, id: &str| [Span::styled(key, theme.bold(Role::Accent)), Span::raw(format!(" {}   ", session.text(id)))];
            let mut spans = vec![Span::raw("  ")];
            spans.extend(key("y", "tui-true"));
            spans.extend(key("n", "tui-false"));
            lines.push(Line::from(spans));
        }
        None => {}
        Some(_) => {
            let word = session.text(if item.answer { "tui-it-is-true" } else { "tui-it-is-false" });
            lines.extend(indented(render(&format!("**{word}** {}", item.why), inner), "  ", Role::Muted));
        }
    }
    lines
}

pub(super) fn draw(reader: &Reader, area: Rect, buffer: &mut Buffer, session: &Session) {
    let width = area.width.saturating_sub(6).min(MEASURE);
    let x = area.x + (area.width.saturating_sub(width)) / 2;
    for (row, y) in reader.scroll.rows().zip(area.y + 1..area.bottom()) {
        put_line(buffer, x, y, width, reader.lines[row].clone());
    }
    if reader.scroll.more() && area.height > 1 {
        put(buffer, area.right().saturating_sub(2), area.bottom() - 1, 1, "↓", session.theme.style(Role::Accent));
    }
}
