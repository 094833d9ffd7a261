//! Source text: bytes and the lines and columns people see.
//!
//! Spans are byte offsets, always on character boundaries. Lines and columns start at 1; a column
//! counts Unicode scalar values, as the JSON contract of the command line says.

mod diff;
mod digest;
mod quote;
mod sequence_matcher;

use std::sync::Arc;

pub use diff::{Change, DiffLine, diff, unified};
pub use digest::{sha256, sha256_of};
pub use quote::{is_print, quote, quote_ascii};
pub use sequence_matcher::difflib;

/// A half-open range of byte offsets in one [`SourceFile`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Whether `offset` lies inside, the end included (a cursor behind the last character counts).
    pub fn touches(self, offset: usize) -> bool {
        self.start <= offset && offset <= self.end
    }
}

/// A place as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in Unicode scalar values.
    pub column: usize,
}

/// Where each line of a text starts.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// How many characters begin before each block of the text. A column is then found without a look at its whole line,
    /// which may be the whole text (JSON that a program wrote).
    before: Vec<usize>,
}

/// Bytes of a block.
const BLOCK: usize = 1024;

/// How many characters begin in `bytes`.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

impl LineIndex {
    /// Indexes `text`. A line ends at `\n`; a `\r` before it belongs to the line.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        let mut before = vec![0];
        let mut count = 0;
        before.extend(text.as_bytes().chunks(BLOCK).map(|block| {
            count += beginnings(block);
            count
        }));
        Self { starts, before }
    }

    /// How many characters begin before a byte offset.
    fn characters(&self, text: &str, offset: usize) -> usize {
        let block = offset / BLOCK;
        self.before[block] + beginnings(&text.as_bytes()[block * BLOCK..offset])
    }

    /// Number of lines; a text that ends in a newline has an empty last line.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// Byte offset at which `line` (from 1) starts; the last line's start for larger numbers.
    pub fn start_of(&self, line: usize) -> usize {
        self.starts[line.clamp(1, self.starts.len()) - 1]
    }

    /// The line (from 1) that holds a byte offset.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// Position of a byte offset in `text`. Offsets past the end count as the end.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = floor_boundary(text, offset);
        let line = self.line_of(offset);
        let start = self.starts[line - 1];
        let before = match offset - start {
            ..BLOCK => beginnings(&text.as_bytes()[start..offset]),
            _ => self.characters(text, offset) - self.characters(text, start),
        };
        let column = before + 1;
        Position { line, column }
    }

    /// Byte offset of a position; columns past the line's end count as its end.
    pub fn offset(&self, text: &str, position: Position) -> usize {
        let start = self.start_of(position.line);
        let end = self.starts.get(position.line).map_or(text.len(), |next| next - 1).max(start);
        text[start..end].char_indices().nth(position.column.saturating_sub(1)).map_or(end, |(i, _)| start + i)
    }
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// A named text with its line index. Cheap to clone.
#[derive(Clone, Debug)]
pub struct SourceFile {
    name: Arc<str>,
    text: Arc<str>,
    lines: Arc<LineIndex>,
}

impl SourceFile {
    /// A file called `name` (as the learner knows it: a relative path, or `-`) holding `text`.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let lines = Arc::new(LineIndex::new(&text));
        Self { name: name.into(), text, lines }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line index.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        self.lines.position(&self.text, offset)
    }

    /// Byte offset of a line and column.
    pub fn offset(&self, position: Position) -> usize {
        self.lines.offset(&self.text, position)
    }

    /// The text of `line` (from 1) without its line end.
    pub fn line(&self, line: usize) -> &str {
        let start = self.lines.start_of(line);
        let rest = &self.text[start..];
        rest.split('\n').next().unwrap_or("").trim_end_matches('\r')
    }

    /// The text a span covers; out-of-range parts are left out.
    pub fn slice(&self, span: Span) -> &str {
        let start = floor_boundary(&self.text, span.start);
        let end = floor_boundary(&self.text, span.end).max(start);
        &self.text[start..end]
    }
}

/// One replacement, as in the Language Server Protocol but with byte offsets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Applies edits that do not overlap. Edits that overlap an earlier one (in order of start) are left out.
pub fn apply_edits(text: &str, edits: &[TextEdit]) -> String {
    let mut sorted: Vec<_> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in sorted {
        if edit.span.start < at || edit.span.end > text.len() {
            continue;
        }
        out.push_str(&text[at..edit.span.start]);
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_survive_the_way_back() {
        let file = SourceFile::new("a.yaml", "가나: 1\r\nb: 2\n");
        let at = file.text().find('1').unwrap();
        assert_eq!(file.position(at), Position { line: 1, column: 5 });
        assert_eq!(file.offset(Position { line: 1, column: 5 }), at);
        assert_eq!(file.position(9999), Position { line: 3, column: 1 });
        assert_eq!(file.line(1), "가나: 1");
        assert_eq!(file.line(2), "b: 2");
        assert_eq!(file.line(3), "");
    }

    #[test]
    fn a_column_in_a_long_line_is_counted_from_its_start() {
        let text = format!("a\n{}b\n", "가나 ".repeat(1000));
        let file = SourceFile::new("a.json", text.as_str());
        for (at, (offset, _)) in text[2..].char_indices().enumerate() {
            let expected = if at <= 3001 { Position { line: 2, column: at + 1 } } else { Position { line: 3, column: at - 3001 } };
            assert_eq!(file.position(2 + offset), expected);
        }
        assert_eq!(file.position(text.len()), Position { line: 3, column: 1 });
    }

    #[test]
    fn edits_apply_in_order_of_place() {
        let edits = [TextEdit { span: Span::new(4, 5), text: "Z".into() }, TextEdit { span: Span::new(0, 1), text: "AA".into() }];
        assert_eq!(apply_edits("abcdef", &edits), "AAbcdZf");
    }
}
