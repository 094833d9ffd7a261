//! Addresses in forms that programs read differently. Source: `GetWarningsForIP`, `GetWarningsForCIDR` in
//! apimachinery `pkg/util/validation/ip.go`; worded otherwise since 1.36.
use crate::rules::prelude::*;

pub static POD: Rule = Rule::warning("ip-form", pod, include_str!("ip_form.md")).about(&["dnsConfig", "hostAliases"]);
pub static NETWORK_POLICY: Rule = Rule::warning("ip-form", network_policy, include_str!("ip_form.md")).about(&["ipBlock"]);

fn sentence(field: Field<'_>) -> &'static str {
    if field.since(36) { "is invalid" } else { "will be considered invalid in a future Kubernetes release" }
}

/// An address.
pub fn ip(field: Field<'_>) {
    let warnings = format::ip_warnings(|| field.shown_path(), field.str(), sentence(field));
    warnings.into_iter().for_each(|warning| field.say(warning));
}

/// A block.
pub fn cidr(field: Field<'_>) {
    let warnings = format::cidr_warnings(|| field.shown_path(), field.str(), sentence(field));
    warnings.into_iter().for_each(|warning| field.say(warning));
}

fn pod(object: Field<'_>) {
    object.path("spec.dnsConfig.nameservers").each().for_each(ip);
    object.path("spec.hostAliases").each().map(|alias| alias.at("ip")).for_each(ip);
}

fn network_policy(policy: Field<'_>) {
    for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
        for peer in policy.at("spec").at(direction).each().flat_map(|rule| rule.at(peers).each()) {
            let block = peer.at("ipBlock");
            if block.exists() {
                cidr(block.at("cidr"));
                block.at("except").each().for_each(cidr);
            }
        }
    }
}
