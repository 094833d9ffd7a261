//! Baseline: no ports of the host.
use std::collections::BTreeSet;

use super::{Check, Denial, Level, containers, named, plural};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-host-ports", include_str!("host_ports.md"));
pub const CHECK: Check = Check { rule: &RULE, id: "hostPorts", level: Level::Baseline, versions: &[(0, check)], overrides: &[] };

fn check(object: Field<'_>) -> Option<Denial<'_>> {
    let (mut names, mut ports, mut places) = (Vec::new(), BTreeSet::new(), Vec::new());
    for container in containers(object) {
        let bad: Vec<_> =
            container.at("ports").each().map(|port| port.at("hostPort")).filter(|port| port.int().unwrap_or(0) != 0).collect();
        if !bad.is_empty() {
            names.push(container.at("name").str());
            ports.extend(bad.iter().map(|port| port.int().unwrap_or(0).to_string()));
            places.extend(bad);
        }
    }
    let list = ports.iter().cloned().collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| Denial {
        reason: "hostPort",
        detail: format!("{} {} {} {list}", named(&names), plural("uses", "use", names.len()), plural("hostPort", "hostPorts", ports.len())),
        places,
    })
}
