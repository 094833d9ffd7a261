//! What may not change in a stored object.

use serde_json::{Value, json};

use super::failure::Failure;
use super::kind::Kind;
use crate::object::Object;

/// Refuses a change that the server refuses (Kubernetes `pkg/apis/core/validation/validation.go`,
/// `ValidatePodUpdate`, `ValidateSecretUpdate`; `pkg/apis/apps/validation`).
pub(super) fn check(kind: &Kind, old: &Object, new: &Object) -> Result<(), Failure> {
    let refuse = |text: String| Failure::plain(format!("The {} {:?} is invalid: {text}", kind.name, new.name));
    match kind.name {
        "Pod" => {
            if let Some(said) = pod(&old.value["spec"], &new.value["spec"]) {
                return Err(refuse(said));
            }
        }
        "Secret" | "ConfigMap"
            if old.value["immutable"] == true
                && ["data", "immutable", "stringData", "binaryData"].iter().any(|f| old.value[*f] != new.value[*f]) =>
        {
            return Err(refuse("data: Forbidden: field is immutable when `immutable` is set".into()));
        }
        "Secret" if old.value["type"] != new.value["type"] => {
            return Err(refuse(format!("type: Invalid value: {}: field is immutable", new.value["type"])));
        }
        "Deployment" | "ReplicaSet" | "DaemonSet" if old.value["spec"]["selector"] != new.value["spec"]["selector"] => {
            let shown = super::output::json::compact(&new.value["spec"]["selector"]);
            return Err(refuse(format!("spec.selector: Invalid value: {shown}: field is immutable")));
        }
        _ => {}
    }
    Ok(())
}

const POD: &str = "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/// Why a Pod's spec may not become `new`.
fn pod(old: &Value, new: &Value) -> Option<String> {
    let frozen = |spec: &Value| {
        let mut spec = spec.clone();
        if let Some(map) = spec.as_object_mut() {
            for field in ["activeDeadlineSeconds", "tolerations", "nodeName"] {
                map.remove(field);
            }
        }
        for list in ["containers", "initContainers"] {
            for container in spec[list].as_array_mut().into_iter().flatten() {
                container["image"] = json!("");
            }
        }
        without_nulls(&spec)
    };
    let (before, after) = (frozen(old), frozen(new));
    if before != after {
        return Some(format!("{POD}\n{}", changes(&before, &after)));
    }
    let kept = |spec: &Value| spec["tolerations"].as_array().cloned().unwrap_or_default();
    let all_kept = kept(old).iter().all(|one| kept(new).contains(one));
    (!all_kept).then(|| POD.to_owned())
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(map.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), without_nulls(v))).collect()),
        Value::Array(items) => Value::Array(items.iter().map(without_nulls).collect()),
        other => other.clone(),
    }
}

/// The lines that differ, in the form of a unified diff.
fn changes(old: &Value, new: &Value) -> String {
    let (old, new) = (super::output::json::write(old), super::output::json::write(new));
    let diff = similar::TextDiff::from_lines(&old, &new);
    let text = diff.unified_diff().context_radius(3).to_string();
    text.trim_end().to_owned()
}
