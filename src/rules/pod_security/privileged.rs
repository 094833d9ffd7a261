//! Baseline: no privileged containers.
use super::{Check, Denial, Level, containers, named};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-privileged", include_str!("privileged.md"));
pub const CHECK: Check = Check { rule: &RULE, id: "privileged", level: Level::Baseline, versions: &[(0, check)], overrides: &[] };

fn check(object: Field<'_>) -> Option<Denial<'_>> {
    let places: Vec<_> = containers(object).map(|c| c.path("securityContext.privileged")).filter(|field| field.bool()).collect();
    let names: Vec<_> = places.iter().map(|field| field.up().up().at("name").str()).collect();
    (!names.is_empty()).then(|| Denial {
        reason: "privileged",
        detail: format!("{} must not set securityContext.privileged=true", named(&names)),
        places,
    })
}
