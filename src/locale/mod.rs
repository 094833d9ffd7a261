//! Languages: every sentence a learner sees comes from `assets/text/<language>/*.ftl` (Project Fluent).
//!
//! One file per room, so that a room's words stand together. A language is a folder: adding one needs
//! no Rust. `tests/it/locale.rs` holds that all languages have the same ids and arguments and that
//! every id named in the code exists. The pages of the rules are English and stand beside the rules;
//! what they say in another language is in that language's `rules.md`.

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentValue};
use include_dir::{Dir, include_dir};

mod particle;
mod sentence;
mod stress;
mod table;
mod width;

pub use particle::sounds_alike;
pub use sentence::{Localized, Sentence, Word};
pub use stress::{stressed, unstressed};
use table::Table;
pub use width::{display_width, pad_end, truncate};

static TEXT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/text");

/// The language when nothing else is said, and where a missing message is looked up.
pub const FALLBACK: &str = "en";

/// The sentences of one language. Cheap to make and to copy: a file of sentences is read when one of them is asked for.
#[derive(Clone)]
pub struct Locale {
    table: &'static Table,
}

impl std::fmt::Debug for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Locale({})", self.language())
    }
}

impl Locale {
    /// The languages there are, by their tags (`en`, `ko`), fallback first.
    pub fn available() -> Vec<&'static str> {
        table::all().iter().map(Table::language).collect()
    }

    /// The language whose tag `wanted` starts with (`ko_KR.UTF-8` gives `ko`), else the fallback.
    pub fn new(wanted: &str) -> Self {
        let primary = wanted.split(['_', '-', '.']).next().unwrap_or("");
        Self { table: table::of(primary).unwrap_or_else(table::fallback) }
    }

    /// The language's tag.
    pub fn language(&self) -> &'static str {
        self.table.language()
    }

    /// The message `id` without arguments; see [`Locale::format`].
    pub fn text(&self, id: &str) -> String {
        self.format(id, &[])
    }

    /// The message `id` (or its attribute, as `id.attribute`) with arguments filled in.
    /// An unknown id comes back as `⟨id⟩`, so that it is seen and the program goes on.
    pub fn format(&self, id: &str, args: &[(&str, &str)]) -> String {
        self.try_format(id, args).unwrap_or_else(|| format!("⟨{id}⟩"))
    }

    /// As [`Locale::format`], `None` for an unknown id.
    pub fn try_format(&self, id: &str, args: &[(&str, &str)]) -> Option<String> {
        let mut fluent = FluentArgs::new();
        for (name, value) in args {
            // A number selects plural forms; anything else stays text.
            let value = match value.parse::<i64>() {
                Ok(number) if number.to_string() == *value => FluentValue::from(number),
                _ => FluentValue::String(Cow::Owned((*value).to_owned())),
            };
            fluent.set(*name, value);
        }
        self.table.format(id, &fluent).or_else(|| table::fallback().format(id, &fluent))
    }

    /// Why the rule `id` is one, out of this language's `rules.md`. `None` in English: there the rule's own page says it.
    pub fn rule_page(&self, id: &str) -> Option<&'static str> {
        let pages = TEXT.get_file(format!("{}/rules.md", self.language()))?.contents_utf8()?;
        pages.strip_prefix("# ")?.split("\n# ").find_map(|section| {
            let (heading, prose) = section.split_once('\n')?;
            (heading == id).then(|| prose.trim())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_of_the_environment_is_found_by_its_language() {
        assert_eq!(Locale::new("ko_KR.UTF-8").language(), "ko");
        assert_eq!(Locale::new("fr_FR").language(), "en");
        assert_eq!(Locale::new("en").text("no-such-id"), "⟨no-such-id⟩");
    }
}
