//! restartPolicy is one of three words. Source: `validateRestartPolicy`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("restart-policy", check, include_str!("restart_policy.md"));

fn check(spec: Field<'_>) {
    let policy = spec.at("restartPolicy");
    match policy.str() {
        "Always" | "OnFailure" | "Never" => {}
        "" => policy.required(""),
        _ => policy.unsupported(&["Always", "OnFailure", "Never"]),
    }
}
