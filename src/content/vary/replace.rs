//! Putting new names in: whole words only, everywhere in manifests, and in prose where it is code.

use std::borrow::Cow;
use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use regex::{Captures, Regex};

use crate::locale::Locale;

/// Replaces words.
#[derive(Debug)]
pub struct Replacer {
    names: BTreeMap<String, String>,
    word: Option<Regex>,
    code: Option<Regex>,
    prose: Option<Regex>,
    base64: Option<Regex>,
}

impl Replacer {
    /// With these new names.
    pub fn new(names: BTreeMap<String, String>) -> Self {
        let languages = Locale::available().join("|");
        Self {
            names,
            word: Regex::new(r"203\.0\.113|198\.51\.100|[A-Za-z0-9_]+").ok(),
            code: Regex::new(r"(?s)```.*?```|`[^`\n]+`|\*\*[^*\n]+\*\*").ok(),
            prose: Regex::new(&format!(r#"\b(?:{languages}): (?:"(?:[^"\\]|\\.)*"|'[^']*')"#)).ok(),
            base64: Regex::new(r"[A-Za-z0-9+/]{16,}={0,2}").ok(),
        }
    }

    /// A path below the scenario's folder: its first folder stays.
    pub fn path(&self, path: &str) -> String {
        match path.split_once('/') {
            Some((first, rest)) => format!("{first}/{}", self.words(rest)),
            None => path.to_owned(),
        }
    }

    /// The text of a file.
    pub fn file(&self, path: &str, text: &str) -> String {
        if path.ends_with(".md") {
            return self.prose(text);
        }
        if path != "scenario.yaml" {
            return self.manifest(text);
        }
        // Sentences in the scenario's page are prose; the rest is data.
        let Some(pattern) = &self.prose else { return text.to_owned() };
        in_turn(pattern, text, |sentence| self.prose(sentence), |data| self.manifest(data))
    }

    /// Whole words of `text`.
    fn words<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Some(pattern) = &self.word else { return Cow::Borrowed(text) };
        pattern.replace_all(text, |found: &Captures<'_>| self.names.get(&found[0]).map_or_else(|| found[0].to_owned(), Clone::clone))
    }

    /// Words, and words inside of what is encoded.
    fn manifest(&self, text: &str) -> String {
        let Some(pattern) = &self.base64 else { return self.words(text).into_owned() };
        let encoded = pattern.replace_all(text, |found: &Captures<'_>| self.encoded(&found[0], 0).unwrap_or_else(|| found[0].to_owned()));
        self.words(&encoded).into_owned()
    }

    /// A base64 text with new names inside; `None` when there are none.
    fn encoded(&self, text: &str, depth: usize) -> Option<String> {
        let plain = String::from_utf8(STANDARD.decode(text).ok()?).ok()?;
        if plain.chars().any(|c| c.is_control() && !c.is_whitespace()) {
            return None;
        }
        let inner = match &self.base64 {
            Some(pattern) if depth == 0 => {
                pattern.replace_all(&plain, |found: &Captures<'_>| self.encoded(&found[0], 1).unwrap_or_else(|| found[0].to_owned()))
            }
            _ => Cow::Borrowed(plain.as_str()),
        };
        let renamed = self.words(&inner);
        (renamed != plain.as_str()).then(|| STANDARD.encode(renamed.as_ref()))
    }

    /// Code in prose, and numbers and addresses, which mean the same wherever they stand.
    fn prose(&self, text: &str) -> String {
        let Some(pattern) = &self.code else { return text.to_owned() };
        in_turn(pattern, text, |code| self.manifest(code), |words| self.numbers(words))
    }

    fn numbers(&self, text: &str) -> String {
        let Some(pattern) = &self.word else { return text.to_owned() };
        let of = |found: &Captures<'_>| match self.names.get(&found[0]) {
            Some(new) if found[0].starts_with(|c: char| c.is_ascii_digit()) => new.clone(),
            _ => found[0].to_owned(),
        };
        pattern.replace_all(text, of).into_owned()
    }
}

/// `text` with every match of `pattern` rewritten one way, and what stands between the matches another way.
fn in_turn(pattern: &Regex, text: &str, matched: impl Fn(&str) -> String, between: impl Fn(&str) -> String) -> String {
    let mut rewritten = String::with_capacity(text.len());
    let mut at = 0;
    for found in pattern.find_iter(text) {
        rewritten.push_str(&between(&text[at..found.start()]));
        rewritten.push_str(&matched(found.as_str()));
        at = found.end();
    }
    rewritten + &between(&text[at..])
}
