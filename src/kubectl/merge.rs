//! Patches: merge patch (RFC 7386), strategic merge patch, JSON patch (RFC 6902), and `apply`'s three-way merge.

use serde_json::{Map, Value};

/// A list whose items are merged by a key (`patchMergeKey` in k8s.io/api).
fn merge_key(field: &str) -> Option<&'static str> {
    Some(match field {
        "containers" | "initContainers" | "ephemeralContainers" | "env" | "volumes" | "imagePullSecrets" | "secrets" => "name",
        "volumeMounts" => "mountPath",
        "ports" => "containerPort",
        "hostAliases" => "ip",
        "conditions" => "type",
        "topologySpreadConstraints" => "topologyKey",
        "ownerReferences" => "uid",
        _ => return None,
    })
}

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

/// Applies a strategic merge patch: as a merge patch, but lists with a merge key merge item by item.
/// `service` tells that `ports` are a Service's, whose key is `port`.
pub(super) fn strategic_patch(target: &mut Value, patch: &Value, service: bool) {
    let Value::Object(changes) = patch else {
        *target = patch.clone();
        return;
    };
    if changes.get("$patch").and_then(Value::as_str) == Some("replace") {
        *target = patch.clone();
        if let Some(map) = target.as_object_mut() {
            map.remove("$patch");
        }
        return;
    }
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(map) = target.as_object_mut() else { return };
    for (key, change) in changes {
        if change.is_null() {
            map.remove(key);
            continue;
        }
        let entry = map.entry(key.clone()).or_insert(Value::Null);
        match (key_of(key, service), change.as_array()) {
            (Some(by), Some(items)) if entry.is_array() && items.iter().all(|item| item.get(by).is_some()) => {
                merge_items(entry, items, by, service)
            }
            _ => strategic_patch(entry, change, service),
        }
    }
}

fn key_of(field: &str, service: bool) -> Option<&'static str> {
    if service && field == "ports" { Some("port") } else { merge_key(field) }
}

fn merge_items(target: &mut Value, items: &[Value], by: &str, service: bool) {
    let Some(list) = target.as_array_mut() else { return };
    let mut added = Vec::new();
    for item in items {
        let at = list.iter().position(|own| own.get(by) == item.get(by));
        let deletes = item.get("$patch").and_then(Value::as_str) == Some("delete");
        match (at, deletes) {
            (Some(at), true) => {
                list.remove(at);
            }
            (Some(at), false) => strategic_patch(&mut list[at], item, service),
            (None, true) => {}
            (None, false) => added.push(item.clone()),
        }
    }
    // What is new comes first, as the server orders it.
    list.splice(0..0, added);
}

/// Applies a JSON patch.
///
/// # Errors
/// What the library says of the operation that cannot be done (gopkg.in/evanphx/json-patch).
pub(super) fn json_patch(target: &mut Value, patch: &Value) -> Result<(), String> {
    for operation in patch.as_array().into_iter().flatten() {
        let text = |field: &str| operation[field].as_str().unwrap_or_default();
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

/// What `apply` makes of the live object: what the last manifest had and the new one has not is taken away,
/// what the new one says is put in, the rest stays.
pub(super) fn three_way(live: &mut Value, last: &Value, new: &Value, service: bool) {
    prune(live, last, new, service);
    strategic_patch(live, new, service);
}

fn prune(live: &mut Value, last: &Value, new: &Value, service: bool) {
    let (Some(live), Some(last)) = (live.as_object_mut(), last.as_object()) else { return };
    for (key, before) in last {
        let Some(after) = new.get(key).filter(|after| !after.is_null()) else {
            live.remove(key);
            continue;
        };
        let Some(own) = live.get_mut(key) else { continue };
        match (key_of(key, service), before.as_array(), after.as_array()) {
            (Some(by), Some(before), Some(after)) => {
                let gone =
                    |item: &Value| before.iter().any(|b| b.get(by) == item.get(by)) && !after.iter().any(|a| a.get(by) == item.get(by));
                if let Some(list) = own.as_array_mut() {
                    list.retain(|item| !gone(item));
                    for item in list.iter_mut() {
                        let of = |all: &[Value]| all.iter().find(|one| one.get(by) == item.get(by)).cloned();
                        if let (Some(before), Some(after)) = (of(before), of(after)) {
                            prune(item, &before, &after, service);
                        }
                    }
                }
            }
            _ => prune(own, before, after, service),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn apply_takes_away_what_the_manifest_no_longer_has() {
        let mut live = json!({"spec": {"a": 1, "defaulted": true, "containers": [{"name": "x", "image": "i", "stdin": true, "added": 1}, {"name": "y"}]}});
        let last = json!({"spec": {"a": 1, "containers": [{"name": "x", "image": "i", "stdin": true}, {"name": "y"}]}});
        let new = json!({"spec": {"b": 2, "containers": [{"name": "x", "image": "j"}]}});
        three_way(&mut live, &last, &new, false);
        assert_eq!(live, json!({"spec": {"b": 2, "defaulted": true, "containers": [{"name": "x", "image": "j", "added": 1}]}}));
    }

    #[test]
    fn patches_do_what_their_kind_says() {
        let object = json!({"imagePullSecrets": [{"name": "a"}], "l": {"k": "v"}, "rules": [1, 2]});
        let mut merged = object.clone();
        merge_patch(&mut merged, &json!({"imagePullSecrets": [{"name": "b"}], "l": {"k": null, "m": 1}}));
        assert_eq!(merged, json!({"imagePullSecrets": [{"name": "b"}], "l": {"m": 1}, "rules": [1, 2]}));
        let mut merged = object.clone();
        strategic_patch(&mut merged, &json!({"imagePullSecrets": [{"name": "b"}], "rules": [3]}), false);
        assert_eq!(merged, json!({"imagePullSecrets": [{"name": "b"}, {"name": "a"}], "l": {"k": "v"}, "rules": [3]}));
        let mut merged = object.clone();
        json_patch(&mut merged, &json!([{"op": "add", "path": "/rules/-", "value": 3}, {"op": "remove", "path": "/l/k"}, {"op": "replace", "path": "/rules/0", "value": 9}])).unwrap();
        assert_eq!(merged, json!({"imagePullSecrets": [{"name": "a"}], "l": {}, "rules": [9, 2, 3]}));
        assert!(json_patch(&mut merged, &json!([{"op": "remove", "path": "/none"}])).is_err());
    }
}
