//! Draws the catalogue.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::{Catalogue, Row, Stand};
use crate::locale::{display_width, pad_end, truncate};
use crate::tui::keymap::{Context, key_for};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::text::{more_below, put, put_line};

/// The screen row of the first scenario.
pub(super) fn first_row(area: Rect) -> u16 {
    area.y + 3
}

pub(super) fn cursor(catalogue: &Catalogue) -> Position {
    let room = catalogue.area.width.saturating_sub(6) as usize;
    let (_, column) = catalogue.filter.window(room);
    Position { x: catalogue.area.x + 4 + column as u16, y: catalogue.area.y + 1 }
}

struct Columns {
    state: usize,
    title: usize,
    kind: usize,
    lesson: usize,
    stars: usize,
    minutes: usize,
    points: usize,
    best: usize,
}

impl Columns {
    fn of(width: usize) -> Self {
        let (state, minutes, points, best) = (11, 5, 8, 7);
        let kind = if width >= 100 { 9 } else { 0 };
        let lesson = if width >= 90 { 8 } else { 0 };
        let stars = if width >= 76 { 7 } else { 0 };
        let (minutes, points) = if width >= 64 { (minutes, points) } else { (0, 0) };
        let title = width.saturating_sub(2 + state + 6 + kind + lesson + stars + minutes + points + best + 1);
        Self { state, title, kind, lesson, stars, minutes, points, best }
    }
}

pub(super) fn draw(catalogue: &Catalogue, area: Rect, buffer: &mut Buffer, session: &Session) {
    let theme = &session.theme;
    let room = area.width.saturating_sub(6);
    if catalogue.typing || !catalogue.filter.text().is_empty() {
        let (shown, _) = catalogue.filter.window(room as usize);
        let style = if catalogue.typing { theme.style(Role::Text) } else { theme.style(Role::Muted) };
        put_line(
            buffer,
            area.x + 2,
            area.y + 1,
            area.width - 2,
            Line::from(vec![Span::styled("/ ", theme.bold(Role::Accent)), Span::styled(shown, style)]),
        );
    } else {
        put(buffer, area.x + 2, area.y + 1, room, &session.text("tui-catalogue-hint"), theme.style(Role::Muted));
    }
    put_line(buffer, area.x + 2, area.y, area.width.saturating_sub(2), filters(catalogue, session));
    let columns = Columns::of(area.width.min(112) as usize);
    heading(&columns, area, buffer, session);
    if catalogue.rows.is_empty() {
        let id = if session.loaded { "tui-catalogue-none" } else { "tui-home-loading" };
        put(buffer, area.x + 2, first_row(area), area.width.saturating_sub(2), &session.text(id), theme.style(Role::Muted));
        return;
    }
    for (line, index) in catalogue.selection.rows().enumerate() {
        let y = first_row(area) + line as u16;
        let selected = index == catalogue.selection.at;
        put_line(buffer, area.x, y, area.width, row(&catalogue.rows[index], selected, &columns, session));
    }
    more_below(catalogue.selection.rows().end < catalogue.rows.len(), area, buffer, theme);
}

/// The filters with their keys; those that are set stand out.
fn filters(catalogue: &Catalogue, session: &Session) -> Line<'static> {
    let theme = &session.theme;
    let all = session.text("tui-filter-all");
    let mut spans = Vec::new();
    for (action, value) in catalogue.narrow.words(session) {
        let key = key_for(&[Context::Catalogue], action).unwrap_or_default();
        let style = if value == all { theme.style(Role::Muted) } else { theme.bold(Role::Text) };
        spans.push(Span::styled(format!("{key} "), theme.style(Role::Accent)));
        spans.push(Span::styled(format!("{}: {value}   ", session.text(&format!("action-{}", action.id()))), style));
    }
    Line::from(spans)
}

fn heading(columns: &Columns, area: Rect, buffer: &mut Buffer, session: &Session) {
    let left = |id: &str, width: usize| if width == 0 { String::new() } else { pad_end(&truncate(&session.text(id), width - 1), width) };
    let right = |id: &str, width: usize| if width == 0 { String::new() } else { pad_start(&truncate(&session.text(id), width - 1), width) };
    let text = [
        "  ".to_owned(),
        left("tui-column-state", columns.state),
        left("tui-column-id", 6),
        left("tui-column-title", columns.title),
        left("tui-column-kind", columns.kind),
        left("tui-column-lesson", columns.lesson),
        left("tui-column-difficulty", columns.stars),
        right("tui-column-minutes", columns.minutes),
        right("tui-column-points", columns.points),
        right("tui-column-best", columns.best),
    ]
    .concat();
    put(buffer, area.x, area.y + 2, area.width, &text, session.theme.style(Role::Muted));
}

fn row(row: &Row, selected: bool, columns: &Columns, session: &Session) -> Line<'static> {
    let theme = &session.theme;
    let (symbol, role) = match row.stand {
        Stand::New => ("○", Role::Muted),
        Stand::Open => ("◐", Role::Info),
        Stand::Failed => ("✗", Role::Error),
        Stand::Passed => ("✓", Role::Good),
    };
    let cell = |text: &str, width: usize| if width == 0 { String::new() } else { pad_end(&truncate(text, width - 1), width) };
    let number = |text: String, width: usize| if width == 0 { String::new() } else { pad_start(&text, width) };
    let name = if selected { theme.bold(Role::Text) } else { theme.style(Role::Text) };
    let muted = theme.style(Role::Muted);
    let stars = "★".repeat(row.stars.min(3) as usize);
    let best = row.best.map_or("·".to_owned(), |best| format!("{best}/{}", row.points));
    Line::from(vec![
        if selected { Span::styled("▸ ", theme.bold(Role::Accent)) } else { Span::raw("  ") },
        Span::styled(cell(&format!("{symbol} {}", session.text(row.stand.id())), columns.state), theme.style(role)),
        Span::styled(cell(&row.id, 6), if selected { theme.bold(Role::Accent) } else { muted }),
        Span::styled(cell(&row.title, columns.title), name),
        Span::styled(cell(&row.kind, columns.kind), muted),
        Span::styled(cell(&row.lesson, columns.lesson), muted),
        Span::styled(cell(&stars, columns.stars), muted),
        Span::styled(number(row.minutes.to_string(), columns.minutes), muted),
        Span::styled(number(row.points.to_string(), columns.points), muted),
        Span::styled(number(best, columns.best), muted),
    ])
}

fn pad_start(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(display_width(text))))
}
