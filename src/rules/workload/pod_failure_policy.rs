//! What a Job does when a Pod fails. Source: `validatePodFailurePolicy`, 1.35.
use std::collections::BTreeSet;

use crate::rules::prelude::*;
use crate::rules::value::go_json;

pub static RULE: Rule = Rule::new("pod-failure-policy", check, include_str!("pod_failure_policy.md"));

fn check(spec: Field<'_>) {
    let rules = spec.path("podFailurePolicy.rules");
    if rules.len() > 20 {
        rules.too_many(rules.len(), 20);
    }
    for rule in rules.each() {
        action(spec, rule.at("action"));
        let (codes, conditions) = (rule.at("onExitCodes"), rule.at("onPodConditions"));
        if codes.exists() {
            exit_codes(spec, codes);
        }
        pod_conditions(conditions);
        match (codes.exists(), !conditions.is_empty()) {
            (true, true) => rule.invalid_omitted("specifying both OnExitCodes and OnPodConditions is not supported"),
            (false, false) => rule.invalid_omitted("specifying one of OnExitCodes and OnPodConditions is required"),
            _ => {}
        }
    }
}

fn action(spec: Field<'_>, action: Field<'_>) {
    match action.str() {
        "Count" | "FailJob" | "Ignore" => {}
        "FailIndex" if spec.at("backoffLimitPerIndex").exists() => {}
        "FailIndex" => action.invalid_word("requires the backoffLimitPerIndex to be set"),
        "" => action.required("valid values: [\"Count\" \"FailIndex\" \"FailJob\" \"Ignore\"]"),
        _ => action.unsupported(&["Count", "FailIndex", "FailJob", "Ignore"]),
    }
}

fn pod_conditions(conditions: Field<'_>) {
    if conditions.len() > 20 {
        conditions.too_many(conditions.len(), 20);
    }
    for pattern in conditions.each() {
        let (kind, status) = (pattern.at("type"), pattern.at("status"));
        for message in format::qualified_name(kind.str()) {
            kind.invalid_value(Rendered::text(kind.str()), message);
        }
        match status.str() {
            "True" | "False" | "Unknown" => {}
            "" => status.required("valid values: [\"False\" \"True\" \"Unknown\"]"),
            _ => status.unsupported(&["False", "True", "Unknown"]),
        }
    }
}

fn exit_codes<'a>(spec: Field<'a>, codes: Field<'a>) {
    let (operator, container, values) = (codes.at("operator"), codes.at("containerName"), codes.at("values"));
    match operator.str() {
        "In" | "NotIn" => {}
        "" => operator.required("valid values: [\"In\" \"NotIn\"]"),
        _ => operator.unsupported(&["In", "NotIn"]),
    }
    let pod = spec.path("template.spec");
    let named = |list: &'static str| pod.first_container(list, container.str()).is_some();
    if container.exists() && !named("containers") && !named("initContainers") {
        container.invalid("must be one of the container or initContainer names in the pod template");
    }
    if values.is_empty() {
        let value = values.value().map_or_else(|| "null".into(), go_json);
        values.invalid_value(Rendered(value), "at least one value is required");
    } else if values.len() > 255 {
        values.too_many(values.len(), 255);
    }
    let mut seen = BTreeSet::new();
    let mut ordered = true;
    let mut last = None;
    for value in values.each() {
        let n = value.int().unwrap_or(0);
        if operator.str() == "In" && n == 0 {
            value.invalid_int("must not be 0 for the In operator");
        }
        if !seen.insert(n) {
            value.duplicate();
        }
        ordered &= last.is_none_or(|last| last <= n);
        last = Some(n);
    }
    if !ordered {
        values.invalid("must be ordered");
    }
}
