//! Services and NetworkPolicies (K `pkg/apis/core/v1/defaults.go`, `pkg/apis/networking/v1/defaults.go`).

use serde_json::{Value, json};

use super::fields::{Object, child, each, is_zero, make, set_missing, set_zero, text};
use crate::schema::Version;

pub fn service(object: &mut Object, _: Version) {
    let Some(spec) = make(object, "spec") else { return };
    set_zero(spec, "sessionAffinity", "None");
    match text(spec, "sessionAffinity") {
        "None" => {
            spec.shift_remove("sessionAffinityConfig");
        }
        "ClientIP" if !has_timeout(spec) => {
            spec.insert("sessionAffinityConfig".into(), json!({"clientIP": {"timeoutSeconds": 10800}}));
        }
        _ => {}
    }
    set_zero(spec, "type", "ClusterIP");
    for port in each(spec, "ports") {
        set_zero(port, "protocol", "TCP");
        let number = port.get("port").cloned().unwrap_or_else(|| Value::from(0));
        set_zero(port, "targetPort", number);
    }
    let kind = text(spec, "type").to_owned();
    let is_outside = matches!(kind.as_str(), "NodePort" | "LoadBalancer") || (kind == "ClusterIP" && !is_zero(spec, "externalIPs"));
    if is_outside {
        set_zero(spec, "externalTrafficPolicy", "Cluster");
    }
    if matches!(kind.as_str(), "NodePort" | "LoadBalancer" | "ClusterIP") {
        set_missing(spec, "internalTrafficPolicy", "Cluster");
    }
    if kind != "LoadBalancer" {
        return;
    }
    set_missing(spec, "allocateLoadBalancerNodePorts", true);
    if let Some(balancer) = child(object, "status").and_then(|status| child(status, "loadBalancer")) {
        for ingress in each(balancer, "ingress") {
            if !is_zero(ingress, "ip") {
                set_missing(ingress, "ipMode", "VIP");
            }
        }
    }
}

fn has_timeout(spec: &Object) -> bool {
    let config = spec.get("sessionAffinityConfig").and_then(|config| config.get("clientIP"));
    config.and_then(|client| client.get("timeoutSeconds")).is_some_and(|seconds| !seconds.is_null())
}

pub fn network_policy(object: &mut Object, _: Version) {
    let Some(spec) = make(object, "spec") else { return };
    for list in ["ingress", "egress"] {
        for rule in each(spec, list) {
            each(rule, "ports").for_each(|port| set_missing(port, "protocol", "TCP"));
        }
    }
    if is_zero(spec, "policyTypes") {
        // Only an egress list with rules isolates egress: `egress: []` does not.
        let types = if is_zero(spec, "egress") { json!(["Ingress"]) } else { json!(["Ingress", "Egress"]) };
        spec.insert("policyTypes".into(), types);
    }
    set_missing(spec, "podSelector", Object::new());
    leave_out_empty_lists(spec);
}

/// An empty list is not stored (Go's `omitempty`): `ingress: []` and no `ingress` are one object.
fn leave_out_empty_lists(spec: &mut Object) {
    for (list, peers) in [("ingress", "from"), ("egress", "to")] {
        for rule in each(spec, list) {
            for key in [peers, "ports"] {
                if is_zero(rule, key) {
                    rule.shift_remove(key);
                }
            }
        }
        if is_zero(spec, list) {
            spec.shift_remove(list);
        }
    }
}
