//! Baseline: no capability is added beyond the usual ones. Restricted: ALL are dropped, and NET_BIND_SERVICE at most
//! is added.
use std::collections::BTreeSet;

use super::{Check, Denial, Level, containers, is_windows, join_quote, named};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-capabilities", include_str!("capabilities.md"));
pub const BASELINE: Check =
    Check { rule: &RULE, id: "capabilities_baseline", level: Level::Baseline, versions: &[(0, baseline)], overrides: &[] };
pub const RESTRICTED: Check = Check {
    rule: &RULE,
    id: "capabilities_restricted",
    level: Level::Restricted,
    versions: &[(22, restricted), (25, restricted_linux)],
    overrides: &["capabilities_baseline"],
};

const USUAL: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// Containers that add something not allowed: names, capabilities, places.
fn adding<'a>(object: Field<'a>, allowed: &[&str]) -> (Vec<&'a str>, BTreeSet<&'a str>, Vec<Field<'a>>) {
    let (mut names, mut bad, mut places) = (Vec::new(), BTreeSet::new(), Vec::new());
    for container in containers(object) {
        let forbidden: Vec<_> =
            container.path("securityContext.capabilities.add").each().filter(|capability| !allowed.contains(&capability.str())).collect();
        if !forbidden.is_empty() {
            names.push(container.at("name").str());
            bad.extend(forbidden.iter().map(|capability| capability.str()));
            places.extend(forbidden);
        }
    }
    (names, bad, places)
}

fn baseline(object: Field<'_>) -> Option<Denial<'_>> {
    let (names, bad, places) = adding(object, &USUAL);
    (!names.is_empty()).then(|| Denial {
        reason: "non-default capabilities",
        detail: format!("{} must not include {} in securityContext.capabilities.add", named(&names), join_quote(&bad)),
        places,
    })
}

fn restricted(object: Field<'_>) -> Option<Denial<'_>> {
    let drops_all = |container: Field<'_>| container.path("securityContext.capabilities.drop").each().any(|c| c.str() == "ALL");
    let keeping: Vec<_> = containers(object).filter(|container| !drops_all(*container)).collect();
    let mut details = Vec::new();
    let mut places: Vec<_> = keeping.iter().map(|container| container.path("securityContext.capabilities.drop")).collect();
    if !keeping.is_empty() {
        let names: Vec<_> = keeping.iter().map(|container| container.at("name").str()).collect();
        details.push(format!("{} must set securityContext.capabilities.drop=[\"ALL\"]", named(&names)));
    }
    let (names, bad, added) = adding(object, &["NET_BIND_SERVICE"]);
    if !names.is_empty() {
        details.push(format!("{} must not include {} in securityContext.capabilities.add", named(&names), join_quote(&bad)));
        places.extend(added);
    }
    (!details.is_empty()).then(|| Denial { reason: "unrestricted capabilities", detail: details.join("; "), places })
}

fn restricted_linux(object: Field<'_>) -> Option<Denial<'_>> {
    if is_windows(object) { None } else { restricted(object) }
}
