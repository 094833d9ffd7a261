//! What an answer means, in a word or two of the learner's language.

use super::Class;
use crate::locale::{Locale, Word};

impl Class {
    /// The word for it, to stand in a sentence; none for what is a word already: a name, the kubelet's reason.
    pub fn word(&self) -> Option<Word> {
        match self {
            Self::Name(_) | Self::Waiting(_) | Self::Ended(_) => None,
            class => Some(Word::Message(format!("class-{class}"))),
        }
    }

    /// The same in the words of `locale`.
    pub fn said(&self, locale: &Locale) -> String {
        match self {
            Self::Name(word) | Self::Waiting(word) | Self::Ended(word) => word.clone(),
            class => locale.text(&format!("class-{class}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_a_word_in_every_language() {
        for language in Locale::available() {
            let locale = Locale::new(language);
            for (_, class) in &super::super::class::WORDS {
                assert!(!class.said(&locale).contains('⟨'), "{language}: {class}");
            }
            assert!(!Class::NotSimulated.said(&locale).contains('⟨'), "{language}");
            assert_eq!(Class::Waiting("ErrImagePull".into()).said(&locale), "ErrImagePull");
        }
    }
}
