//! spec.finalizers of a Namespace; the server leaves the index out. Source: `ValidateNamespace`, 1.35.
use crate::rules::meta::standard_finalizer;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("namespace-finalizer", check, include_str!("finalizers.md"));

fn check(namespace: Field<'_>) {
    for item in namespace.at("spec").at("finalizers").each_hidden() {
        item.invalid_each(format::qualified_name(item.str()));
        standard_finalizer(item);
    }
}
