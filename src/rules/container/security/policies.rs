//! supplementalGroupsPolicy and seLinuxChangePolicy are words of a list. Source: `validateSupplementalGroupsPolicy`,
//! `validateSELinuxChangePolicy`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("pod-security-policy-word", check, include_str!("policies.md"));

fn check(context: Field<'_>) {
    for (name, words) in [("supplementalGroupsPolicy", ["Merge", "Strict"]), ("seLinuxChangePolicy", ["MountOption", "Recursive"])] {
        let field = context.at(name);
        if field.exists() && !words.contains(&field.str()) {
            field.unsupported(&words);
        }
    }
}
