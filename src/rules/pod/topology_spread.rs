//! Spreading over zones and nodes. Source: `validateTopologySpreadConstraints`, 1.35.
use super::affinity::label_keys;
use crate::rules::meta::labels::selector;
use crate::rules::prelude::*;
use crate::rules::rule::Step::{self, Run};

static RULE: Rule = Rule::new("topology-spread", check, include_str!("topology_spread.md"));

/// One constraint.
pub static CONSTRAINT: &[Step] = &[Run(&RULE)];

fn check(constraint: Field<'_>) {
    let (skew, key, action) = (constraint.at("maxSkew"), constraint.at("topologyKey"), constraint.at("whenUnsatisfiable"));
    if skew.int().unwrap_or(0) <= 0 {
        skew.invalid_int("must be greater than zero");
    }
    if key.is_empty() {
        key.required("can not be empty");
    }
    if !["DoNotSchedule", "ScheduleAnyway"].contains(&action.str()) {
        action.unsupported(&["DoNotSchedule", "ScheduleAnyway"]);
    }
    let last = constraint.walk().constraints.get_or_init(|| constraint.up().each().map(|one| (pair(one), one.index())).collect());
    if last.get(&pair(constraint)).is_some_and(|last| *last > constraint.index()) {
        let value = format!("{{{}, {}}}", key.str(), action.str());
        constraint.at("{topologyKey, whenUnsatisfiable}").standing_for(key).duplicate_value(Rendered::text(&value));
    }
    let domains = constraint.at("minDomains");
    if let Some(n) = domains.int() {
        if n <= 0 {
            domains.invalid("must be greater than zero");
        }
        if action.str() != "DoNotSchedule" {
            domains.invalid(format!("can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {}", action.str()));
        }
    }
    for policy in ["nodeAffinityPolicy", "nodeTaintsPolicy"].map(|name| constraint.at(name)) {
        if policy.exists() && !["Honor", "Ignore"].contains(&policy.str()) {
            policy.unsupported(&["Honor", "Ignore"]);
        }
    }
    if constraint.since(34) {
        label_keys(constraint, false);
    } else {
        label_keys_before_merge(constraint);
    }
    selector(constraint.at("labelSelector"));
}

/// `ValidateMatchLabelKeysInTopologySpread`: the rule before `MatchLabelKeysInPodTopologySpreadSelectorMerge`.
fn label_keys_before_merge(constraint: Field<'_>) {
    let (keys, chosen) = (constraint.at("matchLabelKeys"), constraint.at("labelSelector"));
    if keys.is_empty() {
        return;
    }
    if !chosen.exists() {
        keys.forbidden("must not be specified when labelSelector is not set");
    }
    for key in keys.each() {
        key.invalid_each(format::label_key(key.str()));
        let labels = chosen.at("matchLabels").entries().any(|(label, _)| label == key.str());
        if labels || chosen.at("matchExpressions").each().any(|requirement| requirement.at("key").str() == key.str()) {
            key.invalid("exists in both matchLabelKeys and labelSelector");
        }
    }
}

/// What a constraint has to itself.
fn pair<'a>(constraint: Field<'a>) -> (&'a str, &'a str) {
    (constraint.at("topologyKey").str(), constraint.at("whenUnsatisfiable").str())
}
