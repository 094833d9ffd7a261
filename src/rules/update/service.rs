//! What may change in a Service (`ValidateServiceUpdate`): not its first address, nor the class of its load balancer.

use serde_json::Value;

use super::same;
use crate::rules::field::Field;
use crate::rules::value::{Rendered, go_json};

pub(super) fn check(old: &Value, root: Field<'_>) {
    let (before, spec) = (&old["spec"], root.at("spec"));
    let kind = |name: &str| before["type"] == name && spec.at("type").str() == name;
    if before["type"] != "ExternalName" && spec.at("type").str() != "ExternalName" {
        addresses(before, spec);
    }
    let class = spec.at("loadBalancerClass");
    if kind("LoadBalancer") && !same(before.get("loadBalancerClass"), class.value()) {
        let value = class.value().filter(|value| !value.is_null()).map_or_else(|| "null".into(), go_json);
        class.invalid_value(Rendered(value), "may not change once set");
    }
    let checked = |policy: &str| policy == "Local";
    let health = spec.at("healthCheckNodePort");
    if kind("LoadBalancer")
        && checked(before["externalTrafficPolicy"].as_str().unwrap_or(""))
        && checked(spec.at("externalTrafficPolicy").str())
        && health.exists()
        && !same(before.get("healthCheckNodePort"), health.value())
    {
        health.forbidden("field is immutable");
    }
}

/// Addresses that are left out are filled in from the stored object before validation; written ones must be the same.
fn addresses(before: &Value, spec: Field<'_>) {
    let field = spec.at("clusterIPs");
    let first = spec.at("clusterIP");
    let mut written: Vec<&str> = field.each().map(Field::str).collect();
    if written.is_empty() && !first.is_empty() {
        written.push(first.str());
    }
    let stored: Vec<&str> = before["clusterIPs"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let headless = |list: &[&str]| list == ["None"];
    if written.is_empty() || stored.is_empty() || headless(&stored) && headless(&written) {
        return;
    }
    for (i, (old, new)) in stored.iter().zip(&written).enumerate() {
        if old != new && (i == 0 || stored.len() == written.len()) {
            let all = Value::from(written.clone());
            let place = field.item(i);
            let place = if field.is_empty() { place.standing_for(first) } else { place };
            place.invalid_value(Rendered(go_json(&all)), "may not change once set");
        }
    }
}
