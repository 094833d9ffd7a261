//! Priority: a priority is chosen by its class's name, not written as a number. Source:
//! `plugin/pkg/admission/priority/admission.go`, 1.35.
use serde_json::Value;

use super::{Refusal, Request, called, refuse};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("priority-class", include_str!("priority.md"));

/// Computes the Pod's priority.
pub fn admit(request: &Request<'_>, value: &mut Value) -> Option<Refusal> {
    let pod = called(value);
    let spec = request.pod_spec(value)?;
    let forbid = |field: &str, text: String| Some(refuse(&RULE, "Forbidden", field, format!("pods {pod} is forbidden: {text}")));
    let class = spec.get("priorityClassName").and_then(Value::as_str).unwrap_or("");
    let priority: i64 = match class {
        "" => 0,
        "system-cluster-critical" => 2_000_000_000,
        "system-node-critical" => 2_000_001_000,
        other => return forbid("spec.priorityClassName", format!("no PriorityClass with name {other} was found")),
    };
    if let Some(given) = spec.get("priority").and_then(Value::as_i64).filter(|given| *given != priority) {
        let text = format!(
            "the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {priority} from the given PriorityClass name"
        );
        return forbid("spec.priority", text);
    }
    let computed = "PreemptLowerPriority";
    if let Some(given) = spec.get("preemptionPolicy").and_then(Value::as_str).filter(|given| *given != computed) {
        let text = format!(
            "the string value of PreemptionPolicy ({given}) must not be provided in pod spec; priority admission controller computed {computed} from the given PriorityClass name"
        );
        return forbid("spec.preemptionPolicy", text);
    }
    spec.insert("priority".into(), priority.into());
    spec.insert("preemptionPolicy".into(), computed.into());
    None
}
