//! RuntimeClass: a class that is named exists, and overhead comes from it alone. Source:
//! `plugin/pkg/admission/runtimeclass/admission.go`, 1.35. No RuntimeClass exists here.
use serde_json::Value;

use super::{Refusal, Request, called, refuse};
use crate::object::member;
use crate::rules::field::inside;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("runtime-class", include_str!("runtime_class.md"));

/// Refuses a Pod that asks for a RuntimeClass.
pub fn admit(request: &Request<'_>, value: &mut Value) -> Option<Refusal> {
    let class = member(request.pod_spec(value)?, "runtimeClassName").and_then(Value::as_str)?.to_owned();
    let text = format!("pods {} is forbidden: pod rejected: RuntimeClass {} not found", called(value), quote(&class));
    Some(refuse(&RULE, "Forbidden", "spec.runtimeClassName", text))
}

/// After validation: overhead without a class.
pub fn validate(request: &Request<'_>, value: &Value) -> Option<Refusal> {
    // An empty map is one, too.
    let overhead = inside(value, "spec.overhead").is_some_and(Value::is_object);
    let class = inside(value, "spec.runtimeClassName").is_some_and(|class| !class.is_null());
    if request.kind != "Pod" || !overhead || class {
        return None;
    }
    let text =
        format!("pods {} is forbidden: pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead", called(value));
    Some(refuse(&RULE, "Forbidden", "spec.overhead", text))
}
