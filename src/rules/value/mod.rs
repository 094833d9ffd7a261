//! How the API server writes a bad value into its sentence.

mod json;

pub use crate::text::quote;
pub use json::{go_json, go_json_string, go_struct};

/// A bad value, rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered(pub String);

impl Rendered {
    /// A Go `string`: `%q`.
    pub fn text(text: &str) -> Self {
        Self(quote(text))
    }

    /// A value of a string type of its own (`core.Protocol`): JSON, which differs from `%q` for odd characters.
    pub fn word(text: &str) -> Self {
        Self(go_json_string(text))
    }

    /// Numbers and booleans.
    pub fn bare(value: impl std::fmt::Display) -> Self {
        Self(value.to_string())
    }
}
