//! Addresses and node ports are given out before validation, by a cluster as kubeadm makes it: IPv4 only, Services in
//! 10.96.0.0/12. Source: `pkg/registry/core/service/storage/alloc.go`, 1.35. Whether a node port is in the server's
//! range is not asked here: the range is the cluster's own.
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{cluster_ips, is_headless};
use crate::rules::prelude::*;

pub static ADDRESS: Rule = Rule::new("service-address-allocation", address, include_str!("allocation.md"));
pub static NODE_PORT: Rule = Rule::new("node-port-taken", node_port, include_str!("node_port_taken.md"));

const NETWORK: &str = "10.96.0.0/12";

fn address(service: Field<'_>) {
    let spec = service.at("spec");
    if spec.at("type").str() == "ExternalName" || service.found_something() {
        return;
    }
    if families(spec) && !is_headless(spec) {
        in_range(spec);
    }
}

/// `initIPFamilyFields` after its own validation; false when it refuses.
fn families(spec: Field<'_>) -> bool {
    let (policy, families, addresses) = (spec.at("ipFamilyPolicy"), spec.at("ipFamilies"), cluster_ips(spec));
    let before = spec.walk().count();
    let headless_without_selector = spec.at("clusterIP").str() == "None" && spec.at("selector").is_empty();
    let single = policy.str() == "SingleStack" || !policy.exists() && !headless_without_selector;
    let value = if policy.exists() { policy.str() } else { "SingleStack" };
    if single {
        for (many, what) in [(addresses.len() == 2, "cluster IPs"), (families.len() == 2, "IP families")] {
            if many {
                let detail = format!("must be 'RequireDualStack' or 'PreferDualStack' when multiple {what} are specified");
                policy.invalid_value(Rendered::word(value), detail);
            }
        }
    }
    for (i, address) in addresses.iter().enumerate().take_while(|(_, address)| address.str() != "None") {
        let v6 = format::parse_ip(address.str()).is_some_and(format::Ip::is_v6);
        if i >= families.len() && v6 {
            let list: Vec<_> = addresses.iter().map(|address| Value::from(address.str())).collect();
            address.invalid_value(Rendered(crate::rules::value::go_json(&Value::Array(list))), "IPv6 is not configured on this cluster");
        }
    }
    if spec.walk().count() > before || headless_without_selector {
        return spec.walk().count() == before;
    }
    if policy.str() == "RequireDualStack" {
        policy.invalid_word("this cluster is not configured for dual-stack services");
    }
    for family in families.each().filter(|family| family.str() != "IPv4") {
        family.invalid_word("not configured on this cluster");
    }
    spec.walk().count() == before
}

fn in_range(spec: Field<'_>) {
    let Some(network) = format::parse_cidr(NETWORK) else { return };
    let addresses = cluster_ips(spec);
    for address in &addresses {
        let Some(ip) = format::parse_ip(address.str()) else { continue };
        let first = network.network.bits();
        let last = first | ((1 << 20) - 1);
        if !network.contains(ip) || ip.bits() == first || ip.bits() == last {
            let list: Vec<_> = addresses.iter().map(|address| Value::from(address.str())).collect();
            let detail = format!(
                "failed to allocate IP {}: the provided IP ({ip}) is not in the valid range. The range of valid IPs is {NETWORK}",
                address.str()
            );
            let all = spec.at("clusterIPs");
            let place = if all.exists() { all } else { all.standing_for(spec.at("clusterIP")) };
            return place.invalid_value(Rendered(crate::rules::value::go_json(&Value::Array(list))), detail);
        }
    }
}

fn node_port(service: Field<'_>) {
    let spec = service.at("spec");
    if service.found_something() {
        return;
    }
    if ["NodePort", "LoadBalancer"].contains(&spec.at("type").str()) {
        let mut taken = BTreeSet::new();
        let mut by_port: BTreeMap<i64, i64> = BTreeMap::new();
        for entry in spec.at("ports").each() {
            let (port, node) = (entry.at("port").int().unwrap_or(0), entry.at("nodePort").int().unwrap_or(0));
            let known = by_port.get(&port).copied().unwrap_or(0);
            let wanted = if known == 0 { requested(spec, port) } else { node };
            if wanted == 0 || known != 0 && node == known {
                continue;
            }
            if !taken.insert(wanted) {
                return entry.at("nodePort").invalid_value(Rendered::bare(wanted), "provided port is already allocated");
            }
            by_port.entry(port).or_insert(wanted);
        }
    }
}

/// Whether the load balancer asks nodes for their health.
pub fn needs_health_check(spec: Field<'_>) -> bool {
    spec.at("type").str() == "LoadBalancer" && spec.at("externalTrafficPolicy").str() == "Local"
}

fn requested(spec: Field<'_>, port: i64) -> i64 {
    let nodes = spec.at("ports").each().filter(|entry| entry.at("port").int().unwrap_or(0) == port);
    nodes.filter_map(|entry| entry.at("nodePort").int()).find(|node| *node != 0).unwrap_or(0)
}

/// Gives every port that needs one a node port, as the registry does before it validates.
pub fn settle(service: &mut Value) {
    let Some(spec) = service.get_mut("spec").and_then(Value::as_object_mut) else { return };
    let kind = spec.get("type").and_then(Value::as_str).unwrap_or("");
    let allocate = spec.get("allocateLoadBalancerNodePorts").and_then(Value::as_bool).unwrap_or(true);
    if !(kind == "NodePort" || kind == "LoadBalancer" && allocate) {
        return;
    }
    let Some(ports) = spec.get_mut("ports").and_then(Value::as_array_mut) else { return };
    let number = |port: &Value, name: &str| port.get(name).and_then(Value::as_i64).unwrap_or(0);
    let taken: BTreeSet<i64> = ports.iter().map(|port| number(port, "nodePort")).collect();
    // The number a dry run shows; a real one is drawn from the range.
    let mut free = (32769..).filter(|port| !taken.contains(port));
    let mut by_port: BTreeMap<i64, i64> = BTreeMap::new();
    for port in ports.iter().rev().filter(|port| number(port, "nodePort") != 0) {
        by_port.insert(number(port, "port"), number(port, "nodePort"));
    }
    for port in ports {
        if number(port, "nodePort") == 0 {
            let node = *by_port.entry(number(port, "port")).or_insert_with(|| free.next().unwrap_or(0));
            if let Some(map) = port.as_object_mut() {
                map.insert("nodePort".into(), node.into());
            }
        }
    }
}
