//! Services.

mod affinity;
mod allocation;
mod cluster_ips;
mod external_ips;
mod kind;
mod load_balancer;
mod node_ports;
mod ports;
mod reallocation;
mod selector;
mod topology_annotation;
mod traffic;

use super::meta;
use super::prelude::*;
use super::rule::Step::{self, Run, Then, When};

pub use allocation::settle;
pub use reallocation::settle_change;

/// What the registry does before it validates; a refusal here is the only one.
pub static ALLOCATE: &[Step] =
    &[Run(&cluster_ips::FAMILIES), Run(&allocation::ADDRESS), Run(&allocation::NODE_PORT), Run(&allocation::HEALTH_CHECK)];

/// The same of a Service that takes the place of another.
pub static ALLOCATE_CHANGE: &[Step] = &[When(reallocation::is_asked, &[Run(&cluster_ips::FAMILIES), Run(&reallocation::RULE)])];

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

/// Whether the stored Service has the same text in its list `name`: what was let through once is not looked at again.
fn had(name: &str, text: &str, spec: Field<'_>) -> bool {
    let old = spec.walk().old.and_then(|old| old["spec"][name].as_array());
    old.is_some_and(|list| list.iter().any(|item| item == text))
}

fn is_headless(spec: Field<'_>) -> bool {
    matches!(cluster_ips(spec)[..], [one] if one.str() == "None")
}
