//! A Pod has a container. Source: `validateContainers`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("containers-required", check, include_str!("containers_required.md"));

fn check(spec: Field<'_>) {
    if spec.at("containers").is_empty() {
        spec.at("containers").required("");
    }
}
