//! Sentences as values: what a core module says, before a face chooses the language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FALLBACK, Locale};

/// A text in every language, by language tag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Localized(pub BTreeMap<String, String>);

impl Localized {
    /// The text in `language`, else in the fallback language, else empty.
    pub fn get(&self, language: &str) -> &str {
        self.0.get(language).or_else(|| self.0.get(FALLBACK)).map_or("", String::as_str)
    }
}

/// A sentence with its facts: a message of the locale table, or a text that content brought along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Message id.
    pub id: String,
    /// Arguments.
    pub args: Vec<(String, String)>,
    /// A scenario's own text, which then stands instead of the message; `{$name}` in it is an argument.
    pub own: Option<Localized>,
}

impl Sentence {
    /// The message `id` with `args`.
    pub fn new(id: impl Into<String>, args: &[(&str, &str)]) -> Self {
        Self { id: id.into(), args: args.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(), own: None }
    }

    /// The same sentence with one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.args.push((name.into(), value.into()));
        self
    }

    /// The sentence in the words of `locale`.
    pub fn text(&self, locale: &Locale) -> String {
        match &self.own {
            Some(own) => {
                let start = own.get(locale.language()).to_owned();
                self.args.iter().fold(start, |text, (name, value)| text.replace(&format!("{{${name}}}"), value))
            }
            None => {
                let args: Vec<_> = self.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                locale.format(&self.id, &args)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_its_own_wins_and_takes_the_arguments() {
        let own = Localized(BTreeMap::from([("en".into(), "{$src} is {app: api}".into())]));
        let sentence = Sentence { own: Some(own), ..Sentence::new("no-such-id", &[("src", "other/x")]) };
        assert_eq!(sentence.text(&Locale::new("ko")), "other/x is {app: api}");
    }
}
