//! A namespaced object's namespace is a DNS label; a cluster-scoped one has none. Source:
//! `validateObjectMetaAccessorWithOptsCommon`.
use crate::rules::prelude::*;

pub static NAMESPACED: Rule = Rule::new("object-namespace", namespaced, include_str!("namespace.md"));
pub static CLUSTER: Rule = Rule::new("object-namespace", cluster, include_str!("namespace.md"));

fn namespaced(meta: Field<'_>) {
    let namespace = meta.at("namespace");
    if namespace.is_empty() { namespace.required("") } else { namespace.invalid_each(format::dns_label(namespace.str())) }
}

fn cluster(meta: Field<'_>) {
    if !meta.at("namespace").is_empty() {
        meta.at("namespace").forbidden("not allowed on this type");
    }
}
