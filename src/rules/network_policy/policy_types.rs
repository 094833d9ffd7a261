//! policyTypes: Ingress, Egress, or both. Source: `ValidateNetworkPolicySpec`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("policy-types", check, include_str!("policy_types.md"));

fn check(spec: Field<'_>) {
    let types = spec.at("policyTypes");
    if types.len() > 2 {
        return types.invalid("may not specify more than two policyTypes");
    }
    for one in types.each() {
        if !["Ingress", "Egress"].contains(&one.str()) {
            one.unsupported(&["Ingress", "Egress"]);
        }
    }
}
