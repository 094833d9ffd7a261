//! Class names and the volume mode of a claim. Source: `ValidatePersistentVolumeClaimSpec`, 1.35;
//! `VolumeAttributesClass` is on since 1.34.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("claim-class", check, include_str!("names.md"));
pub static ATTRIBUTES: Rule = Rule::new("claim-class", attributes, include_str!("names.md")).since(34);

fn check(spec: Field<'_>) {
    let (class, mode) = (spec.at("storageClassName"), spec.at("volumeMode"));
    if !class.is_empty() {
        class.invalid_each(format::dns_subdomain(class.str()));
    }
    if mode.exists() && !["Block", "Filesystem"].contains(&mode.str()) {
        mode.unsupported(&["Block", "Filesystem"]);
    }
}

fn attributes(spec: Field<'_>) {
    let class = spec.at("volumeAttributesClassName");
    if !class.is_empty() {
        class.invalid_each(format::dns_subdomain(class.str()));
    }
}
