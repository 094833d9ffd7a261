//! Fields for load balancers only. One path of the server begins with a capital letter. Source: `validateService`,
//! `validateLoadBalancerClassField`, 1.35; blocks strict since 1.36.
use crate::rules::prelude::*;

pub static SOURCE_RANGES: Rule = Rule::new("load-balancer-source-range", source_ranges, include_str!("source_ranges.md"));
pub static RULE: Rule = Rule::new("load-balancer-only", check, include_str!("load_balancer.md"));

const RANGES: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";
const ONLY: &str = "may only be used when `type` is 'LoadBalancer'";

fn source_ranges(service: Field<'_>) {
    let spec = service.at("spec");
    let balancer = spec.at("type").str() == "LoadBalancer";
    let ranges = spec.at_shown("loadBalancerSourceRanges", "LoadBalancerSourceRanges");
    let annotation = service.path("metadata.annotations").key(RANGES);
    let check = |field: Field<'_>, text: &str| {
        for message in format::cidr(text, field.since(36)) {
            field.invalid_value(Rendered::text(text), message);
        }
    };
    if !ranges.is_empty() {
        if !balancer {
            ranges.forbidden(ONLY);
        }
        let had = |text: &str| super::had("loadBalancerSourceRanges", text, spec);
        ranges.each().filter(|range| !had(range.str())).for_each(|range| check(range, range.str().trim()));
    } else if annotation.exists() {
        if !balancer {
            annotation.forbidden(ONLY);
        }
        let list = annotation.str().trim();
        let had = service.walk().old.is_some_and(|old| old["metadata"]["annotations"][RANGES] == annotation.str());
        if !list.is_empty() && !had {
            list.split(',').for_each(|range| check(annotation, range.trim()));
        }
    }
}

fn check(service: Field<'_>) {
    let spec = service.at("spec");
    let balancer = spec.at("type").str() == "LoadBalancer";
    let allocate = spec.at("allocateLoadBalancerNodePorts");
    if allocate.exists() && !balancer {
        allocate.forbidden(ONLY);
    }
    let class = spec.at("loadBalancerClass");
    if class.exists() {
        if balancer { class.invalid_each(format::qualified_name(class.str())) } else { class.forbidden(ONLY) }
    }
}
