//! One line to type in, with the cursor on a grapheme boundary and a history.

use crossterm::event::{KeyCode, KeyModifiers};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::locale::display_width;
use crate::tui::chord::Chord;

/// A line being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    text: String,
    cursor: usize,
    history: Vec<String>,
    recalled: Option<usize>,
}

impl Prompt {
    /// What is typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Byte offset of the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts `text` in place, the cursor behind it.
    pub fn set(&mut self, text: impl Into<String>) {
        self.text = text.into();
        self.cursor = self.text.len();
    }

    /// Takes the line into the history and empties the prompt.
    pub fn submit(&mut self) -> String {
        let line = std::mem::take(&mut self.text);
        self.cursor = 0;
        self.recalled = None;
        if !line.trim().is_empty() && self.history.last() != Some(&line) {
            self.history.push(line.clone());
        }
        line
    }

    /// Puts typed or pasted text at the cursor; a paste's line ends become spaces.
    pub fn insert(&mut self, text: &str) {
        let clean: String = text.nfc().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
    }

    /// Replaces the bytes from `start` to the cursor.
    pub fn complete(&mut self, start: usize, text: &str) {
        if start <= self.cursor && self.text.is_char_boundary(start) {
            self.text.replace_range(start..self.cursor, text);
            self.cursor = start + text.len();
        }
    }

    /// Takes a key; says whether it was one of an input line's.
    pub fn key(&mut self, chord: Chord) -> bool {
        if let Some(c) = chord.typed() {
            self.insert(c.encode_utf8(&mut [0; 4]));
            return true;
        }
        match (chord.code, chord.modifiers) {
            (KeyCode::Backspace, KeyModifiers::NONE) => self.delete(self.before()),
            (KeyCode::Delete, _) | (KeyCode::Char('d'), KeyModifiers::CONTROL) => {
                let end = self.after();
                self.text.replace_range(self.cursor..end, "");
            }
            (KeyCode::Char('w'), KeyModifiers::CONTROL) | (KeyCode::Backspace, _) => self.delete(self.word_before()),
            (KeyCode::Char('u'), KeyModifiers::CONTROL) => self.delete(0),
            (KeyCode::Left, _) | (KeyCode::Char('b'), KeyModifiers::CONTROL) => self.cursor = self.before(),
            (KeyCode::Right, _) | (KeyCode::Char('f'), KeyModifiers::CONTROL) => self.cursor = self.after(),
            (KeyCode::Home, _) | (KeyCode::Char('a'), KeyModifiers::CONTROL) => self.cursor = 0,
            (KeyCode::End, _) | (KeyCode::Char('e'), KeyModifiers::CONTROL) => self.cursor = self.text.len(),
            _ => return false,
        }
        true
    }

    /// An older (`-1`) or newer (`1`) line of the history.
    pub fn recall(&mut self, step: isize) {
        let len = self.history.len();
        let at = self.recalled.unwrap_or(len).saturating_add_signed(step).min(len);
        self.recalled = (at < len).then_some(at);
        let line = self.history.get(at).cloned().unwrap_or_default();
        self.set(line);
    }

    /// The part that shows in `width` columns, and the cursor's column in it.
    pub fn window(&self, width: usize) -> (String, usize) {
        let mut start = 0;
        while display_width(&self.text[start..self.cursor]) >= width.max(1) && start < self.cursor {
            start += self.text[start..].graphemes(true).next().map_or(1, str::len);
        }
        let column = display_width(&self.text[start..self.cursor]);
        let mut shown = String::new();
        for grapheme in self.text[start..].graphemes(true) {
            if display_width(&shown) + display_width(grapheme) > width {
                break;
            }
            shown.push_str(grapheme);
        }
        (shown, column)
    }

    fn delete(&mut self, from: usize) {
        self.text.replace_range(from..self.cursor, "");
        self.cursor = from;
    }

    fn before(&self) -> usize {
        GraphemeCursor::new(self.cursor, self.text.len(), true).prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    fn after(&self) -> usize {
        GraphemeCursor::new(self.cursor, self.text.len(), true).next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }

    fn word_before(&self) -> usize {
        let head = self.text[..self.cursor].trim_end();
        head.rfind(char::is_whitespace).map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[&str]) -> Prompt {
        let mut prompt = Prompt::default();
        for key in keys {
            assert!(prompt.key(Chord::parse(key).unwrap()), "{key}");
        }
        prompt
    }

    #[test]
    fn typing_moves_by_syllables() {
        let prompt = typed(&["가", "나", "Left", "x", "Backspace", "Backspace", "End", "!"]);
        assert_eq!(prompt.text(), "나!");
        assert_eq!(typed(&["a", "Space", "b", "c", "Ctrl-W"]).text(), "a ");
        let mut long = Prompt::default();
        long.set("가나다라마");
        assert_eq!(long.window(5), ("라마".to_owned(), 4));
    }

    #[test]
    fn the_history_comes_back() {
        let mut prompt = Prompt::default();
        for line in ["k get po", "k get po", "k get netpol"] {
            prompt.set(line);
            prompt.submit();
        }
        prompt.recall(-1);
        prompt.recall(-1);
        assert_eq!(prompt.text(), "k get po");
        prompt.recall(1);
        prompt.recall(1);
        assert_eq!(prompt.text(), "");
    }
}
