//! Our own sentences on what the server refuses: nothing is left to fill in, and no place of a value is empty. Looked at
//! wherever recorded manifests are judged (`rules_oracle`).

use std::collections::{BTreeMap, HashSet};

use cofferdam::diag::ErrorType;
use cofferdam::locale::Locale;
use cofferdam::rules::Document;

/// What was seen, and what is wrong with it.
pub struct Sentences {
    locales: Vec<Locale>,
    seen: HashSet<(&'static str, Option<ErrorType>, Vec<bool>)>,
    wrong: BTreeMap<String, String>,
}

impl Sentences {
    pub fn new() -> Self {
        Self { locales: Locale::available().into_iter().map(Locale::new).collect(), seen: HashSet::new(), wrong: BTreeMap::new() }
    }

    /// Looks at the sentences of a document's findings, one of each rule, type of error and set of facts that are empty.
    pub fn look(&mut self, document: &Document) {
        for diagnostic in &document.diagnostics {
            let mut diagnostic = diagnostic.clone();
            diagnostic.args.iter_mut().for_each(|(_, value)| *value = even(value));
            let empty = diagnostic.args.iter().map(|(_, value)| value.is_empty()).collect();
            if !self.seen.insert((diagnostic.rule, diagnostic.error, empty)) {
                continue;
            }
            for locale in &self.locales {
                for sentence in [Some(diagnostic.sentence(locale)), diagnostic.help(locale)].into_iter().flatten() {
                    if let Some(fault) = fault(&sentence) {
                        let key = format!("{} {} {fault}", diagnostic.rule, locale.language());
                        self.wrong.entry(key).or_insert_with(|| format!("“{sentence}” {:?}", diagnostic.args));
                    }
                }
            }
        }
    }

    pub fn assert_whole(&self, at_least: usize) {
        let told: String = self.wrong.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
        assert!(self.wrong.is_empty(), "{} kinds of fault:\n{told}", self.wrong.len());
        assert!(self.seen.len() > at_least, "{} kinds of sentence", self.seen.len());
    }
}

/// A value without blanks of its own, which look like a hole.
fn even(value: &str) -> String {
    let words = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() && !value.is_empty() { "blank".into() } else { words }
}

/// What is wrong with the form of a sentence, if anything.
fn fault(sentence: &str) -> Option<&'static str> {
    // What kubectl says may go on in further lines, with code.
    match sentence.lines().next().unwrap_or_default() {
        "" => Some("empty"),
        s if s.contains("{$") || s.contains("{ $") => Some("a variable is left"),
        s if s.starts_with(' ') || s.contains("  ") || s.ends_with(" .") || s.contains(" . ") || s.contains("( ") => Some("a hole"),
        _ => None,
    }
}
