//! Draws the map: sources down the side, destinations across, numbered so that long names fit.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Map;
use crate::locale::{display_width, truncate};
use crate::simulate::network::Cell;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::text::{put, put_line, wrap};

/// Columns of one cell.
const CELL: u16 = 5;
/// Rows under the table for the explanation.
const NOTES: u16 = 7;

fn name_width(map: &Map, area: Rect) -> u16 {
    let widest = map.parties.iter().map(|party| display_width(&party.to_string())).max().unwrap_or(0) as u16;
    (widest + 4).min(area.width / 2)
}

/// Rows and columns of the table that fit.
pub(super) fn room(map: &Map, area: Rect) -> (usize, usize) {
    let rows = area.height.saturating_sub(NOTES + 3 + map.legend.len() as u16) as usize;
    let columns = area.width.saturating_sub(name_width(map, area) + 6) / CELL;
    (rows.max(1), (columns as usize).max(1))
}

/// The row of the table's heading.
fn top(map: &Map, area: Rect) -> u16 {
    area.y + 2 + map.legend.len() as u16
}

/// The legend in lines: no sign is parted from its words.
pub(super) fn legend(area: Rect, session: &Session) -> Vec<String> {
    let room = area.width.saturating_sub(4) as usize;
    let mut lines: Vec<String> = Vec::new();
    for part in session.text("tui-map-legend").split("   ") {
        match lines.last_mut() {
            Some(line) if display_width(line) + 3 + display_width(part) <= room => *line = format!("{line}   {part}"),
            _ => lines.push(part.to_owned()),
        }
    }
    lines
}

/// The row and column of the table at a place of the screen.
pub(super) fn cell_at(map: &Map, x: u16, y: u16) -> Option<(usize, usize)> {
    let left = map.area.x + 2 + name_width(map, map.area);
    let row = map.row.top + y.checked_sub(top(map, map.area) + 1)? as usize;
    let column = map.column.top + (x.checked_sub(left)? / CELL) as usize;
    (row < map.parties.len() && column < map.parties.len()).then_some((row, column))
}

pub(super) fn draw(map: &Map, area: Rect, buffer: &mut Buffer, session: &Session) {
    let theme = &session.theme;
    let x = area.x + 2;
    if map.network.is_none() || map.parties.is_empty() {
        let id = if map.network.is_none() { "tui-judging" } else { "tui-map-empty" };
        put(buffer, x, area.y + 1, area.width.saturating_sub(4), &session.text(id), theme.style(Role::Muted));
        return;
    }
    let names = name_width(map, area);
    for (line, y) in map.legend.iter().zip(area.y + 1..area.bottom()) {
        put(buffer, x, y, area.width.saturating_sub(4), line, theme.style(Role::Muted));
    }
    for (index, column) in map.column.rows().enumerate() {
        let style = if column == map.column.at { theme.bold(Role::Accent) } else { theme.style(Role::Muted) };
        put(buffer, x + names + index as u16 * CELL, top(map, area), CELL, &format!("{:>3}", column + 1), style);
    }
    for (line, row) in map.row.rows().enumerate() {
        let y = top(map, area) + 1 + line as u16;
        let here = row == map.row.at;
        let style = if here { theme.bold(Role::Accent) } else { theme.style(Role::Text) };
        let name = truncate(&map.parties[row].to_string(), names.saturating_sub(4) as usize);
        put_line(
            buffer,
            x,
            y,
            names,
            Line::from(vec![Span::styled(format!("{:>2} ", row + 1), theme.style(Role::Muted)), Span::styled(name, style)]),
        );
        for (index, column) in map.column.rows().enumerate() {
            let (symbol, role) = look(map.cells[row][column]);
            let mut style = theme.style(role);
            if here && column == map.column.at {
                style = style.patch(theme.style(Role::Selection));
            }
            put(buffer, x + names + index as u16 * CELL, y, CELL, &format!("  {symbol} "), style);
        }
    }
    explanation(map, area, buffer, session);
}

/// Who is asked for down the side and across, and how to move.
fn axes(map: &Map, session: &Session) -> String {
    let id = if map.ports.len() > 1 { "tui-map-axes-ports" } else { "tui-map-axes" };
    session.text(id)
}

fn look(cell: Cell) -> (&'static str, Role) {
    match cell {
        Cell::Open => ("✓", Role::Good),
        Cell::BlockedIngress => ("↓", Role::Error),
        Cell::BlockedEgress => ("↑", Role::Error),
        Cell::BlockedBoth => ("✗", Role::Error),
        Cell::Myself | Cell::Outside => ("·", Role::Muted),
    }
}

fn explanation(map: &Map, area: Rect, buffer: &mut Buffer, session: &Session) {
    let theme = &session.theme;
    let top = area.bottom().saturating_sub(NOTES).max(area.y);
    let width = area.width.saturating_sub(4);
    let names = [map.row.at, map.column.at].map(|index| map.parties.get(index).map(ToString::to_string).unwrap_or_default());
    put(buffer, area.x + 2, top, width, &format!("{} → {}", names[0], names[1]), theme.bold(Role::Text));
    let axes = wrap(&axes(map, session), width as usize);
    let first = area.bottom().saturating_sub(axes.len() as u16).max(top + 2);
    for (line, y) in axes.iter().zip(first..area.bottom()) {
        put(buffer, area.x + 2, y, width, line, theme.style(Role::Muted));
    }
    for (line, y) in wrap(&map.explanation, width as usize).iter().zip(top + 1..first) {
        put(buffer, area.x + 2, y, width, line, theme.style(Role::Text));
    }
}
