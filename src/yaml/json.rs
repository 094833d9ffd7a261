//! JSON manifests: kubectl reads a document that begins with `{` as a stream of JSON values first.
//!
//! The errors are those of Go's `encoding/json`, with the offsets of its stream decoder.

use super::{Entry, Node, Value};
use crate::text::Span;

/// Deeper values are cut off, as in YAML.
const MAX_DEPTH: usize = 100;

/// Why a value is no JSON.
#[derive(Debug, PartialEq)]
pub(super) enum Failure {
    /// A character that does not fit, and where.
    Syntax(String, usize),
    /// The text ends inside of the value.
    End,
}

/// Whether kubectl takes the text for JSON.
pub(super) fn looks_like(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Where kubectl tries YAML on the rest of a JSON stream, if it does: it looks four bytes ahead while it goes over blanks, up
/// to the end of the line.
pub(super) fn where_yaml_may_begin(text: &str, start: usize, end: usize) -> Option<usize> {
    const AHEAD: usize = 4;
    for (at, c) in text[start..end].char_indices() {
        let at = start + at;
        if end - at < AHEAD {
            return None;
        }
        if c == '\n' {
            return Some(at + 1);
        }
        if !c.is_whitespace() {
            return Some(at);
        }
    }
    None
}

/// Reads the value that begins at or behind `start`. `None` at the end of the text; else the value and where it ends.
pub(super) fn value(text: &str, start: usize, end: usize) -> Result<Option<(Node, usize)>, Failure> {
    let mut reader = Reader { bytes: &text.as_bytes()[..end], text, at: start };
    reader.skip_blanks();
    if reader.peek().is_none() {
        return Ok(None);
    }
    reader.document().map(|node| Some((node, reader.at)))
}

struct Reader<'t> {
    bytes: &'t [u8],
    text: &'t str,
    at: usize,
}

/// An open collection.
enum Open {
    List(Vec<Node>, usize),
    Object(Vec<Entry>, usize, Option<(String, Span)>),
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    /// Go's `invalid character 'x' where`.
    fn refuse<T>(&self, place: &str) -> Result<T, Failure> {
        let Some(byte) = self.peek() else { return Err(Failure::End) };
        let shown = match byte {
            b'\'' => "'\\''".to_owned(),
            b'"' => "'\"'".to_owned(),
            byte => {
                let quoted = crate::text::quote(&char::from(byte).to_string());
                format!("'{}'", &quoted[1..quoted.len() - 1])
            }
        };
        Err(Failure::Syntax(format!("invalid character {shown} {place}"), self.at))
    }

    fn document(&mut self) -> Result<Node, Failure> {
        let mut open: Vec<Open> = Vec::new();
        loop {
            self.skip_blanks();
            let start = self.at;
            let mut node = match self.peek() {
                Some(b'{') => {
                    self.at += 1;
                    open.push(Open::Object(Vec::new(), start, None));
                    self.skip_blanks();
                    if self.peek() != Some(b'}') {
                        self.key(&mut open)?;
                        continue;
                    }
                    self.at += 1;
                    close(&mut open, self.at)
                }
                Some(b'[') => {
                    self.at += 1;
                    open.push(Open::List(Vec::new(), start));
                    self.skip_blanks();
                    if self.peek() != Some(b']') {
                        continue;
                    }
                    self.at += 1;
                    close(&mut open, self.at)
                }
                _ => {
                    let value = self.scalar()?;
                    Some(Node { value, span: Span::new(start, self.at) })
                }
            };
            // Puts the finished value into what is open, and closes what ends with it.
            while let Some(done) = node.take() {
                let depth = open.len();
                match open.last_mut() {
                    None => return Ok(done),
                    Some(Open::List(items, _)) => {
                        if depth <= MAX_DEPTH {
                            items.push(done);
                        }
                        self.skip_blanks();
                        match self.peek() {
                            Some(b',') => self.at += 1,
                            Some(b']') => {
                                self.at += 1;
                                node = close(&mut open, self.at);
                            }
                            _ => return self.refuse("after array element"),
                        }
                    }
                    Some(Open::Object(entries, _, key)) => {
                        if let Some((key, key_span)) = key.take()
                            && depth <= MAX_DEPTH
                        {
                            entries.push(Entry { key, key_span, value: done });
                        }
                        self.skip_blanks();
                        match self.peek() {
                            Some(b',') => {
                                self.at += 1;
                                self.skip_blanks();
                                self.key(&mut open)?;
                            }
                            Some(b'}') => {
                                self.at += 1;
                                node = close(&mut open, self.at);
                            }
                            _ => return self.refuse("after object key:value pair"),
                        }
                    }
                }
            }
        }
    }

    fn key(&mut self, open: &mut [Open]) -> Result<(), Failure> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return self.refuse("looking for beginning of object key string");
        }
        let name = self.string()?;
        let span = Span::new(start, self.at);
        self.skip_blanks();
        if self.peek() != Some(b':') {
            return self.refuse("after object key");
        }
        self.at += 1;
        if let Some(Open::Object(_, _, key)) = open.last_mut() {
            *key = Some((name, span));
        }
        Ok(())
    }

    fn scalar(&mut self) -> Result<Value, Failure> {
        match self.peek() {
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => self.refuse("looking for beginning of value"),
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Failure> {
        for letter in word.chars() {
            if self.peek() != Some(letter as u8) {
                return self.refuse(&format!("in literal {word} (expecting '{letter}')"));
            }
            self.at += 1;
        }
        Ok(value)
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Result<Value, Failure> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else if self.digits() == 0 {
            return self.refuse("in numeric literal");
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if self.digits() == 0 {
                return self.refuse("after decimal point in numeric literal");
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if self.digits() == 0 {
                return self.refuse("in exponent of numeric literal");
            }
        }
        let text = &self.text[start..self.at];
        Ok(match text.parse::<i64>() {
            Ok(integer) => Value::Int(integer),
            Err(_) => Value::Float(text.parse().unwrap_or(f64::INFINITY)),
        })
    }

    fn string(&mut self) -> Result<String, Failure> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let plain = self.bytes[self.at..].iter().take_while(|byte| **byte >= 0x20 && !matches!(byte, b'"' | b'\\')).count();
            out.push_str(&self.text[self.at..self.at + plain]);
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.at += 1;
                    self.escape(&mut out)?;
                }
                _ => return self.refuse("in string literal"),
            }
        }
    }

    fn escape(&mut self, out: &mut String) -> Result<(), Failure> {
        let meaning = match self.peek() {
            Some(letter @ (b'"' | b'\\' | b'/')) => char::from(letter),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                let unit = self.hex()?;
                out.push(self.surrogate(unit)?);
                return Ok(());
            }
            _ => return self.refuse("in string escape code"),
        };
        self.at += 1;
        out.push(meaning);
        Ok(())
    }

    fn hex(&mut self) -> Result<u32, Failure> {
        let mut unit = 0;
        for _ in 0..4 {
            match self.peek().and_then(|byte| char::from(byte).to_digit(16)) {
                Some(digit) => unit = unit << 4 | digit,
                None => return self.refuse("in \\u hexadecimal character escape"),
            }
            self.at += 1;
        }
        Ok(unit)
    }

    /// A character of one unit, or of two that belong together; Go puts U+FFFD for a lone half.
    fn surrogate(&mut self, unit: u32) -> Result<char, Failure> {
        if (0xD800..0xDC00).contains(&unit) && self.bytes[self.at..].starts_with(b"\\u") {
            let back = self.at;
            self.at += 2;
            let low = self.hex()?;
            if (0xDC00..0xE000).contains(&low) {
                let code = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = back;
        }
        Ok(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}

fn close(open: &mut Vec<Open>, end: usize) -> Option<Node> {
    Some(match open.pop()? {
        Open::List(items, start) => Node { value: Value::Sequence(items), span: Span::new(start, end) },
        Open::Object(entries, start, _) => Node { value: Value::Mapping(entries), span: Span::new(start, end) },
    })
}
