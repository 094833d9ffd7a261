//! Draws a lesson.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::drill::{Item, Part, parts};
use super::{MEASURE, Reader};
use crate::prose;
use crate::tui::action::Action;
use crate::tui::keymap::{Context, key_for};
use crate::tui::screens::review::{answered, choices};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::markdown::{Paper, render};
use crate::tui::widgets::text::{paragraph, put, put_line};

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
    let exercises = exercises(reader, width, session);
    reader.lines.extend(exercises);
}

/// The exercises of the lesson: how they stand, and which one Enter opens.
fn exercises(reader: &Reader, width: u16, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let found = reader.lesson.scenarios.iter().filter_map(|id| session.catalogue.scenario(id));
    let opens = reader.exercise(session);
    let key = key_for(&[Context::Lesson], Action::Open).unwrap_or_default();
    let mut lines = vec![Line::default(), Line::from(Span::styled(session.text("tui-lesson-exercises"), theme.bold(Role::Heading)))];
    for scenario in found {
        let (sign, role) = if session.progress.attempt(&scenario.id).passed { ("✓", Role::Good) } else { ("○", Role::Muted) };
        let here = opens == Some(&scenario.id);
        let mark = if here { "▸ " } else { "  " };
        let text = format!("{} {}", scenario.id, scenario.title.get(session.language()));
        let text = if here { format!("{text} ({key})") } else { text };
        let style = if here { theme.bold(Role::Text) } else { theme.style(Role::Text) };
        let mut rows = paragraph(Span::raw("    "), &text, style, width as usize, theme);
        if let Some(first) = rows.first_mut() {
            first.spans[0] = Span::styled(format!("{sign} "), theme.style(role));
            first.spans.insert(0, Span::styled(mark, theme.bold(Role::Accent)));
        }
        lines.extend(rows);
    }
    if lines.len() > 2 { lines } else { Vec::new() }
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
            let mut spans = choices(&[Action::True, Action::False], Context::Drill, session);
            spans.insert(0, Span::raw("  "));
            lines.push(Line::from(spans));
        }
        None => {}
        Some(said) => {
            let word = answered(Some(said), item.answer, session);
            lines.extend(indented(render(&format!("**{word}** {}", item.why), inner), "  ", Role::Muted));
        }
    }
    lines
}

/// The lesson for who listens.
pub(super) fn told(reader: &Reader, session: &Session) -> Vec<String> {
    let mut told = Vec::new();
    let mut claims = 0;
    for part in parts(reader.lesson.body.get(session.language())) {
        match part {
            Part::Text(text) => told.extend(prose::sentences(text, &session.locale)),
            Part::Drill(items) => {
                claims += items.len();
                told.extend(items.iter().map(|item| prose::sentences(&item.claim, &session.locale).join(" ")));
            }
        }
    }
    if claims > 0 {
        told.push(session.format("tui-linear-drill", &[("count", &claims.to_string())]));
    }
    if let Some(scenario) = reader.exercise(session).and_then(|id| session.catalogue.scenario(id)) {
        let facts = [("id", scenario.id.as_str()), ("title", scenario.title.get(session.language()))];
        told.push(session.format("tui-linear-exercise", &facts));
    }
    told
}

/// The claim at hand for who listens: its number, what it says, what was said of it.
pub(super) fn told_claim(reader: &Reader, at: usize, session: &Session) -> Vec<String> {
    let Some(item) = reader.items.get(at) else { return Vec::new() };
    let said = |markdown: &str| prose::sentences(markdown, &session.locale).join(" ");
    let number = session.format("tui-review-count", &[("at", &(at + 1).to_string()), ("all", &reader.items.len().to_string())]);
    let mut told = vec![format!("{number}: {}", said(&item.claim))];
    match reader.answers.get(at).copied().flatten() {
        None => told.push(session.text("tui-linear-claim")),
        Some(answer) => {
            told.push(format!("{} {}", answered(Some(answer), item.answer, session), said(&item.why)));
            told.push(session.text("tui-linear-next-claim"));
        }
    }
    told
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
