//! Baseline: /proc is masked; since 1.35 a Pod with its own users may unmask it. Restricted since 1.35: it may not.
use std::collections::BTreeSet;

use super::{Check, Denial, Level, containers, has_own_users, join_quote, named};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-proc-mount", include_str!("proc_mount.md"));
pub const BASELINE: Check =
    Check { rule: &RULE, id: "procMount", level: Level::Baseline, versions: &[(0, check), (35, relaxed)], overrides: &[] };
pub const RESTRICTED: Check =
    Check { rule: &RULE, id: "procMount_restricted", level: Level::Restricted, versions: &[(35, check)], overrides: &["procMount"] };

fn check(object: Field<'_>) -> Option<Denial<'_>> {
    let mounts = containers(object).map(|c| c.path("securityContext.procMount"));
    let places: Vec<_> = mounts.filter(|field| field.exists() && field.str() != "Default").collect();
    let names: Vec<_> = places.iter().map(|field| field.up().up().at("name").str()).collect();
    let kinds: BTreeSet<_> = places.iter().map(|field| field.str()).collect();
    (!names.is_empty()).then(|| Denial {
        reason: "procMount",
        detail: format!("{} must not set securityContext.procMount to {}", named(&names), join_quote(&kinds)),
        places,
    })
}

fn relaxed(object: Field<'_>) -> Option<Denial<'_>> {
    if has_own_users(object) { None } else { check(object) }
}
