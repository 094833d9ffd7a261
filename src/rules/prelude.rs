//! What nearly every rule uses.

pub use super::field::Field;
pub use super::format;
pub use super::rule::{Rule, is_new};
pub use super::value::{Rendered, quote};
pub use crate::object::quantity::Quantity;
