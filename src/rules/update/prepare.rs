//! What the server makes of the new object before it compares it (`rest.BeforeUpdate`, `PrepareForUpdate` of the kinds'
//! strategies, 1.35): what only the server writes is as it was.

use serde_json::{Map, Value, json};

use super::service_fields;
use crate::rules::Options;
use crate::rules::prepare::prepare_again;

/// `new` as the server compares it with `old`.
pub(super) fn prepared(old: &Value, new: &Value, options: &Options) -> Value {
    let mut new = new.clone();
    let kind = new.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Some(metadata) = new.get_mut("metadata").and_then(Value::as_object_mut) {
        self::metadata(&old["metadata"], metadata);
    }
    let given = ["dataSource", "dataSourceRef"].map(|name| new["spec"].get(name).filter(|source| !source.is_null()).cloned());
    prepare_again(&mut new, &kind, options.version);
    let Some(object) = new.as_object_mut() else { return new };
    keep(old, object, "status");
    match kind.as_str() {
        "Secret" if object.get("type").and_then(Value::as_str).unwrap_or_default().is_empty() => keep(old, object, "type"),
        "Namespace" => {
            let finalizers = old.pointer("/spec/finalizers").cloned().unwrap_or_default();
            object.entry("spec").or_insert_with(|| json!({}))["finalizers"] = finalizers;
        }
        "PersistentVolumeClaim" => {
            if let Some(spec) = object.get_mut("spec").and_then(Value::as_object_mut) {
                sources(&old["spec"], spec, given);
            }
        }
        "Service" => service_fields::fill(&old["spec"], object),
        _ => {}
    }
    new
}

/// What is dropped from a claim that has no source yet is judged in one that has (`EnforceDataSourceBackwardsCompatibility`,
/// `DropDisabledFields`).
fn sources(old: &Value, new: &mut Map<String, Value>, given: [Option<Value>; 2]) {
    match given {
        [Some(source), None] if !old["dataSource"].is_null() => {
            new.insert("dataSource".into(), source.clone());
            new.insert("dataSourceRef".into(), source);
        }
        [source, Some(reference)]
            if !old["dataSourceRef"].is_null() && reference["namespace"].as_str().is_some_and(|name| !name.is_empty()) =>
        {
            match source {
                Some(source) => new.insert("dataSource".into(), source),
                None => new.shift_remove("dataSource"),
            };
            new.insert("dataSourceRef".into(), reference);
        }
        _ => {}
    }
}

fn metadata(old: &Value, new: &mut Map<String, Value>) {
    let set = |value: Option<&Value>| value.is_some_and(|value| !value.is_null() && *value != "");
    for name in ["generation", "resourceVersion"] {
        keep(old, new, name);
    }
    for name in ["creationTimestamp", "deletionTimestamp"] {
        if set(old.get(name)) {
            keep(old, new, name);
        }
    }
    for name in ["uid", "deletionGracePeriodSeconds", "namespace"] {
        if !set(new.get(name)) {
            keep(old, new, name);
        }
    }
}

/// Puts the field `name` of `old` in the place of the one of `new`.
pub(super) fn keep(old: &Value, new: &mut Map<String, Value>, name: &str) {
    match old.get(name) {
        Some(value) => new.insert(name.to_owned(), value.clone()),
        None => new.shift_remove(name),
    };
}
