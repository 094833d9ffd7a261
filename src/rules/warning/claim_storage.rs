//! A claim asks for whole bytes, and names its class in the field. Source:
//! `pkg/api/persistentvolumeclaim/util.go`, 1.35.
use crate::rules::container::resources::amount;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::warning("fractional-bytes", |claim| fractions(claim.at("spec")), include_str!("fractional_bytes.md"));
pub static ANNOTATION: Rule = Rule::warning("deprecated-annotation", annotation, include_str!("deprecated_annotation.md"));

fn annotation(claim: Field<'_>) {
    let entry = claim.path("metadata.annotations").key("volume.beta.kubernetes.io/storage-class");
    if entry.exists() {
        entry.say(format!("{}: deprecated since v1.8; use \"storageClassName\" attribute instead", entry.shown_path()));
    }
}

/// Requests and limits of storage in a claim's spec.
pub fn fractions(spec: Field<'_>) {
    for list in ["requests", "limits"] {
        whole(spec.at("resources").at(list).key("storage"));
    }
}

/// Warns of a part of a byte.
pub fn whole(field: Field<'_>) {
    if let Some(value) = amount(field).filter(|value| value.milli() % 1000 != 0) {
        let text = quote(&value.to_string());
        field.say(format!("{}: fractional byte value {text} is invalid, must be an integer", field.shown_path()));
    }
}
