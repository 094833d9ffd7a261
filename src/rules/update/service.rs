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

/// `validateUpgradeDowngradeClusterIPs`, `validateUpgradeDowngradeIPFamilies`: the first address and family stay; a second one is
/// released with `SingleStack`.
fn addresses(before: &Value, spec: Field<'_>) {
    let headless = |list: &[&str]| list == ["None"];
    let words = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (stored, field) = (words(&before["clusterIPs"]), spec.at("clusterIPs"));
    let old: Vec<&str> = stored.iter().filter_map(Value::as_str).collect();
    let new: Vec<&str> = field.each().map(Field::str).collect();
    if headless(&old) && headless(&new) {
        return;
    }
    let single = |what: &str| {
        let policy = spec.at("ipFamilyPolicy");
        if policy.str() != "SingleStack" {
            let value = policy.value().map_or_else(|| "null".into(), go_json);
            policy.invalid_value(Rendered(value), format!("must be set to 'SingleStack' when releasing the secondary {what}"));
        }
    };
    let refuse = |list: Field<'_>, at: usize, shown: &[&str], detail: &str| {
        list.item(at).invalid_value(Rendered(go_json(&Value::from(shown.to_vec()))), detail);
    };
    const SET: &str = "may not change once set";
    if old.len() == new.len() {
        for (i, _) in old.iter().zip(&new).enumerate().filter(|(_, (old, new))| old != new) {
            refuse(field, i, &new, SET);
        }
    } else {
        if new.is_empty() {
            refuse(field, 0, &new, "primary clusterIP can not be unset");
        } else if !old.is_empty() && new[0] != old[0] {
            refuse(field, 0, &new, SET);
        }
        if new.len() == 1 && old.len() > 1 {
            single("clusterIP");
        }
    }
    if headless(&old) != headless(&new) {
        return;
    }
    let (stored, field) = (words(&before["ipFamilies"]), spec.at("ipFamilies"));
    let old: Vec<&str> = stored.iter().filter_map(Value::as_str).collect();
    let families: Vec<&str> = field.each().map(Field::str).collect();
    if old.len() == families.len() {
        for _ in old.iter().zip(&families).filter(|(old, new)| old != new) {
            refuse(field, 0, &families, SET);
        }
        return;
    }
    if old.len() > families.len() && new.is_empty() {
        refuse(field, 0, &families, "primary ipFamily can not be unset");
    }
    if let (Some(had), Some(has)) = (old.first(), families.first())
        && had != has
    {
        // The server shows the addresses.
        refuse(field, 0, &new, SET);
    }
    if families.len() == 1 && old.len() > 1 {
        single("ipFamily");
    }
}
