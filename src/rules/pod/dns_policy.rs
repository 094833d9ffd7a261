//! dnsPolicy is one of four words. Source: `validateDNSPolicy`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("dns-policy", check, include_str!("dns_policy.md"));

fn check(spec: Field<'_>) {
    let policy = spec.at("dnsPolicy");
    match policy.str() {
        "ClusterFirstWithHostNet" | "ClusterFirst" | "Default" | "None" => {}
        "" => policy.required(""),
        _ => policy.unsupported(&["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"]),
    }
}
