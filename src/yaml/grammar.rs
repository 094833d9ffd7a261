//! Tokens → events, as YAML 1.1's grammar has it and with go-yaml v2's errors.
//!
//! Nesting is kept on a stack of states, not on the call stack: ten thousand brackets are no danger.

use super::cursor::Mark;
use super::scanner::{Scanned, Scanner};
use super::token::{Failure, Style, Token, TokenKind};

/// One step through a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum EventKind {
    DocumentStart,
    DocumentEnd,
    StreamEnd,
    Alias(String),
    Scalar(Scalar),
    SequenceStart(Option<Box<Properties>>),
    SequenceEnd,
    MappingStart(Option<Box<Properties>>),
    MappingEnd,
}

/// A scalar as written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scalar {
    pub text: String,
    pub properties: Option<Box<Properties>>,
    /// Whether its type follows from its text: plain without a tag, or tagged `!`.
    pub implicit: bool,
    pub style: Style,
}

/// What may stand before a node; it does before few.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Properties {
    pub anchor: Option<String>,
    /// The tag with its handle resolved; empty if there is none.
    pub tag: String,
}

/// From where to where something stands.
type Covered = (Mark, Mark);

/// An event with its place.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub kind: EventKind,
    pub start: Mark,
    pub end: Mark,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    ImplicitDocumentStart,
    DocumentStart,
    DocumentContent,
    DocumentEnd,
    BlockNode,
    BlockSequenceEntry { first: bool },
    IndentlessSequenceEntry,
    BlockMappingKey { first: bool },
    BlockMappingValue,
    FlowSequenceEntry { first: bool },
    FlowSequencePairKey,
    FlowSequencePairValue,
    FlowSequencePairEnd,
    FlowMappingKey { first: bool },
    FlowMappingValue,
    FlowMappingEmptyValue,
    End,
}

/// Makes events from one document.
pub(super) struct Grammar<'a> {
    pub(super) scanner: Scanner<'a>,
    state: State,
    states: Vec<State>,
    /// Where the open collections began.
    marks: Vec<Mark>,
    tags: Vec<(String, String)>,
    started: bool,
}

impl<'a> Grammar<'a> {
    /// Reads `text[start..end]`.
    pub fn new(text: &'a str, start: usize, end: usize) -> Self {
        let scanner = Scanner::new(text, start, end);
        let (states, marks) = (Vec::with_capacity(16), Vec::with_capacity(16));
        Self { scanner, state: State::ImplicitDocumentStart, states, marks, tags: Vec::new(), started: false }
    }

    /// The next event. After [`EventKind::StreamEnd`] there is nothing more to ask for.
    pub fn next(&mut self) -> Scanned<Event> {
        if !self.started {
            self.started = true;
            self.scanner.next()?;
        }
        match self.state {
            State::ImplicitDocumentStart => self.document_start(true),
            State::DocumentStart => self.document_start(false),
            State::DocumentContent => self.document_content(),
            State::DocumentEnd => self.document_end(),
            State::BlockNode => self.node(true, false),
            State::BlockSequenceEntry { first } => self.block_sequence_entry(first),
            State::IndentlessSequenceEntry => self.indentless_sequence_entry(),
            State::BlockMappingKey { first } => self.block_mapping_key(first),
            State::BlockMappingValue => self.block_mapping_value(),
            State::FlowSequenceEntry { first } => self.flow_sequence_entry(first),
            State::FlowSequencePairKey => self.flow_sequence_pair_key(),
            State::FlowSequencePairValue => self.flow_sequence_pair_value(),
            State::FlowSequencePairEnd => {
                let start = self.scanner.peek()?.start;
                self.state = State::FlowSequenceEntry { first: false };
                Ok(Event { kind: EventKind::MappingEnd, start, end: start })
            }
            State::FlowMappingKey { first } => self.flow_mapping_key(first),
            State::FlowMappingValue => self.flow_mapping_value(false),
            State::FlowMappingEmptyValue => self.flow_mapping_value(true),
            State::End => {
                let at = self.scanner.cursor.mark;
                Ok(Event { kind: EventKind::StreamEnd, start: at, end: at })
            }
        }
    }

    fn pop(&mut self) {
        self.state = self.states.pop().unwrap_or(State::End);
    }

    fn is(&mut self, fits: impl FnOnce(&TokenKind) -> bool) -> Scanned<bool> {
        Ok(fits(&self.scanner.peek()?.kind))
    }

    #[cold]
    fn fail(&self, context: Option<Mark>, problem: &str, at: Mark) -> Box<Failure> {
        Box::new(Failure { problem: problem.into(), at, context, scanner: false })
    }

    fn document_start(&mut self, implicit: bool) -> Scanned<Event> {
        while !implicit && self.is(|kind| matches!(kind, TokenKind::DocumentEnd))? {
            self.scanner.next()?;
        }
        let token = self.scanner.peek()?;
        let (start, end) = (token.start, token.end);
        let explicit = matches!(token.kind, TokenKind::VersionDirective(..) | TokenKind::TagDirective(..) | TokenKind::DocumentStart);
        if token.kind == TokenKind::StreamEnd {
            self.state = State::End;
            self.scanner.next()?;
            return Ok(Event { kind: EventKind::StreamEnd, start, end });
        }
        if implicit && !explicit {
            self.directives()?;
            self.state = State::BlockNode;
        } else {
            self.directives()?;
            let token = self.scanner.peek()?;
            if token.kind != TokenKind::DocumentStart {
                let at = token.start;
                return Err(self.fail(None, "did not find expected <document start>", at));
            }
            self.scanner.next()?;
            self.state = State::DocumentContent;
        }
        self.states.push(State::DocumentEnd);
        Ok(Event { kind: EventKind::DocumentStart, start, end })
    }

    fn directives(&mut self) -> Scanned<()> {
        let mut versioned = false;
        while self.is(|kind| matches!(kind, TokenKind::VersionDirective(..) | TokenKind::TagDirective(..)))? {
            let token = self.scanner.next()?;
            match token.kind {
                TokenKind::VersionDirective(..) if versioned => {
                    return Err(self.fail(None, "found duplicate %YAML directive", token.start));
                }
                TokenKind::VersionDirective(1, 1) => versioned = true,
                TokenKind::VersionDirective(..) => return Err(self.fail(None, "found incompatible YAML document", token.start)),
                TokenKind::TagDirective(tag) if self.tags.iter().any(|(known, _)| *known == tag.0) => {
                    return Err(self.fail(None, "found duplicate %TAG directive", token.start));
                }
                TokenKind::TagDirective(tag) => self.tags.push(*tag),
                _ => {}
            }
        }
        for (handle, prefix) in [("!", "!"), ("!!", "tag:yaml.org,2002:")] {
            if !self.tags.iter().any(|(known, _)| known == handle) {
                self.tags.push((handle.into(), prefix.into()));
            }
        }
        Ok(())
    }

    fn document_content(&mut self) -> Scanned<Event> {
        let token = self.scanner.peek()?;
        let at = token.start;
        let ends = matches!(
            token.kind,
            TokenKind::VersionDirective(..)
                | TokenKind::TagDirective(..)
                | TokenKind::DocumentStart
                | TokenKind::DocumentEnd
                | TokenKind::StreamEnd
        );
        if ends {
            self.pop();
            return Ok(empty(at));
        }
        self.node(true, false)
    }

    fn document_end(&mut self) -> Scanned<Event> {
        let token = self.scanner.peek()?;
        let (start, mut end) = (token.start, token.start);
        if token.kind == TokenKind::DocumentEnd {
            end = token.end;
            self.scanner.next()?;
        }
        self.tags.clear();
        self.state = State::DocumentStart;
        Ok(Event { kind: EventKind::DocumentEnd, start, end })
    }

    fn node(&mut self, block: bool, indentless: bool) -> Scanned<Event> {
        if matches!(self.scanner.peek()?.kind, TokenKind::Alias(_)) {
            let Token { kind, start, end, .. } = self.scanner.next()?;
            self.pop();
            let name = if let TokenKind::Alias(name) = kind { name } else { String::new() };
            return Ok(Event { kind: EventKind::Alias(name), start, end });
        }
        let (properties, before) = self.properties()?;
        let token = self.scanner.peek()?;
        let start = before.map_or(token.start, |(start, _)| start);
        let end = token.end;
        let kind = match &token.kind {
            TokenKind::BlockEntry if indentless => {
                self.state = State::IndentlessSequenceEntry;
                EventKind::SequenceStart(properties)
            }
            TokenKind::Scalar(..) => return self.scalar(properties, start),
            TokenKind::FlowSequenceStart => {
                self.state = State::FlowSequenceEntry { first: true };
                EventKind::SequenceStart(properties)
            }
            TokenKind::FlowMappingStart => {
                self.state = State::FlowMappingKey { first: true };
                EventKind::MappingStart(properties)
            }
            TokenKind::BlockSequenceStart if block => {
                self.state = State::BlockSequenceEntry { first: true };
                EventKind::SequenceStart(properties)
            }
            TokenKind::BlockMappingStart if block => {
                self.state = State::BlockMappingKey { first: true };
                EventKind::MappingStart(properties)
            }
            _ => {
                let at = token.start;
                let Some((start, end)) = before else { return Err(self.fail(Some(start), "did not find expected node content", at)) };
                self.pop();
                let implicit = tag(&properties).is_empty();
                let scalar = Scalar { text: String::new(), properties, implicit, style: Style::Plain };
                return Ok(Event { kind: EventKind::Scalar(scalar), start, end });
            }
        };
        Ok(Event { kind, start, end })
    }

    fn scalar(&mut self, properties: Option<Box<Properties>>, start: Mark) -> Scanned<Event> {
        let Token { kind, end, .. } = self.scanner.next()?;
        self.pop();
        let (text, style) = if let TokenKind::Scalar(text, style) = kind { (text, style) } else { (String::new(), Style::Plain) };
        let implicit = match tag(&properties) {
            "" => style == Style::Plain,
            tag => tag == "!",
        };
        Ok(Event { kind: EventKind::Scalar(Scalar { text, properties, implicit, style }), start, end })
    }

    /// An anchor and a tag, in either order, and what they cover.
    fn properties(&mut self) -> Scanned<(Option<Box<Properties>>, Option<Covered>)> {
        if !matches!(self.scanner.peek()?.kind, TokenKind::Anchor(_) | TokenKind::Tag(..)) {
            return Ok((None, None));
        }
        let mut properties = Properties::default();
        let mut tag = None;
        let mut covers: Option<Covered> = None;
        loop {
            let fits = match self.scanner.peek()?.kind {
                TokenKind::Anchor(_) => properties.anchor.is_none(),
                TokenKind::Tag(..) => tag.is_none(),
                _ => false,
            };
            if !fits {
                break;
            }
            let Token { kind, start, end, .. } = self.scanner.next()?;
            covers = Some((covers.map_or(start, |(first, _)| first), end));
            match kind {
                TokenKind::Anchor(name) => properties.anchor = Some(name),
                TokenKind::Tag(written) => tag = Some((*written, start)),
                _ => {}
            }
        }
        if let Some(((handle, suffix), at)) = tag {
            properties.tag = if handle.is_empty() {
                suffix
            } else {
                match self.tags.iter().find(|(known, _)| *known == handle) {
                    Some((_, prefix)) => format!("{prefix}{suffix}"),
                    None => return Err(self.fail(covers.map(|(start, _)| start), "found undefined tag handle", at)),
                }
            };
        }
        Ok((Some(Box::new(properties)), covers))
    }

    /// Enters a collection at its first state.
    fn enter(&mut self, first: bool) -> Scanned<()> {
        if first {
            let token = self.scanner.next()?;
            self.marks.push(token.start);
        }
        Ok(())
    }

    /// Leaves a collection with its end token.
    fn leave(&mut self, kind: EventKind) -> Scanned<Event> {
        self.pop();
        self.marks.pop();
        let Token { start, end, .. } = self.scanner.next()?;
        Ok(Event { kind, start, end })
    }

    fn block_sequence_entry(&mut self, first: bool) -> Scanned<Event> {
        self.enter(first)?;
        let at = self.scanner.peek()?.start;
        if self.is(|kind| matches!(kind, TokenKind::BlockEntry))? {
            let end = self.scanner.next()?.end;
            let next = State::BlockSequenceEntry { first: false };
            if self.is(|kind| matches!(kind, TokenKind::BlockEntry | TokenKind::BlockEnd))? {
                self.state = next;
                return Ok(empty(end));
            }
            self.states.push(next);
            return self.node(true, false);
        }
        if self.is(|kind| matches!(kind, TokenKind::BlockEnd))? {
            return self.leave(EventKind::SequenceEnd);
        }
        Err(self.fail(self.marks.last().copied(), "did not find expected '-' indicator", at))
    }

    fn indentless_sequence_entry(&mut self) -> Scanned<Event> {
        let start = self.scanner.peek()?.start;
        if self.is(|kind| matches!(kind, TokenKind::BlockEntry))? {
            let end = self.scanner.next()?.end;
            if self.is(|kind| matches!(kind, TokenKind::BlockEntry | TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd))? {
                return Ok(empty(end));
            }
            self.states.push(State::IndentlessSequenceEntry);
            return self.node(true, false);
        }
        self.pop();
        Ok(Event { kind: EventKind::SequenceEnd, start, end: start })
    }

    fn block_mapping_key(&mut self, first: bool) -> Scanned<Event> {
        self.enter(first)?;
        let at = self.scanner.peek()?.start;
        if self.is(|kind| matches!(kind, TokenKind::Key))? {
            let end = self.scanner.next()?.end;
            if self.is(|kind| matches!(kind, TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd))? {
                self.state = State::BlockMappingValue;
                return Ok(empty(end));
            }
            self.states.push(State::BlockMappingValue);
            return self.node(true, true);
        }
        if self.is(|kind| matches!(kind, TokenKind::BlockEnd))? {
            return self.leave(EventKind::MappingEnd);
        }
        Err(self.fail(self.marks.last().copied(), "did not find expected key", at))
    }

    fn block_mapping_value(&mut self) -> Scanned<Event> {
        let next = State::BlockMappingKey { first: false };
        let at = self.scanner.peek()?.start;
        if !self.is(|kind| matches!(kind, TokenKind::Value))? {
            self.state = next;
            return Ok(empty(at));
        }
        let end = self.scanner.next()?.end;
        if self.is(|kind| matches!(kind, TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd))? {
            self.state = next;
            return Ok(empty(end));
        }
        self.states.push(next);
        self.node(true, true)
    }

    /// Goes over the comma between two items of a flow collection.
    fn flow_separator(&mut self, first: bool, problem: &str) -> Scanned<()> {
        if first {
            return Ok(());
        }
        let token = self.scanner.peek()?;
        if token.kind != TokenKind::FlowEntry {
            let at = token.start;
            return Err(self.fail(self.marks.last().copied(), problem, at));
        }
        self.scanner.next()?;
        Ok(())
    }

    fn flow_sequence_entry(&mut self, first: bool) -> Scanned<Event> {
        self.enter(first)?;
        if !self.is(|kind| matches!(kind, TokenKind::FlowSequenceEnd))? {
            self.flow_separator(first, "did not find expected ',' or ']'")?;
            if self.is(|kind| matches!(kind, TokenKind::Key))? {
                let Token { start, end, .. } = self.scanner.next()?;
                self.state = State::FlowSequencePairKey;
                return Ok(Event { kind: EventKind::MappingStart(None), start, end });
            }
            if !self.is(|kind| matches!(kind, TokenKind::FlowSequenceEnd))? {
                self.states.push(State::FlowSequenceEntry { first: false });
                return self.node(false, false);
            }
        }
        self.leave(EventKind::SequenceEnd)
    }

    fn flow_sequence_pair_key(&mut self) -> Scanned<Event> {
        let end = self.scanner.peek()?.end;
        if self.is(|kind| matches!(kind, TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowSequenceEnd))? {
            // go-yaml goes over the token here, whatever it is.
            self.scanner.next()?;
            self.state = State::FlowSequencePairValue;
            return Ok(empty(end));
        }
        self.states.push(State::FlowSequencePairValue);
        self.node(false, false)
    }

    fn flow_sequence_pair_value(&mut self) -> Scanned<Event> {
        if self.is(|kind| matches!(kind, TokenKind::Value))? {
            self.scanner.next()?;
            if !self.is(|kind| matches!(kind, TokenKind::FlowEntry | TokenKind::FlowSequenceEnd))? {
                self.states.push(State::FlowSequencePairEnd);
                return self.node(false, false);
            }
        }
        self.state = State::FlowSequencePairEnd;
        Ok(empty(self.scanner.peek()?.start))
    }

    fn flow_mapping_key(&mut self, first: bool) -> Scanned<Event> {
        self.enter(first)?;
        if !self.is(|kind| matches!(kind, TokenKind::FlowMappingEnd))? {
            self.flow_separator(first, "did not find expected ',' or '}'")?;
            if self.is(|kind| matches!(kind, TokenKind::Key))? {
                self.scanner.next()?;
                if self.is(|kind| matches!(kind, TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowMappingEnd))? {
                    self.state = State::FlowMappingValue;
                    return Ok(empty(self.scanner.peek()?.start));
                }
                self.states.push(State::FlowMappingValue);
                return self.node(false, false);
            }
            if !self.is(|kind| matches!(kind, TokenKind::FlowMappingEnd))? {
                self.states.push(State::FlowMappingEmptyValue);
                return self.node(false, false);
            }
        }
        self.leave(EventKind::MappingEnd)
    }

    fn flow_mapping_value(&mut self, none: bool) -> Scanned<Event> {
        let next = State::FlowMappingKey { first: false };
        if !none && self.is(|kind| matches!(kind, TokenKind::Value))? {
            self.scanner.next()?;
            if !self.is(|kind| matches!(kind, TokenKind::FlowEntry | TokenKind::FlowMappingEnd))? {
                self.states.push(next);
                return self.node(false, false);
            }
        }
        let at = self.scanner.peek()?.start;
        self.state = next;
        Ok(empty(at))
    }
}

/// The tag before a node; empty if there is none.
fn tag(properties: &Option<Box<Properties>>) -> &str {
    properties.as_ref().map_or("", |properties| &properties.tag)
}

/// The scalar that stands where nothing is written.
fn empty(at: Mark) -> Event {
    let scalar = Scalar { text: String::new(), properties: None, implicit: true, style: Style::Plain };
    Event { kind: EventKind::Scalar(scalar), start: at, end: at }
}
