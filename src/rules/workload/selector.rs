//! A workload's selector is not empty and matches its own template. Source: `ValidateDeploymentSpec`,
//! `ValidateStatefulSetSpec`, `ValidateDaemonSetSpec`, `ValidateJobSpec`, 1.35.
use serde_json::Value;

use crate::rules::meta::labels::{is_sound, selector};
use crate::rules::prelude::*;
use crate::rules::value::{go_json, go_struct};

/// The selector of a Deployment or ReplicaSet; the server says "deployment" for both.
pub static DEPLOYMENT: Rule = Rule::new("workload-selector", |spec| required(spec, "deployment", true), include_str!("selector.md"));
pub static STATEFUL_SET: Rule = Rule::new("workload-selector", |spec| required(spec, "statefulset", true), include_str!("selector.md"));
pub static JOB: Rule = Rule::new("workload-selector", |spec| required(spec, "", true), include_str!("selector.md"));
pub static SYNTAX: Rule = Rule::new("workload-selector", |spec| selector(spec.at("selector")), include_str!("selector.md"));
pub static DAEMON_SET: Rule = Rule::new("workload-selector", |spec| not_empty(spec, "daemonset"), include_str!("selector.md"));
/// The selector of a ReplicationController, a plain map, and its template (`ValidatePodTemplateSpecForRC`).
pub static REPLICATION_CONTROLLER: Rule = Rule::new("workload-selector", replication_controller, include_str!("selector.md"));
/// The selector matches the template's labels; one that cannot be read is refused.
pub static MATCHES: Rule = Rule::new("selector-matches-template", matches, include_str!("selector_matches.md"));
/// The same where an unreadable selector is passed over.
pub static MATCHES_IF_SOUND: Rule = Rule::new("selector-matches-template", matches_if_sound, include_str!("selector_matches.md"));

fn required(spec: Field<'_>, kind: &str, syntax: bool) {
    let field = spec.at("selector");
    if !field.exists() {
        return field.required("");
    }
    if syntax {
        selector(field);
    }
    if !kind.is_empty() {
        not_empty(spec, kind);
    }
}

fn replication_controller(spec: Field<'_>) {
    let (selector, template) = (spec.at("selector"), spec.at("template"));
    if selector.is_empty() {
        selector.required("");
    }
    if !template.exists() {
        return template.required("");
    }
    let labels = template.path("metadata.labels");
    let label = |key: &str| labels.value().and_then(|map| map.get(key)).and_then(Value::as_str);
    if !selector.entries().all(|(key, value)| label(key) == Some(value.str())) {
        MATCHES.instead(labels, mismatch);
    }
}

/// A ReplicationController may lack it; then nothing more is said of it.
pub fn has_template(spec: Field<'_>) -> bool {
    spec.at("template").exists()
}

fn mismatch(labels: Field<'_>) {
    let value = labels.value().map_or_else(|| "null".into(), go_json);
    labels.invalid_value(Rendered(value), "`selector` does not match template `labels`");
}

fn not_empty(spec: Field<'_>, kind: &str) {
    let field = spec.at("selector");
    if field.exists() && field.at("matchLabels").is_empty() && field.at("matchExpressions").is_empty() {
        field.invalid_value(json(field), format!("empty selector is invalid for {kind}"));
    }
}

/// `metav1.LabelSelector`, which has JSON tags.
fn json(selector: Field<'_>) -> Rendered {
    Rendered(selector.value().map_or_else(|| "null".into(), |value| go_struct(Some(value), "meta/v1.LabelSelector")))
}

fn matches(spec: Field<'_>) {
    let field = spec.at("selector");
    if !is_sound(field) {
        let detail = if spec.walk().kind == "StatefulSet" { "" } else { "invalid label selector" };
        return field.invalid_value(json(field), detail);
    }
    let empty = field.exists() && field.at("matchLabels").is_empty() && field.at("matchExpressions").is_empty();
    if !empty {
        compare(spec, field);
    }
}

fn matches_if_sound(spec: Field<'_>) {
    let field = spec.at("selector");
    if is_sound(field) {
        compare(spec, field);
    }
}

fn compare<'a>(spec: Field<'a>, selector: Field<'a>) {
    let labels = spec.path("template.metadata.labels");
    if !selector.exists() || !selects(selector, labels) {
        mismatch(labels);
    }
}

/// Whether the selector of a spec can be read; if not, some kinds look no further.
pub fn is_sound_in(spec: Field<'_>) -> bool {
    is_sound(spec.at("selector"))
}

fn selects(selector: Field<'_>, labels: Field<'_>) -> bool {
    takes(selector, |key| labels.value().and_then(|map| map.get(key)).and_then(Value::as_str))
}

/// Whether a selector takes an object whose label of a key is `label(key)`.
pub(super) fn takes<'v>(selector: Field<'_>, label: impl Fn(&str) -> Option<&'v str>) -> bool {
    selector.at("matchLabels").entries().all(|(key, value)| label(key) == Some(value.str()))
        && selector.at("matchExpressions").each().all(|requirement| {
            let found = label(requirement.at("key").str());
            let listed = found.is_some_and(|found| requirement.at("values").each().any(|value| value.str() == found));
            match requirement.at("operator").str() {
                "In" => listed,
                "NotIn" => !listed,
                "Exists" => found.is_some(),
                _ => found.is_none(),
            }
        })
}
