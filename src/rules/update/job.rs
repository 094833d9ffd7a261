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
    // A suspended Job that has not started may still be placed elsewhere.
    let suspended = old.pointer("/spec/suspend") == Some(&Value::Bool(true)) && old.pointer("/status/startTime").is_none_or(Value::is_null);
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
    if !equal(Some(&kept(old.pointer("/spec/template"))), Some(&kept(field.value())), "core.PodTemplateSpec") {
        let mut shown = field.value().cloned().unwrap_or_default();
        if let Some(spec) = shown.get_mut("spec") {
            *spec = internal(spec);
        }
        field.invalid_value(Rendered(go_struct(Some(&shown), "core.PodTemplateSpec")), super::IMMUTABLE);
    }
}
