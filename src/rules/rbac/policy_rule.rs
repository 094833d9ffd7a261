//! A rule of a role names verbs and either resources or URLs. Source: `ValidatePolicyRule`, `ValidateClusterRole`, 1.35.
use crate::rules::meta::labels::{is_sound, selector};
use crate::rules::prelude::*;

pub static NAMESPACED: Rule = Rule::new("role-rule", |rule| check(rule, true), include_str!("policy_rule.md"));
pub static CLUSTER: Rule = Rule::new("role-rule", |rule| check(rule, false), include_str!("policy_rule.md"));
pub static AGGREGATION: Rule = Rule::new("role-rule", aggregation, include_str!("policy_rule.md"));

fn check(rule: Field<'_>, namespaced: bool) {
    if rule.at("verbs").is_empty() {
        rule.at("verbs").required("verbs must contain at least one value");
    }
    let urls = rule.at("nonResourceURLs");
    if !urls.is_empty() {
        if namespaced {
            urls.invalid("namespaced rules cannot apply to non-resource URLs");
        }
        if ["apiGroups", "resources", "resourceNames"].iter().any(|name| !rule.at(name).is_empty()) {
            urls.invalid("rules cannot apply to both regular resources and non-resource URLs");
        }
        return;
    }
    if rule.at("apiGroups").is_empty() {
        rule.at("apiGroups").required("resource rules must supply at least one api group");
    }
    if rule.at("resources").is_empty() {
        rule.at("resources").required("resource rules must supply at least one resource");
    }
}

fn aggregation(aggregation: Field<'_>) {
    let selectors = aggregation.at("clusterRoleSelectors");
    if selectors.is_empty() {
        selectors.required("at least one clusterRoleSelector required if aggregationRule is non-nil");
    }
    for one in selectors.each() {
        selector(one);
        if !is_sound(one) {
            // The server prints the selector that it could not make.
            one.invalid_value(Rendered("null".into()), "invalid label selector.");
        }
    }
}
