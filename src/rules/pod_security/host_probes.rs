//! Baseline since 1.34: probes and hooks go to the Pod itself, to no other host.
use std::collections::BTreeSet;

use super::{Check, Denial, Level, containers, join_quote, plural};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-host-probes", include_str!("host_probes.md"));
pub const CHECK: Check =
    Check { rule: &RULE, id: "hostProbesAndHostLifecycle", level: Level::Baseline, versions: &[(34, check)], overrides: &[] };

const HANDLERS: [&str; 5] = ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle.postStart", "lifecycle.preStop"];

fn check(object: Field<'_>) -> Option<Denial<'_>> {
    let (mut names, mut hosts, mut places) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for container in containers(object) {
        for handler in HANDLERS.map(|path| container.path(path)) {
            for host in ["httpGet", "tcpSocket"].map(|kind| handler.at(kind).at("host")) {
                if !host.is_empty() {
                    names.insert(container.at("name").str());
                    hosts.insert(host.str());
                    places.push(host);
                }
            }
        }
    }
    (!names.is_empty()).then(|| Denial {
        reason: "probe or lifecycle host",
        detail: format!(
            "{} {} {} {} {}",
            plural("container", "containers", names.len()),
            join_quote(&names),
            plural("uses", "use", names.len()),
            plural("probe or lifecycle host", "probe or lifecycle hosts", hosts.len()),
            join_quote(&hosts)
        ),
        places,
    })
}
