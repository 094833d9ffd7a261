//! Baseline: AppArmor is not turned off, neither by field nor by annotation.
use std::collections::BTreeSet;

use super::{Check, Denial, Level, Setters, join_quote, plural};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-app-armor-profile", include_str!("app_armor_profile.md"));
pub const CHECK: Check = Check { rule: &RULE, id: "appArmorProfile", level: Level::Baseline, versions: &[(0, check)], overrides: &[] };

fn check(object: Field<'_>) -> Option<Denial<'_>> {
    let bad = |field: Field<'_>| field.up().exists() && !["RuntimeDefault", "Localhost"].contains(&field.str());
    let mut setters = Setters::find(object, "appArmorProfile.type", bad);
    let mut who: Vec<String> = [setters.who()].into_iter().filter(|who| !who.is_empty()).collect();
    let mut values: Vec<String> = setters.places.iter().map(|field| field.str().to_owned()).collect::<BTreeSet<_>>().into_iter().collect();
    let allowed = |value: &str| value.is_empty() || value == "runtime/default" || value.starts_with("localhost/");
    let annotations: Vec<_> = object
        .path("metadata.annotations")
        .entries()
        .filter(|(key, value)| key.starts_with("container.apparmor.security.beta.kubernetes.io/") && !allowed(value.str()))
        .collect();
    if !annotations.is_empty() {
        values.extend(annotations.iter().map(|(key, value)| format!("{key}={}", quote(value.str()))));
        who.push(plural("annotation", "annotations", annotations.len()).to_owned());
        // What somebody wrote comes before the field that the server made of it.
        setters.places.splice(0..0, annotations.iter().map(|(_, value)| *value));
    }
    (!who.is_empty()).then(|| Denial {
        reason: plural("forbidden AppArmor profile", "forbidden AppArmor profiles", values.len()),
        detail: format!("{} must not set AppArmor profile type to {}", who.join(" and "), join_quote(&values)),
        places: setters.places,
    })
}
