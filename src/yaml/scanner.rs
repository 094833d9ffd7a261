//! Text → tokens, with YAML 1.1's simple keys and go-yaml v2's errors.
//!
//! A key without `?` is recognised only at its colon, so tokens wait in a queue while their first one
//! may still turn out to be a key. Indentation becomes `Block…Start` and `BlockEnd` tokens.

use std::collections::VecDeque;

use super::cursor::{Cursor, Mark};
use super::token::{Failure, Token, TokenKind};

/// Nesting that go-yaml refuses.
const MAX_DEPTH: usize = 10_000;
/// Characters that a key without `?` may have, by the specification.
const MAX_KEY: u32 = 1024;

#[derive(Clone, Copy, Default)]
struct SimpleKey {
    possible: bool,
    required: bool,
    token: usize,
    mark: Mark,
}

/// Makes tokens from one document.
pub(super) struct Scanner<'a> {
    pub(super) cursor: Cursor<'a>,
    queue: VecDeque<Token>,
    /// Whether the first token in the queue is known to be the next one.
    ready: bool,
    taken: usize,
    started: bool,
    ended: bool,
    /// Column of the innermost block collection; -1 outside of all.
    pub(super) indent: isize,
    indents: Vec<isize>,
    pub(super) simple_key_allowed: bool,
    keys: Vec<SimpleKey>,
    pending_key: Option<u32>,
}

/// Failures are boxed: what almost always goes well should not carry room for one.
pub(super) type Scanned<T> = Result<T, Box<Failure>>;

impl<'a> Scanner<'a> {
    /// Scans `text[start..end]`.
    pub fn new(text: &'a str, start: usize, end: usize) -> Self {
        Self {
            cursor: Cursor::new(text, start, end),
            queue: VecDeque::with_capacity(8),
            ready: false,
            taken: 0,
            started: false,
            ended: false,
            indent: -1,
            indents: Vec::with_capacity(16),
            simple_key_allowed: true,
            keys: vec![SimpleKey::default()],
            pending_key: None,
        }
    }

    /// The next token, left in place.
    #[inline]
    pub fn peek(&mut self) -> Scanned<&Token> {
        if !self.ready {
            self.fill()?;
        }
        match self.queue.front() {
            Some(token) => Ok(token),
            None => Err(self.exhausted()),
        }
    }

    /// Takes the token that [`Scanner::peek`] showed.
    #[inline]
    pub fn next(&mut self) -> Scanned<Token> {
        if !self.ready {
            self.fill()?;
        }
        self.ready = false;
        self.taken += 1;
        self.queue.pop_front().ok_or_else(|| self.exhausted())
    }

    /// Scans until it is known what the next token is.
    fn fill(&mut self) -> Scanned<()> {
        while self.needs_more()? {
            self.fetch().map_err(|failure| self.or_control(failure))?;
            if self.cursor.hit_control() {
                return Err(self.control());
            }
        }
        self.ready = true;
        Ok(())
    }

    #[cold]
    fn exhausted(&self) -> Box<Failure> {
        self.error(None, "unknown problem parsing YAML content")
    }

    pub(super) fn flow(&self) -> bool {
        self.keys.len() > 1
    }

    /// An error here, in something that began at `context`.
    #[cold]
    pub(super) fn error(&self, context: Option<Mark>, problem: &str) -> Box<Failure> {
        Box::new(Failure { problem: problem.into(), at: self.cursor.mark, context, scanner: true })
    }

    #[cold]
    fn control(&self) -> Box<Failure> {
        let at = Mark { byte: self.cursor.mark.byte, ..Mark::default() };
        Box::new(Failure { problem: "control characters are not allowed".into(), at, context: None, scanner: true })
    }

    #[cold]
    fn or_control(&self, failure: Box<Failure>) -> Box<Failure> {
        if self.cursor.hit_control() { self.control() } else { failure }
    }

    fn needs_more(&mut self) -> Scanned<bool> {
        let Some(head) = self.queue.front() else { return Ok(!self.ended) };
        let Some(level) = head.key_level.map(|level| level as usize) else { return Ok(false) };
        match self.keys.get(level) {
            Some(key) if key.possible && key.token == self.taken => self.key_is_valid(level),
            _ => Ok(false),
        }
    }

    fn push(&mut self, kind: TokenKind, start: Mark) {
        let key_level = self.pending_key.take();
        self.queue.push_back(Token { kind, start, end: self.cursor.mark, key_level });
    }

    fn fetch(&mut self) -> Scanned<()> {
        if !self.started {
            self.started = true;
            self.push(TokenKind::StreamStart, self.cursor.mark);
            return Ok(());
        }
        self.skip_to_token();
        if self.indent > self.cursor.mark.column as isize {
            self.unroll(self.cursor.mark.column as isize);
        }
        let start = self.cursor.mark;
        if self.cursor.at_end() {
            return self.fetch_end();
        }
        if start.column == 0 && self.cursor.peek(0) == b'%' {
            self.reset_for_document()?;
            let kind = self.scan_directive()?;
            self.push(kind, start);
            return Ok(());
        }
        if self.cursor.is_document_indicator() {
            let kind = if self.cursor.peek(0) == b'-' { TokenKind::DocumentStart } else { TokenKind::DocumentEnd };
            self.reset_for_document()?;
            (0..3).for_each(|_| self.cursor.skip());
            self.push(kind, start);
            return Ok(());
        }
        let flow = self.flow();
        let alone = self.cursor.is_blank_or_end(1);
        match self.cursor.peek(0) {
            b'[' => self.fetch_flow_start(TokenKind::FlowSequenceStart),
            b'{' => self.fetch_flow_start(TokenKind::FlowMappingStart),
            b']' => self.fetch_flow_end(TokenKind::FlowSequenceEnd),
            b'}' => self.fetch_flow_end(TokenKind::FlowMappingEnd),
            b',' => self.fetch_flow_entry(),
            b'-' if alone => self.fetch_block_entry(),
            b'?' if flow || alone => self.fetch_key(),
            b':' if flow || alone => self.fetch_value(),
            b'*' | b'&' => self.fetch_anchor(),
            b'!' => self.fetch_tag(),
            b'|' | b'>' if !flow => self.fetch_block_scalar(),
            b'\'' | b'"' => self.fetch_quoted(),
            _ if self.starts_plain() => self.fetch_plain(),
            _ => Err(self.error(Some(start), "found character that cannot start any token")),
        }
    }

    fn starts_plain(&mut self) -> bool {
        match self.cursor.peek(0) {
            b'-' => !self.cursor.is_blank(1),
            b'?' | b':' => !self.flow() && !self.cursor.is_blank_or_end(1),
            b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"' | b'%' | b'@' | b'`' => false,
            _ => !self.cursor.is_blank_or_end(0),
        }
    }

    fn skip_to_token(&mut self) {
        loop {
            // A tab may not indent: it is no blank where a key could start.
            let tabs = self.flow() || !self.simple_key_allowed;
            self.cursor.skip_spaces();
            while tabs && self.cursor.is_blank(0) {
                self.cursor.skip();
            }
            self.cursor.skip_comment();
            if !self.cursor.is_break(0) {
                return;
            }
            self.cursor.skip_break();
            if !self.flow() {
                self.simple_key_allowed = true;
            }
        }
    }

    fn key_is_valid(&mut self, level: usize) -> Scanned<bool> {
        let key = self.keys[level];
        if !key.possible {
            return Ok(false);
        }
        if key.mark.line < self.cursor.mark.line || key.mark.column + MAX_KEY < self.cursor.mark.column {
            if key.required {
                return Err(self.error(Some(key.mark), "could not find expected ':'"));
            }
            self.keys[level].possible = false;
            return Ok(false);
        }
        Ok(true)
    }

    fn save_key(&mut self) -> Scanned<()> {
        if self.simple_key_allowed {
            let required = !self.flow() && self.indent == self.cursor.mark.column as isize;
            let key = SimpleKey { possible: true, required, token: self.taken + self.queue.len(), mark: self.cursor.mark };
            self.remove_key()?;
            let level = self.keys.len() - 1;
            self.keys[level] = key;
            self.pending_key = u32::try_from(level).ok();
        }
        Ok(())
    }

    fn remove_key(&mut self) -> Scanned<()> {
        let level = self.keys.len() - 1;
        let key = self.keys[level];
        if key.possible && key.required {
            return Err(self.error(Some(key.mark), "could not find expected ':'"));
        }
        self.keys[level].possible = false;
        Ok(())
    }

    /// Opens a block collection at `column` if it lies deeper; its token goes before token `number`, or last.
    fn roll(&mut self, column: u32, number: Option<usize>, kind: TokenKind, mark: Mark) -> Scanned<()> {
        if self.flow() || self.indent >= column as isize {
            return Ok(());
        }
        self.indents.push(self.indent);
        self.indent = column as isize;
        if self.indents.len() > MAX_DEPTH {
            return Err(self.error(None, &format!("exceeded max depth of {MAX_DEPTH}")));
        }
        self.insert(number, Token { kind, start: mark, end: mark, key_level: None });
        Ok(())
    }

    /// Puts a token before token `number`; last if there is no number, or if that token is gone already.
    fn insert(&mut self, number: Option<usize>, token: Token) {
        match number.and_then(|number| number.checked_sub(self.taken)) {
            Some(0) => self.queue.push_front(token),
            Some(place) if place < self.queue.len() => self.queue.insert(place, token),
            _ => self.queue.push_back(token),
        }
    }

    fn unroll(&mut self, column: isize) {
        while !self.flow() && self.indent > column {
            let mark = self.cursor.mark;
            self.queue.push_back(Token { kind: TokenKind::BlockEnd, start: mark, end: mark, key_level: None });
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    fn reset_for_document(&mut self) -> Scanned<()> {
        self.unroll(-1);
        self.remove_key()?;
        self.simple_key_allowed = false;
        Ok(())
    }

    fn fetch_end(&mut self) -> Scanned<()> {
        if self.cursor.mark.column != 0 {
            self.cursor.mark.column = 0;
            self.cursor.mark.line += 1;
        }
        self.reset_for_document()?;
        self.ended = true;
        self.push(TokenKind::StreamEnd, self.cursor.mark);
        Ok(())
    }

    /// One character that is a token.
    fn indicator(&mut self, kind: TokenKind) {
        let start = self.cursor.mark;
        self.cursor.skip();
        self.push(kind, start);
    }

    fn fetch_flow_start(&mut self, kind: TokenKind) -> Scanned<()> {
        self.save_key()?;
        self.keys.push(SimpleKey { token: self.taken + self.queue.len(), ..SimpleKey::default() });
        if self.keys.len() > MAX_DEPTH + 1 {
            return Err(self.error(None, &format!("exceeded max depth of {MAX_DEPTH}")));
        }
        self.simple_key_allowed = true;
        self.indicator(kind);
        Ok(())
    }

    fn fetch_flow_end(&mut self, kind: TokenKind) -> Scanned<()> {
        self.remove_key()?;
        if self.flow()
            && let Some(inner) = self.keys.pop()
            && let Some(token) = inner.token.checked_sub(self.taken).and_then(|at| self.queue.get_mut(at))
        {
            // go-yaml forgets here that an empty collection may be a key: `{}: x` is an error.
            token.key_level = None;
        }
        self.simple_key_allowed = false;
        self.indicator(kind);
        Ok(())
    }

    fn fetch_flow_entry(&mut self) -> Scanned<()> {
        self.remove_key()?;
        self.simple_key_allowed = true;
        self.indicator(TokenKind::FlowEntry);
        Ok(())
    }

    fn fetch_block_entry(&mut self) -> Scanned<()> {
        if !self.flow() {
            if !self.simple_key_allowed {
                return Err(self.error(None, "block sequence entries are not allowed in this context"));
            }
            self.roll(self.cursor.mark.column, None, TokenKind::BlockSequenceStart, self.cursor.mark)?;
        }
        self.remove_key()?;
        self.simple_key_allowed = true;
        self.indicator(TokenKind::BlockEntry);
        Ok(())
    }

    fn fetch_key(&mut self) -> Scanned<()> {
        if !self.flow() {
            if !self.simple_key_allowed {
                return Err(self.error(None, "mapping keys are not allowed in this context"));
            }
            self.roll(self.cursor.mark.column, None, TokenKind::BlockMappingStart, self.cursor.mark)?;
        }
        self.remove_key()?;
        self.simple_key_allowed = !self.flow();
        self.indicator(TokenKind::Key);
        Ok(())
    }

    fn fetch_value(&mut self) -> Scanned<()> {
        let level = self.keys.len() - 1;
        if self.key_is_valid(level)? {
            let key = self.keys[level];
            let token = Token { kind: TokenKind::Key, start: key.mark, end: key.mark, key_level: None };
            self.insert(Some(key.token), token);
            self.roll(key.mark.column, Some(key.token), TokenKind::BlockMappingStart, key.mark)?;
            self.keys[level].possible = false;
            self.simple_key_allowed = false;
        } else {
            if !self.flow() {
                if !self.simple_key_allowed {
                    return Err(self.error(None, "mapping values are not allowed in this context"));
                }
                self.roll(self.cursor.mark.column, None, TokenKind::BlockMappingStart, self.cursor.mark)?;
            }
            self.simple_key_allowed = !self.flow();
        }
        self.indicator(TokenKind::Value);
        Ok(())
    }

    fn fetch_anchor(&mut self) -> Scanned<()> {
        self.save_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark;
        let alias = self.cursor.peek(0) == b'*';
        self.cursor.skip();
        let mut name = String::new();
        while self.cursor.is_word() {
            self.cursor.take(&mut name);
        }
        let closed = self.cursor.is_blank_or_end(0) || matches!(self.cursor.peek(0), b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`');
        if name.is_empty() || !closed {
            return Err(self.error(Some(start), "did not find expected alphabetic or numeric character"));
        }
        self.push(if alias { TokenKind::Alias(name) } else { TokenKind::Anchor(name) }, start);
        Ok(())
    }

    fn fetch_tag(&mut self) -> Scanned<()> {
        self.save_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark;
        let kind = self.scan_tag()?;
        self.push(kind, start);
        Ok(())
    }

    fn fetch_block_scalar(&mut self) -> Scanned<()> {
        self.remove_key()?;
        self.simple_key_allowed = true;
        let token = self.scan_block_scalar()?;
        self.queue.push_back(token);
        Ok(())
    }

    fn fetch_quoted(&mut self) -> Scanned<()> {
        self.save_key()?;
        self.simple_key_allowed = false;
        let start = self.cursor.mark;
        let kind = self.scan_quoted()?;
        self.push(kind, start);
        Ok(())
    }

    fn fetch_plain(&mut self) -> Scanned<()> {
        self.save_key()?;
        self.simple_key_allowed = false;
        let mut token = self.scan_plain()?;
        token.key_level = self.pending_key.take();
        self.queue.push_back(token);
        Ok(())
    }
}
