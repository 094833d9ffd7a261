//! Patches that know no types: merge patch (RFC 7386) and JSON patch (RFC 6902).

use serde_json::{Map, Value};

/// Applies a merge patch: mappings merge, `null` deletes, everything else replaces.
pub(super) fn merge_patch(target: &mut Value, patch: &Value) {
    let Value::Object(changes) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(map) = target.as_object_mut() else { return };
    for (key, change) in changes {
        if change.is_null() {
            map.remove(key);
        } else {
            merge_patch(map.entry(key.clone()).or_insert(Value::Null), change);
        }
    }
}

/// The merge patch that makes one object of another.
pub(super) fn changes(before: &Value, after: &Value) -> Value {
    let (Some(old), Some(new)) = (before.as_object(), after.as_object()) else { return after.clone() };
    let mut patch = Map::new();
    for (key, value) in new {
        match old.get(key) {
            Some(own) if own == value => {}
            Some(own) if own.is_object() && value.is_object() => {
                patch.insert(key.clone(), changes(own, value));
            }
            _ => {
                patch.insert(key.clone(), value.clone());
            }
        }
    }
    patch.extend(old.keys().filter(|key| !new.contains_key(*key)).map(|key| (key.clone(), Value::Null)));
    patch.into()
}

/// Applies a JSON patch.
///
/// # Errors
/// What the library says of the operation that cannot be done (gopkg.in/evanphx/json-patch).
pub(super) fn json_patch(target: &mut Value, patch: &Value) -> Result<(), String> {
    for operation in patch.as_array().into_iter().flatten() {
        // What stands before the first slash is not looked at (evanphx/json-patch `findObject`).
        let text = |field: &str| {
            let text = operation[field].as_str().unwrap_or_default();
            if matches!(field, "path" | "from") { text.find('/').map_or(text, |at| &text[at..]) } else { text }
        };
        let (path, value) = (text("path"), operation["value"].clone());
        let missing = || format!("{} operation does not apply: doc is missing path: {path:?}: missing value", text("op"));
        match text("op") {
            "add" => insert(target, path, value, true).ok_or_else(missing)?,
            // Of an object, the server's library replaces what is not there, too (evanphx/json-patch v4, `partialDoc.get`).
            "replace" => match target.pointer_mut(path) {
                Some(place) => *place = value,
                None => {
                    let parent = split(path).and_then(|(parent, _)| target.pointer(parent));
                    if !parent.is_some_and(Value::is_object) {
                        return Err(missing());
                    }
                    insert(target, path, value, false).ok_or_else(missing)?;
                }
            },
            "remove" => {
                take(target, path).ok_or_else(missing)?;
            }
            "test" => {
                if target.pointer(path) != Some(&value) {
                    return Err(format!("testing value {path} failed: test failed"));
                }
            }
            "copy" => {
                let value = target.pointer(text("from")).cloned().ok_or_else(missing)?;
                insert(target, path, value, true).ok_or_else(missing)?;
            }
            "move" => {
                let value = take(target, text("from")).ok_or_else(missing)?;
                insert(target, path, value, true).ok_or_else(missing)?;
            }
            other => return Err(format!("Unexpected kind: {other}")),
        }
    }
    Ok(())
}

fn split(path: &str) -> Option<(&str, String)> {
    let (parent, last) = path.rsplit_once('/')?;
    Some((parent, last.replace("~1", "/").replace("~0", "~")))
}

fn insert(target: &mut Value, path: &str, value: Value, grow: bool) -> Option<()> {
    let (parent, last) = split(path)?;
    match target.pointer_mut(parent)? {
        Value::Object(map) => {
            map.insert(last, value);
        }
        Value::Array(list) if grow && last == "-" => list.push(value),
        Value::Array(list) => {
            let at: usize = last.parse().ok().filter(|at| *at <= list.len())?;
            list.insert(at, value);
        }
        _ => return None,
    }
    Some(())
}

fn take(target: &mut Value, path: &str) -> Option<Value> {
    let (parent, last) = split(path)?;
    match target.pointer_mut(parent)? {
        Value::Object(map) => map.remove(&last),
        Value::Array(list) => {
            let at: usize = last.parse().ok().filter(|at| *at < list.len())?;
            Some(list.remove(at))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn patches_do_what_their_kind_says() {
        let object = json!({"imagePullSecrets": [{"name": "a"}], "l": {"k": "v"}, "rules": [1, 2]});
        let mut merged = object.clone();
        merge_patch(&mut merged, &json!({"imagePullSecrets": [{"name": "b"}], "l": {"k": null, "m": 1}}));
        assert_eq!(merged, json!({"imagePullSecrets": [{"name": "b"}], "l": {"m": 1}, "rules": [1, 2]}));
        let mut merged = object.clone();
        json_patch(&mut merged, &json!([{"op": "add", "path": "/rules/-", "value": 3}, {"op": "remove", "path": "/l/k"}, {"op": "replace", "path": "/rules/0", "value": 9}])).unwrap();
        assert_eq!(merged, json!({"imagePullSecrets": [{"name": "a"}], "l": {}, "rules": [9, 2, 3]}));
        assert!(json_patch(&mut merged, &json!([{"op": "remove", "path": "/none"}])).is_err());
    }
}
