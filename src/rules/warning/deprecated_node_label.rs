//! Node labels that newer ones have replaced. Source: `pkg/api/node/util.go`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::warning("deprecated-node-label", check, include_str!("deprecated_node_label.md")).about(&[
    "nodeSelector",
    "affinity",
    "topologySpreadConstraints",
]);

fn advice(label: &str) -> Option<&'static str> {
    Some(match label {
        "beta.kubernetes.io/arch" => r#"deprecated since v1.14; use "kubernetes.io/arch" instead"#,
        "beta.kubernetes.io/os" => r#"deprecated since v1.14; use "kubernetes.io/os" instead"#,
        "failure-domain.beta.kubernetes.io/region" => r#"deprecated since v1.17; use "topology.kubernetes.io/region" instead"#,
        "failure-domain.beta.kubernetes.io/zone" => r#"deprecated since v1.17; use "topology.kubernetes.io/zone" instead"#,
        "beta.kubernetes.io/instance-type" => r#"deprecated since v1.17; use "node.kubernetes.io/instance-type" instead"#,
        "app.kubernetes.io/created-by" => "deprecated since v1.9",
        "scheduler.alpha.kubernetes.io/preferAvoidPods" => "deprecated since v1.22; use Taints and Tolerations instead",
        "node-role.kubernetes.io/master" => r#"use "node-role.kubernetes.io/control-plane" instead"#,
        _ => return None,
    })
}

fn check(object: Field<'_>) {
    let spec = object.at("spec");
    for (key, entry) in spec.at("nodeSelector").entries() {
        if let Some(advice) = advice(key) {
            entry.say(format!("{}: {advice}", entry.shown_path()));
        }
    }
    let node = spec.path("affinity.nodeAffinity");
    for term in node.path("requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms").each() {
        requirements(term, false);
    }
    for preferred in node.at("preferredDuringSchedulingIgnoredDuringExecution").each() {
        requirements(preferred.at("preference"), true);
    }
    for constraint in spec.at("topologySpreadConstraints").each() {
        label(constraint.at("topologyKey"));
    }
}

fn label(key: Field<'_>) {
    if let Some(advice) = advice(key.str()) {
        key.say(format!("{}: {} is {advice}", key.shown_path(), key.str()));
    }
}

fn requirements(term: Field<'_>, values: bool) {
    for requirement in term.at("matchExpressions").each() {
        label(requirement.at("key"));
        for value in requirement.at("values").each().filter(|_| values) {
            for message in format::label_value(value.str()) {
                value.say(format!("{}: {} is invalid, {message}", value.shown_path(), value.str()));
            }
        }
    }
}
