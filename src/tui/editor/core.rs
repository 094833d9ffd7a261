//! What both key styles share: hjkl's buffer, undo, registers and search behind one small surface.

use std::ops::Range;

use hjkl_buffer::{Edit, Position, View, rope_line_str};
use hjkl_engine::{DefaultHost, Editor, Host, Options};

use super::{Change, Pointer, Spot, clean};
use crate::text::{LineIndex, Span, TextEdit, apply_edits};

pub(super) type Engine = Editor<View, DefaultHost>;

/// The text and its engine.
pub(super) struct Core {
    pub engine: Engine,
}

impl std::fmt::Debug for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Core({} rows)", self.rows())
    }
}

impl Core {
    /// `make` builds the engine with its discipline.
    pub fn new(text: &str, make: impl FnOnce(View, DefaultHost, Options) -> Engine) -> Self {
        // `:%!tr a z` would run a shell otherwise.
        hjkl_engine::policy::disable_shell();
        let mut engine = make(View::from_str(without_last_newline(&clean(text))), DefaultHost::new(), options());
        let settings = engine.settings_mut();
        settings.autopair = false;
        settings.autoclose_tag = false;
        settings.matchparen = false;
        settings.commentstring = "# %s".into();
        engine.host_mut().viewport_mut().tab_width = 2;
        let mut core = Self { engine };
        core.take_changes();
        core
    }

    pub fn text(&self) -> String {
        let mut text = self.engine.buffer().rope().to_string();
        text.push('\n');
        text
    }

    pub fn rows(&self) -> usize {
        self.engine.row_count().max(1)
    }

    pub fn row(&self, row: usize) -> String {
        let rope = self.engine.buffer().rope();
        if row < rope.len_lines() { rope_line_str(&rope, row) } else { String::new() }
    }

    pub fn row_len(&self, row: usize) -> usize {
        self.row(row).chars().count()
    }

    pub fn take_changes(&mut self) -> Vec<Change> {
        let reset = self.engine.take_content_reset();
        let edits = self.engine.take_content_edits();
        if reset {
            return vec![Change { start: 0, old: usize::MAX, new: self.rows() }];
        }
        let rows = |from: (u32, u32), to: (u32, u32)| (to.0.saturating_sub(from.0) + 1) as usize;
        let change = |edit: &hjkl_engine::ContentEdit| Change {
            start: edit.start_position.0 as usize,
            old: rows(edit.start_position, edit.old_end_position),
            new: rows(edit.start_position, edit.new_end_position),
        };
        edits.iter().map(change).collect()
    }

    pub fn cursor(&self) -> Spot {
        let (row, col) = self.engine.cursor();
        Spot { row, col }
    }

    pub fn set_cursor(&mut self, to: Spot) {
        let row = to.row.min(self.rows() - 1);
        self.engine.set_cursor_doc(row, to.col.min(self.row_len(row)));
        self.engine.set_sticky_col(None);
    }

    pub fn reveal(&mut self) {
        self.engine.ensure_cursor_in_scrolloff();
    }

    pub fn top(&self) -> usize {
        self.engine.host().viewport().top_row
    }

    pub fn resize(&mut self, rows: usize, columns: usize) {
        let (rows, columns) = (rows.min(9999) as u16, columns.min(9999) as u16);
        let viewport = self.engine.host_mut().viewport_mut();
        if (viewport.height, viewport.width) == (rows, columns) {
            return;
        }
        (viewport.height, viewport.width, viewport.text_width) = (rows, columns, columns);
        self.engine.set_viewport_height(rows);
        self.reveal();
    }

    pub fn wheel(&mut self, rows: isize) {
        let step = rows.clamp(-100, 100) as i16;
        self.engine.scroll_down(step);
    }

    /// Applies edits with byte offsets into [`Core::text`], the last first so that offsets stay true.
    pub fn apply(&mut self, edits: &[TextEdit]) {
        if self.read_only() {
            return;
        }
        let text = self.text();
        let lines = LineIndex::new(&text);
        let spot = |offset: usize| {
            let position = lines.position(&text, offset);
            Position::new(position.line - 1, position.column - 1)
        };
        let end = text.len() - 1;
        let mut sorted: Vec<_> =
            edits.iter().filter(|edit| edit.span.start <= edit.span.end && edit.span.end <= text.len()).cloned().collect();
        // The buffer holds no line break after its last line: what touches that one changes the whole text at once.
        if sorted.iter().any(|edit| edit.span.end > end) {
            let whole = apply_edits(&text, &sorted);
            sorted = vec![TextEdit { span: Span::new(0, end), text: without_last_newline(&whole).to_owned() }];
        }
        sorted.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        self.engine.push_undo();
        let before = self.cursor();
        for edit in sorted {
            let with = clean(&edit.text);
            self.engine.mutate_edit(Edit::Replace { start: spot(edit.span.start), end: spot(edit.span.end), with });
        }
        self.set_cursor(before);
        self.reveal();
    }

    pub fn replace_all(&mut self, text: &str) {
        let end = self.text().len() - 1;
        let text = clean(text);
        self.apply(&[TextEdit { span: Span::new(0, end), text: without_last_newline(&text).to_owned() }]);
        self.set_cursor(Spot::default());
        self.reveal();
    }

    pub fn read_only(&self) -> bool {
        !self.engine.settings().modifiable
    }

    pub fn set_read_only(&mut self, read_only: bool) {
        self.engine.settings_mut().modifiable = !read_only;
    }

    /// Puts text at the cursor, the cursor behind it.
    pub fn insert(&mut self, text: &str) {
        if self.read_only() {
            return;
        }
        let at = self.cursor();
        self.engine.mutate_edit(Edit::InsertStr { at: Position::new(at.row, at.col), text: text.to_owned() });
        let added: Vec<&str> = text.split('\n').collect();
        let last = added.last().map_or(0, |line| line.chars().count());
        let to =
            if added.len() == 1 { Spot { row: at.row, col: at.col + last } } else { Spot { row: at.row + added.len() - 1, col: last } };
        self.set_cursor(to);
    }

    /// Takes out the characters between two places.
    pub fn remove(&mut self, from: Spot, to: Spot) {
        if from < to && !self.read_only() {
            let (start, end) = (Position::new(from.row, from.col), Position::new(to.row, to.col));
            self.engine.mutate_edit(Edit::Replace { start, end, with: String::new() });
            self.set_cursor(from);
        }
    }

    /// The characters between two places.
    pub fn between(&self, from: Spot, to: Spot) -> String {
        let rope = self.engine.buffer().rope();
        let index = |spot: Spot| {
            let spot = self.clamp(spot);
            rope.line_to_char(spot.row) + spot.col
        };
        let (start, end) = (index(from), index(to));
        if start < end { rope.slice(start..end).to_string() } else { String::new() }
    }

    /// The columns of a row that the search pattern matches.
    pub fn found(&self, row: usize) -> Vec<Range<usize>> {
        let Some(pattern) = &self.engine.search_state().pattern else { return Vec::new() };
        let text = self.row(row);
        let column = |byte: usize| text[..byte].chars().count();
        pattern.find_iter(&text).filter(|found| !found.is_empty()).map(|found| column(found.start())..column(found.end())).collect()
    }

    /// Whether the last search finds anything.
    pub fn finds(&self) -> bool {
        (0..self.rows()).any(|row| !self.found(row).is_empty())
    }

    /// The word around a place.
    pub fn word_at(&self, at: Spot) -> Range<usize> {
        let chars: Vec<char> = self.row(at.row).chars().collect();
        let is_word = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let Some(c) = chars.get(at.col) else { return at.col..at.col };
        if !is_word(c) {
            return at.col..at.col + 1;
        }
        let start = chars[..at.col].iter().rposition(|c| !is_word(c)).map_or(0, |before| before + 1);
        let end = chars[at.col..].iter().position(|c| !is_word(c)).map_or(chars.len(), |after| at.col + after);
        start..end
    }

    /// A place kept inside the text.
    pub fn clamp(&self, spot: Spot) -> Spot {
        let row = spot.row.min(self.rows() - 1);
        Spot { row, col: spot.col.min(self.row_len(row)) }
    }

    /// The place of a pointer, kept inside the text.
    pub fn pointed(&self, pointer: Pointer) -> Spot {
        match pointer {
            Pointer::Press(spot) | Pointer::Drag(spot) | Pointer::Double(spot) => self.clamp(spot),
            Pointer::Wheel(_) => self.cursor(),
        }
    }
}

fn without_last_newline(text: &str) -> &str {
    text.strip_suffix('\n').unwrap_or(text)
}

fn options() -> Options {
    Options {
        tabstop: 2,
        shiftwidth: 2,
        softtabstop: 2,
        expandtab: true,
        autoindent: true,
        smartindent: false,
        // A key sequence waits as long as the learner does.
        timeout_len: std::time::Duration::from_secs(3600),
        motion_sneak: false,
        modeline: false,
        scrolloff: 3,
        filetype: "yaml".into(),
        formatoptions: String::new(),
        foldenable: false,
        ..Options::default()
    }
}
