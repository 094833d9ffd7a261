//! No two containers of a Pod take one host port. Source: `checkHostPortConflicts`, 1.35. Among init containers
//! each is checked alone, and the server writes the index 0.
use std::collections::BTreeSet;

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("host-port-conflict", check, include_str!("host_port_conflict.md")).about(&["hostPort"]);
pub static INIT: Rule = Rule::new("host-port-conflict", check_init, include_str!("host_port_conflict.md")).about(&["hostPort"]);

fn check(spec: Field<'_>) {
    let mut taken = BTreeSet::new();
    for container in spec.at("containers").each() {
        ports(container.at("ports"), &mut taken);
    }
}

fn check_init(container: Field<'_>) {
    let shown = container.up().item_as(0, container);
    ports(shown.at("ports"), &mut BTreeSet::new());
}

fn ports(list: Field<'_>, taken: &mut BTreeSet<String>) {
    for port in list.each() {
        let Some(number) = port.at("hostPort").int().filter(|n| *n != 0) else { continue };
        let place = format!("{}/{}/{number}", port.at("protocol").str(), port.at("hostIP").str());
        if taken.contains(&place) {
            port.at("hostPort").duplicate_value(Rendered::text(&place));
        } else {
            taken.insert(place);
        }
    }
}
