//! Scalars: plain, quoted, and block.

use super::cursor::Mark;
use super::scanner::{Scanned, Scanner};
use super::token::{Style, Token, TokenKind};

/// White space between two words of a scalar, folded when the next word comes.
#[derive(Default)]
struct Gap {
    blanks: String,
    /// The first line break in it, as long as no escape took it away.
    first_break: Option<char>,
    more_breaks: String,
    broken: bool,
}

impl Gap {
    /// Puts what the gap means behind `text`: one line break is a space, more are one break less.
    #[inline]
    fn fold(&mut self, text: &mut String) {
        if self.broken {
            match self.first_break.take() {
                Some('\n') if self.more_breaks.is_empty() => text.push(' '),
                Some('\n') | None => text.push_str(&self.more_breaks),
                Some(wide) => {
                    text.push(wide);
                    text.push_str(&self.more_breaks);
                }
            }
            self.more_breaks.clear();
            self.broken = false;
        } else {
            text.push_str(&self.blanks);
        }
        self.blanks.clear();
    }
}

impl Scanner<'_> {
    pub(super) fn scan_plain(&mut self) -> Scanned<Token> {
        let start = self.cursor.mark;
        let indent = self.indent + 1;
        let (mut end, mut text, mut gap) = (start, String::new(), Gap::default());
        let flow = self.flow();
        loop {
            if self.cursor.is_document_indicator() || self.cursor.peek(0) == b'#' {
                break;
            }
            let word = self.cursor.mark.byte;
            loop {
                self.cursor.skip_ordinary();
                if self.cursor.is_blank_or_end(0) {
                    break;
                }
                let stops = match self.cursor.peek(0) {
                    b':' => self.cursor.is_blank_or_end(1),
                    b',' | b'?' | b'[' | b']' | b'{' | b'}' => flow,
                    _ => false,
                };
                if stops {
                    break;
                }
                self.cursor.skip();
            }
            if self.cursor.mark.byte > word {
                gap.fold(&mut text);
                if text.is_empty() {
                    // Most scalars are one word, which gets the room it needs and no more.
                    text = self.cursor.since(word).to_owned();
                } else {
                    text.push_str(self.cursor.since(word));
                }
                end = self.cursor.mark;
            }
            if !(self.cursor.is_blank(0) || self.cursor.is_break(0)) {
                break;
            }
            while self.cursor.is_blank(0) || self.cursor.is_break(0) {
                let shallow = (self.cursor.mark.column as isize) < indent;
                if gap.broken && shallow && self.cursor.peek(0) == b'\t' {
                    return Err(self.error(Some(start), "found a tab character that violates indentation"));
                }
                self.scan_gap(&mut gap);
            }
            if !flow && (self.cursor.mark.column as isize) < indent {
                break;
            }
        }
        if gap.broken {
            self.simple_key_allowed = true;
        }
        Ok(Token { kind: TokenKind::Scalar(text, Style::Plain), start, end, key_level: None })
    }

    fn scan_gap(&mut self, gap: &mut Gap) {
        if self.cursor.is_blank(0) {
            if !gap.broken {
                self.cursor.take(&mut gap.blanks);
            } else if self.cursor.peek(0) == b' ' {
                // The indentation of the next line.
                self.cursor.skip_spaces();
            } else {
                self.cursor.skip();
            }
        } else if gap.broken {
            gap.more_breaks.extend(self.cursor.take_break());
        } else {
            gap.blanks.clear();
            gap.broken = true;
            gap.first_break = self.cursor.take_break();
        }
    }

    pub(super) fn scan_quoted(&mut self) -> Scanned<TokenKind> {
        let start = self.cursor.mark;
        let quote = self.cursor.peek(0);
        self.cursor.skip();
        let (mut text, mut gap) = (String::new(), Gap::default());
        loop {
            if self.cursor.is_document_indicator() {
                return Err(self.error(Some(start), "found unexpected document indicator"));
            }
            if self.cursor.at_end() {
                return Err(self.error(Some(start), "found unexpected end of stream"));
            }
            while !self.cursor.is_blank_or_end(0) {
                match self.cursor.peek(0) {
                    b'\'' if quote == b'\'' && self.cursor.peek(1) == b'\'' => {
                        text.push('\'');
                        self.cursor.skip();
                        self.cursor.skip();
                    }
                    byte if byte == quote => break,
                    b'\\' if quote == b'"' && self.cursor.is_break(1) => {
                        self.cursor.skip();
                        self.cursor.skip_break();
                        gap.broken = true;
                        break;
                    }
                    b'\\' if quote == b'"' => self.scan_escape(start, &mut text)?,
                    _ => self.take_word(quote, &mut text),
                }
            }
            if self.cursor.peek(0) == quote {
                break;
            }
            while self.cursor.is_blank(0) || self.cursor.is_break(0) {
                self.scan_gap(&mut gap);
            }
            fold_quoted(&mut gap, &mut text);
        }
        self.cursor.skip();
        let style = if quote == b'"' { Style::DoubleQuoted } else { Style::SingleQuoted };
        Ok(TokenKind::Scalar(text, style))
    }

    /// Characters of a quoted scalar that mean themselves.
    fn take_word(&mut self, quote: u8, text: &mut String) {
        let start = self.cursor.mark.byte;
        while !self.cursor.is_blank_or_end(0) && self.cursor.peek(0) != quote && self.cursor.peek(0) != b'\\' {
            self.cursor.skip();
        }
        if self.cursor.mark.byte == start {
            // A backslash in single quotes.
            self.cursor.skip();
        }
        text.push_str(self.cursor.since(start));
    }

    fn scan_escape(&mut self, start: Mark, text: &mut String) -> Scanned<()> {
        let digits = match self.cursor.peek(1) {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            letter => {
                let Some(meaning) = escape(letter) else {
                    return Err(self.error(Some(start), "found unknown escape character"));
                };
                text.push(meaning);
                0
            }
        };
        self.cursor.skip();
        self.cursor.skip();
        if digits == 0 {
            return Ok(());
        }
        let mut code = 0u32;
        for ahead in 0..digits {
            let Some(digit) = (self.cursor.peek(ahead) as char).to_digit(16) else {
                return Err(self.error(Some(start), "did not find expected hexdecimal number"));
            };
            code = code.wrapping_shl(4) | digit;
        }
        let Some(character) = char::from_u32(code) else {
            return Err(self.error(Some(start), "found invalid Unicode character escape code"));
        };
        text.push(character);
        (0..digits).for_each(|_| self.cursor.skip());
        Ok(())
    }

    pub(super) fn scan_block_scalar(&mut self) -> Scanned<Token> {
        let start = self.cursor.mark;
        let literal = self.cursor.peek(0) == b'|';
        self.cursor.skip();
        let (keep, strip, increment) = self.scan_block_header(start)?;
        while self.cursor.is_blank(0) {
            self.cursor.skip();
        }
        self.cursor.skip_comment();
        if !self.cursor.is_break_or_end(0) {
            return Err(self.error(Some(start), "did not find expected comment or line break"));
        }
        self.cursor.skip_break();

        let mut end = self.cursor.mark;
        let mut indent = if increment > 0 { self.indent.max(0) as usize + increment } else { 0 };
        let (mut text, mut lead, mut breaks) = (String::new(), String::new(), String::new());
        self.scan_block_breaks(&mut indent, &mut breaks, start)?;
        let mut after_blank = false;
        while self.cursor.mark.column as usize == indent && !self.cursor.at_end() {
            let blank = self.cursor.is_blank(0);
            if !literal && !after_blank && !blank && lead.starts_with('\n') {
                if breaks.is_empty() {
                    text.push(' ');
                }
            } else {
                text.push_str(&lead);
            }
            lead.clear();
            text.push_str(&breaks);
            breaks.clear();
            after_blank = blank;
            let line = self.cursor.mark.byte;
            while !self.cursor.is_break_or_end(0) {
                self.cursor.skip();
            }
            text.push_str(self.cursor.since(line));
            end = self.cursor.mark;
            lead.extend(self.cursor.take_break());
            self.scan_block_breaks(&mut indent, &mut breaks, start)?;
        }
        if !strip {
            text.push_str(&lead);
        }
        if keep {
            text.push_str(&breaks);
        }
        Ok(Token { kind: TokenKind::Scalar(text, Style::Block), start, end, key_level: None })
    }

    /// Chomping (`+`, `-`) and indentation, in either order.
    fn scan_block_header(&mut self, start: Mark) -> Scanned<(bool, bool, usize)> {
        let (mut keep, mut strip, mut increment) = (false, false, 0);
        for _ in 0..2 {
            match self.cursor.peek(0) {
                b'+' if !keep && !strip => keep = true,
                b'-' if !keep && !strip => strip = true,
                b'0' if increment == 0 => return Err(self.error(Some(start), "found an indentation indicator equal to 0")),
                digit @ b'1'..=b'9' if increment == 0 => increment = usize::from(digit - b'0'),
                _ => break,
            }
            self.cursor.skip();
        }
        Ok((keep, strip, increment))
    }

    /// Whether the place belongs to the indentation, which may not be known yet.
    fn is_left_of(&self, indent: usize) -> bool {
        indent == 0 || (self.cursor.mark.column as usize) < indent
    }

    fn scan_block_breaks(&mut self, indent: &mut usize, breaks: &mut String, start: Mark) -> Scanned<()> {
        let mut deepest = 0;
        loop {
            while self.is_left_of(*indent) && self.cursor.peek(0) == b' ' {
                self.cursor.skip();
            }
            deepest = deepest.max(self.cursor.mark.column as usize);
            if self.is_left_of(*indent) && self.cursor.peek(0) == b'\t' {
                return Err(self.error(Some(start), "found a tab character where an indentation space is expected"));
            }
            if !self.cursor.is_break(0) {
                break;
            }
            breaks.extend(self.cursor.take_break());
        }
        if *indent == 0 {
            *indent = deepest.max((self.indent + 1).max(1) as usize);
        }
        Ok(())
    }
}

/// An escaped line break leaves no break to fold, so nothing is put in its place.
fn fold_quoted(gap: &mut Gap, text: &mut String) {
    if gap.broken && gap.first_break.is_none() {
        text.push_str(&gap.more_breaks);
        gap.more_breaks.clear();
        gap.broken = false;
        gap.blanks.clear();
    } else {
        gap.fold(text);
    }
}

fn escape(letter: u8) -> Option<char> {
    Some(match letter {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{b}',
        b'f' => '\u{c}',
        b'r' => '\r',
        b'e' => '\u{1b}',
        b' ' => ' ',
        b'"' => '"',
        b'\'' => '\'',
        b'\\' => '\\',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        _ => return None,
    })
}
