//! What is left of an object once the server has stored it: Go's `omitempty` leaves empty lists and maps, empty strings,
//! zeros and `false` out of its JSON, except where a pointer tells them from nothing.

use serde_json::{Map, Value};

use crate::schema::Version;
use crate::schema::asset::{self, Definition, Shape, Type, TypeId};

/// Takes out what the server does not store. Validation comes before: it sees what was sent.
pub fn leave_out_empty(value: &mut Value, version: Version) {
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    let kind = asset::kind(text("apiVersion"), text("kind"), version);
    if let (Some(kind), Value::Object(fields)) = (kind, value) {
        structure(fields, kind.root, version);
    }
}

fn structure(fields: &mut Map<String, Value>, id: TypeId, version: Version) {
    let mut left_out = false;
    for (name, value) in fields.iter_mut() {
        let Some(field) = id.field(name, version) else { continue };
        inside(value, &field.kind, version);
        left_out |= field.omit_empty && is_empty(value, &field.kind);
    }
    // Most structs are stored as they are, and `retain` builds the map anew.
    if left_out {
        fields.retain(|name, value| id.field(name, version).is_none_or(|field| !(field.omit_empty && is_empty(value, &field.kind))));
    }
}

fn inside(value: &mut Value, kind: &Type, version: Version) {
    match (&kind.target().shape, value) {
        (Shape::List(item), Value::Array(items)) => items.iter_mut().for_each(|value| inside(value, item, version)),
        (Shape::Map(item), Value::Object(entries)) => entries.values_mut().for_each(|value| inside(value, item, version)),
        (Shape::Named(id), value) => match (id.definition(), value) {
            (Definition::Struct(_), Value::Object(fields)) => structure(fields, *id, version),
            (Definition::Alias(kind, _), value) => inside(value, kind, version),
            _ => {}
        },
        _ => {}
    }
}

/// `isEmptyValue` of Go's encoding/json: structs never are, pointers only when they are nil.
fn is_empty(value: &Value, kind: &Type) -> bool {
    match (&kind.shape, value) {
        (_, Value::Null) => true,
        (Shape::Pointer(_), _) => false,
        (Shape::Named(id), value) => matches!(id.definition(), Definition::Alias(kind, _) if is_empty(value, kind)),
        (_, Value::Array(items)) => items.is_empty(),
        (_, Value::Object(fields)) => fields.is_empty(),
        (_, Value::String(text)) => text.is_empty(),
        (_, Value::Bool(value)) => !value,
        (_, Value::Number(number)) => number.as_f64() == Some(0.0),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_empty_is_not_stored_and_pointers_are() {
        let mut pod = json!({
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": "a", "labels": {}, "annotations": {"note": ""}},
            "spec": {
                "hostNetwork": false, "automountServiceAccountToken": false, "initContainers": [], "priority": 0,
                "containers": [{
                    "name": "a", "args": [], "command": [""], "env": [{"name": "X", "value": ""}], "stdin": false,
                    "securityContext": {"runAsNonRoot": false, "runAsUser": 0, "capabilities": {"add": []}},
                    "volumeMounts": [{"name": "v", "mountPath": "/v", "readOnly": false}],
                    "ports": [{"containerPort": 80, "hostPort": 0}],
                }],
                "volumes": [{"name": "v", "emptyDir": {}}],
            },
        });
        leave_out_empty(&mut pod, Version::default());
        let wanted = json!({
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": "a", "annotations": {"note": ""}},
            "spec": {
                "automountServiceAccountToken": false, "priority": 0,
                "containers": [{
                    "name": "a", "command": [""], "env": [{"name": "X"}],
                    "securityContext": {"runAsNonRoot": false, "runAsUser": 0, "capabilities": {}},
                    "volumeMounts": [{"name": "v", "mountPath": "/v"}],
                    "ports": [{"containerPort": 80}],
                }],
                "volumes": [{"name": "v", "emptyDir": {}}],
            },
        });
        assert_eq!(pod, wanted);
    }
}
