//! Addresses and node ports are given out before validation, by a cluster as kubeadm makes it: IPv4 only, Services in
//! 10.96.0.0/12. Source: `pkg/registry/core/service/storage/alloc.go`, 1.35. Whether a node port is in the server's
//! range is not asked here: the range is the cluster's own.
use std::collections::BTreeMap;

use serde_json::Value;

use super::{cluster_ips, is_headless};
use crate::diag::Stage;
use crate::rules::prelude::*;

pub static ADDRESS: Rule = Rule::new("service-address-allocation", address, include_str!("allocation.md"));
pub static NODE_PORT: Rule = Rule::new("node-port-taken", node_port, include_str!("node_port_taken.md"));
pub static HEALTH_CHECK: Rule =
    Rule { stage: Stage::Admission, ..Rule::new("health-check-port-taken", health_check, include_str!("health_check_port_taken.md")) };

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
    unconfigured_addresses(spec, &addresses);
    if spec.walk().count() > before || headless_without_selector {
        return spec.walk().count() == before;
    }
    unconfigured_families(spec, policy.str(), usize::MAX);
    spec.walk().count() == before
}

/// Addresses of a family that is not written and that the cluster has not.
pub(super) fn unconfigured_addresses(spec: Field<'_>, addresses: &[Field<'_>]) {
    let families = spec.at("ipFamilies").len();
    for (i, address) in addresses.iter().enumerate().take_while(|(_, address)| address.str() != "None") {
        let v6 = format::parse_ip(address.str()).is_some_and(format::Ip::is_v6);
        if i >= families && v6 {
            let list: Vec<_> = addresses.iter().map(|address| Value::from(address.str())).collect();
            address.invalid_value(Rendered(crate::rules::value::go_json(&Value::Array(list))), "IPv6 is not configured on this cluster");
        }
    }
}

/// Families that the cluster has not, among the first `count`.
pub(super) fn unconfigured_families(spec: Field<'_>, policy: &str, count: usize) {
    if policy == "RequireDualStack" {
        spec.at("ipFamilyPolicy").invalid_value(Rendered::word(policy), "this cluster is not configured for dual-stack services");
    }
    for family in spec.at("ipFamilies").each().take(count).filter(|family| family.str() != "IPv4") {
        family.invalid_word("not configured on this cluster");
    }
}

pub(super) fn in_range(spec: Field<'_>) {
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

/// A port of the node that is asked for and given already: to a port of the list, or (`None`) for the health check.
struct Taken {
    index: Option<usize>,
    port: i64,
}

/// The ports that a dry run gives out (`portallocator.PortAllocationOperation`); a real one draws from the range.
#[derive(Default)]
struct Operation {
    allocated: Vec<i64>,
}

impl Operation {
    fn allocate(&mut self, port: i64, index: Option<usize>) -> Result<i64, Taken> {
        if self.allocated.contains(&port) {
            return Err(Taken { index, port });
        }
        self.allocated.push(port);
        Ok(port)
    }

    fn next(&mut self) -> i64 {
        let port = self.allocated.iter().copied().max().map_or(32768, |last| last.max(0)) + 1;
        self.allocated.push(port);
        i64::from(port as i32)
    }
}

fn number(value: &Value, name: &str) -> i64 {
    value.get(name).and_then(Value::as_i64).unwrap_or(0)
}

/// The node port of every port, 0 for none, and the one of the health check (`txnAllocNodePorts`).
fn give_out(spec: &Value) -> Result<(Vec<i64>, i64), Taken> {
    let text = |name: &str| spec.get(name).and_then(Value::as_str).unwrap_or("");
    let kind = text("type");
    let allocate = kind == "NodePort" || spec.get("allocateLoadBalancerNodePorts").and_then(Value::as_bool).unwrap_or(true);
    let ports: &[Value] = spec.get("ports").and_then(Value::as_array).map_or(&[], Vec::as_slice);
    let mut given: Vec<i64> = ports.iter().map(|port| number(port, "nodePort")).collect();
    let mut operation = Operation::default();
    let mut by_port: BTreeMap<i64, i64> = BTreeMap::new();
    for (i, port) in ports.iter().enumerate().filter(|_| ["NodePort", "LoadBalancer"].contains(&kind)) {
        if given[i] == 0 && !allocate {
            continue;
        }
        let port = number(port, "port");
        match by_port.get(&port).copied().unwrap_or(0) {
            0 => {
                let same = ports.iter().filter(|other| number(other, "port") == port);
                let node = match same.map(|other| number(other, "nodePort")).find(|node| *node != 0) {
                    Some(node) => operation.allocate(node, Some(i))?,
                    None => operation.next(),
                };
                given[i] = node;
                by_port.insert(port, node);
            }
            known if given[i] == 0 => given[i] = known,
            known if given[i] != known => {
                operation.allocate(given[i], Some(i))?;
            }
            _ => {}
        }
    }
    let mut health = number(spec, "healthCheckNodePort");
    if kind == "LoadBalancer" && text("externalTrafficPolicy") == "Local" {
        health = if health == 0 { operation.next() } else { operation.allocate(health, None)? };
    }
    Ok((given, health))
}

fn node_port(service: Field<'_>) {
    let spec = service.at("spec");
    if service.found_something() {
        return;
    }
    if let Some(Err(Taken { index: Some(index), port })) = spec.value().map(give_out) {
        let place = spec.at("ports").item(index).at("nodePort");
        place.invalid_value(Rendered::bare(port), "provided port is already allocated");
    }
}

/// The port of the health check is no field error: the server gives up with an error of its own.
fn health_check(service: Field<'_>) {
    let spec = service.at("spec");
    if service.found_something() {
        return;
    }
    if let Some(Err(Taken { index: None, port })) = spec.value().map(give_out) {
        spec.at("healthCheckNodePort").say(format!(
            "Internal error occurred: failed to allocate requested HealthCheck NodePort {port}: provided port is already allocated"
        ));
    }
}

/// Whether the load balancer asks nodes for their health.
pub fn needs_health_check(spec: Field<'_>) -> bool {
    spec.at("type").str() == "LoadBalancer" && spec.at("externalTrafficPolicy").str() == "Local"
}

/// Gives every port that needs one a node port, as the registry does before it validates.
pub fn settle(service: &mut Value) {
    let Some(spec) = service.get_mut("spec") else { return };
    let Ok((given, health)) = give_out(spec) else { return };
    let Some(spec) = spec.as_object_mut() else { return };
    if health != 0 {
        spec.insert("healthCheckNodePort".into(), health.into());
    }
    let ports = spec.get_mut("ports").and_then(Value::as_array_mut).into_iter().flatten();
    for (port, node) in ports.filter_map(Value::as_object_mut).zip(given) {
        if node != 0 {
            port.insert("nodePort".into(), node.into());
        }
    }
}
