//! Node ports outside of 30000-32767, the range of a server without `--service-node-port-range`, which refuses them
//! ("provided port is not in the valid range"), though not in a dry run. Source:
//! `pkg/registry/core/service/portallocator/operation.go`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::advice("node-port-range", check, include_str!("node_port_range.md"));

fn check(service: Field<'_>) {
    let spec = service.at("spec");
    let ports = spec.at("ports").each().map(|port| port.at("nodePort"));
    for port in ports.chain([spec.at("healthCheckNodePort")]) {
        if port.int().is_some_and(|n| n != 0 && !(30000..=32767).contains(&n)) {
            port.advise(None);
        }
    }
}
