//! Claims for devices. Source: `validatePodResourceClaims`, 1.35.
use std::collections::BTreeSet;

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("pod-resource-claim", check, include_str!("resource_claims.md")).about(&["resourceClaims"]);

fn check(spec: Field<'_>) {
    let pod = spec.up();
    if pod.is_root() && pod.path("metadata.annotations").key("kubernetes.io/config.mirror").exists() {
        let claims = spec.at("resourceClaims").each();
        return claims.for_each(|claim| claim.nameless().forbidden("static pods do not support resource claims"));
    }
    let mut names = BTreeSet::new();
    for claim in spec.at("resourceClaims").each() {
        let name = claim.at("name");
        if name.is_empty() {
            name.required("");
        } else if names.contains(name.str()) {
            name.duplicate();
        } else {
            name.invalid_each(format::dns_label(name.str()));
            names.insert(name.str());
        }
        let (direct, template) = (claim.at("resourceClaimName"), claim.at("resourceClaimTemplateName"));
        if direct.exists() && template.exists() {
            claim.invalid_struct(
                "core.PodResourceClaim",
                "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified",
            );
        }
        if !direct.exists() && !template.exists() {
            claim.invalid_struct("core.PodResourceClaim", "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
        }
        for field in [direct, template] {
            if field.exists() {
                field.invalid_each(format::dns_subdomain(field.str()));
            }
        }
    }
}
