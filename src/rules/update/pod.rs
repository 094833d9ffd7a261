//! What may change in a Pod (`ValidatePodUpdate`). The server names what differs in its internal form.

use serde_json::{Map, Value};

use super::prepare::keep;
use super::{difference, equal, same};
use crate::rules::field::Field;
use crate::rules::value::{Rendered, go_json, go_struct};

const OTHERS: &str = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,\
                      `spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),\
                      `spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

pub(super) fn check(old: &Value, root: Field<'_>) {
    let (before, spec) = (&old["spec"], root.at("spec"));
    annotations(root);
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
    if is_gated(before) {
        narrowed(before, spec);
    }
    let Some(new) = spec.value() else { return };
    let new = munged(before, new);
    if !equal(Some(&internal(before)), Some(&internal(&new)), "core.PodSpec") {
        let difference = difference(&internal(before), &internal(&new), "core.PodSpec");
        spec.forbidden(format!("{OTHERS}\n{difference}"));
    }
}

/// `activeDeadlineSeconds` comes and shrinks; false when the server looks no further.
fn deadline(before: &Value, spec: Field<'_>) -> bool {
    let (old, new) = (before["activeDeadlineSeconds"].as_i64(), spec.at("activeDeadlineSeconds"));
    match (old, new.int()) {
        (Some(_), None) => {
            new.invalid_value(Rendered("null".into()), "must not update from a positive integer to nil value");
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
    let gates: Vec<_> = spec.at("schedulingGates").each().map(|gate| gate.at("name")).collect();
    for (i, name) in gates.iter().enumerate() {
        // Of two that are called the same the server sees the last.
        if !known(name.str()) && !gates[i + 1..].iter().any(|later| later.str() == name.str()) {
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
    if is_gated(before) {
        keep(before, map, "nodeSelector");
        node_affinity(before, map);
    }
    for list in ["containers", "initContainers"] {
        let containers = map.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten();
        for (i, container) in containers.enumerate() {
            container["image"] = before[list][i]["image"].clone();
        }
    }
    new
}

fn is_gated(before: &Value) -> bool {
    before["schedulingGates"].as_array().is_some_and(|gates| !gates.is_empty())
}

/// While a Pod is held back, its node selector and the required terms of its node affinity may be narrowed.
fn narrowed(before: &Value, spec: Field<'_>) {
    let selector = spec.at("nodeSelector");
    let had = before["nodeSelector"].as_object().into_iter().flatten();
    if !had.into_iter().all(|(key, value)| selector.value().is_some_and(|new| new.get(key) == Some(value))) {
        let shown = selector.value().map_or_else(|| "null".into(), go_json);
        selector.invalid_value(Rendered(shown), "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
    }
    let old: &[Value] = before.pointer(TERMS).and_then(Value::as_array).map_or(&[], Vec::as_slice);
    let terms = spec.path("affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms");
    if old.is_empty() {
        return;
    }
    if old.len() != terms.len() {
        let shown = terms.value().map_or_else(|| "null".into(), |terms| go_struct(Some(terms), "[]core.NodeSelectorTerm"));
        return terms.invalid_value(Rendered(shown), "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
    }
    for (old, term) in old.iter().zip(terms.each()) {
        let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
        let new = term.value().cloned().unwrap_or_default();
        let names = ["matchExpressions", "matchFields"];
        let anything = names.iter().any(|name| !list(&new, name).is_empty());
        let extends = names.iter().all(|name| {
            let (old, new) = (list(old, name), list(&new, name));
            new.get(..old.len()).is_some_and(|start| same(Some(&start.into()), Some(&old.into())))
        });
        let matched_nothing = names.iter().all(|name| list(old, name).is_empty());
        if !extends || matched_nothing && anything {
            let shown = go_struct(term.value(), "core.NodeSelectorTerm");
            term.invalid_value(Rendered(shown), "only additions are allowed (no mutations or deletions)");
        }
    }
}

const TERMS: &str = "/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms";

fn node_affinity(before: &Value, new: &mut Map<String, Value>) {
    let of = |affinity: Option<&Value>| affinity.and_then(|affinity| affinity.get("nodeAffinity")).filter(|own| !own.is_null()).cloned();
    let had = of(before.get("affinity"));
    if equal(had.as_ref(), of(new.get("affinity")).as_ref(), "core.NodeAffinity") {
        return;
    }
    let Some(affinity) = new.get_mut("affinity").and_then(Value::as_object_mut) else {
        if let Some(had) = had {
            new.insert("affinity".into(), serde_json::json!({"nodeAffinity": had}));
        }
        return;
    };
    if before["affinity"].is_null() && !affinity.contains_key("podAffinity") && !affinity.contains_key("podAntiAffinity") {
        new.shift_remove("affinity");
        return;
    }
    match had {
        Some(had) => affinity.insert("nodeAffinity".into(), had),
        None => affinity.shift_remove("nodeAffinity"),
    };
}

/// Annotations that only the kubelet and old clients write (`ValidatePodSpecificAnnotationUpdates`).
fn annotations(root: Field<'_>) {
    let Some(before) = root.walk().old.map(|old| &old["metadata"]["annotations"]) else { return };
    let now = root.at("metadata").at("annotations");
    let refuse = |key, verb| {
        if str::starts_with(key, "container.apparmor.security.beta.kubernetes.io/") {
            now.key(key).forbidden(format!("may not {verb} AppArmor annotations"));
        } else if key == "kubernetes.io/config.mirror" {
            now.key(key).forbidden(format!("may not {verb} mirror pod annotation"));
        }
    };
    for (key, value) in before.as_object().into_iter().flatten() {
        if now.entry(key).and_then(Field::value) != Some(value) {
            refuse(key, "remove or update");
        }
    }
    for (key, _) in now.entries().filter(|(key, _)| before.get(key).is_none()) {
        refuse(key, "add");
    }
}

/// The spec as the internal struct has it: the host's namespaces belong to the security context.
pub(super) fn internal(spec: &Value) -> Value {
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
