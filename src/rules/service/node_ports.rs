//! Node ports belong to NodePort and LoadBalancer Services, one for each port. Source: `validateService`, 1.35.
use std::collections::BTreeSet;

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("node-port", check, include_str!("node_ports.md"));

fn check(service: Field<'_>) {
    let spec = service.at("spec");
    let used = || spec.at("ports").each().map(|port| port.at("nodePort")).filter(|node| node.int().unwrap_or(0) != 0);
    if spec.at("type").str() == "ClusterIP" {
        used().for_each(|node| node.forbidden("may not be used when `type` is 'ClusterIP'"));
    }
    let mut seen = BTreeSet::new();
    for node in used() {
        if !seen.insert((node.up().at("protocol").str(), node.int())) {
            node.duplicate();
        }
    }
}
