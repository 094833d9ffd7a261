//! Strategic merge patches: what a patch does to a list, the field's Go type says (`patchStrategy` and `patchMergeKey` in k8s.io/api;
//! apimachinery v0.35 `pkg/util/strategicpatch`). `kubectl apply` merges three texts by the same rules.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::output::go_text;
use crate::schema::asset::{Field, TypeId};
use crate::schema::explain::structure;
use crate::schema::{self, Version};

/// The type of an object, whose fields say how they are merged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    inside: Option<TypeId>,
    version: Version,
}

/// How a list is merged: by a key of its items, or as a set of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Key(&'static str),
    Itself,
}

impl Rules {
    /// Of a kind of objects.
    pub fn of(api_version: &str, kind: &str, version: Version) -> Self {
        Self { inside: schema::kind(api_version, kind, version).map(|kind| kind.root), version }
    }

    /// The field of this name.
    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.inside?.field(name, self.version)
    }

    /// Of what a field holds.
    pub fn below(self, field: Option<&Field>) -> Self {
        Self { inside: field.and_then(|field| structure(&field.kind)), ..self }
    }
}

/// How a field's list is merged, if it is merged at all.
pub(super) fn by(field: Option<&Field>) -> Option<By> {
    match field?.merge_key? {
        "" => Some(By::Itself),
        key => Some(By::Key(key)),
    }
}

impl By {
    /// Whether two items are the same one.
    pub fn same(self, one: &Value, other: &Value) -> bool {
        match self {
            Self::Key(key) => one.get(key) == other.get(key),
            Self::Itself => one == other,
        }
    }

    /// Where the item stands.
    pub fn find(self, all: &[Value], item: &Value) -> Option<usize> {
        all.iter().position(|own| self.same(own, item))
    }
}

/// Applies a patch as somebody wrote it.
///
/// # Errors
/// The server's words when an item of a list has not the key by which the list is merged.
pub(super) fn strategic_patch(target: &mut Value, patch: &Value, rules: Rules) -> Result<(), String> {
    let Value::Object(changes) = patch else {
        *target = patch.clone();
        return Ok(());
    };
    match changes.get("$patch").and_then(Value::as_str) {
        Some("replace") => {
            *target = patch.clone();
            target.as_object_mut().map(|map| map.remove("$patch"));
            return Ok(());
        }
        Some("delete") => {
            *target = Value::Object(Map::new());
            return Ok(());
        }
        _ => {}
    }
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(map) = target.as_object_mut() else { return Ok(()) };
    if let Some(kept) = changes.get("$retainKeys").and_then(Value::as_array) {
        map.retain(|key, _| kept.iter().any(|kept| kept == key));
    }
    for (key, change) in changes.iter().filter(|(key, _)| !key.starts_with('$')) {
        if change.is_null() {
            map.remove(key);
            continue;
        }
        let field = rules.field(key);
        let below = rules.below(field);
        let there = map.contains_key(key);
        let entry = map.entry(key.clone()).or_insert(Value::Null);
        match (by(field), change.as_array()) {
            (Some(by), Some(items)) if there && entry.is_array() => {
                let order = changes.get(&format!("$setElementOrder/{key}")).and_then(Value::as_array);
                merge_items(entry, items, order, by, below)?;
            }
            _ => strategic_patch(entry, change, below)?,
        }
    }
    for (key, value) in changes {
        let list = |name: &str| key.strip_prefix(name).map(str::to_owned).zip(value.as_array());
        if let Some((field, gone)) = list("$deleteFromPrimitiveList/") {
            map.get_mut(&field).and_then(Value::as_array_mut).into_iter().for_each(|own| own.retain(|item| !gone.contains(item)));
        } else if let Some((field, order)) = list("$setElementOrder/").filter(|(field, _)| !changes.contains_key(field)) {
            let by = by(rules.field(&field)).unwrap_or(By::Itself);
            if let Some(own) = map.get_mut(&field).and_then(Value::as_array_mut) {
                let before = own.clone();
                *own = ordered(std::mem::take(own), order, &before, by);
            }
        }
    }
    Ok(())
}

fn merge_items(target: &mut Value, items: &[Value], order: Option<&Vec<Value>>, by: By, rules: Rules) -> Result<(), String> {
    let Some(list) = target.as_array_mut() else { return Ok(()) };
    let directive = |item: &Value| item.get("$patch").and_then(Value::as_str).map(str::to_owned);
    if items.iter().any(|item| directive(item).as_deref() == Some("replace")) {
        *list = items.iter().filter(|item| directive(item).is_none()).cloned().collect();
        return Ok(());
    }
    if let By::Key(key) = by
        && let Some(odd) = items.iter().find(|item| item.is_object() && item.get(key).is_none())
    {
        return Err(format!("map: {} does not contain declared merge key: {key}", go_text(odd)));
    }
    let before = list.clone();
    for item in items {
        match (by.find(list, item), directive(item).as_deref() == Some("delete")) {
            (Some(at), true) => {
                list.remove(at);
            }
            (Some(at), false) if by != By::Itself => strategic_patch(&mut list[at], item, rules)?,
            (None, false) => list.push(item.clone()),
            _ => {}
        }
    }
    *list = ordered(std::mem::take(list), order.map_or(items, Vec::as_slice), &before, by);
    Ok(())
}

/// The items in the order of a patch, with those that only the server has where they stood before (patch.go normalizeElementOrder). What
/// is new comes before them.
fn ordered(list: Vec<Value>, order: &[Value], before: &[Value], by: By) -> Vec<Value> {
    let (mut named, others): (Vec<_>, Vec<_>) = list.into_iter().partition(|item| by.find(order, item).is_some());
    named.sort_by_key(|item| by.find(order, item));
    let mut out = Vec::new();
    let (mut named, mut others) = (named.into_iter().peekable(), others.into_iter().peekable());
    loop {
        match (others.peek(), named.peek()) {
            (Some(other), Some(one)) => {
                let place = by.find(before, other).zip(by.find(before, one));
                match place.map(|(other, one)| other.cmp(&one)) {
                    Some(Ordering::Less) => out.extend(others.next()),
                    _ => out.extend(named.next()),
                }
            }
            (Some(_), None) => out.extend(others.next()),
            (None, Some(_)) => out.extend(named.next()),
            (None, None) => return out,
        }
    }
}

/// What `apply` makes of the live object: what the last manifest had and the new one has not is taken away,
/// what the new one says is put in, the rest stays.
pub(super) fn three_way(live: &mut Value, last: &Value, new: &Value, rules: Rules) {
    let (Some(map), Some(wanted)) = (live.as_object_mut(), new.as_object()) else {
        *live = new.clone();
        return;
    };
    if let Some(last) = last.as_object() {
        map.retain(|key, _| !last.contains_key(key) || wanted.get(key).is_some_and(|value| !value.is_null()));
    }
    for (key, value) in wanted {
        if value.is_null() {
            map.remove(key);
            continue;
        }
        let field = rules.field(key);
        let (below, last) = (rules.below(field), last.get(key).unwrap_or(&Value::Null));
        let Some(own) = map.get_mut(key) else {
            map.insert(key.clone(), value.clone());
            continue;
        };
        match (by(field), value.as_array()) {
            (Some(by), Some(items)) if own.is_array() => {
                let last = last.as_array().map(Vec::as_slice).unwrap_or_default();
                three_way_items(own, last, items, by, field.is_some_and(|field| field.retains_keys), below);
            }
            _ if value.is_object() && own.is_object() => {
                three_way_map(own, last, value, field.is_some_and(|field| field.retains_keys), below);
            }
            _ => *own = value.clone(),
        }
    }
}

/// A mapping of which a patch that changes anything names the keys that stay (`$retainKeys`).
fn three_way_map(live: &mut Value, last: &Value, new: &Value, retains: bool, rules: Rules) {
    let before = live.clone();
    three_way(live, last, new, rules);
    if retains
        && *live != before
        && let (Some(map), Some(wanted)) = (live.as_object_mut(), new.as_object())
    {
        map.retain(|key, _| wanted.contains_key(key));
    }
}

fn three_way_items(live: &mut Value, last: &[Value], new: &[Value], by: By, retains: bool, rules: Rules) {
    let Some(list) = live.as_array_mut() else { return };
    let before = list.clone();
    list.retain(|item| by.find(last, item).is_none() || by.find(new, item).is_some());
    for item in new {
        match by.find(list, item) {
            Some(at) if by != By::Itself => {
                let last = by.find(last, item).map_or(&Value::Null, |at| &last[at]);
                three_way_map(&mut list[at], last, item, retains, rules);
            }
            Some(_) => {}
            None => list.push(item.clone()),
        }
    }
    *list = ordered(std::mem::take(list), new, &before, by);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rules(api_version: &str, kind: &str) -> Rules {
        Rules::of(api_version, kind, Version::DEFAULT)
    }

    #[test]
    fn apply_takes_away_what_the_manifest_no_longer_has() {
        let mut live = json!({"spec": {"a": 1, "defaulted": true, "containers": [{"name": "x", "image": "i", "stdin": true, "added": 1}, {"name": "y"}]}});
        let last = json!({"spec": {"a": 1, "containers": [{"name": "x", "image": "i", "stdin": true}, {"name": "y"}]}});
        let new = json!({"spec": {"b": 2, "containers": [{"name": "x", "image": "j"}]}});
        three_way(&mut live, &last, &new, rules("v1", "Pod"));
        assert_eq!(live, json!({"spec": {"b": 2, "defaulted": true, "containers": [{"name": "x", "image": "j", "added": 1}]}}));
    }

    #[test]
    fn apply_keeps_the_manifests_order_and_drops_what_another_strategy_had() {
        let mut live = json!({"spec": {"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}},
            "template": {"spec": {"containers": [{"name": "a"}, {"name": "b"}], "volumes": [{"name": "v", "emptyDir": {}}]}}}});
        let last = json!({"spec": {"template": {"spec": {"containers": [{"name": "a"}, {"name": "b"}], "volumes": [{"name": "v"}]}}}});
        let new = json!({"spec": {"strategy": {"type": "Recreate"}, "template": {"spec": {"containers": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
            "volumes": [{"name": "v", "configMap": {"name": "c"}}]}}}});
        three_way(&mut live, &last, &new, rules("apps/v1", "Deployment"));
        assert_eq!(live, new);
    }

    #[test]
    fn the_type_says_how_a_list_is_merged() {
        let patched = |api, kind, mut object: Value, patch: Value| {
            strategic_patch(&mut object, &patch, rules(api, kind))?;
            Ok::<_, String>(object)
        };
        let pod = json!({"spec": {"imagePullSecrets": [{"name": "a"}]}});
        let added = patched("v1", "Pod", pod, json!({"spec": {"imagePullSecrets": [{"name": "b"}]}})).unwrap();
        assert_eq!(added, json!({"spec": {"imagePullSecrets": [{"name": "b"}, {"name": "a"}]}}));
        // A ServiceAccount's list is atomic.
        let account = json!({"imagePullSecrets": [{"name": "a"}], "secrets": [{"name": "s"}]});
        let replaced =
            patched("v1", "ServiceAccount", account, json!({"imagePullSecrets": [{"name": "b"}], "secrets": [{"name": "t"}]})).unwrap();
        assert_eq!(replaced, json!({"imagePullSecrets": [{"name": "b"}], "secrets": [{"name": "t"}, {"name": "s"}]}));
        let service = json!({"spec": {"ports": [{"port": 80}]}});
        let ports =
            patched("v1", "Service", service, json!({"spec": {"ports": [{"port": 80, "targetPort": 8080}, {"port": 81}]}})).unwrap();
        assert_eq!(ports, json!({"spec": {"ports": [{"port": 80, "targetPort": 8080}, {"port": 81}]}}));
        let containers = json!({"spec": {"containers": [{"name": "a", "image": "i"}, {"name": "b", "image": "i"}]}});
        let directives =
            json!({"spec": {"$setElementOrder/containers": [{"name": "b"}, {"name": "a"}], "containers": [{"name": "a", "image": "j"}]}});
        let turned = patched("v1", "Pod", containers.clone(), directives).unwrap();
        assert_eq!(turned, json!({"spec": {"containers": [{"name": "b", "image": "i"}, {"name": "a", "image": "j"}]}}));
        let keyless = patched("v1", "Pod", containers, json!({"spec": {"containers": [{"image": "x"}]}}));
        assert_eq!(keyless, Err("map: map[image:x] does not contain declared merge key: name".into()));
    }
}
