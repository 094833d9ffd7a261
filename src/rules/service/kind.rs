//! The type of a Service and what goes with it. Source: `validateService`, 1.35.
use super::{cluster_ips, is_headless};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("service-type", check, include_str!("kind.md"));
pub static BY_TYPE: Rule = Rule::new("service-type", by_type, include_str!("kind.md"));

fn check(service: Field<'_>) {
    let kind = service.at("spec").at("type");
    match kind.str() {
        "ClusterIP" | "NodePort" | "LoadBalancer" | "ExternalName" => {}
        "" => kind.required(""),
        _ => kind.unsupported(&["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]),
    }
}

fn by_type(service: Field<'_>) {
    let spec = service.at("spec");
    let kind = spec.at("type").str();
    if spec.at("ports").is_empty() && !is_headless(spec) && kind != "ExternalName" {
        spec.at("ports").required("");
    }
    match kind {
        "LoadBalancer" | "NodePort" if is_headless(spec) => {
            for first in cluster_ips(spec) {
                first.invalid(format!("may not be set to 'None' for {kind} services"));
            }
        }
        "ExternalName" => external_name(spec),
        _ => {}
    }
}

fn external_name(spec: Field<'_>) {
    if !cluster_ips(spec).is_empty() {
        let written = if spec.at("clusterIPs").is_empty() { spec.at("clusterIP") } else { spec.at("clusterIPs") };
        spec.at("clusterIPs").standing_for(written).forbidden("may not be set for ExternalName services");
    }
    for name in ["ipFamilies", "ipFamilyPolicy"] {
        let field = spec.at(name);
        if field.exists() && !(name == "ipFamilies" && field.is_empty()) {
            field.forbidden("may not be set for ExternalName services");
        }
    }
    let name = spec.at("externalName");
    match name.str().strip_suffix('.').unwrap_or(name.str()) {
        "" => name.required(""),
        host => format::dns_subdomain(host).into_iter().for_each(|message| name.invalid_value(Rendered::text(host), message)),
    }
}
