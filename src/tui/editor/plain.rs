//! Keys as most editors have them: typing, arrows, Shift selects, Ctrl-Z/Y/X/C/V/F, Tab indents a selection.

use std::ops::Range;

use crossterm::event::{KeyCode, KeyModifiers};
use hjkl_engine::Editor;

use super::core::Core;
use super::{Change, Mode, Pointer, Reply, Spot, TextEditor, clean, indent};
use crate::text::TextEdit;
use crate::tui::chord::Chord;
use crate::tui::widgets::prompt::Prompt;

/// Edits of one sort in a row undo as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Run {
    None,
    Typing,
    Deleting,
}

/// The editor without modes.
#[derive(Debug)]
pub(super) struct PlainEditor {
    core: Core,
    anchor: Option<Spot>,
    column: Option<usize>,
    run: Run,
    find: Option<Prompt>,
    last_find: String,
    clipboard: String,
    rows: usize,
}

impl PlainEditor {
    pub fn new(text: &str) -> Self {
        let core = Core::new(text, Editor::new);
        Self { core, anchor: None, column: None, run: Run::None, find: None, last_find: String::new(), clipboard: String::new(), rows: 20 }
    }

    fn selection(&self) -> Option<(Spot, Spot)> {
        let (anchor, cursor) = (self.core.clamp(self.anchor?), self.core.cursor());
        (anchor != cursor).then(|| (anchor.min(cursor), anchor.max(cursor)))
    }

    fn begin(&mut self, run: Run) {
        if (self.run != run || run == Run::None) && !self.core.read_only() {
            self.core.engine.push_undo();
        }
        self.run = run;
        self.column = None;
    }

    fn type_text(&mut self, text: &str) {
        let replaces = self.selection().is_some();
        self.begin(if text == " " || text.contains('\n') || replaces { Run::None } else { Run::Typing });
        self.remove_selection();
        self.core.insert(text);
        self.core.reveal();
    }

    fn remove_selection(&mut self) -> bool {
        let selection = self.selection();
        self.anchor = None;
        if let Some((from, to)) = selection {
            self.core.remove(from, to);
        }
        selection.is_some()
    }

    fn delete(&mut self, from: Spot, to: Spot) {
        if self.selection().is_some() {
            self.begin(Run::None);
            self.remove_selection();
        } else if from < to {
            self.begin(Run::Deleting);
            self.core.remove(from, to);
        }
        self.anchor = None;
        self.core.reveal();
    }

    fn go(&mut self, to: Spot, select: bool) {
        if select {
            self.anchor = self.anchor.or(Some(self.core.cursor()));
        } else {
            self.anchor = None;
        }
        self.run = Run::None;
        self.core.set_cursor(to);
        self.core.reveal();
    }

    fn vertical(&mut self, rows: isize, select: bool) {
        let at = self.core.cursor();
        let column = *self.column.get_or_insert(at.col);
        let row = at.row.saturating_add_signed(rows).min(self.core.rows() - 1);
        let col = match (rows < 0 && at.row == 0, rows > 0 && at.row + 1 == self.core.rows()) {
            (true, _) => 0,
            (_, true) => self.core.row_len(row),
            _ => column.min(self.core.row_len(row)),
        };
        self.go(Spot { row, col }, select);
    }

    fn horizontal(&mut self, to: Spot, select: bool) {
        self.column = None;
        self.go(to, select);
    }

    fn left(&self, at: Spot) -> Spot {
        match at {
            Spot { row, col } if col > 0 => Spot { row, col: col - 1 },
            Spot { row: 0, .. } => at,
            Spot { row, .. } => Spot { row: row - 1, col: self.core.row_len(row - 1) },
        }
    }

    fn right(&self, at: Spot) -> Spot {
        if at.col < self.core.row_len(at.row) {
            Spot { row: at.row, col: at.col + 1 }
        } else if at.row + 1 < self.core.rows() {
            Spot { row: at.row + 1, col: 0 }
        } else {
            at
        }
    }

    fn word_left(&self, at: Spot) -> Spot {
        let mut to = self.left(at);
        while to.row == at.row && to.col > 0 && !self.is_word_start(to) {
            to.col -= 1;
        }
        to
    }

    fn word_right(&self, at: Spot) -> Spot {
        let len = self.core.row_len(at.row);
        if at.col >= len {
            return self.right(at);
        }
        let mut to = at;
        while to.col < len && self.is_word(to) {
            to.col += 1;
        }
        while to.col < len && !self.is_word(to) {
            to.col += 1;
        }
        to
    }

    fn is_word(&self, at: Spot) -> bool {
        self.core.row(at.row).chars().nth(at.col).is_some_and(|c| c.is_alphanumeric() || c == '_')
    }

    fn is_word_start(&self, at: Spot) -> bool {
        self.is_word(at) && (at.col == 0 || !self.is_word(Spot { col: at.col - 1, ..at }))
    }

    fn home(&self, at: Spot) -> Spot {
        let first = indent::of(&self.core.row(at.row));
        Spot { col: if at.col == first { 0 } else { first }, ..at }
    }

    fn enter(&mut self) {
        self.begin(Run::None);
        self.remove_selection();
        let at = self.core.cursor();
        let before: String = self.core.row(at.row).chars().take(at.col).collect();
        let spaces = indent::after(&before).min(at.col.max(indent::of(&before)) + 2 * indent::STEP);
        self.core.insert(&format!("\n{}", " ".repeat(spaces)));
        self.core.reveal();
    }

    fn backspace(&mut self) {
        let at = self.core.cursor();
        let before: String = self.core.row(at.row).chars().take(at.col).collect();
        // In the indentation a whole step goes.
        let from = match at.col {
            0 => self.left(at),
            col if before.chars().all(|c| c == ' ') => Spot { col: (col - 1) / indent::STEP * indent::STEP, ..at },
            _ => self.left(at),
        };
        self.delete(from, at);
    }

    fn indent(&mut self, deeper: bool) {
        let (from, to) = self.selection().unwrap_or((self.core.cursor(), self.core.cursor()));
        let last = if to.col == 0 && to.row > from.row { to.row - 1 } else { to.row };
        self.begin(Run::None);
        let (anchor, cursor) = (self.anchor, self.core.cursor());
        let mut moved = Vec::new();
        for row in from.row..=last {
            let text = self.core.row(row);
            let step = if deeper { indent::STEP } else { indent::of(&text).min(indent::STEP) };
            if text.trim().is_empty() && deeper || step == 0 {
                continue;
            }
            let start = Spot { row, col: 0 };
            if deeper {
                self.core.set_cursor(start);
                self.core.insert(&" ".repeat(step));
            } else {
                self.core.remove(start, Spot { row, col: step });
            }
            moved.push((row, if deeper { step as isize } else { -(step as isize) }));
        }
        let follow = |spot: Spot| {
            let by = moved.iter().find(|(row, _)| *row == spot.row).map_or(0, |(_, by)| *by);
            Spot { col: if spot.col == 0 && anchor.is_some() { 0 } else { spot.col.saturating_add_signed(by) }, ..spot }
        };
        self.anchor = anchor.map(follow);
        self.core.set_cursor(follow(cursor));
        self.core.reveal();
    }

    fn comment(&mut self) {
        if self.core.read_only() {
            return;
        }
        let (from, to) = self.selection().unwrap_or((self.core.cursor(), self.core.cursor()));
        self.run = Run::None;
        let cursor = self.core.cursor();
        self.core.engine.toggle_comment_range(from.row, to.row);
        self.core.set_cursor(cursor);
    }

    fn copy(&mut self, cut: bool) -> Reply {
        // Without a selection the whole row goes, as editors of this kind do.
        let (from, to) = self.selection().unwrap_or_else(|| {
            let row = self.core.cursor().row;
            (Spot { row, col: 0 }, self.core.clamp(Spot { row: row + 1, col: if row + 1 < self.core.rows() { 0 } else { usize::MAX } }))
        });
        let text = self.core.between(from, to);
        if cut {
            self.begin(Run::None);
            self.anchor = None;
            self.core.remove(from, to);
            self.core.reveal();
        }
        self.clipboard.clone_from(&text);
        Reply::Copied(text)
    }

    fn undo(&mut self, redo: bool) {
        self.anchor = None;
        self.run = Run::None;
        if redo {
            self.core.engine.redo();
        } else {
            self.core.engine.undo();
        }
        self.core.reveal();
    }

    fn find_key(&mut self, chord: Chord) {
        let Some(prompt) = &mut self.find else { return };
        match (chord.code, chord.modifiers) {
            (KeyCode::Esc, _) => {
                self.find = None;
                self.core.engine.set_search_pattern(None);
            }
            (KeyCode::Enter | KeyCode::Down, KeyModifiers::NONE) | (KeyCode::Char('f'), KeyModifiers::CONTROL) => {
                self.find_next(true, true)
            }
            (KeyCode::Enter, KeyModifiers::SHIFT) | (KeyCode::Up, _) => self.find_next(false, true),
            _ => {
                if prompt.key(chord) {
                    self.last_find = prompt.text().to_owned();
                    self.find_next(true, false);
                }
            }
        }
    }

    fn find_next(&mut self, forward: bool, skip: bool) {
        let words = regex::escape(&self.last_find);
        let pattern = if words.is_empty() { None } else { regex::Regex::new(&format!("(?i){words}")).ok() };
        let some = pattern.is_some();
        self.core.engine.set_search_pattern(pattern);
        if some {
            self.anchor = None;
            if forward {
                self.core.engine.search_advance_forward(skip);
            } else {
                self.core.engine.search_advance_backward(skip);
            }
            self.core.reveal();
        }
    }
}

impl TextEditor for PlainEditor {
    fn key(&mut self, chord: Chord) -> Reply {
        if self.find.is_some() {
            self.find_key(chord);
            let looked = self.find.is_some() && !self.last_find.is_empty() && chord.code == KeyCode::Enter;
            return if looked && !self.core.finds() { Reply::Say("tui-search-none", self.last_find.clone()) } else { Reply::Taken };
        }
        if self.core.read_only() && chord.typed().is_some() {
            return Reply::Say("tui-read-only", String::new());
        }
        if let Some(c) = chord.typed() {
            self.type_text(c.encode_utf8(&mut [0; 4]));
            return Reply::Taken;
        }
        let at = self.core.cursor();
        let select = chord.modifiers.contains(KeyModifiers::SHIFT);
        let control = chord.modifiers.contains(KeyModifiers::CONTROL);
        let page = self.rows.saturating_sub(1).max(1) as isize;
        if chord.modifiers.contains(KeyModifiers::ALT) {
            return Reply::Ignored;
        }
        match (chord.code, control) {
            (KeyCode::Left, false) => {
                let to = match self.selection() {
                    Some((from, _)) if !select => from,
                    _ => self.left(at),
                };
                self.horizontal(to, select);
            }
            (KeyCode::Right, false) => {
                let to = match self.selection() {
                    Some((_, to)) if !select => to,
                    _ => self.right(at),
                };
                self.horizontal(to, select);
            }
            (KeyCode::Left, true) => self.horizontal(self.word_left(at), select),
            (KeyCode::Right, true) => self.horizontal(self.word_right(at), select),
            (KeyCode::Up, false) => self.vertical(-1, select),
            (KeyCode::Down, false) => self.vertical(1, select),
            (KeyCode::PageUp, _) => self.vertical(-page, select),
            (KeyCode::PageDown, _) => self.vertical(page, select),
            (KeyCode::Home, false) => self.horizontal(self.home(at), select),
            (KeyCode::End, false) => self.horizontal(Spot { col: self.core.row_len(at.row), ..at }, select),
            (KeyCode::Home, true) => self.horizontal(Spot::default(), select),
            (KeyCode::End, true) => {
                let row = self.core.rows() - 1;
                self.horizontal(Spot { row, col: self.core.row_len(row) }, select);
            }
            (KeyCode::Enter, _) => self.enter(),
            (KeyCode::Backspace, false) => self.backspace(),
            (KeyCode::Backspace, true) => self.delete(self.word_left(at), at),
            (KeyCode::Delete, false) => self.delete(at, self.right(at)),
            (KeyCode::Delete, true) => self.delete(at, self.word_right(at)),
            (KeyCode::Tab, false) if select => self.indent(false),
            (KeyCode::Tab, false) if self.selection().is_some() => self.indent(true),
            (KeyCode::Tab, false) => self.type_text(&" ".repeat(indent::STEP - at.col % indent::STEP)),
            (KeyCode::Esc, false) if self.anchor.is_some() => self.anchor = None,
            (KeyCode::Char('a'), true) => {
                self.anchor = Some(Spot::default());
                let row = self.core.rows() - 1;
                self.core.set_cursor(Spot { row, col: self.core.row_len(row) });
            }
            (KeyCode::Char('z'), true) => self.undo(select),
            (KeyCode::Char('y'), true) => self.undo(true),
            (KeyCode::Char('x'), true) => return self.copy(true),
            (KeyCode::Char('c'), true) => return self.copy(false),
            (KeyCode::Char('v'), true) => {
                let text = self.clipboard.clone();
                self.paste(&text);
            }
            (KeyCode::Char('f'), true) => self.find = Some(Prompt::default()),
            (KeyCode::Char('/'), true) => self.comment(),
            _ => return Reply::Ignored,
        }
        Reply::Taken
    }

    fn paste(&mut self, text: &str) {
        let text = clean(text);
        if let Some(prompt) = &mut self.find {
            prompt.insert(&text);
            return;
        }
        if !text.is_empty() {
            self.begin(Run::None);
            self.remove_selection();
            self.core.insert(&text);
            self.core.reveal();
        }
    }

    fn mouse(&mut self, pointer: Pointer) {
        let at = self.core.pointed(pointer);
        match pointer {
            Pointer::Press(_) => self.horizontal(at, false),
            Pointer::Drag(_) => self.horizontal(at, true),
            Pointer::Double(_) => {
                let word = self.core.word_at(at);
                self.horizontal(Spot { row: at.row, col: word.start }, false);
                self.horizontal(Spot { row: at.row, col: word.end }, true);
            }
            Pointer::Wheel(rows) => self.core.wheel(rows),
        }
    }

    fn text(&self) -> String {
        self.core.text()
    }

    fn rows(&self) -> usize {
        self.core.rows()
    }

    fn row(&self, row: usize) -> String {
        self.core.row(row)
    }

    fn take_changes(&mut self) -> Vec<Change> {
        self.core.take_changes()
    }

    fn cursor(&self) -> Spot {
        self.core.cursor()
    }

    fn jump(&mut self, to: Spot) {
        self.horizontal(to, false);
    }

    fn selected(&self, row: usize) -> Option<Range<usize>> {
        let (from, to) = self.selection()?;
        if row < from.row || row > to.row {
            return None;
        }
        let start = if row == from.row { from.col } else { 0 };
        let end = if row == to.row { to.col } else { self.core.row_len(row).max(1) };
        Some(start..end)
    }

    fn found(&self, row: usize) -> Vec<Range<usize>> {
        if self.find.is_some() { self.core.found(row) } else { Vec::new() }
    }

    fn mode(&self) -> Mode {
        if self.find.is_some() { Mode::Prompt } else { Mode::Plain }
    }

    fn prompt(&self) -> Option<(String, usize)> {
        self.find.as_ref().map(|prompt| (format!("/{}", prompt.text()), prompt.cursor() + 1))
    }

    fn pending(&self) -> bool {
        false
    }

    fn top(&self) -> usize {
        self.core.top()
    }

    fn resize(&mut self, rows: usize, columns: usize) {
        self.rows = rows;
        self.core.resize(rows, columns);
    }

    fn apply(&mut self, edits: &[TextEdit]) {
        self.anchor = None;
        self.run = Run::None;
        self.core.apply(edits);
    }

    fn replace_all(&mut self, text: &str) {
        self.anchor = None;
        self.run = Run::None;
        self.core.replace_all(text);
    }

    fn complete(&mut self, before: usize, text: &str) {
        self.begin(Run::None);
        let at = self.core.cursor();
        self.core.remove(Spot { col: at.col.saturating_sub(before), ..at }, at);
        self.core.insert(text);
        self.core.reveal();
    }

    fn set_read_only(&mut self, read_only: bool) {
        self.core.set_read_only(read_only);
    }

    fn set_clipboard(&mut self, text: &str) {
        self.clipboard = clean(text);
    }
}
