//! Tokens and the errors of scanner and grammar.

use super::cursor::Mark;

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Block,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    StreamStart,
    StreamEnd,
    VersionDirective(u8, u8),
    /// Handle and prefix. Rare, and large where it is not boxed.
    TagDirective(Box<(String, String)>),
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias(String),
    Anchor(String),
    /// Handle and suffix.
    Tag(Box<(String, String)>),
    Scalar(String, Style),
}

/// A token with its place.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub start: Mark,
    pub end: Mark,
    /// The flow level whose simple key may start with this token.
    pub key_level: Option<u32>,
}

/// Why reading stopped. The texts are go-yaml's.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    /// What is wrong.
    pub problem: String,
    /// Where go-yaml was when it noticed.
    pub at: Mark,
    /// What it was reading, and where that began.
    pub context: Option<Mark>,
    /// Whether the scanner noticed (it counts lines from 1), not the grammar (which counts from 0).
    pub scanner: bool,
}

impl Failure {
    /// go-yaml's sentence: `line 5: could not find expected ':'`. Errors on the first line name no line.
    pub fn text(&self) -> String {
        let line = match (self.at.line, self.context.map_or(0, |mark| mark.line)) {
            (0, line) => line,
            (line, _) => line + u32::from(self.scanner),
        };
        if line == 0 { self.problem.clone() } else { format!("line {line}: {}", self.problem) }
    }
}
