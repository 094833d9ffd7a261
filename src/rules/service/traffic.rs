//! Which endpoints take traffic. Source: `validateServiceExternalTrafficPolicy`,
//! `validateServiceInternalTrafficFieldsValue`, `validateServiceTrafficDistribution`, 1.35.
use super::allocation::needs_health_check;
use crate::rules::prelude::*;

pub static EXTERNAL: Rule = Rule::new("external-traffic-policy", external, include_str!("traffic_external.md"));
pub static INTERNAL: Rule = Rule::new("internal-traffic-policy", internal, include_str!("traffic_internal.md"));
pub static DISTRIBUTION: Rule = Rule::new("traffic-distribution", distribution, include_str!("traffic_distribution.md"));

fn external(service: Field<'_>) {
    let spec = service.at("spec");
    let (policy, health) = (spec.at("externalTrafficPolicy"), spec.at("healthCheckNodePort"));
    let accessible = match spec.at("type").str() {
        "LoadBalancer" | "NodePort" => true,
        "ClusterIP" => !spec.at("externalIPs").is_empty(),
        _ => false,
    };
    match policy.str() {
        "" if accessible => policy.required(""),
        "" | "Cluster" | "Local" if accessible || policy.is_empty() => {}
        _ if accessible => policy.unsupported(&["Cluster", "Local"]),
        _ => policy.invalid_word("may only be set for externally-accessible services"),
    }
    if needs_health_check(spec) {
        // The registry has given out a port before, where none is asked for.
        for message in format::port_number(health.int().unwrap_or(0)) {
            health.invalid_int(message);
        }
    } else if health.int().unwrap_or(0) != 0 {
        health.invalid("may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
    }
}

fn internal(service: Field<'_>) {
    let policy = service.at("spec").at("internalTrafficPolicy");
    if policy.exists() && !["Cluster", "Local"].contains(&policy.str()) {
        policy.unsupported(&["Cluster", "Local"]);
    }
}

fn distribution(service: Field<'_>) {
    let field = service.at("spec").at("trafficDistribution");
    let words: &[&str] = if field.since(34) { &["PreferClose", "PreferSameZone", "PreferSameNode"] } else { &["PreferClose"] };
    if field.exists() && !words.contains(&field.str()) {
        field.unsupported_value(Rendered::text(field.str()), words);
    }
}
