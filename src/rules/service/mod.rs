//! Services.

mod affinity;
mod allocation;
mod cluster_ips;
mod external_ips;
mod kind;
mod load_balancer;
mod node_ports;
mod ports;
mod selector;
mod topology_annotation;
mod traffic;

use super::meta;
use super::prelude::*;
use super::rule::Step::{self, Run, Then};

pub use allocation::{settle, settle_change};

/// What the registry does before it validates; a refusal here is the only one.
pub static ALLOCATE: &[Step] =
    &[Run(&cluster_ips::FAMILIES), Run(&allocation::ADDRESS), Run(&allocation::NODE_PORT), Run(&allocation::HEALTH_CHECK)];

/// The same of a Service that is there: it has its addresses and ports.
pub static ALLOCATE_CHANGE: &[Step] = &[Run(&cluster_ips::FAMILIES), Run(&allocation::ADDRESS)];

/// `ValidateServiceCreate`
pub static SERVICE: &[Step] = &[
    Then(meta::SERVICE),
    Run(&topology_annotation::RULE),
    Run(&kind::BY_TYPE),
    Run(&ports::RULE),
    Run(&selector::RULE),
    Run(&affinity::RULE),
    Run(&cluster_ips::RULE),
    Run(&external_ips::RULE),
    Run(&kind::RULE),
    Run(&node_ports::RULE),
    Run(&ports::DUPLICATE),
    Run(&load_balancer::SOURCE_RANGES),
    Run(&load_balancer::RULE),
    Run(&traffic::EXTERNAL),
    Run(&traffic::INTERNAL),
    Run(&traffic::DISTRIBUTION),
];

/// `clusterIPs` as the registry completes them from `clusterIP`.
fn cluster_ips(spec: Field<'_>) -> Vec<Field<'_>> {
    let (one, all) = (spec.at("clusterIP"), spec.at("clusterIPs"));
    if all.is_empty() && !one.is_empty() {
        return vec![all.item(0).standing_for(one)];
    }
    all.each().collect()
}

fn is_headless(spec: Field<'_>) -> bool {
    matches!(cluster_ips(spec)[..], [one] if one.str() == "None")
}
