//! fsGroup and how volumes are handed to it. Source: `validatePodSpecSecurityContext`, 1.35.
use super::ids::id;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("user-id-range", |context| id(context.at("fsGroup")), include_str!("ids.md"));
pub static CHANGE_POLICY: Rule =
    Rule::new("fs-group-change-policy", change_policy, include_str!("fs_group.md")).about(&["fsGroupChangePolicy"]);

fn change_policy(context: Field<'_>) {
    let policy = context.at("fsGroupChangePolicy");
    if policy.exists() && !["Always", "OnRootMismatch"].contains(&policy.str()) {
        policy.unsupported(&["Always", "OnRootMismatch"]);
    }
}
