//! The registry of check kinds. To add one: `<word>.rs` with a `Spec`, `<word>.md`, and its word below.

use std::fmt;
use std::sync::Arc;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

use crate::grade::Sentence;
use crate::grade::case::{Case, Failure};
use crate::grade::question::Question;
use crate::grade::verdict::Stage;
use crate::probe::{Port, Probe};
use crate::world::World;

/// What a kind of check does with the facts.
pub trait CheckKind: fmt::Debug + Send + Sync {
    /// Where it stands in the order.
    fn stage(&self) -> Stage;

    /// Whether nothing of a later stage can be seen once it failed: what the server refuses has no process, and what
    /// does not start answers no command. A field that should read otherwise leaves the rest to be judged, and to score.
    fn gates(&self) -> bool {
        false
    }

    /// What it asks, as a sentence that holds when it passes.
    fn asks(&self) -> Sentence;

    /// The questions it needs answered about `world`, the learner's objects applied.
    fn probes(&self, world: &World) -> Vec<Probe>;

    /// The ports that a check of flows looks at first; other kinds have none.
    fn flow_ports(&self) -> Option<Vec<Port>> {
        None
    }

    /// The question that it asks, in a predict scenario.
    fn question(&self) -> Option<&Question> {
        None
    }

    /// The same question with its choices and rows in other orders, which `order` gives for a count.
    fn reordered(&self, _: &mut dyn FnMut(usize) -> Vec<usize>) -> Option<Arc<dyn CheckKind>> {
        None
    }

    /// Why it passes, for checks that a learner answers without knowing.
    fn because(&self, _: &Case) -> Option<Sentence> {
        None
    }

    /// Whether the facts satisfy it.
    ///
    /// # Errors
    /// What is wrong, why and where.
    fn judge(&self, case: &Case) -> Result<(), Box<Failure>>;
}

/// A check as a scenario declares it.
#[derive(Clone, Debug)]
pub struct Check {
    /// Unique in its scenario.
    pub id: String,
    /// Share of the score; the weights of a scenario add up to 100.
    pub weight: u32,
    /// The kind's word (`flows`).
    pub word: &'static str,
    /// What is asked.
    pub kind: Arc<dyn CheckKind>,
}

/// A check kind's word and page.
#[derive(Clone, Copy, Debug)]
pub struct KindPage {
    /// As scenario.yaml has it.
    pub word: &'static str,
    /// Its documentation, Markdown.
    pub page: &'static str,
}

macro_rules! kinds {
    ($($word:ident)*) => {
        $(mod $word;)*

        /// Every kind, in the order of the registry.
        pub const KINDS: &[KindPage] = &[$(KindPage { word: stringify!($word), page: include_str!(concat!(stringify!($word), ".md")) }),*];

        /// The keys of a check.
        const KEYS: &[&str] = &["id", "weight", $(stringify!($word)),*];

        /// Reads the value of the key `word` if `word` is a kind.
        fn read<'de, A: MapAccess<'de>>(word: &str, map: &mut A) -> Result<Option<(&'static str, Arc<dyn CheckKind>)>, A::Error> {
            match word {
                $(stringify!($word) => Ok(Some((stringify!($word), Arc::new(map.next_value::<$word::Spec>()?)))),)*
                _ => Ok(None),
            }
        }
    };
}

kinds! {
    accepted built object absent kept field secret pull starts ready effective run flows selects isolated minimal writable_only answer
}

pub use effective::{mask as capability_mask, names as capability_names};
pub use run::words;
pub use secret::docker_entries;

impl<'de> Deserialize<'de> for Check {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(CheckVisitor)
    }
}

struct CheckVisitor;

impl<'de> Visitor<'de> for CheckVisitor {
    type Value = Check;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a check: id, weight and one check kind")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Check, A::Error> {
        let (mut id, mut weight, mut kind) = (None, None, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "id" => id = Some(map.next_value::<String>()?),
                "weight" => weight = Some(map.next_value::<u32>()?),
                word => match read(word, &mut map)? {
                    Some(_) if kind.is_some() => {
                        return Err(de::Error::custom("a check has exactly one kind; make a second check of the other"));
                    }
                    Some(read) => kind = Some(read),
                    None => return Err(de::Error::unknown_field(word, KEYS)),
                },
            }
        }
        let (word, kind) = kind.ok_or_else(|| de::Error::custom("a check needs a kind, such as `accepted: {}`"))?;
        Ok(Check {
            id: id.ok_or_else(|| de::Error::missing_field("id"))?,
            weight: weight.ok_or_else(|| de::Error::missing_field("weight"))?,
            word,
            kind,
        })
    }
}
