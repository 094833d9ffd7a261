//! Fields of a Service that do nothing. Source: `pkg/api/service/warnings.go`, 1.35.
use super::ip_form::{cidr, ip};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::warning("service-ignored-field", check, include_str!("service.md"));

fn check(service: Field<'_>) {
    let spec = service.at("spec");
    let (kind, one) = (spec.at("type").str(), spec.at("clusterIP").str());
    let hints = service.path("metadata.annotations").key("service.kubernetes.io/topology-aware-hints");
    if hints.exists() {
        hints.say(
            "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead",
        );
    }
    if !one.is_empty() && one != "None" {
        let all = spec.at("clusterIPs");
        if all.is_empty() { ip(all.item(0).standing_for(spec.at("clusterIP"))) } else { all.each().for_each(ip) }
    }
    let (balancer, external, affinity) = (spec.at("loadBalancerIP"), spec.at("externalIPs"), spec.at("sessionAffinity"));
    if spec.since(34) && kind == "ClusterIP" && one == "None" {
        if !balancer.is_empty() {
            balancer.say("spec.loadBalancerIP is ignored for headless services");
        }
        if !external.is_empty() {
            external.say("spec.externalIPs is ignored for headless services");
        }
        if affinity.str() != "None" {
            affinity.say("spec.SessionAffinity is ignored for headless services");
        }
    }
    external.each().for_each(ip);
    if !balancer.is_empty() {
        ip(balancer);
    }
    spec.at("loadBalancerSourceRanges").each().for_each(cidr);
    if kind == "ExternalName" && !external.is_empty() {
        external.say("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
    }
    let name = spec.at("externalName");
    if kind != "ExternalName" && !name.is_empty() {
        name.say("spec.externalName is ignored when spec.type is not \"ExternalName\"");
    }
    let distribution = spec.at("trafficDistribution");
    if distribution.since(35) && distribution.str() == "PreferClose" {
        distribution.say("spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
    }
}
