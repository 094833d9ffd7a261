//! What nearly every rule uses.

pub use super::field::Field;
pub use super::format;
pub use super::rule::Rule;
pub use super::value::{Quantity, Rendered, quote};
