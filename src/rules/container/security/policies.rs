//! supplementalGroupsPolicy and seLinuxChangePolicy are words of a list. Source: `validateSupplementalGroupsPolicy`,
//! `validateSELinuxChangePolicy`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule =
    Rule::new("pod-security-policy-word", check, include_str!("policies.md")).about(&["supplementalGroupsPolicy", "seLinuxChangePolicy"]);

fn check(context: Field<'_>) {
    // `SELinuxMount`, which gives the choice, is off up to 1.36 (`pkg/features/kube_features.go`).
    let change: &[&str] = if context.since(37) { &["MountOption", "Recursive"] } else { &["Recursive"] };
    for (name, words) in [("supplementalGroupsPolicy", &["Merge", "Strict"][..]), ("seLinuxChangePolicy", change)] {
        let field = context.at(name);
        if field.exists() && !words.contains(&field.str()) {
            field.unsupported(words);
        }
    }
}
