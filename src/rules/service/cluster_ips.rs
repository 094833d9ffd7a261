//! Cluster addresses and address families. Source: `ValidateServiceClusterIPsRelatedFields`, 1.35; addresses strict
//! since 1.36.
use std::collections::BTreeSet;

use super::{cluster_ips, had};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("cluster-ip", check, include_str!("cluster_ips.md"));
pub static FAMILIES: Rule = Rule::new("cluster-ip", check, include_str!("cluster_ips.md"));

fn check(service: Field<'_>) {
    let spec = service.at("spec");
    if spec.at("type").str() == "ExternalName" {
        return;
    }
    let (one, all, addresses) = (spec.at("clusterIP"), spec.at("clusterIPs"), cluster_ips(spec));
    if one.is_empty() {
        if !addresses.is_empty() {
            all.invalid("must be empty when `clusterIP` is not specified");
        }
    } else if addresses.first().is_some_and(|first| first.str() != one.str()) {
        all.invalid("first value must match `clusterIP`");
    }
    families(spec);
    let mut bad = false;
    for (i, address) in addresses.iter().enumerate() {
        if i == 0 && address.str() == "None" {
            if addresses.len() > 1 {
                bad = true;
                all.invalid("'None' must be the first and only value");
            }
            continue;
        }
        let errors = if had("clusterIPs", address.str(), spec) { Vec::new() } else { format::ip(address.str(), address.since(36)) };
        bad |= !errors.is_empty();
        address.invalid_each(errors);
    }
    if addresses.len() > 2 {
        all.invalid("may only hold up to 2 values");
    }
    if !bad {
        fit(spec, all, &addresses);
    }
}

fn families(spec: Field<'_>) {
    let mut seen = BTreeSet::new();
    for family in spec.at("ipFamilies").each() {
        if !["IPv4", "IPv6"].contains(&family.str()) {
            family.unsupported(&["IPv4", "IPv6"]);
        }
        if !seen.insert(family.str()) {
            family.duplicate_value(Rendered::word(family.str()));
        }
    }
    let policy = spec.at("ipFamilyPolicy");
    let words = ["PreferDualStack", "RequireDualStack", "SingleStack"];
    if policy.exists() && !words.contains(&policy.str()) {
        policy.unsupported(&words);
    }
}

fn fit(spec: Field<'_>, all: Field<'_>, addresses: &[Field<'_>]) {
    let strange = addresses.iter().enumerate().find(|(_, address)| addresses.len() > 1 && format::parse_ip(address.str()).is_none());
    if let Some((i, address)) = strange {
        all.internal(format!("failed to check for dual stack with error:invalid IP[{i}]: {}", address.str()));
        all.invalid("may specify no more than one IP for each IP family");
    }
    let v6: Vec<bool> = addresses.iter().map(|address| format::parse_ip(address.str()).is_some_and(format::Ip::is_v6)).collect();
    if strange.is_none() && addresses.len() > 1 && (v6.iter().all(|v6| *v6) || !v6.iter().any(|v6| *v6)) {
        all.invalid("may specify no more than one IP for each IP family");
    }
    if super::is_headless(spec) {
        return;
    }
    for ((address, v6), family) in addresses.iter().zip(v6).zip(spec.at("ipFamilies").each()) {
        let i = family.index();
        match family.str() {
            "IPv4" if v6 => address.invalid(format!("expected an IPv4 value as indicated by `ipFamilies[{i}]`")),
            "IPv6" if !v6 => address.invalid(format!("expected an IPv6 value as indicated by `ipFamilies[{i}]`")),
            _ => {}
        }
    }
}
