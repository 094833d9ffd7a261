//! Baseline: seccomp is not turned off (by annotation before 1.19). Restricted since 1.19: it is turned on.
use std::collections::BTreeSet;

use super::{Check, Denial, Level, Setters, containers, is_windows, join_quote, named, plural};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-seccomp-profile", include_str!("seccomp_profile.md"));
pub const BASELINE: Check = Check {
    rule: &RULE,
    id: "seccompProfile_baseline",
    level: Level::Baseline,
    versions: &[(0, annotations), (19, fields)],
    overrides: &[],
};
pub const RESTRICTED: Check = Check {
    rule: &RULE,
    id: "seccompProfile_restricted",
    level: Level::Restricted,
    versions: &[(19, restricted), (25, restricted_linux)],
    overrides: &["seccompProfile_baseline"],
};

fn annotations(object: Field<'_>) -> Option<Denial<'_>> {
    let allowed = |value: &str| value == "runtime/default" || value == "docker/default" || value.starts_with("localhost/");
    let names: BTreeSet<_> = containers(object).map(|container| container.at("name").str()).collect();
    let concerned = |key: &str| {
        key == "seccomp.security.alpha.kubernetes.io/pod"
            || key.strip_prefix("container.seccomp.security.alpha.kubernetes.io/").is_some_and(|name| names.contains(name))
    };
    let bad: Vec<_> =
        object.path("metadata.annotations").entries().filter(|(key, value)| concerned(key) && !allowed(value.str())).collect();
    let list: BTreeSet<_> = bad.iter().map(|(key, value)| format!("{key}={}", quote(value.str()))).collect();
    (!bad.is_empty()).then(|| Denial {
        reason: "seccompProfile",
        detail: format!(
            "forbidden {} {}",
            plural("annotation", "annotations", list.len()),
            list.into_iter().collect::<Vec<_>>().join(", ")
        ),
        places: bad.iter().map(|(_, value)| *value).collect(),
    })
}

fn is_on(field: Field<'_>) -> bool {
    ["RuntimeDefault", "Localhost"].contains(&field.str())
}

fn fields(object: Field<'_>) -> Option<Denial<'_>> {
    let setters = Setters::find(object, "seccompProfile.type", |field| field.up().exists() && !is_on(field));
    let values: BTreeSet<_> = setters.places.iter().map(|field| field.str()).collect();
    (!setters.is_empty()).then(|| Denial {
        reason: "seccompProfile",
        detail: format!("{} must not set securityContext.seccompProfile.type to {}", setters.who(), join_quote(&values)),
        places: setters.places,
    })
}

fn restricted(object: Field<'_>) -> Option<Denial<'_>> {
    if let Some(denial) = fields(object) {
        return Some(denial);
    }
    if is_on(object.path("spec.securityContext.seccompProfile.type")) {
        return None;
    }
    let silent: Vec<_> = containers(object).map(|c| c.path("securityContext.seccompProfile")).filter(|field| !field.exists()).collect();
    let names: Vec<_> = silent.iter().map(|field| field.up().up().at("name").str()).collect();
    (!names.is_empty()).then(|| Denial {
        reason: "seccompProfile",
        detail: format!("pod or {} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"", named(&names)),
        places: silent,
    })
}

fn restricted_linux(object: Field<'_>) -> Option<Denial<'_>> {
    if is_windows(object) { None } else { restricted(object) }
}
