//! What only StatefulSets have. Source: `ValidateStatefulSetSpec`, 1.35.
use serde_json::{Value, json};

use super::{int_or_percent, nonnegative};
use crate::rules::claim;
use crate::rules::prelude::*;
use crate::rules::rule::walk;

pub static MANAGEMENT: Rule = Rule::new("pod-management-policy", management, include_str!("stateful_set_management.md"));
pub static STRATEGY: Rule = Rule::new("stateful-set-strategy", strategy, include_str!("stateful_set_strategy.md"));
pub static RETENTION: Rule = Rule::new("claim-retention-policy", retention, include_str!("stateful_set_retention.md"));
pub static CLAIMS: Rule = Rule::new("claim-template", claims, include_str!("stateful_set_claims.md")).since(34);
pub static SERVICE_NAME: Rule = Rule::new("stateful-set-service-name", service_name, include_str!("stateful_set_service.md"));

fn management(spec: Field<'_>) {
    let policy = spec.at("podManagementPolicy");
    match policy.str() {
        "OrderedReady" | "Parallel" => {}
        "" => policy.required(""),
        _ => policy.invalid_word("must be 'OrderedReady' or 'Parallel'"),
    }
}

fn strategy(spec: Field<'_>) {
    let strategy = spec.at("updateStrategy");
    let rolling = strategy.at("rollingUpdate");
    match strategy.at("type").str() {
        "" => strategy.required(""),
        "OnDelete" => {
            if rolling.exists() {
                rolling.invalid_struct("apps.RollingUpdateStatefulSetStrategy", "only allowed for updateStrategy 'RollingUpdate'");
            }
        }
        "RollingUpdate" => {
            nonnegative(rolling.at("partition"));
            let unavailable = rolling.at("maxUnavailable");
            if unavailable.exists() {
                int_or_percent::check(unavailable);
                if int_or_percent::value(unavailable) == 0 {
                    unavailable.invalid_value(int_or_percent::rendered(unavailable), "cannot be 0");
                }
                int_or_percent::at_most_all(unavailable);
            }
        }
        _ => strategy.invalid_struct("apps.StatefulSetUpdateStrategy", "must be 'RollingUpdate' or 'OnDelete'"),
    }
}

fn retention(spec: Field<'_>) {
    let policy = spec.at("persistentVolumeClaimRetentionPolicy");
    if !policy.exists() {
        return;
    }
    for field in ["whenDeleted", "whenScaled"].map(|name| policy.at(name)) {
        if !["Retain", "Delete"].contains(&field.str()) {
            field.unsupported(&["Retain", "Delete"]);
        }
    }
}

fn claims(spec: Field<'_>) {
    for template in spec.at("volumeClaimTemplates").each() {
        let rule = template.walk().rule.get();
        walk(claim::SPEC, template.at("spec"));
        template.walk().rule.set(rule);
    }
}

/// Up to 1.33 the server leaves the Pods of a StatefulSet unjudged, except for the metadata of their template.
pub fn judges_pods(spec: Field<'_>) -> bool {
    spec.since(34)
}

fn service_name(spec: Field<'_>) {
    nonnegative(spec.at("ordinals").at("start"));
    let name = spec.at("serviceName");
    if !name.is_empty() && is_new(spec) {
        name.invalid_each(format::dns_label(name.str()));
    }
}

/// The template as the server validates it: with a volume for every claim template, and without the names that the
/// controller overrides.
pub fn settle(value: &mut Value) {
    let Some(spec) = value.get_mut("spec").and_then(Value::as_object_mut) else { return };
    let names: Vec<Value> = spec
        .get("volumeClaimTemplates")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|template| template.pointer("/metadata/name").cloned().unwrap_or_else(|| "".into()))
        .collect();
    let Some(pod) = spec.get_mut("template").and_then(|t| t.get_mut("spec")).and_then(Value::as_object_mut) else { return };
    let set = |pod: &serde_json::Map<String, Value>, name: &str| pod.get(name).and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    if set(pod, "hostname") || set(pod, "subdomain") || !names.is_empty() {
        pod.remove("hostname");
        pod.remove("subdomain");
    }
    if names.is_empty() {
        return;
    }
    let mut volumes: Vec<Value> = Vec::new();
    for name in &names {
        let volume = json!({"name": name, "persistentVolumeClaim": {"claimName": name}});
        if !volumes.contains(&volume) {
            volumes.push(volume);
        }
    }
    let own = pod.get("volumes").and_then(Value::as_array).cloned().unwrap_or_default();
    volumes.extend(own.into_iter().filter(|volume| !names.contains(&volume["name"])));
    pod.insert("volumes".into(), volumes.into());
}
