//! Finalizers are qualified names; those without a domain must be Kubernetes' own. Source: `ValidateFinalizers`,
//! and for core kinds `ValidateFinalizerName` of `pkg/apis/core/validation`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("finalizer", check, include_str!("finalizers.md")).about(&["finalizers"]);
pub static STANDARD: Rule = Rule::new("finalizer", every_standard, include_str!("finalizers.md")).about(&["finalizers"]);

const OWN: [&str; 3] = ["kubernetes", "orphan", "foregroundDeletion"];

fn check(meta: Field<'_>) {
    let list = meta.at("finalizers");
    for item in list.each_hidden() {
        item.invalid_each(format::qualified_name(item.str()));
    }
    let has = |name: &str| list.each().any(|item| item.str() == name);
    if has("orphan") && has("foregroundDeletion") {
        list.invalid("finalizer orphan and foregroundDeletion cannot be both set");
    }
}

fn every_standard(meta: Field<'_>) {
    meta.at("finalizers").each().for_each(standard);
}

/// A name without a domain is one of Kubernetes' own (`validateKubeFinalizerName`).
pub fn standard(item: Field<'_>) {
    if !item.str().contains('/') && !OWN.contains(&item.str()) {
        item.invalid("name is neither a standard finalizer name nor is it fully qualified");
    }
}
