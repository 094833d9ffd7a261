//! A claim asks for storage. The server's path lacks `requests`. Source: `ValidatePersistentVolumeClaimSpec`, 1.35.
use crate::rules::container::resources::amount;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("claim-storage", check, include_str!("storage.md"));

fn check(spec: Field<'_>) {
    let storage = spec.at("resources").at_hidden("requests").key("storage");
    match amount(storage) {
        None => storage.required(""),
        Some(size) if size.sign() <= 0 => storage.invalid_value(Rendered::text(&size.to_string()), "must be greater than zero"),
        Some(_) => {}
    }
}
