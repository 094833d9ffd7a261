//! Draws home.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Home, Item, Module};
use crate::locale::{display_width, pad_end, truncate};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::bar::bar;
use crate::tui::widgets::text::{put, put_line};

/// Columns of the text block.
const MEASURE: u16 = 84;

/// Columns of a module's bar, and the fewest.
const BAR: usize = 16;
const SHORT_BAR: usize = 8;

fn measure(area: Rect) -> u16 {
    area.width.saturating_sub(4).min(MEASURE)
}

/// Columns that a module's title may take beside its bar and its counts.
fn title_room(module: &Module, width: u16, session: &Session) -> usize {
    let bar_width = if width >= 70 { BAR } else { SHORT_BAR };
    (width as usize).saturating_sub(2 + 3 + bar_width + 2 + display_width(&module.counts(session)) + 2)
}

/// The same for all modules, so that their bars stand in one column.
fn common_room(home: &Home, width: u16, session: &Session) -> usize {
    let rooms =
        home.items.iter().filter_map(|item| if let Item::Module(module) = item { Some(title_room(module, width, session)) } else { None });
    rooms.min().unwrap_or(0)
}

/// Whether a module's title does not fit beside its bar.
pub(super) fn tall(home: &Home, session: &Session) -> bool {
    let width = measure(home.area);
    let mut modules = home.items.iter().filter_map(|item| if let Item::Module(module) = item { Some(module) } else { None });
    modules.any(|module| display_width(&module.title) > title_room(module, width, session))
}

/// First row of each item, by item, as far as they show with this one on the screen.
pub(super) fn rows(home: &Home, selected: usize) -> Vec<(u16, usize)> {
    let mut y = 1;
    let mut rows = Vec::new();
    let mut module_seen = false;
    for (index, item) in home.items.iter().enumerate() {
        if matches!(item, Item::Module(_)) && !module_seen {
            module_seen = true;
            y += 1;
        }
        if matches!(item, Item::Everything) {
            y += 1;
        }
        rows.push((y, index));
        y += match item {
            Item::Continue { .. } | Item::Suggested { .. } => 3,
            Item::Module(_) if home.tall => 2,
            Item::Review(_) | Item::Placement => 2,
            Item::Exam(_) => 1,
            _ => 1,
        };
    }
    // What is selected stays on the screen; what is above it goes first.
    let end = |at: usize| rows.get(at + 1).map_or(y, |(next, _): &(u16, usize)| *next);
    let hidden = end(selected).saturating_sub(home.area.height);
    let shown = rows.into_iter().filter_map(|(y, index)| Some((home.area.y + y.checked_sub(hidden)?, index)));
    shown.collect()
}

pub(super) fn draw(home: &Home, area: Rect, buffer: &mut Buffer, session: &Session) {
    let theme = &session.theme;
    let width = measure(area);
    let x = area.x + (area.width.saturating_sub(width)) / 2;
    if home.items.is_empty() {
        let text = session.text(if session.loaded { "tui-home-empty" } else { "tui-home-loading" });
        put(buffer, x, area.y + 1, width, &text, theme.style(Role::Muted));
        return;
    }
    if let Some((y, _)) = home.rows.iter().find(|(_, index)| matches!(home.items[*index], Item::Module(_))) {
        let heading = session.text("tui-home-modules");
        if *y > area.y + 1 {
            put(buffer, x + 2, y - 1, width, &heading, theme.style(Role::Muted));
        }
    }
    for (y, index) in &home.rows {
        if *y >= area.bottom() {
            break;
        }
        let selected = *index == home.selection.at;
        let marker = if selected { Span::styled("▸ ", theme.bold(Role::Accent)) } else { Span::raw("  ") };
        let name = if selected { theme.bold(Role::Text) } else { theme.style(Role::Text) };
        match &home.items[*index] {
            Item::Continue { title, .. } => {
                let label = Span::styled(session.text("tui-home-continue"), theme.bold(Role::Accent));
                put_line(buffer, x, *y, width, Line::from(vec![marker, label]));
                put(buffer, x + 2, y + 1, width.saturating_sub(2), title, name);
            }
            Item::Suggested { title, reason, .. } => {
                let label = Span::styled(session.text("tui-home-suggested"), theme.bold(Role::Accent));
                let why = Span::styled(format!("  {reason}"), theme.style(Role::Muted));
                put_line(buffer, x, *y, width, Line::from(vec![marker, label, why]));
                put(buffer, x + 2, y + 1, width.saturating_sub(2), title, name);
            }
            Item::Review(count) => {
                let label = Span::styled(session.text("tui-review-title"), theme.bold(Role::Accent));
                let why = Span::styled(format!("  {}", super::returning(*count, session)), theme.style(Role::Muted));
                put_line(buffer, x, *y, width, Line::from(vec![marker, label, why]));
            }
            Item::Placement => {
                put_line(buffer, x, *y, width, Line::from(vec![marker, Span::styled(session.text("tui-home-placement"), name)]));
            }
            Item::Exam(state) => {
                put_line(buffer, x, *y, width, Line::from(vec![marker, Span::styled(state.clone(), name)]));
            }
            Item::Module(module) if home.tall => {
                let number = Span::styled(format!("{}  ", module.number), theme.style(Role::Muted));
                put_line(buffer, x, *y, width, Line::from(vec![marker, number, Span::styled(module.title.clone(), name)]));
                let mut spans = vec![Span::raw("     ")];
                let room = (width as usize).saturating_sub(5 + 2 + display_width(&module.counts(session)));
                spans.extend(bar(module.passed, module.scenarios, BAR.min(room), theme));
                spans.push(Span::styled(format!("  {}", module.counts(session)), theme.style(Role::Muted)));
                put_line(buffer, x, y + 1, width, Line::from(spans));
            }
            Item::Module(module) => {
                put_line(buffer, x, *y, width, module_line(module, marker, name, (width, common_room(home, width, session)), session))
            }
            item @ (Item::Everything | Item::Lessons) => {
                let text = super::whole(item, session);
                put_line(buffer, x, *y, width, Line::from(vec![marker, Span::styled(text, name)]));
            }
        }
    }
}

fn module_line(
    module: &Module,
    marker: Span<'static>,
    name: ratatui::style::Style,
    (width, room): (u16, usize),
    session: &Session,
) -> Line<'static> {
    let theme = &session.theme;
    let counts = module.counts(session);
    let bar_width = if width >= 70 { BAR } else { SHORT_BAR };
    let title = pad_end(&truncate(&module.title, room), room);
    let mut spans =
        vec![marker, Span::styled(format!("{}  ", module.number), theme.style(Role::Muted)), Span::styled(title, name), Span::raw("  ")];
    spans.extend(bar(module.passed, module.scenarios, bar_width, theme));
    spans.push(Span::styled(format!("  {counts}"), theme.style(Role::Muted)));
    Line::from(spans)
}
