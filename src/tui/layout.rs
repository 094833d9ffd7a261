//! Where things stand: heading, body and footer, and how much room a screen has.

use ratatui::layout::Rect;

/// Columns and rows below which a sentence stands in place of the screen.
pub const SMALLEST: (u16, u16) = (40, 12);
/// Columns below which panels become full pages.
pub const NARROW: u16 = 60;
/// Columns from which panels stand side by side.
pub const WIDE: u16 = 100;

/// The three parts of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// One line: the program, the screen.
    pub heading: Rect,
    /// The screen.
    pub body: Rect,
    /// One line: the keys.
    pub footer: Rect,
}

impl Frame {
    /// The parts of a terminal of this size.
    pub fn of(area: Rect) -> Self {
        let heading = Rect { height: area.height.min(1), ..area };
        let footer = Rect { y: area.bottom().saturating_sub(1).max(heading.bottom()), height: u16::from(area.height > 1), ..area };
        let body = Rect { y: heading.bottom(), height: area.height.saturating_sub(2), ..area };
        Self { heading, body, footer }
    }
}

/// Whether a terminal of this size is too small for any screen.
pub fn too_small(area: Rect) -> bool {
    area.width < SMALLEST.0 || area.height < SMALLEST.1
}

/// A box of at most `width` × `height` in the middle of `area`.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/// The first `left` columns and the rest.
pub fn split_columns(area: Rect, left: u16) -> (Rect, Rect) {
    let left = left.min(area.width);
    (Rect { width: left, ..area }, Rect { x: area.x + left, width: area.width - left, ..area })
}

/// The first `top` rows and the rest.
pub fn split_rows(area: Rect, top: u16) -> (Rect, Rect) {
    let top = top.min(area.height);
    (Rect { height: top, ..area }, Rect { y: area.y + top, height: area.height - top, ..area })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_never_leave_the_terminal() {
        for (width, height) in [(0, 0), (1, 1), (1, 2), (80, 3), (80, 24)] {
            let area = Rect::new(0, 0, width, height);
            let frame = Frame::of(area);
            for part in [frame.heading, frame.body, frame.footer] {
                assert_eq!(part.intersection(area).area(), part.area(), "{width}x{height} {part:?}");
            }
            assert!(frame.heading.height + frame.body.height + frame.footer.height <= height);
        }
        assert_eq!(centred(Rect::new(0, 1, 10, 5), 40, 40), Rect::new(0, 1, 10, 5));
    }
}
