//! Lessons, scenarios and packs: loading and listing them.
//!
//! Content is data. A scenario or lesson is one folder; nothing in Rust names it. The heads (ids, titles,
//! minutes) of an embedded pack are read at once; the rest of a scenario when it is first looked at.

mod addresses;
mod apply;
pub mod archive;
mod body;
mod catalogue;
mod error;
mod glossary;
pub mod json_schema;
mod lesson;
mod pack;
mod ports;
mod quiz;
mod scenario;
mod template;
mod vary;
mod yaml;

pub use addresses::telling_addresses;
pub use apply::apply;
pub use catalogue::Catalogue;
pub use error::ContentError;
pub use glossary::{Term, terms, terms_in};
pub use lesson::Lesson;
pub use pack::{Files, digest, embedded_files};
pub use ports::telling;
pub use scenario::{Answer, Applied, Body, Kind, Scenario, Setting, Ungraded, Watch, WrongAnswer};
pub use template::{predict_template, template};
pub use vary::Random;

pub use crate::locale::Localized;

/// Folder names that are ids: a capital letter and two digits.
pub fn is_id(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() == 3 && bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(u8::is_ascii_digit)
}

/// The line (from 1) of a top-level key in the text of a scenario.yaml or lesson.yaml, or of an item of the list below it.
pub fn line_of(text: &str, key: &str, item: Option<usize>) -> usize {
    item.map_or_else(|| yaml::line_of(text, key), |index| yaml::line_of_item(text, key, index))
}
