//! Priority: a priority is chosen by its class's name, not written as a number. Source:
//! `plugin/pkg/admission/priority/admission.go`, 1.35.
use serde_json::{Map, Value};

use super::{Refusal, Request, called, refuse};
use crate::object::member;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("priority-class", include_str!("priority.md"));

/// The policy of every class that there is here.
const PREEMPTS: &str = "PreemptLowerPriority";

/// Computes the Pod's priority.
pub fn admit(request: &Request<'_>, value: &mut Value) -> Option<Refusal> {
    let spec = request.pod_spec(value)?;
    match priority(spec) {
        Ok(priority) => {
            spec.insert("priority".into(), priority.into());
            spec.insert("preemptionPolicy".into(), PREEMPTS.into());
            None
        }
        Err((field, text)) => Some(refuse(&RULE, "Forbidden", field, format!("pods {} is forbidden: {text}", called(value)))),
    }
}

/// The priority of a Pod's class, or what is wrong with the Pod's own words, and where.
fn priority(spec: &Map<String, Value>) -> Result<i64, (&'static str, String)> {
    let class = member(spec, "priorityClassName").and_then(Value::as_str).unwrap_or("");
    let priority: i64 = match class {
        "" => 0,
        "system-cluster-critical" => 2_000_000_000,
        "system-node-critical" => 2_000_001_000,
        other => return Err(("spec.priorityClassName", format!("no PriorityClass with name {other} was found"))),
    };
    if let Some(given) = member(spec, "priority").and_then(Value::as_i64).filter(|given| *given != priority) {
        let text = format!(
            "the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {priority} from the given PriorityClass name"
        );
        return Err(("spec.priority", text));
    }
    if let Some(given) = member(spec, "preemptionPolicy").and_then(Value::as_str).filter(|given| *given != PREEMPTS) {
        let text = format!(
            "the string value of PreemptionPolicy ({given}) must not be provided in pod spec; priority admission controller computed {PREEMPTS} from the given PriorityClass name"
        );
        return Err(("spec.preemptionPolicy", text));
    }
    Ok(priority)
}
