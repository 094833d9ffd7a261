//! The editor behind a trait of our own, so that its engine can be changed in one place.
//!
//! Rows and columns start at 0 here; a column counts Unicode scalar values. Text is NFC, lines end in `\n`,
//! and there are no tabs: what is loaded or pasted is made so.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::chord::Chord;
use super::session::KeyStyle;
use crate::text::TextEdit;

mod core;
pub mod highlight;
mod indent;
mod keys;
pub mod pane;
mod plain;
#[cfg(test)]
mod tests;
mod vim;

pub use keys::{EDITOR_KEYS, EditorKey};

/// A place in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Line, from 0.
    pub row: usize,
    /// Column, from 0, in Unicode scalar values.
    pub col: usize,
}

/// What the editor made of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It was for the editor.
    Taken,
    /// It means nothing to the editor.
    Ignored,
    /// Text was copied.
    Copied(String),
    /// `:w`: keep and check.
    Save,
    /// `:q`: go back.
    Leave,
    /// `:wq`: keep and go back.
    SaveAndLeave,
    /// `:help`: show the keys.
    Help,
    /// Something to tell: a message id of the table, and a text of the editor's own.
    Say(&'static str, String),
}

/// How the next key will be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Keys type; there are no modes.
    Plain,
    /// vim's normal mode.
    Normal,
    /// vim's insert mode.
    Insert,
    /// vim's visual modes.
    Visual,
    /// vim's linewise visual mode.
    VisualLine,
    /// vim's blockwise visual mode.
    VisualBlock,
    /// A command or a search is being typed.
    Prompt,
}

impl Mode {
    /// The name in the message table: `mode-<id>`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Normal => "normal",
            Self::Insert => "insert",
            Self::Visual => "visual",
            Self::VisualLine => "visual-line",
            Self::VisualBlock => "visual-block",
            Self::Prompt => "prompt",
        }
    }
}

/// Rows that changed: `old` rows from `start` are `new` rows now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// First changed row.
    pub start: usize,
    /// Rows there were.
    pub old: usize,
    /// Rows there are.
    pub new: usize,
}

/// What the mouse did to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// Pressed here.
    Press(Spot),
    /// Dragged to here.
    Drag(Spot),
    /// Pressed twice here: the word.
    Double(Spot),
    /// Wheel, in rows; down is positive.
    Wheel(isize),
}

/// A text being edited.
pub trait TextEditor: std::fmt::Debug {
    /// Takes a key.
    fn key(&mut self, chord: Chord) -> Reply;
    /// Takes pasted text; its indentation stays.
    fn paste(&mut self, text: &str);
    /// Takes the mouse.
    fn mouse(&mut self, pointer: Pointer);
    /// The whole text, ended by a newline.
    fn text(&self) -> String;
    /// Number of rows; at least one.
    fn rows(&self) -> usize;
    /// A row's text, empty past the end.
    fn row(&self, row: usize) -> String;
    /// What changed since the last call, in order.
    fn take_changes(&mut self) -> Vec<Change>;
    /// The cursor.
    fn cursor(&self) -> Spot;
    /// Puts the cursor and shows it; drops a selection.
    fn jump(&mut self, to: Spot);
    /// The selected columns of a row.
    fn selected(&self, row: usize) -> Option<Range<usize>>;
    /// The columns of a row that the last search found.
    fn found(&self, row: usize) -> Vec<Range<usize>>;
    /// How the next key will be understood.
    fn mode(&self) -> Mode;
    /// The command or search being typed, with its sign, and the cursor's byte offset in it.
    fn prompt(&self) -> Option<(String, usize)>;
    /// Whether a key sequence is half typed.
    fn pending(&self) -> bool;
    /// First row on the screen.
    fn top(&self) -> usize;
    /// Says how many rows show; scrolls the cursor into view.
    fn resize(&mut self, rows: usize, columns: usize);
    /// Applies edits (byte offsets into `text()`) as one step that can be undone.
    fn apply(&mut self, edits: &[TextEdit]);
    /// Replaces all, as one step that can be undone.
    fn replace_all(&mut self, text: &str);
    /// Replaces the word characters before the cursor (byte count) by `text` and types on from there.
    fn complete(&mut self, before: usize, text: &str);
    /// Whether the text may only be read.
    fn set_read_only(&mut self, read_only: bool);
    /// Tells the editor what the clipboard holds.
    fn set_clipboard(&mut self, text: &str);
}

/// An editor for `text` with these keys.
pub fn open(text: &str, keys: KeyStyle) -> Box<dyn TextEditor> {
    match keys {
        KeyStyle::Vim => Box::new(vim::VimEditor::new(text)),
        KeyStyle::Plain => Box::new(plain::PlainEditor::new(text)),
    }
}

/// `text` as the editor holds it: composed characters, `\n` line ends, two spaces for a tab.
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\t', "  ");
    text.nfc().map(|c| if matches!(c, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') { '\n' } else { c }).collect()
}
