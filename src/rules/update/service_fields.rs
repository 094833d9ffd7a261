//! Addresses and ports that a Service has got are filled in where the new object leaves them out, and dropped where its new type has
//! no use for them. Source: `patchAllocatedValues`, `normalizeClusterIPs` (`pkg/registry/core/service/storage/storage.go`) and
//! `dropTypeDependentFields` (`pkg/registry/core/service/strategy.go`), 1.35.

use serde_json::{Map, Value, json};

use super::prepare::keep;
use super::same;

/// Completes the Service `new`; `old` is the stored spec.
pub(super) fn fill(old: &Value, new: &mut Map<String, Value>) {
    let Some(spec) = new.get_mut("spec").and_then(Value::as_object_mut) else { return };
    patch(old, spec);
    normalize(old, spec);
    drop_useless(old, spec);
}

fn text<'v>(spec: &'v Map<String, Value>, name: &str) -> &'v str {
    spec.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn old_text<'v>(spec: &'v Value, name: &str) -> &'v str {
    spec[name].as_str().unwrap_or_default()
}

fn node_port(port: &Value) -> i64 {
    port["nodePort"].as_i64().unwrap_or(0)
}

fn ports(spec: &Map<String, Value>) -> &[Value] {
    spec.get("ports").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn patch(old: &Value, spec: &mut Map<String, Value>) {
    if old["type"] != "ExternalName" && text(spec, "type") != "ExternalName" {
        if text(spec, "clusterIP").is_empty() {
            keep(old, spec, "clusterIP");
        }
        if same(None, spec.get("clusterIPs")) {
            keep(old, spec, "clusterIPs");
        }
    }
    let allocates = |kind: &str, allocate: Option<&Value>| {
        kind == "NodePort" || kind == "LoadBalancer" && allocate.and_then(Value::as_bool).unwrap_or(true)
    };
    let both = allocates(old_text(old, "type"), old.get("allocateLoadBalancerNodePorts"))
        && allocates(text(spec, "type"), spec.get("allocateLoadBalancerNodePorts"));
    if both {
        let before: &[Value] = old["ports"].as_array().map_or(&[], Vec::as_slice);
        let used: Vec<i64> = ports(spec).iter().map(node_port).filter(|port| *port != 0).collect();
        let taken = |port: i64| used.contains(&port) && before.iter().any(|old| node_port(old) == port);
        for port in spec.get_mut("ports").and_then(Value::as_array_mut).into_iter().flatten().filter(|port| node_port(port) == 0) {
            let name = port["name"].as_str().unwrap_or_default();
            let had = before.iter().rfind(|old| old["name"].as_str().unwrap_or_default() == name).map_or(0, node_port);
            if had != 0 && !taken(had) {
                port["nodePort"] = had.into();
            }
        }
    }
    if health(old_text(old, "type"), old_text(old, "externalTrafficPolicy"))
        && health(text(spec, "type"), text(spec, "externalTrafficPolicy"))
        && spec.get("healthCheckNodePort").and_then(Value::as_i64).unwrap_or(0) == 0
    {
        keep(old, spec, "healthCheckNodePort");
    }
}

/// `clusterIP` and `clusterIPs` say the same; a client may know only one of them.
fn normalize(old: &Value, spec: &mut Map<String, Value>) {
    let (before, after) = (old_text(old, "clusterIP").to_owned(), text(spec, "clusterIP").to_owned());
    let all = spec.get("clusterIPs").cloned();
    if before == after {
        if same(None, all.as_ref()) {
            keep(old, spec, "clusterIPs");
        }
    } else if same(old.get("clusterIPs"), all.as_ref()) {
        if after.is_empty() {
            spec.shift_remove("clusterIPs");
        } else {
            spec.insert("clusterIPs".into(), json!([after]));
        }
    }
}

fn health(kind: &str, policy: &str) -> bool {
    kind == "LoadBalancer" && policy == "Local"
}

fn drop_useless(old: &Value, spec: &mut Map<String, Value>) {
    let (before, after) = (old_text(old, "type").to_owned(), text(spec, "type").to_owned());
    let unchanged = |spec: &Map<String, Value>, names: &[&str]| names.iter().all(|name| same(old.get(*name), spec.get(*name)));
    if before != "ExternalName" && after == "ExternalName" {
        for names in [&["clusterIP", "clusterIPs"][..], &["ipFamilies"], &["ipFamilyPolicy"]] {
            if unchanged(spec, names) {
                names.iter().for_each(|name| drop(spec.shift_remove(*name)));
            }
        }
    }
    let of_node = |kind: &str| kind == "NodePort" || kind == "LoadBalancer";
    if of_node(&before) && !of_node(&after) {
        let had: Vec<i64> = old["ports"].as_array().into_iter().flatten().map(node_port).collect();
        // Ports may come and go, as long as no new node port is asked for.
        if ports(spec).iter().map(node_port).all(|port| port == 0 || had.contains(&port)) {
            for port in spec.get_mut("ports").and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut) {
                port.shift_remove("nodePort");
            }
        }
    }
    let local = |spec: &Map<String, Value>| health(text(spec, "type"), text(spec, "externalTrafficPolicy"));
    if health(&before, old_text(old, "externalTrafficPolicy")) && !local(spec) && unchanged(spec, &["healthCheckNodePort"]) {
        spec.shift_remove("healthCheckNodePort");
    }
    if before == "LoadBalancer" && after != "LoadBalancer" {
        for name in ["allocateLoadBalancerNodePorts", "loadBalancerClass"] {
            if unchanged(spec, &[name]) {
                spec.shift_remove(name);
            }
        }
    }
    let external = |kind: &str, addresses: Option<&Value>| of_node(kind) || kind == "ClusterIP" && !same(None, addresses);
    if external(&before, old.get("externalIPs"))
        && !external(&after, spec.get("externalIPs"))
        && unchanged(spec, &["externalTrafficPolicy"])
    {
        spec.shift_remove("externalTrafficPolicy");
    }
}
