//! preemptionPolicy is one of two words. Source: `ValidatePreemptionPolicy`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("preemption-policy", check, include_str!("preemption_policy.md"));

fn check(spec: Field<'_>) {
    let policy = spec.at("preemptionPolicy");
    match policy.opt_str() {
        None | Some("PreemptLowerPriority" | "Never") => {}
        Some("") => policy.required(""),
        Some(_) => policy.unsupported(&["PreemptLowerPriority", "Never"]),
    }
}
