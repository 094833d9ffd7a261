//! What may change in a PersistentVolumeClaim (`ValidatePersistentVolumeClaimUpdate`): once it is bound, it may grow.

use serde_json::{Map, Value, json};

use super::prepare::keep;
use super::{difference, equal, same};
use crate::object::quantity::{Format, Quantity};
use crate::rules::field::Field;
use crate::rules::value::{Rendered, go_json};

const CLASS: &str = "volume.beta.kubernetes.io/storage-class";

pub(super) fn check(old: &Value, root: Field<'_>) {
    let (before, spec) = (old.get("spec").cloned().unwrap_or_default(), root.at("spec"));
    let bound = old.pointer("/status/phase").and_then(Value::as_str) == Some("Bound");
    let mut before_kept = before.clone();
    let mut after = spec.value().cloned().unwrap_or_default();
    if let (Some(old_spec), Some(new_spec)) = (before_kept.as_object_mut(), after.as_object_mut()) {
        // A volume may be named once.
        if old_spec.get("volumeName").and_then(Value::as_str).unwrap_or_default().is_empty() {
            match new_spec.get("volumeName").cloned() {
                Some(name) => old_spec.insert("volumeName".into(), name),
                None => old_spec.shift_remove("volumeName"),
            };
        }
        class(old, root, new_spec);
        if bound {
            keep(&before, new_spec, "volumeAttributesClassName");
        }
    }
    if let Some(requests) = after.pointer_mut("/resources/requests").and_then(Value::as_object_mut).filter(|_| bound) {
        let had = before.pointer("/resources/requests/storage").cloned();
        requests.insert("storage".into(), had.unwrap_or_else(|| json!("0")));
    }
    if !equal(Some(&before_kept), Some(&after), KIND) {
        let difference = difference(&before_kept, &after, KIND);
        spec.forbidden(format!(
            "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n{difference}"
        ));
    }
    shrinks(old, spec);
    let mode = spec.at("volumeMode");
    if !same(before.get("volumeMode"), mode.value()) {
        // The server leaves `spec` out.
        let value = mode.value().map_or_else(|| "null".into(), go_json);
        root.at_shown("volumeMode", "volumeMode").standing_for(mode).invalid_value(Rendered(value), super::IMMUTABLE);
    }
    current_class(old, spec);
}

const KIND: &str = "core.PersistentVolumeClaimSpec";

/// The class may move from the old annotation to its field, or come where there was none.
fn class(old: &Value, root: Field<'_>, new: &mut Map<String, Value>) {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let (annotated, had) = (text(old["metadata"]["annotations"].get(CLASS)), text(old["spec"].get("storageClassName")));
    let annotation = root.at("metadata").at("annotations").key(CLASS);
    let (now_annotated, has) = (text(annotation.value()), text(new.get("storageClassName")));
    let moves = annotated.is_some() && had.is_none() && has == annotated && (now_annotated.is_none() || now_annotated == annotated);
    if moves {
        new.shift_remove("storageClassName");
        return;
    }
    let (before, now) = (annotated.clone().unwrap_or_default(), now_annotated.unwrap_or_default());
    if before != now {
        let place = root.at("metadata").at("annotations").at_shown(CLASS, CLASS).standing_for(annotation);
        place.invalid_value(Rendered::text(&now), super::IMMUTABLE);
    }
    if has.is_some() && had.is_none() && annotated.is_none_or(|annotated| has == Some(annotated)) {
        new.shift_remove("storageClassName");
    }
}

/// A claim that grew too far may shrink again, but not to what it has.
fn shrinks(old: &Value, spec: Field<'_>) {
    let zero = || Quantity::of_nano(0, Format::BinarySi);
    let size = |value: Option<&Value>| value.and_then(Value::as_str).and_then(|text| Quantity::parse(text).ok()).unwrap_or_else(zero);
    let storage = spec.path("resources.requests.storage");
    let new = size(storage.value());
    if new < size(old.pointer("/spec/resources/requests/storage")) && new <= size(old.pointer("/status/capacity/storage")) {
        storage.forbidden("field can not be less than status.capacity");
    }
}

fn current_class(old: &Value, spec: Field<'_>) {
    let class = spec.at("volumeAttributesClassName");
    if old.pointer("/status/currentVolumeAttributesClassName").is_none_or(Value::is_null)
        || same(old.pointer("/spec/volumeAttributesClassName"), class.value())
    {
        return;
    }
    let to = if !class.exists() {
        "nil"
    } else if class.is_empty() {
        "empty string"
    } else {
        return;
    };
    class.forbidden(format!("update to {to} is forbidden when status.currentVolumeAttributesClassName is not nil"));
}
