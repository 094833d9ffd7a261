//! Pull secrets named twice or not at all. Source: `pkg/api/pod/warnings.go`, 1.35.
use std::collections::BTreeSet;

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::warning("pull-secret-name", check, include_str!("duplicate_pull_secret.md")).about(&["imagePullSecrets"]);

fn check(object: Field<'_>) {
    let names = || object.path("spec.imagePullSecrets").each().map(|item| item.at("name"));
    let mut seen = BTreeSet::new();
    for name in names() {
        if !seen.insert(name.str()) {
            name.say(format!("{}: duplicate name {}", name.shown_path(), quote(name.str())));
        }
    }
    for name in names().filter(|name| name.is_empty()) {
        name.say(format!("{}: invalid empty name \"\"", name.shown_path()));
    }
}
