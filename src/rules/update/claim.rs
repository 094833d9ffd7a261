//! What may change in a PersistentVolumeClaim (`ValidatePersistentVolumeClaimUpdate`): once it is bound, it may grow.

use serde_json::{Value, json};

use super::{difference, same};
use crate::object::quantity::Quantity;
use crate::rules::field::Field;

pub(super) fn check(old: &Value, root: Field<'_>) {
    let (before, spec) = (old.get("spec").cloned().unwrap_or_default(), root.at("spec"));
    let bound = old.pointer("/status/phase").and_then(Value::as_str) == Some("Bound");
    let mut after = spec.value().cloned().unwrap_or_default();
    if let Some(map) = after.as_object_mut() {
        if before.get("volumeName").is_some() && !map.contains_key("volumeName") {
            map.insert("volumeName".into(), json!(""));
        }
        if bound {
            match before.get("volumeAttributesClassName") {
                Some(class) => map.insert("volumeAttributesClassName".into(), class.clone()),
                None => map.shift_remove("volumeAttributesClassName"),
            };
        }
    }
    if let Some(storage) = after.pointer_mut("/resources/requests/storage").filter(|_| bound) {
        *storage = before.pointer("/resources/requests/storage").cloned().unwrap_or_default();
    }
    // A volume may be named once.
    let unnamed = before.get("volumeName").and_then(Value::as_str).unwrap_or("").is_empty();
    let kept = |spec: &Value| super::without(Some(spec), if unnamed { &["volumeName"] } else { &[] });
    if !same(Some(&kept(&before)), Some(&kept(&after))) {
        let difference = difference(&kept(&before), &kept(&after), "core.PersistentVolumeClaimSpec");
        spec.forbidden(format!(
            "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n{difference}"
        ));
    }
    let size = |value: Option<&Value>| value.and_then(Value::as_str).and_then(|text| Quantity::parse(text).ok());
    let storage = spec.path("resources.requests.storage");
    let (old_size, new_size) = (size(before.pointer("/resources/requests/storage")), size(storage.value()));
    let has =
        size(old.pointer("/status/capacity/storage")).unwrap_or_else(|| Quantity::of_nano(0, crate::object::quantity::Format::BinarySi));
    if let (Some(old_size), Some(new_size)) = (old_size, new_size)
        && new_size < old_size
        && new_size <= has
    {
        storage.forbidden("field can not be less than status.capacity");
    }
}
