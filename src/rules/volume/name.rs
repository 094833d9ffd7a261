//! A volume's name is a DNS label and its own. Source: `ValidateVolumes`, 1.35. Only sound volumes count as names
//! taken.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-name", check, include_str!("name.md"));

fn check(volume: Field<'_>) {
    let name = volume.at("name");
    if name.is_empty() {
        name.required("");
    } else {
        name.invalid_each(format::dns_label(name.str()));
    }
    if volume.walk().volume(name.str()).is_some() {
        name.duplicate();
    }
}
