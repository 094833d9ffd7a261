//! Which ports must be asked so that a comparison of flows is a comparison over all of them.
//!
//! What policies allow changes only at ports that a policy names (a number, either end of a range, or a
//! named port, which is some container's number). Between those places one port stands for all, so a
//! handful of ports decides about 65535 of each protocol.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::probe::{Port, Protocol};
use crate::world::World;

/// A port that is asked where no policy names it.
const ANY: u16 = 1;

/// The ports that tell the flows of `world` from those of any world with the same ports.
pub fn telling(world: &World) -> BTreeSet<Port> {
    let mut ports = BTreeSet::from([Port { number: ANY, protocol: Protocol::Tcp }]);
    let mut ranges = false;
    for policy in world.store.of_kind("NetworkPolicy") {
        for entry in ["ingress", "egress"].into_iter().flat_map(|direction| rule_ports(&policy.value, direction)) {
            ranges |= entry.get("endPort").is_some();
            ports.extend(named(entry));
        }
    }
    for pod in world.store.of_kind("Pod") {
        let containers = list(pod.value.pointer("/spec/containers"));
        let declared = containers.iter().flat_map(|container| list(container.get("ports")));
        ports.extend(declared.filter_map(|port| Some(Port { number: number(port.get("containerPort")?)?, protocol: protocol(port) })));
    }
    if ranges {
        // A range has two ends: past each named port the answer may differ again.
        let after: Vec<_> = ports.iter().filter_map(|port| Some(Port { number: port.number.checked_add(1)?, ..*port })).collect();
        ports.extend(after);
    }
    ports
}

fn rule_ports<'v>(policy: &'v Value, direction: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    let rules = list(policy.get("spec").and_then(|spec| spec.get(direction)));
    rules.iter().flat_map(|rule| list(rule.get("ports")))
}

/// The places at which an entry of a rule's ports begins and ends, and one port of its protocol besides.
fn named(entry: &Value) -> Vec<Port> {
    let protocol = protocol(entry);
    let ends = ["port", "endPort"].into_iter().filter_map(|key| number(entry.get(key)?));
    ends.chain([ANY]).map(|number| Port { number, protocol }).collect()
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn number(value: &Value) -> Option<u16> {
    value.as_u64().and_then(|number| u16::try_from(number).ok()).filter(|number| *number > 0)
}

fn protocol(entry: &Value) -> Protocol {
    match entry.get("protocol").and_then(Value::as_str) {
        Some("UDP") => Protocol::Udp,
        Some("SCTP") => Protocol::Sctp,
        _ => Protocol::Tcp,
    }
}
