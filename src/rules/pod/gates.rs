//! Readiness gates and scheduling gates. Source: `validateReadinessGates`, `validateSchedulingGates`,
//! `ValidatePodCreate`, 1.35.
use std::collections::BTreeSet;

use crate::rules::prelude::*;

pub static READINESS: Rule = Rule::new("readiness-gate", readiness, include_str!("readiness_gate.md")).about(&["readinessGates"]);
pub static SCHEDULING: Rule = Rule::new("scheduling-gate", scheduling, include_str!("scheduling_gate.md")).about(&["schedulingGates"]);
pub static NODE_NAME: Rule = Rule::new("scheduling-gate", node_name, include_str!("scheduling_gate.md")).about(&["schedulingGates"]);

fn readiness(spec: Field<'_>) {
    for gate in spec.at("readinessGates").each() {
        let kind = gate.at("conditionType");
        for message in format::qualified_name(kind.str()) {
            kind.invalid_value(Rendered::text(kind.str()), message);
        }
    }
}

fn scheduling(spec: Field<'_>) {
    let mut seen = BTreeSet::new();
    for gate in spec.at("schedulingGates").each() {
        let name = gate.at("name").str();
        for message in format::qualified_name(name) {
            gate.invalid_value(Rendered::text(name), message);
        }
        if !seen.insert(name) {
            gate.duplicate_value(Rendered::text(name));
        }
    }
}

fn node_name(pod: Field<'_>) {
    let spec = pod.at("spec");
    if !spec.at("nodeName").is_empty() && !spec.at("schedulingGates").is_empty() {
        spec.at("nodeName").forbidden("cannot be set until all schedulingGates have been cleared");
    }
}
