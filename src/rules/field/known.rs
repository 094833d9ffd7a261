//! What the rules of an object need not look for.

use serde_json::Value;

use super::names::Names;

/// What is known of an object before its rules look at it.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The names that may be written in it.
    pub names: Names,
    /// Whether admission has made its last volume, that of a token.
    pub token_volume: bool,
}

impl Known {
    /// Nothing.
    pub const NOTHING: Self = Self { names: Names::ANY, token_volume: false };

    /// What can be seen in the object itself.
    pub fn of(value: &Value) -> Self {
        Self { names: Names::of(value), ..Self::NOTHING }
    }
}
