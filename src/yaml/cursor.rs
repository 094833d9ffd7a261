//! A place in the text that moves forward by characters and knows its line and column.
//!
//! The character classes are go-yaml v2's, so that its errors come at the same places.

/// A place: byte offset in the file, and what go-yaml counts from the start of the document. Two of them stand in every token
/// and every event, so they are kept small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    /// Byte offset in the file.
    pub byte: usize,
    /// Lines since the start of the document.
    pub line: u32,
    /// Characters since the start of the line.
    pub column: u32,
}

/// Size of the blocks in which go-yaml reads its input. A forbidden character is found when its block is read.
const BLOCK: usize = 512;

/// A reading position in one document.
pub(super) struct Cursor<'a> {
    /// The file up to where reading stops.
    text: &'a str,
    bytes: &'a [u8],
    pub mark: Mark,
    /// Where reading stops because a forbidden character follows in the next block.
    forbidden: Option<usize>,
    /// Whether reading came to the block with the forbidden character.
    blocked: bool,
    /// kubectl's line reader ends the last line if the text does not.
    adds_newline: bool,
}

impl<'a> Cursor<'a> {
    /// Reads `text[start..end]`.
    pub fn new(text: &'a str, start: usize, end: usize) -> Self {
        let document = &text[start..end];
        let bom = if document.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let control = first_control(&document[bom..]).map(|at| at / BLOCK * BLOCK);
        let forbidden = control.map(|at| {
            let at = start + bom + at;
            (0..4).map(|back| at - back).find(|at| text.is_char_boundary(*at)).unwrap_or(at)
        });
        let text = &text[..forbidden.unwrap_or(end)];
        let adds_newline = forbidden.is_none() && !document.is_empty() && !document.ends_with('\n');
        Self { text, bytes: text.as_bytes(), mark: Mark { byte: start + bom, ..Mark::default() }, forbidden, blocked: false, adds_newline }
    }

    /// The byte `ahead` bytes further; 0 at the end.
    #[inline]
    pub fn peek(&mut self, ahead: usize) -> u8 {
        match self.bytes.get(self.mark.byte + ahead) {
            Some(byte) => *byte,
            None if self.adds_newline && self.mark.byte + ahead == self.bytes.len() => b'\n',
            None => {
                self.blocked = self.forbidden.is_some();
                0
            }
        }
    }

    /// Whether a control character stopped the reading.
    pub fn hit_control(&self) -> bool {
        self.blocked
    }

    /// Whether the text ends here.
    #[inline]
    pub fn at_end(&mut self) -> bool {
        self.peek(0) == 0
    }

    /// Bytes of a line break `ahead` bytes further (CR LF counts as one); 0 if there is none.
    #[inline]
    pub fn break_width(&mut self, ahead: usize) -> usize {
        match self.peek(ahead) {
            b'\n' => 1,
            b'\r' => 1 + usize::from(self.peek(ahead + 1) == b'\n'),
            0xC2 if self.peek(ahead + 1) == 0x85 => 2,
            0xE2 if self.peek(ahead + 1) == 0x80 && matches!(self.peek(ahead + 2), 0xA8 | 0xA9) => 3,
            _ => 0,
        }
    }

    #[inline]
    pub fn is_break(&mut self, ahead: usize) -> bool {
        self.break_width(ahead) > 0
    }

    /// A space or a tab.
    #[inline]
    pub fn is_blank(&mut self, ahead: usize) -> bool {
        matches!(self.peek(ahead), b' ' | b'\t')
    }

    /// A line break or the end.
    #[inline]
    pub fn is_break_or_end(&mut self, ahead: usize) -> bool {
        self.peek(ahead) == 0 || self.is_break(ahead)
    }

    /// A space, a tab, a line break or the end.
    #[inline]
    pub fn is_blank_or_end(&mut self, ahead: usize) -> bool {
        matches!(self.peek(ahead), b' ' | b'\t' | b'\n' | 0) || self.is_break(ahead)
    }

    /// A letter, a digit, `_` or `-`: what anchors and tag handles are made of.
    #[inline]
    pub fn is_word(&mut self) -> bool {
        matches!(self.peek(0), b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-')
    }

    /// `---` or `...` at the start of a line.
    #[inline]
    pub fn is_document_indicator(&mut self) -> bool {
        self.mark.column == 0
            && matches!(self.peek(0), b'-' | b'.')
            && self.peek(1) == self.peek(0)
            && self.peek(2) == self.peek(0)
            && self.is_blank_or_end(3)
    }

    /// Goes over one character that is no line break.
    #[inline]
    pub fn skip(&mut self) {
        self.mark.byte += width(self.peek(0));
        self.mark.column += 1;
    }

    /// The text from byte `start` of the file to here.
    #[inline]
    pub fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.mark.byte.min(self.text.len())).unwrap_or_default()
    }

    /// Goes over the spaces that stand here.
    #[inline]
    pub fn skip_spaces(&mut self) {
        self.skip_while(|byte| byte == b' ');
    }

    /// Goes over what can neither end a plain scalar nor be more than one byte.
    #[inline]
    pub fn skip_ordinary(&mut self) {
        self.skip_while(|byte| matches!(byte, b'!'..=b'~') && !matches!(byte, b':' | b',' | b'?' | b'[' | b']' | b'{' | b'}'));
    }

    /// Goes over ASCII characters that are no line breaks.
    #[inline]
    fn skip_while(&mut self, fits: impl Fn(u8) -> bool) {
        let rest = self.bytes.get(self.mark.byte..).unwrap_or_default();
        let count = rest.iter().take_while(|byte| fits(**byte)).count();
        self.mark.byte += count;
        self.mark.column += count as u32;
    }

    /// Goes over one character and puts it behind `out`.
    #[inline]
    pub fn take(&mut self, out: &mut String) {
        let start = self.mark.byte;
        self.skip();
        out.push_str(self.since(start));
    }

    /// Goes over a line break, if there is one.
    pub fn skip_break(&mut self) {
        let width = self.break_width(0);
        if width > 0 {
            self.mark.byte += width;
            self.mark.column = 0;
            self.mark.line += 1;
        }
    }

    /// Goes over a line break, if there is one, and says what it means.
    pub fn take_break(&mut self) -> Option<char> {
        let meaning = match self.break_width(0) {
            0 => return None,
            3 if self.peek(2) == 0xA8 => '\u{2028}',
            3 => '\u{2029}',
            _ => '\n',
        };
        self.skip_break();
        Some(meaning)
    }

    /// Goes over a comment up to its line break.
    #[inline]
    pub fn skip_comment(&mut self) {
        if self.peek(0) == b'#' {
            while !self.is_break_or_end(0) {
                self.skip();
            }
        }
    }
}

/// Bytes of the character that starts with `lead`.
#[inline]
fn width(lead: u8) -> usize {
    match lead {
        0..=0x7F => 1,
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    }
}

/// Where the first forbidden character stands. Most texts are ASCII, whose bytes are looked at in one go.
fn first_control(text: &str) -> Option<usize> {
    let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r');
    if text.as_bytes().iter().fold(true, |so_far, byte| so_far & plain(byte)) {
        return None;
    }
    text.char_indices().find(|(_, c)| is_control(*c)).map(|(at, _)| at)
}

/// Whether go-yaml refuses the character ("control characters are not allowed").
fn is_control(c: char) -> bool {
    !matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
