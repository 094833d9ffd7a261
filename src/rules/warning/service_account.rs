//! An annotation that is to go. Source: `pkg/registry/core/serviceaccount/strategy.go`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::warning("deprecated-annotation", check, include_str!("deprecated_annotation.md"));

fn check(account: Field<'_>) {
    let entry = account.path("metadata.annotations").key("kubernetes.io/enforce-mountable-secrets");
    if entry.exists() {
        entry.say(format!("{}: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets", entry.shown_path()));
    }
}
