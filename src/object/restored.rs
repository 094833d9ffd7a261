//! What the server says of an object that it made of a map and not of a text: after a strategic merge patch it restores the struct from
//! the patched map (apimachinery v0.35 `pkg/runtime/converter.go` fromUnstructured), which names types where the decoder names fields.

use serde_json::Value;

use super::{custom, golang};
use crate::schema::Version;
use crate::schema::asset::{Definition, Shape, Type, TypeId};

/// Why the text of `value` cannot be decoded into the struct `root`, as after other patches.
pub fn undecoded(value: &Value, root: TypeId, version: Version) -> Option<String> {
    super::typed::decode(value, root, version).misfit.map(|misfit| misfit.text)
}

/// Why `value` cannot become the struct `root`, in the order of its fields.
pub fn misfit(value: &Value, root: TypeId, version: Version) -> Option<String> {
    let Some(map) = value.as_object() else { return Some(format!("cannot restore struct from: {}", kind_of(value))) };
    let fields = root.fields().iter().filter(|field| field.versions.contains(version));
    fields.filter_map(|field| map.get(field.name).and_then(|value| of_type(value, &field.kind, version))).next()
}

fn of_type(value: &Value, kind: &Type, version: Version) -> Option<String> {
    if value.is_null() {
        return None;
    }
    match &kind.shape {
        Shape::Pointer(inner) => of_type(value, inner, version),
        Shape::Bool => (!value.is_boolean()).then(|| "unrecognized type: bool".into()),
        Shape::String => text(value, "string"),
        Shape::Int(bits, unsigned) => number(value, &format!("{}int{bits}", if *unsigned { "u" } else { "" })),
        Shape::Float => (!value.is_number()).then(|| "unrecognized type: float64".into()),
        Shape::Any => None,
        Shape::Bytes => match value {
            Value::String(text) => {
                golang::base64_error(text).map(|at| format!("error decoding from json: illegal base64 data at input byte {at}"))
            }
            Value::Array(_) => None,
            _ => Some(format!("cannot restore slice from {}", kind_of(value))),
        },
        Shape::List(inner) => match value {
            Value::Array(items) => items.iter().find_map(|item| of_type(item, inner, version)),
            _ => Some(format!("cannot restore slice from {}", kind_of(value))),
        },
        Shape::Map(inner) => match value {
            Value::Object(map) => map.values().find_map(|value| of_type(value, inner, version)),
            _ => Some(format!("cannot restore map from {}", kind_of(value))),
        },
        Shape::Named(id) => match id.definition() {
            Definition::Struct(_) => misfit(value, *id, version),
            Definition::Alias(target, _) if matches!(target.shape, Shape::String) => text(value, &kind.go()),
            Definition::Alias(target, _) => of_type(value, target, version),
            Definition::Special(special) => match custom::read(value, *special) {
                Ok(_) => None,
                Err(custom::Error::Type { found, wanted }) => {
                    Some(format!("json: cannot unmarshal {found} into Go value of type {wanted}"))
                }
                Err(custom::Error::Text(text)) => Some(text),
            },
        },
    }
}

/// Go can make a text of an integer, and the converter says so before it refuses.
fn text(value: &Value, wanted: &str) -> Option<String> {
    match value {
        Value::String(_) => None,
        Value::Number(number) if !number.is_f64() => Some(format!("cannot convert int64 to {wanted}")),
        _ => Some("unrecognized type: string".into()),
    }
}

fn number(value: &Value, wanted: &str) -> Option<String> {
    match value {
        Value::Number(number) if number.as_f64().is_some_and(|number| number.fract() != 0.0) => {
            Some(format!("cannot convert float64 to {wanted}"))
        }
        Value::Number(_) => None,
        _ => Some(format!("unrecognized type: {wanted}")),
    }
}

/// What Go calls a value of decoded JSON.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "invalid",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float64",
        Value::Number(_) => "int64",
        Value::String(_) => "string",
        Value::Array(_) => "slice",
        Value::Object(_) => "map",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_map_that_does_not_fit_is_refused_by_types() {
        let pod = TypeId::named("core/v1.Pod").unwrap();
        let said = |value: Value| misfit(&value, pod, Version::DEFAULT).unwrap_or_default();
        // As Kubernetes 1.35.4 answered on 2026-11-28.
        assert_eq!(said(json!({"metadata": {"labels": {"a": 1}}})), "cannot convert int64 to string");
        assert_eq!(said(json!({"metadata": {"labels": {"a": true}}})), "unrecognized type: string");
        assert_eq!(said(json!({"metadata": []})), "cannot restore struct from: slice");
        assert_eq!(said(json!({"spec": {"containers": "x"}})), "cannot restore slice from string");
        assert_eq!(said(json!({"spec": {"containers": [{"ports": [{"containerPort": "x"}]}]}})), "unrecognized type: int32");
        assert_eq!(said(json!({"spec": {"hostNetwork": "true"}})), "unrecognized type: bool");
        assert_eq!(said(json!({"spec": {"terminationGracePeriodSeconds": 1.5}})), "cannot convert float64 to int64");
        assert_eq!(said(json!({"spec": {"hostNetwork": true, "containers": null}})), "");
    }
}
