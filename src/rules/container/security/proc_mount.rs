//! procMount is Default, or Unmasked in a user namespace. Source: `ValidateSecurityContext`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("proc-mount", check, include_str!("proc_mount.md")).about(&["procMount"]);

fn check(context: Field<'_>) {
    let mount = context.at("procMount");
    if !mount.exists() {
        return;
    }
    if !["Default", "Unmasked"].contains(&mount.str()) {
        mount.unsupported(&["Default", "Unmasked"]);
    }
    if mount.str() == "Unmasked" && context.pod_spec().at("hostUsers").opt_bool() != Some(false) {
        mount.invalid_word("`hostUsers` must be false to use `Unmasked`");
    }
}
