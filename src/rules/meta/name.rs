//! An object has a name of the form its kind wants. Source: `ValidateObjectMetaAccessor`; which form: the kind's
//! `ValidateXName` in `pkg/apis/core/validation/validation.go`, 1.35; Services take labels since 1.36.
use crate::rules::prelude::*;

pub static SUBDOMAIN: Rule = Rule::new("object-name", |meta| check(meta, format::dns_subdomain), include_str!("name.md"));
pub static LABEL: Rule = Rule::new("object-name", |meta| check(meta, format::dns_label), include_str!("name.md"));
pub static STATEFUL_SET: Rule = Rule::new("object-name", |meta| check(meta, format::dns_label), include_str!("name.md"));
/// Roles and bindings, whose names may hold what an address can (`ValidateRBACName`).
pub static PATH_SEGMENT: Rule = Rule::new("object-name", path_segment, include_str!("name.md"));
/// ReplicationControllers, whose names declarative validation judges (`validate.LongName`, 1.35).
pub static LONG_NAME: Rule = Rule::new("object-name", long_name, include_str!("name.md"));
pub static SERVICE: Rule = Rule::new("object-name", service, include_str!("name.md"));

fn service(meta: Field<'_>) {
    check(meta, if meta.since(36) { format::dns_label } else { format::dns_1035_label });
}

fn path_segment(meta: Field<'_>) {
    with_any_prefix(meta, format::path_segment);
}

fn long_name(meta: Field<'_>) {
    with_any_prefix(meta, |name| {
        // The same rules as elsewhere, told in bytes.
        format::dns_subdomain(name).into_iter().map(|error| error.replace("253 characters", "253 bytes")).collect()
    });
}

/// A prefix may be what an address can hold, whatever the name may be.
fn with_any_prefix(meta: Field<'_>, form: fn(&str) -> Vec<String>) {
    let (prefix, name) = (meta.at("generateName"), meta.at("name"));
    prefix.invalid_each(format::path_segment(prefix.str()));
    named(name, form);
}

fn named(name: Field<'_>, form: fn(&str) -> Vec<String>) {
    if name.is_empty() { name.required("name or generateName is required") } else { name.invalid_each(form(name.str())) }
}

fn check(meta: Field<'_>, form: fn(&str) -> Vec<String>) {
    let (prefix, name) = (meta.at("generateName"), meta.at("name"));
    if !prefix.is_empty() {
        prefix.invalid_each(form(&format::name_prefix(prefix.str())));
    }
    named(name, form);
}
