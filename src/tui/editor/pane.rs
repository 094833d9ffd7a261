//! Draws an editor: signs, numbers, colours, underlines, selection, and the message under the cursor's row.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

use super::highlight::Highlighter;
use super::{Spot, TextEditor};
use crate::diag::Severity;
use crate::locale::display_width;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::text::{put, put_line};

/// A finding on one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Row, from 0.
    pub row: usize,
    /// Columns, in characters; at least one.
    pub columns: Range<usize>,
    /// How grave.
    pub severity: Severity,
}

/// The role and the sign of a severity.
pub fn look(severity: Severity) -> (Role, &'static str) {
    match severity {
        Severity::Error => (Role::Error, "▲"),
        Severity::Warning => (Role::Warning, "▲"),
        Severity::Advice => (Role::Info, "·"),
    }
}

/// One row of the screen, as `arrange` prepared it.
#[derive(Clone, Debug)]
enum Row {
    Text { row: usize, content: Vec<(String, Style)>, sign: Option<Severity> },
    Message { column: usize, runs: Vec<(String, Style)> },
}

/// What a pane shows, ready to draw.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    rows: Vec<Row>,
    cursor: Option<(u16, u16)>,
    number_width: u16,
    left: usize,
    row_of: Vec<Option<usize>>,
    cursor_row: usize,
}

/// What a picture is made of.
pub struct Scene<'a> {
    /// The text.
    pub editor: &'a dyn TextEditor,
    /// Its colours.
    pub highlighter: &'a Highlighter,
    /// Findings, by row.
    pub marks: &'a [Mark],
    /// Under which column of the cursor's row a message stands, and the message.
    pub message: Option<(usize, Severity, String)>,
    /// The colours of roles.
    pub theme: &'a Theme,
    /// Whether keys go here.
    pub focused: bool,
}

impl Picture {
    /// Rows of text that a pane of this height shows when a message of `message` rows is among them.
    pub fn text_rows(height: u16, message: usize) -> usize {
        (height as usize).saturating_sub(message).max(1)
    }

    /// Prepares a picture of `width` × `height`; `left` is the first column of the picture before.
    pub fn take(scene: &Scene<'_>, width: u16, height: u16, left: usize) -> Self {
        let editor = scene.editor;
        let number_width = (editor.rows().to_string().len() as u16).max(2);
        let gutter = number_width + 3;
        let room = width.saturating_sub(gutter) as usize;
        let cursor = editor.cursor();
        let line = editor.row(cursor.row);
        let at = column_of(&line, cursor.col);
        let left = scrolled(left, at, room);
        let mut picture = Self { number_width, left, cursor_row: cursor.row, ..Self::default() };
        let mut row = editor.top();
        while picture.rows.len() < height as usize && row < editor.rows() {
            let text = if row == cursor.row { line.clone() } else { editor.row(row) };
            let sign = scene.marks.iter().filter(|mark| mark.row == row).map(|mark| mark.severity).min();
            if row == cursor.row && scene.focused {
                let x = gutter as usize + at.saturating_sub(left);
                picture.cursor = Some((x.min(width.saturating_sub(1) as usize) as u16, picture.rows.len() as u16));
            }
            picture.rows.push(Row::Text { row, content: cells(scene, row, &text, left, room), sign });
            picture.row_of.push(Some(row));
            if row == cursor.row && (picture.rows.len() < height as usize) {
                picture.push_message(scene, &text, room);
            }
            row += 1;
        }
        picture
    }

    fn push_message(&mut self, scene: &Scene<'_>, line: &str, room: usize) {
        let Some((column, severity, text)) = &scene.message else { return };
        let (role, sign) = look(*severity);
        let style = scene.theme.style(role);
        // Under the place, unless the words would then have no room.
        let under = column_of(line, *column).saturating_sub(self.left);
        let column = under.min(room.saturating_sub(display_width(text) + 2)).min(room / 2);
        self.rows.push(Row::Message { column, runs: vec![(format!("{sign} "), style), (text.replace('`', ""), style)] });
        self.row_of.push(None);
    }

    /// The place in the text under a cell of the pane.
    pub fn spot(&self, editor: &dyn TextEditor, area: Rect, x: u16, y: u16) -> Spot {
        let index = y.saturating_sub(area.y) as usize;
        let known = self.row_of.iter().take(index + 1).rev().find_map(|row| *row);
        let row = known.unwrap_or_else(|| editor.top());
        let column = (x.saturating_sub(area.x + self.number_width + 3)) as usize + self.left;
        Spot { row, col: char_at(&editor.row(row), column) }
    }

    /// First column that shows.
    pub fn left(&self) -> usize {
        self.left
    }

    /// The cursor's cell.
    pub fn cursor(&self, area: Rect) -> Option<Position> {
        let (x, y) = self.cursor?;
        Some(Position { x: area.x + x, y: area.y + y })
    }

    /// Draws it.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let gutter = self.number_width + 3;
        for (row, y) in self.rows.iter().zip(area.top()..area.bottom()) {
            match row {
                Row::Text { row, content, sign } => {
                    if let Some(severity) = sign {
                        let (role, sign) = look(*severity);
                        put(buffer, area.x, y, 1, sign, theme.bold(role));
                    }
                    let number = format!("{:>width$}", row + 1, width = self.number_width as usize);
                    let here = if *row == self.cursor_row { theme.style(Role::Accent) } else { theme.style(Role::Unfocused) };
                    put(buffer, area.x + 1, y, self.number_width, &number, here);
                    let mut x = area.x + gutter;
                    for (text, style) in content {
                        if x >= area.right() {
                            break;
                        }
                        (x, _) = buffer.set_stringn(x, y, text, (area.right() - x) as usize, *style);
                    }
                }
                Row::Message { column, runs } => {
                    let spans: Vec<Span<'_>> = runs.iter().map(|(text, style)| Span::styled(text.as_str(), *style)).collect();
                    let x = area.x + gutter + *column as u16;
                    put_line(buffer, x, y, area.right().saturating_sub(x), Line::from(spans));
                }
            }
        }
    }
}

/// The styled pieces of one row between two screen columns, with `…` where the row goes on.
fn cells(scene: &Scene<'_>, row: usize, text: &str, left: usize, room: usize) -> Vec<(String, Style)> {
    let selected = scene.editor.selected(row);
    let found = scene.editor.found(row);
    let marks: Vec<&Mark> = scene.marks.iter().filter(|mark| mark.row == row).collect();
    let spans = scene.highlighter.spans(row);
    let mut pieces: Vec<(String, Style)> = Vec::new();
    let (mut column, mut index, mut span) = (0, 0, 0);
    let whole = display_width(text);
    for (byte, grapheme) in text.grapheme_indices(true) {
        let columns = display_width(grapheme);
        while span < spans.len() && spans[span].0.end <= byte {
            span += 1;
        }
        let role = spans.get(span).filter(|(range, _)| range.contains(&byte)).map_or(Role::Text, |(_, role)| *role);
        let mut style = scene.theme.style(role);
        if let Some(mark) = marks.iter().find(|mark| mark.columns.contains(&index)) {
            style = style.patch(scene.theme.underline(look(mark.severity).0));
        }
        if found.iter().any(|range| range.contains(&index)) {
            style = style.patch(scene.theme.style(Role::Found));
        }
        if selected.as_ref().is_some_and(|range| range.contains(&index)) {
            style = style.patch(scene.theme.style(Role::Selection));
        }
        let end = column + columns;
        let last_column = left + room;
        if end > left && column < last_column {
            let more_right = whole > last_column && end >= last_column;
            let cut_left = left > 0 && column <= left;
            let shown = if more_right || cut_left || column < left { "…" } else { visible(grapheme) };
            let pad = if shown == "…" { columns.saturating_sub(1).min(last_column.saturating_sub(column + 1)) } else { 0 };
            push(&mut pieces, shown, style);
            push(&mut pieces, &" ".repeat(if more_right { 0 } else { pad }), style);
            if more_right {
                break;
            }
        }
        column = end;
        index += grapheme.chars().count();
    }
    if text.is_empty() && selected.is_some_and(|range| !range.is_empty()) {
        push(&mut pieces, " ", scene.theme.style(Role::Selection));
    }
    if marks.iter().any(|mark| mark.columns.start >= index) && column >= left && column < left + room {
        let severity = marks.iter().map(|mark| mark.severity).min().unwrap_or(Severity::Error);
        push(&mut pieces, " ", scene.theme.underline(look(severity).0));
    }
    pieces
}

/// Control characters never reach the terminal.
fn visible(grapheme: &str) -> &str {
    if grapheme.chars().any(char::is_control) { "·" } else { grapheme }
}

fn push(pieces: &mut Vec<(String, Style)>, text: &str, style: Style) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some((last, same)) if *same == style => last.push_str(text),
        _ => pieces.push((text.to_owned(), style)),
    }
}

/// Screen column of a character.
fn column_of(line: &str, col: usize) -> usize {
    let end = line.char_indices().nth(col).map_or(line.len(), |(at, _)| at);
    display_width(&line[..end])
}

/// The character at a screen column, the row's end past it.
fn char_at(line: &str, column: usize) -> usize {
    let (mut used, mut index) = (0, 0);
    for grapheme in line.graphemes(true) {
        let columns = display_width(grapheme);
        if used + columns > column {
            return index;
        }
        used += columns;
        index += grapheme.chars().count();
    }
    index
}

/// The first column that shows so that the cursor's does.
fn scrolled(left: usize, cursor: usize, room: usize) -> usize {
    if room < 4 {
        return cursor.saturating_sub(room.saturating_sub(1));
    }
    // The edge columns hold ellipses.
    if cursor < left + 2 {
        if cursor < room - 2 { 0 } else { cursor.saturating_sub(room / 2) }
    } else if cursor + 2 > left + room {
        (cursor + 2 + room / 4).saturating_sub(room)
    } else {
        left
    }
}
