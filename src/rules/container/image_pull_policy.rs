//! imagePullPolicy is one of three words. Source: `validatePullPolicy`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("image-pull-policy", check, include_str!("image_pull_policy.md"));

fn check(container: Field<'_>) {
    pull_policy(container.at("imagePullPolicy"));
}

/// Of containers and of image volumes.
pub fn pull_policy(policy: Field<'_>) {
    match policy.str() {
        "Always" | "IfNotPresent" | "Never" => {}
        "" => policy.required(""),
        _ => policy.unsupported(&["Always", "IfNotPresent", "Never"]),
    }
}
