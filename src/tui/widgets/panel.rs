//! A pane with a thin border; the focused one is bright.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use super::text::{put, put_line};
use crate::locale::{display_width, truncate};
use crate::tui::theme::{Role, Theme};

/// A border with a title on its left and words on its right.
pub struct Panel<'a> {
    /// Top left.
    pub title: Line<'a>,
    /// Top right.
    pub aside: &'a str,
    /// Whether keys go here.
    pub focused: bool,
}

impl<'a> Panel<'a> {
    /// A panel with a plain title.
    pub fn new(title: &'a str, focused: bool) -> Self {
        Self { title: Line::from(title), aside: "", focused }
    }

    /// With words on the right.
    pub fn aside(mut self, aside: &'a str) -> Self {
        self.aside = aside;
        self
    }

    /// The room inside a panel of this area.
    pub fn inner(area: Rect) -> Rect {
        Rect {
            x: area.x + area.width.min(1),
            y: area.y + area.height.min(1),
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(2),
        }
    }

    /// The room inside, a column kept free on each side.
    pub fn padded(area: Rect) -> Rect {
        let inner = Self::inner(area);
        Rect { x: inner.x + inner.width.min(1), width: inner.width.saturating_sub(2), ..inner }
    }

    /// Draws the border.
    pub fn draw(self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let area = area.intersection(buffer.area);
        if area.width < 2 || area.height < 2 {
            return;
        }
        let (border, title) = match self.focused {
            true => (theme.style(Role::Focused), theme.bold(Role::Accent)),
            false => (theme.style(Role::Unfocused), theme.style(Role::Muted)),
        };
        Block::bordered().border_type(BorderType::Plain).border_style(border).render(area, buffer);
        let room = area.width.saturating_sub(4);
        let aside = truncate(self.aside, room as usize / 2);
        let aside_width = display_width(&aside) as u16;
        let mut spans = vec![Span::raw(" ")];
        spans.extend(self.title.spans.into_iter().map(|span| if span.style == Style::new() { span.style(title) } else { span }));
        spans.push(Span::raw(" "));
        let left = room.saturating_sub(if aside_width > 0 { aside_width + 2 } else { 0 });
        put_line(buffer, area.x + 1, area.y, left.min(room) + 1, Line::from(spans));
        if aside_width > 0 && room > aside_width + 4 {
            put(buffer, area.right() - aside_width - 3, area.y, aside_width + 2, &format!(" {aside} "), theme.style(Role::Muted));
        }
    }
}

/// Empties an area under a dialog.
pub fn clear(area: Rect, buffer: &mut Buffer) {
    // A wide character cut by the edge would leave half of itself outside.
    if area.x > buffer.area.x {
        for y in area.top()..area.bottom().min(buffer.area.bottom()) {
            let left = &mut buffer[(area.x - 1, y)];
            if display_width(left.symbol()) > 1 {
                left.set_symbol(" ");
            }
        }
    }
    Clear.render(area.intersection(buffer.area), buffer);
}
