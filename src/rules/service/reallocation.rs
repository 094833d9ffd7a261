//! What the registry does with addresses and ports of a Service that takes the place of another, before it validates. Source:
//! `allocateUpdate`, `initIPFamilyFields`, `updateClusterIPs` (`pkg/registry/core/service/storage/alloc.go`), 1.35.
use serde_json::{Map, Value, json};

use super::allocation::{in_range, unconfigured_addresses, unconfigured_families};
use super::{cluster_ips, is_headless};
use crate::rules::field::member;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("service-address-allocation", check, include_str!("allocation.md"));

/// Whether the registry looks at the addresses at all.
pub fn is_asked(service: Field<'_>) -> bool {
    let old = service.walk().old.map(|old| &old["spec"]);
    let new = service.at("spec").value();
    old.zip(new).is_some_and(|(old, new)| new["type"] != "ExternalName" && !is_untouched(old, new))
}

fn check(service: Field<'_>) {
    let spec = service.at("spec");
    let (Some(old), Some(new)) = (service.walk().old.map(|old| &old["spec"]), spec.value()) else { return };
    if service.found_something() {
        return;
    }
    families(old, new, spec);
    // Only a Service that had no address gets one now.
    if !service.found_something() && old["type"] == "ExternalName" && !is_headless(spec) {
        in_range(spec);
    }
}

fn families(old: &Value, new: &Value, spec: Field<'_>) {
    let policy = policy(old, new);
    let field = spec.at("ipFamilyPolicy");
    let refuse = |detail: &str| field.invalid_value(Rendered::word(policy), detail);
    let kept = |name: &str| words(old, name).len() > 1 && words(new, name) == words(old, name);
    for (name, what, reduced) in [("clusterIPs", "cluster IPs", "cluster IP"), ("ipFamilies", "IP families", "IP family")] {
        if policy != "SingleStack" {
            if reduces(&words(old, name), &words(new, name)) {
                refuse(&format!("must be 'SingleStack' to release the secondary {reduced}"));
            }
        } else if words(new, name).len() == 2 && !kept(name) {
            refuse(&format!("must be 'RequireDualStack' or 'PreferDualStack' when multiple {what} are specified"));
        }
    }
    unconfigured_addresses(spec, &cluster_ips(spec));
    if spec.walk().count() == 0 && !is_bare_headless(new) {
        let only_first = policy == "SingleStack" && kept("ipFamilies");
        unconfigured_families(spec, policy, if only_first { 1 } else { usize::MAX });
    }
}

fn words<'v>(spec: &'v Value, name: &str) -> Vec<&'v str> {
    member(spec, name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

fn reduces(old: &[&str], new: &[&str]) -> bool {
    !new.is_empty() && new.len() < old.len()
}

/// A Service that may have two families keeps what it has, whatever the cluster has become since.
fn is_untouched(old: &Value, new: &Value) -> bool {
    let prefers = |spec: &Value| spec["ipFamilyPolicy"] == "PreferDualStack";
    let same = |name: &str| words(old, name) == words(new, name);
    old["type"] == new["type"]
        && ["ClusterIP", "NodePort", "LoadBalancer"].iter().any(|kind| new["type"] == *kind)
        && prefers(new)
        && (old["ipFamilyPolicy"].is_null() || prefers(old))
        && same("clusterIPs")
        && same("ipFamilies")
}

fn is_bare_headless(spec: &Value) -> bool {
    spec["clusterIP"] == "None" && spec["selector"].as_object().is_none_or(Map::is_empty)
}

fn policy<'v>(old: &'v Value, new: &'v Value) -> &'v str {
    let given = |spec: &'v Value| spec["ipFamilyPolicy"].as_str();
    given(new).or_else(|| given(old)).unwrap_or(if is_bare_headless(new) { "RequireDualStack" } else { "SingleStack" })
}

/// Completes the changed Service as the registry does where it refuses nothing.
pub fn settle_change(service: &mut Value, old: &Value) {
    let old = &old["spec"];
    let Some(spec) = service.get_mut("spec").filter(|spec| spec.is_object()) else { return };
    if spec["type"] != "ExternalName" && !is_untouched(old, spec) {
        addresses(old, spec);
    }
    ports(old, spec);
}

fn addresses(old: &Value, spec: &mut Value) {
    let policy = policy(old, spec).to_owned();
    let own = |spec: &Value, name: &str| words(spec, name).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let (mut addresses, mut families) = (own(spec, "clusterIPs"), own(spec, "ipFamilies"));
    if policy == "SingleStack" {
        for (list, name) in [(&mut addresses, "clusterIPs"), (&mut families, "ipFamilies")] {
            if own(old, name) == *list {
                list.truncate(1);
            }
        }
    }
    for address in addresses.iter().skip(families.len()).take_while(|address| *address != "None") {
        families.push(if address.contains(':') { "IPv6" } else { "IPv4" }.to_owned());
    }
    if families.is_empty() {
        families.push("IPv4".into());
    }
    if is_bare_headless(spec) {
        if families.len() < 2 && policy != "SingleStack" {
            families.push(if families[0] == "IPv4" { "IPv6" } else { "IPv4" }.to_owned());
        }
    } else if old["type"] == "ExternalName" && addresses.is_empty() {
        addresses.push("10.96.0.1".into());
        spec["clusterIP"] = "10.96.0.1".into();
    }
    spec["ipFamilyPolicy"] = policy.into();
    spec["ipFamilies"] = families.into();
    if !addresses.is_empty() {
        spec["clusterIPs"] = addresses.into();
    }
}

/// Every port that has none yet gets one of the node, and the health check, too (`updateNodePorts`,
/// `updateHealthCheckNodePort`).
fn ports(old: &Value, spec: &mut Value) {
    let number = |value: &Value, name: &str| value[name].as_i64().unwrap_or(0);
    let mut last = 32768;
    let allocate = spec["type"] == "NodePort" || spec["type"] == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"] != false;
    if let Some(ports) = spec.get_mut("ports").and_then(Value::as_array_mut).filter(|_| allocate) {
        last = ports.iter().map(|port| number(port, "nodePort")).max().unwrap_or(0).max(last);
        for port in ports.iter_mut().filter(|port| port.is_object() && number(port, "nodePort") == 0) {
            last += 1;
            port["nodePort"] = json!(last);
        }
    }
    let checks = |spec: &Value| spec["type"] == "LoadBalancer" && spec["externalTrafficPolicy"] == "Local";
    if !checks(old) && checks(spec) && number(spec, "healthCheckNodePort") == 0 {
        spec["healthCheckNodePort"] = json!(last + 1);
    }
}
