//! What may change in a Job (`ValidateJobSpecUpdate`): parallelism, suspension, limits; while it is suspended also where
//! its Pods run.

use serde_json::Value;

use super::pod::internal;
use super::{equal, fixed, fixed_scalar, same};
use crate::rules::field::Field;
use crate::rules::value::{Rendered, go_struct};

pub(super) fn check(old: &Value, root: Field<'_>) {
    let spec = root.at("spec");
    let completions = spec.at("completions");
    let changed = !same(old.pointer("/spec/completions"), completions.value());
    if spec.at("completionMode").str() != "Indexed" {
        fixed_scalar(old, root, "spec.completions");
    } else if changed && completions.exists() && completions.int() != spec.at("parallelism").int() {
        completions.invalid("can only be modified in tandem with spec.parallelism");
    }
    fixed(old, root, "spec.selector", "*meta/v1.LabelSelector");
    template(old, spec);
    for path in ["spec.completionMode", "spec.backoffLimitPerIndex", "spec.managedBy"] {
        fixed_scalar(old, root, path);
    }
    fixed(old, root, "spec.podFailurePolicy", "*batch.PodFailurePolicy");
    fixed(old, root, "spec.successPolicy", "*batch.SuccessPolicy");
}

fn template(old: &Value, spec: Field<'_>) {
    let field = spec.at("template");
    let waits = waits(old, field);
    let suspended = waits.is_some();
    let kept = |template: Option<&Value>| {
        let mut template = template.cloned().unwrap_or_default();
        for (owner, names) in [
            ("metadata", if suspended { &["labels", "annotations"][..] } else { &["creationTimestamp"] }),
            ("spec", if suspended { &["nodeSelector", "tolerations", "schedulingGates"][..] } else { &[] }),
        ] {
            if let Some(map) = template.get_mut(owner).and_then(Value::as_object_mut) {
                map.retain(|name, _| !names.contains(&name.as_str()) && name != "serviceAccount");
            }
        }
        if let Some(spec) = template.get_mut("spec") {
            *spec = internal(spec);
        }
        // Nor does it matter where there is no other affinity.
        if let Some(spec) = template.get_mut("spec").and_then(Value::as_object_mut).filter(|_| suspended) {
            let others = spec.get_mut("affinity").and_then(Value::as_object_mut).is_some_and(|affinity| {
                affinity.shift_remove("nodeAffinity");
                affinity.values().any(|value| !value.is_null())
            });
            if !others {
                spec.shift_remove("affinity");
            }
        }
        template
    };
    let (mut before, now) = (kept(old.pointer("/spec/template")), kept(field.value()));
    let whole = |value: Option<&Value>| value.map(internal).unwrap_or_default();
    if waits == Some(Free::Resources) {
        let new = now.get("spec").cloned().unwrap_or_default();
        if let Some(spec) = before.get_mut("spec") {
            take_resources(spec, &new);
        }
        let field = field.at("spec");
        if !equal(before.get("spec"), Some(&new), "core.PodSpec") {
            field.invalid_value(Rendered(go_struct(Some(&whole(field.value())), "core.PodSpec")), super::IMMUTABLE);
        }
    } else if !equal(Some(&before), Some(&now), "core.PodTemplateSpec") {
        let mut shown = field.value().cloned().unwrap_or_default();
        if let Some(spec) = shown.get_mut("spec") {
            *spec = whole(Some(spec));
        }
        field.invalid_value(Rendered(go_struct(Some(&shown), "core.PodTemplateSpec")), super::IMMUTABLE);
    }
}

/// What may change in the template of a Job that waits.
#[derive(Clone, Copy, PartialEq)]
enum Free {
    /// Where its Pods run.
    Place,
    /// The resources of its containers, too: since 1.36.
    Resources,
}

/// A suspended Job that has not started may still be placed elsewhere; since 1.36 also one that was suspended later, without Pods
/// (`shouldAllowMutablePodTemplate`, `pkg/registry/batch/job/strategy.go`).
fn waits(old: &Value, field: Field<'_>) -> Option<Free> {
    let status = &old["status"];
    let (suspended, fresh) = (old["spec"]["suspend"] == true, status["startTime"].is_null());
    let conditions: &[Value] = status["conditions"].as_array().map_or(&[], Vec::as_slice);
    let paused = conditions.iter().any(|condition| condition["type"] == "Suspended" && condition["status"] == "True");
    let idle = (fresh || paused) && status["active"].as_i64().unwrap_or(0) == 0;
    if field.since(36) { (suspended && idle).then_some(Free::Resources) } else { (suspended && fresh).then_some(Free::Place) }
}

/// Puts the resources of containers in `new` into those of the same name in `spec`, where there are as many.
fn take_resources(spec: &mut Value, new: &Value) {
    for list in ["containers", "initContainers"] {
        let news: &[Value] = new[list].as_array().map_or(&[], Vec::as_slice);
        let Some(olds) = spec.get_mut(list).and_then(Value::as_array_mut).filter(|olds| olds.len() == news.len()) else { continue };
        for (old, new) in olds.iter_mut().zip(news).filter(|(old, new)| old["name"] == new["name"]) {
            if let Some(container) = old.as_object_mut() {
                super::prepare::keep(new, container, "resources");
            }
        }
    }
}
