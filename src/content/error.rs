//! Faults in content, each with its place and its remedy.

use std::sync::OnceLock;

use crate::locale::{FALLBACK, Locale, Sentence};

/// A fault in a content folder: where and what, in one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct ContentError {
    /// The file, relative to the pack.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// What is wrong and what to do, in the fallback language.
    pub message: String,
    /// The same in any language.
    pub sentence: Box<Sentence>,
}

impl ContentError {
    /// A fault at a line of a file.
    pub fn new(file: impl Into<String>, line: usize, sentence: Sentence) -> Self {
        static ENGLISH: OnceLock<Locale> = OnceLock::new();
        let message = sentence.text(ENGLISH.get_or_init(|| Locale::new(FALLBACK)));
        Self { file: file.into(), line, message, sentence: Box::new(sentence) }
    }

    /// A fault that the YAML reader found. `file` is whole, lines count from its start.
    pub fn yaml(file: &str, error: &serde_yaml::Error) -> Self {
        let line = error.location().map_or(1, |at| at.line());
        let text = error.to_string();
        // serde_yaml repeats the place at the end of its sentence.
        let text = text.rfind(" at line ").map_or(text.as_str(), |cut| &text[..cut]);
        let quoted = |after: &str| text.split_once(after)?.1.split('`').next().map(str::to_owned);
        let expected = text.split_once("expected one of ").or_else(|| text.split_once("expected ")).map_or("", |(_, rest)| rest);
        let sentence = match (quoted("unknown field `"), quoted("missing field `")) {
            (Some(key), _) => Sentence::new("content-unknown-key", &[("key", &key), ("expected", expected)]),
            (_, Some(key)) => Sentence::new("content-missing-key", &[("key", &key)]),
            _ => Sentence::new("content-bad-value", &[("text", text)]),
        };
        Self::new(file, line, sentence)
    }
}
