//! The words of the field, out of GLOSSARY.md: which of them a text uses, and what they mean.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Localized;

const PAGE: &str = include_str!("../../GLOSSARY.md");
/// The section of words that only this console's authors need.
const OWN: &str = "This console";

/// A word with its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The word, by language.
    pub word: Localized,
    /// What it means.
    pub meaning: Localized,
}

static TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| {
    let field = PAGE.split("\n## ").skip(1).filter(|section| !section.starts_with(OWN));
    field.flat_map(str::lines).filter_map(row).collect()
});

/// Every word of the field, in the page's order.
pub fn terms() -> &'static [Term] {
    &TERMS
}

/// A row of the page's tables: English, Korean, and the meaning in both.
fn row(line: &str) -> Option<Term> {
    let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
    let [en, ko, meaning_en, meaning_ko] = cells[..] else { return None };
    let both =
        |en: &str, ko: &str| Localized(BTreeMap::from([("en".to_owned(), en.to_owned().into()), ("ko".to_owned(), ko.to_owned().into())]));
    (en != "English" && !en.starts_with("---")).then(|| Term { word: both(en, ko), meaning: both(meaning_en, meaning_ko) })
}

impl Term {
    /// Where the word stands first in a text of this language, if it does: its byte offset.
    pub fn stands_in(&self, text: &str, language: &str) -> Option<usize> {
        let lower = text.to_lowercase();
        let spellings = self.word.get(language).split(", ").filter(|word| !word.is_empty());
        spellings.filter_map(|word| find(&lower, &word.to_lowercase())).min()
    }
}

/// A whole word, also in the plural; Hangul takes particles behind it, so there only its beginning counts.
fn find(text: &str, word: &str) -> Option<usize> {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let hangul = !word.is_ascii();
    // One syllable alone is too often a part of another word.
    if hangul && word.chars().count() < 2 {
        return None;
    }
    let whole = |at: &usize| {
        let (before, after) = (text[..*at].chars().next_back(), &text[at + word.len()..]);
        if hangul {
            return !before.is_some_and(char::is_alphanumeric);
        }
        let after = after.strip_prefix("es").or(after.strip_prefix('s')).filter(|rest| !latin(rest.chars().next())).unwrap_or(after);
        !latin(before) && !latin(after.chars().next())
    };
    text.match_indices(word).map(|(at, _)| at).find(whole)
}

/// The words that a text uses, in the order in which they come.
pub fn terms_in(text: &str, language: &str) -> Vec<&'static Term> {
    let mut found: Vec<_> = terms().iter().filter_map(|term| Some((term.stands_in(text, language)?, term))).collect();
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, term)| term).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, language: &str) -> Vec<String> {
        terms_in(text, language).into_iter().map(|term| term.word.get(language).to_owned()).collect()
    }

    #[test]
    fn every_row_has_word_and_meaning_in_both_languages() {
        assert!(terms().len() > 40, "{}", terms().len());
        for term in terms() {
            for text in [&term.word, &term.meaning] {
                assert!(["en", "ko"].iter().all(|tag| !text.0[*tag].is_empty()), "{term:?}");
            }
        }
        let rows = PAGE.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| English"));
        assert!(rows.clone().all(|line| line.matches(" | ").count() == 3), "{:?}", rows.map(str::to_owned).collect::<Vec<_>>());
    }

    #[test]
    fn words_are_found_whole_in_the_plural_and_before_particles() {
        assert_eq!(words("Two Pods on a node: `imagePullSecrets` names them.", "en"), ["Pod", "node"]);
        assert_eq!(words("A podium, an events' list", "en"), ["event"]);
        assert_eq!(words("네임스페이스의 파드를 레이블로 고릅니다. 풀이", "ko"), ["네임스페이스", "파드", "레이블"]);
    }
}
