//! What may change in a Pod (`ValidatePodUpdate`). The server names what differs in its internal form.

use serde_json::{Map, Value};

use super::{difference, same};
use crate::rules::field::Field;

const OTHERS: &str = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,\
                      `spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),\
                      `spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

pub(super) fn check(old: &Value, root: Field<'_>) {
    let (before, spec) = (&old["spec"], root.at("spec"));
    for list in ["containers", "initContainers"] {
        if spec.at(list).len() != before[list].as_array().map_or(0, Vec::len) {
            return spec.at(list).forbidden("pod updates may not add or remove containers");
        }
    }
    if !deadline(before, spec) {
        return;
    }
    tolerations(before, spec);
    gates(before, spec);
    let Some(new) = spec.value() else { return };
    let new = munged(before, new);
    if !same(Some(&comparable(before)), Some(&comparable(&new))) {
        let difference = difference(&internal(before), &internal(&new), "core.PodSpec");
        spec.forbidden(format!("{OTHERS}\n{difference}"));
    }
}

/// `activeDeadlineSeconds` comes and shrinks; false when the server looks no further.
fn deadline(before: &Value, spec: Field<'_>) -> bool {
    let (old, new) = (before["activeDeadlineSeconds"].as_i64(), spec.at("activeDeadlineSeconds"));
    match (old, new.int()) {
        (Some(_), None) => {
            new.invalid_value(crate::rules::value::Rendered("null".into()), "must not update from a positive integer to nil value");
            true
        }
        (_, Some(seconds)) if !(0..=i64::from(i32::MAX)).contains(&seconds) => {
            new.invalid("must be between 0 and 2147483647, inclusive");
            false
        }
        (Some(old), Some(seconds)) if old < seconds => {
            new.invalid("must be less than or equal to previous value");
            false
        }
        _ => true,
    }
}

/// Tolerations are only added, or last another time.
fn tolerations(before: &Value, spec: Field<'_>) {
    let alike = |one: &Value, other: &Value| {
        let timeless = |value: &Value| super::without(Some(value), &["tolerationSeconds"]);
        same(Some(&timeless(one)), Some(&timeless(other)))
    };
    let list = spec.at("tolerations");
    let kept = |old: &Value| list.each().filter_map(Field::value).any(|new| alike(old, new));
    if !before["tolerations"].as_array().into_iter().flatten().all(kept) {
        list.forbidden("existing toleration can not be modified except its tolerationSeconds");
    }
}

/// Scheduling gates are only taken away.
fn gates(before: &Value, spec: Field<'_>) {
    let known = |name: &str| before["schedulingGates"].as_array().into_iter().flatten().any(|gate| gate["name"] == name);
    for gate in spec.at("schedulingGates").each() {
        let name = gate.at("name");
        if !known(name.str()) {
            name.forbidden(format!("only deletion is allowed, but found new scheduling gate '{}'", name.str()));
        }
    }
}

/// `new` with what may change as it was before.
fn munged(before: &Value, new: &Value) -> Value {
    let mut new = new.clone();
    let Some(map) = new.as_object_mut() else { return new };
    for name in ["activeDeadlineSeconds", "tolerations", "schedulingGates"] {
        keep(before, map, name);
    }
    let was_negative = before["terminationGracePeriodSeconds"].as_i64().is_some_and(|seconds| seconds < 0);
    if was_negative && map.get("terminationGracePeriodSeconds").and_then(Value::as_i64) == Some(1) {
        keep(before, map, "terminationGracePeriodSeconds");
    }
    if before["schedulingGates"].as_array().is_some_and(|gates| !gates.is_empty())
        && gains(&before["nodeSelector"], map.get("nodeSelector"))
    {
        keep(before, map, "nodeSelector");
    }
    for list in ["containers", "initContainers"] {
        let containers = map.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten();
        for (i, container) in containers.enumerate() {
            container["image"] = before[list][i]["image"].clone();
        }
    }
    new
}

fn keep(before: &Value, new: &mut Map<String, Value>, name: &str) {
    match before.get(name) {
        Some(value) => new.insert(name.to_owned(), value.clone()),
        None => new.shift_remove(name),
    };
}

/// Whether every entry of `old` is in `new`.
fn gains(old: &Value, new: Option<&Value>) -> bool {
    old.as_object().into_iter().flatten().all(|(key, value)| new.is_some_and(|new| new.get(key) == Some(value)))
}

/// Without what the scheduler, a priority class and the second name of the account add.
fn comparable(spec: &Value) -> Value {
    super::without(Some(spec), &["nodeName", "serviceAccount", "priority", "preemptionPolicy"])
}

/// The spec as the internal struct has it: the host's namespaces belong to the security context.
fn internal(spec: &Value) -> Value {
    let mut spec = spec.clone();
    let Some(map) = spec.as_object_mut() else { return spec };
    let moved: Vec<_> = ["hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), map.get(name)?.clone())))
        .collect();
    let context = map.entry("securityContext").or_insert_with(|| Value::Object(Map::new()));
    if let Some(context) = context.as_object_mut() {
        context.extend(moved);
    }
    spec
}
