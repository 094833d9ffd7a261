//! What may not change in a stored object: the rules say it, kubectl prints it.

use super::failure::Failure;
use super::kind::Kind;
use crate::object::Object;
use crate::rules::{self, Options};

/// Refuses a change that the server refuses.
pub(super) fn check(kind: &Kind, old: &Object, new: &Object) -> Result<(), Failure> {
    let findings = rules::refused_changes(&old.value, &new.value, &Options::default());
    rules::invalid_message(kind.name, &new.name, &findings).map_or(Ok(()), |message| Err(Failure::plain(message)))
}
