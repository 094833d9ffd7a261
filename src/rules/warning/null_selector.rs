//! A labelSelector left out matches no Pod. Source: `pkg/api/pod/warnings.go`, 1.35.
use crate::rules::prelude::*;

pub static SPREAD: Rule =
    Rule::warning("null-label-selector", spread, include_str!("null_selector.md")).about(&["topologySpreadConstraints"]);
pub static AFFINITY: Rule = Rule::warning("null-label-selector", affinity, include_str!("null_selector.md")).about(&["affinity"]);

fn one(place: Field<'_>) {
    let selector = place.at("labelSelector");
    if !selector.exists() {
        selector.say(format!("{}: a null labelSelector results in matching no pod", selector.shown_path()));
    }
}

fn spread(object: Field<'_>) {
    object.path("spec.topologySpreadConstraints").each().for_each(one);
}

fn affinity(object: Field<'_>) {
    for part in ["podAffinity", "podAntiAffinity"].map(|name| object.path("spec.affinity").at(name)) {
        part.at("requiredDuringSchedulingIgnoredDuringExecution").each().for_each(one);
        part.at("preferredDuringSchedulingIgnoredDuringExecution").each().map(|term| term.at("podAffinityTerm")).for_each(one);
    }
}
