//! Baseline: no namespace of the host.
use super::{Check, Denial, Level};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-host-namespaces", include_str!("host_namespaces.md"));
pub const CHECK: Check = Check { rule: &RULE, id: "hostNamespaces", level: Level::Baseline, versions: &[(0, check)], overrides: &[] };

fn check(object: Field<'_>) -> Option<Denial<'_>> {
    let spec = object.at("spec");
    let places: Vec<_> = ["hostNetwork", "hostPID", "hostIPC"].map(|name| spec.at(name)).into_iter().filter(|field| field.bool()).collect();
    let set: Vec<_> = places.iter().map(|field| format!("{}=true", field.name())).collect();
    (!set.is_empty()).then(|| Denial { reason: "host namespaces", detail: set.join(", "), places })
}
