//! Names of other things in a Pod spec. Source: `ValidatePodSpec`, 1.35.
use crate::rules::prelude::*;

pub static BEFORE_DEADLINE: Rule = Rule::new("pod-reference-name", before_deadline, include_str!("names.md"));
pub static AFTER_DEADLINE: Rule = Rule::new("pod-hostname", after_deadline, include_str!("hostname.md")).about(&["hostname", "subdomain"]);
pub static CLASSES: Rule =
    Rule::new("pod-reference-name", classes, include_str!("names.md")).about(&["priorityClassName", "runtimeClassName"]);

fn subdomain(field: Field<'_>) {
    if !field.is_empty() {
        field.invalid_each(format::dns_subdomain(field.str()));
    }
}

fn before_deadline(spec: Field<'_>) {
    subdomain(spec.at("serviceAccountName"));
    subdomain(spec.at("nodeName"));
}

fn after_deadline(spec: Field<'_>) {
    for field in ["hostname", "subdomain"].map(|name| spec.at(name)) {
        if !field.is_empty() {
            field.invalid_each(format::dns_label(field.str()));
        }
    }
}

fn classes(spec: Field<'_>) {
    subdomain(spec.at("priorityClassName"));
    let runtime = spec.at("runtimeClassName");
    if runtime.exists() {
        runtime.invalid_each(format::dns_subdomain(runtime.str()));
    }
}
