//! Sentences as values: what a core module says, before a face chooses the language.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FALLBACK, Locale};

/// A text in every language, by language tag. What stands in the binary anyway is not copied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Localized(pub BTreeMap<String, Cow<'static, str>>);

impl Localized {
    /// The text in `language`, else in the fallback language, else empty.
    pub fn get(&self, language: &str) -> &str {
        self.0.get(language).or_else(|| self.0.get(FALLBACK)).map_or("", |text| text.as_ref())
    }
}

/// A sentence with its facts: a message of the locale table, or a text that content brought along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Message id.
    pub id: String,
    /// Arguments.
    pub args: Vec<(String, String)>,
    /// Arguments that are words of a language themselves.
    pub words: Vec<(String, Word)>,
    /// A scenario's own text, which then stands instead of the message; `{$name}` in it is an argument.
    pub own: Option<Box<Localized>>,
    /// What is to be said after it.
    pub then: Option<Box<Sentence>>,
}

/// An argument whose text depends on the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// A message of the locale table, by its id.
    Message(String),
    /// A text that content brought along.
    Own(Localized),
}

impl Word {
    fn text(&self, locale: &Locale) -> String {
        match self {
            Self::Message(id) => locale.text(id),
            Self::Own(text) => text.get(locale.language()).to_owned(),
        }
    }
}

impl Sentence {
    /// The message `id` with `args`.
    pub fn new(id: impl Into<String>, args: &[(&str, &str)]) -> Self {
        let args = args.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Self { id: id.into(), args, ..Self::default() }
    }

    /// The same sentence with one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.args.push((name.into(), value.into()));
        self
    }

    /// The same sentence with one more argument, a word of the language it is said in.
    #[must_use]
    pub fn with_word(mut self, name: &str, word: Word) -> Self {
        self.words.push((name.into(), word));
        self
    }

    /// The same sentence, and another one after it.
    #[must_use]
    pub fn then(mut self, next: Self) -> Self {
        self.then = Some(Box::new(match self.then.take() {
            Some(then) => then.then(next),
            None => next,
        }));
        self
    }

    /// The sentence in the words of `locale`.
    pub fn text(&self, locale: &Locale) -> String {
        let words: Vec<_> = self.words.iter().map(|(name, word)| (name.as_str(), word.text(locale))).collect();
        let args = self.args.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let args: Vec<_> = args.chain(words.iter().map(|(name, text)| (*name, text.as_str()))).collect();
        let said = match &self.own {
            Some(own) => {
                let start = own.get(locale.language()).to_owned();
                args.iter().fold(start, |text, (name, value)| text.replace(&format!("{{${name}}}"), value))
            }
            None => locale.format(&self.id, &args),
        };
        match &self.then {
            Some(then) => format!("{said} {}", then.text(locale)),
            None => said,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_its_own_wins_and_takes_the_arguments() {
        let own = Localized(BTreeMap::from([("en".into(), "{$src} is {app: api}".into())]));
        let sentence = Sentence { own: Some(Box::new(own)), ..Sentence::new("no-such-id", &[("src", "other/x")]) };
        assert_eq!(sentence.text(&Locale::new("ko")), "other/x is {app: api}");
    }

    #[test]
    fn words_are_said_in_the_language_of_the_sentence() {
        let own = Localized(BTreeMap::from([("en".into(), "{$got}!".into()), ("ko".into(), "{$got}!".into())]));
        let sentence =
            Sentence { own: Some(Box::new(own.clone())), ..Sentence::default() }.with_word("got", Word::Message("class-open".into()));
        let sentence = sentence.then(Sentence { own: Some(Box::new(own)), ..Sentence::new("", &[("got", "6379")]) });
        assert_eq!(sentence.text(&Locale::new("en")), "open! 6379!");
        assert_eq!(sentence.text(&Locale::new("ko")), "열림! 6379!");
    }
}
