//! vim's keys, through hjkl's engine; the command line (`:`) is ours, with the commands that make sense here.

use std::ops::Range;

use crossterm::event::{KeyCode, KeyModifiers};
use hjkl_engine::{DefaultHost, Input, Key, VimMode};
use hjkl_ex::ExEffect;
use hjkl_vim::VimEditorExt;

use super::core::Core;
use super::{Change, Mode, Pointer, Reply, Spot, TextEditor, clean, indent};
use crate::text::TextEdit;
use crate::tui::chord::Chord;
use crate::tui::widgets::prompt::Prompt;

/// The editor with vim's keys.
#[derive(Debug)]
pub(super) struct VimEditor {
    core: Core,
    command: Option<Prompt>,
}

/// Commands that work on the text alone. Those that would touch files, the shell or other buffers are refused.
const ALLOWED: &[&str] = &[
    "changes",
    "comment",
    "copy",
    "delete",
    "earlier",
    "join",
    "jumps",
    "later",
    "marks",
    "move",
    "nohlsearch",
    "normal",
    "put",
    "redo",
    "registers",
    "retab",
    "set",
    "sort",
    "substitute",
    "uncomment",
    "undo",
    "yank",
];

impl VimEditor {
    pub fn new(text: &str) -> Self {
        let core = Core::new(text, hjkl_vim::vim_editor);
        Self { core, command: None }
    }

    fn feed(&mut self, input: Input) -> bool {
        hjkl_vim::dispatch_input(&mut self.core.engine, input)
    }

    fn type_key(&mut self, key: Key) {
        self.feed(Input { key, ..Input::default() });
    }

    /// Enter and `o` stand one step further in under an opened mapping.
    fn open_indentation(&mut self) {
        let at = self.core.cursor();
        let (Some(above), here) = (at.row.checked_sub(1), self.core.row(at.row)) else { return };
        let wanted = indent::after(&self.core.row(above));
        if here.chars().take(at.col).all(|c| c == ' ') {
            for _ in at.col..wanted.min(at.col + 8) {
                self.type_key(Key::Char(' '));
            }
        }
    }

    fn command_key(&mut self, chord: Chord) -> Reply {
        let Some(prompt) = &mut self.command else { return Reply::Ignored };
        match chord.code {
            KeyCode::Esc => self.command = None,
            KeyCode::Backspace if prompt.text().is_empty() => self.command = None,
            KeyCode::Char('c' | '[') if chord.modifiers == KeyModifiers::CONTROL => self.command = None,
            KeyCode::Enter => {
                let line = prompt.text().trim().to_owned();
                self.command = None;
                return self.run(&line);
            }
            _ => {
                prompt.key(chord);
            }
        }
        Reply::Taken
    }

    fn run(&mut self, line: &str) -> Reply {
        match line.trim_end_matches('!') {
            "" => return Reply::Taken,
            "w" | "write" | "up" | "update" => return Reply::Save,
            "q" | "quit" | "qa" | "qall" | "cq" => return Reply::Leave,
            "h" | "help" => return Reply::Help,
            "wq" | "x" | "xit" | "wqa" | "xa" | "wqall" => return Reply::SaveAndLeave,
            _ => {}
        }
        let commands = hjkl_ex::default_registry::<DefaultHost>();
        if !allowed(line, &|name| commands.resolve(name).map(|command| command.name)) {
            return Reply::Say("tui-command-refused", line.to_owned());
        }
        let effect = hjkl_ex::try_dispatch(&commands, &mut self.core.engine, line);
        self.core.reveal();
        match effect {
            None | Some(ExEffect::Unknown(_)) => Reply::Say("tui-command-unknown", line.to_owned()),
            Some(ExEffect::Error(text) | ExEffect::Info(text)) => Reply::Say("tui-editor-says", text),
            Some(ExEffect::InfoTitled { content, .. }) => Reply::Say("tui-editor-says", content.replace('\n', "  ")),
            Some(ExEffect::Substituted { count, .. }) => Reply::Say("tui-substituted", count.to_string()),
            Some(_) => Reply::Taken,
        }
    }

    fn visual(&self) -> bool {
        matches!(self.core.engine.vim_mode(), VimMode::Visual | VimMode::VisualLine | VimMode::VisualBlock)
    }
}

/// Whether a key comes from the Korean keyboard: no command of vim's is called so.
fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{ac00}'..='\u{d7a3}')
}

/// Whether a key of the normal mode only moves, searches, selects or copies.
fn reads(chord: Chord) -> bool {
    match chord.code {
        KeyCode::Char(c) if chord.modifiers == KeyModifiers::CONTROL => "dufbeyoiv".contains(c),
        KeyCode::Char(c) => c.is_ascii_digit() || "hjklwbeWBE0^$gGfFtT;,nN/?*#%{}()HMLz'`mvVy\"".contains(c),
        KeyCode::Backspace | KeyCode::Delete | KeyCode::Tab => false,
        _ => true,
    }
}

/// Whether a command works on the text alone; a command inside `:g` is looked at too.
fn allowed(line: &str, full_name: &dyn Fn(&str) -> Option<&'static str>) -> bool {
    let rest = without_range(line);
    let name: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
    if name.is_empty() {
        // A line number, a search, `&`, `>`, `<`; `!` is a shell's.
        return !rest.starts_with('!');
    }
    let Some(command) = full_name(&name) else { return true };
    let tail = rest[name.len()..].trim_start_matches('!');
    match command {
        "global" | "global!" | "vglobal" => {
            let mut parts = tail.splitn(3, tail.chars().next().unwrap_or('/'));
            allowed(parts.nth(2).unwrap_or_default(), full_name)
        }
        name => ALLOWED.contains(&name.trim_end_matches('!')),
    }
}

/// A command line behind its range (`%`, `1,5`, `'<,'>`, `/a/,/b/`).
fn without_range(line: &str) -> &str {
    let mut rest = line.trim_start();
    loop {
        rest = match rest.chars().next() {
            Some('0'..='9' | '.' | '$' | '%' | ',' | ';' | '+' | '-' | ' ') => &rest[1..],
            Some('\'') => rest.get(1..).and_then(|tail| tail.chars().next().map(|mark| &tail[mark.len_utf8()..])).unwrap_or(""),
            Some(delimiter @ ('/' | '?')) => rest[1..].find(delimiter).map_or("", |end| &rest[end + 2..]),
            _ => return rest,
        };
    }
}

impl TextEditor for VimEditor {
    fn key(&mut self, chord: Chord) -> Reply {
        if self.command.is_some() {
            return self.command_key(chord);
        }
        let inserting = self.core.engine.vim_mode() == VimMode::Insert;
        let searching = self.core.engine.search_prompt_state().is_some();
        let sought = self.core.engine.search_prompt_state().map(|search| search.text.clone());
        if !inserting && !searching && chord.typed().is_some_and(is_hangul) && self.mode() == Mode::Normal {
            return Reply::Say("tui-hangul", String::new());
        }
        if chord.typed() == Some(':') && !inserting && !searching && !self.pending() {
            let mut prompt = Prompt::default();
            if self.visual() {
                self.type_key(Key::Esc);
                prompt.set("'<,'>");
            }
            self.command = Some(prompt);
            return Reply::Taken;
        }
        let mut input = hjkl_engine_tui::crossterm_to_input(chord.event());
        match chord.code {
            KeyCode::PageUp => input.key = Key::PageUp,
            KeyCode::PageDown => input.key = Key::PageDown,
            _ => {}
        }
        if input.key == Key::Null {
            return Reply::Ignored;
        }
        if !inserting && matches!(input.key, Key::PageUp | Key::PageDown) {
            input = Input { key: Key::Char(if input.key == Key::PageUp { 'b' } else { 'f' }), ctrl: true, ..Input::default() };
        }
        if self.core.read_only() && !inserting && !self.pending() && !reads(chord) {
            return Reply::Say("tui-read-only", String::new());
        }
        let plain_key = chord.modifiers.is_empty() && !searching;
        let opens = plain_key
            && match chord.code {
                KeyCode::Enter => inserting,
                KeyCode::Char('o') => self.core.engine.vim_mode() == VimMode::Normal && !self.pending(),
                _ => false,
            };
        let taken = self.feed(input);
        if opens && self.core.engine.vim_mode() == VimMode::Insert {
            self.open_indentation();
        }
        self.core.engine.take_errors();
        if let Some(text) = sought.filter(|text| !text.is_empty() && chord.code == KeyCode::Enter && !self.core.finds()) {
            return Reply::Say("tui-search-none", text);
        }
        if taken { Reply::Taken } else { Reply::Ignored }
    }

    fn paste(&mut self, text: &str) {
        let text = clean(text);
        if let Some(prompt) = &mut self.command {
            prompt.insert(&text);
            return;
        }
        if self.core.engine.vim_mode() != VimMode::Insert {
            self.core.engine.force_normal();
            self.core.engine.push_undo();
        }
        self.core.insert(&text);
        self.core.reveal();
    }

    fn mouse(&mut self, pointer: Pointer) {
        let at = self.core.pointed(pointer);
        match pointer {
            Pointer::Press(_) => self.core.engine.mouse_click_doc(at.row, at.col),
            Pointer::Drag(_) => {
                if !self.visual() {
                    self.core.engine.mouse_begin_drag();
                }
                self.core.engine.mouse_extend_drag_doc(at.row, at.col);
                self.core.reveal();
            }
            Pointer::Double(_) => {
                let word = self.core.word_at(at);
                self.core.engine.mouse_click_doc(at.row, word.start);
                self.core.engine.mouse_begin_drag();
                self.core.engine.mouse_extend_drag_doc(at.row, word.end.saturating_sub(1).max(word.start));
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
        if self.core.engine.vim_mode() != VimMode::Insert {
            self.core.engine.force_normal();
        }
        let from = self.core.cursor();
        self.core.engine.push_jump((from.row, from.col));
        let to = self.core.clamp(to);
        let last = if self.core.engine.vim_mode() == VimMode::Insert { 0 } else { 1 };
        let col = to.col.min(self.core.row_len(to.row).saturating_sub(last));
        self.core.set_cursor(Spot { row: to.row, col });
        self.core.reveal();
    }

    fn selected(&self, row: usize) -> Option<Range<usize>> {
        let selection = self.core.engine.buffer_selection()?;
        let line = self.core.row(row);
        let (first, last) = selection.row_span_on(row, &line, 2)?;
        let len = line.chars().count();
        // An empty row in a selection shows as one cell.
        Some(first.min(len)..last.saturating_add(1).min(len.max(1)))
    }

    fn found(&self, row: usize) -> Vec<Range<usize>> {
        self.core.found(row)
    }

    fn mode(&self) -> Mode {
        if self.command.is_some() || self.core.engine.search_prompt_state().is_some() {
            return Mode::Prompt;
        }
        match self.core.engine.vim_mode() {
            VimMode::Normal => Mode::Normal,
            VimMode::Insert => Mode::Insert,
            VimMode::Visual => Mode::Visual,
            VimMode::VisualLine => Mode::VisualLine,
            VimMode::VisualBlock => Mode::VisualBlock,
        }
    }

    fn prompt(&self) -> Option<(String, usize)> {
        if let Some(prompt) = &self.command {
            return Some((format!(":{}", prompt.text()), prompt.cursor() + 1));
        }
        let search = self.core.engine.search_prompt_state()?;
        let sign = if search.forward { '/' } else { '?' };
        Some((format!("{sign}{}", search.text), search.text.len() + 1))
    }

    fn pending(&self) -> bool {
        let engine = &self.core.engine;
        engine.is_chord_pending()
            || engine.pending_op().is_some()
            || engine.pending_register().is_some()
            || engine.is_insert_register_pending()
    }

    fn top(&self) -> usize {
        self.core.top()
    }

    fn resize(&mut self, rows: usize, columns: usize) {
        self.core.resize(rows, columns);
    }

    fn apply(&mut self, edits: &[TextEdit]) {
        self.core.engine.force_normal();
        self.core.apply(edits);
    }

    fn replace_all(&mut self, text: &str) {
        self.core.engine.force_normal();
        self.core.replace_all(text);
    }

    fn complete(&mut self, before: usize, text: &str) {
        for _ in 0..before {
            self.type_key(Key::Backspace);
        }
        for c in text.chars() {
            self.type_key(if c == '\n' { Key::Enter } else { Key::Char(c) });
        }
    }

    fn set_read_only(&mut self, read_only: bool) {
        self.core.set_read_only(read_only);
    }

    fn set_clipboard(&mut self, text: &str) {
        self.core.engine.sync_clipboard_register(text.to_owned(), text.ends_with('\n'));
    }
}
