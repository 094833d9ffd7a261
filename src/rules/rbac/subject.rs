//! Whom a binding binds. Source: `ValidateRoleBindingSubject`, 1.35.
use super::GROUP;
use crate::rules::prelude::*;

pub static NAMESPACED: Rule = Rule::new("role-subject", |subject| check(subject, true), include_str!("subject.md"));
pub static CLUSTER: Rule = Rule::new("role-subject", |subject| check(subject, false), include_str!("subject.md"));

fn check(subject: Field<'_>, namespaced: bool) {
    let (kind, name, group) = (subject.at("kind"), subject.at("name"), subject.at("apiGroup"));
    if name.is_empty() {
        name.required("");
    }
    match kind.str() {
        "ServiceAccount" => {
            if !name.is_empty() {
                name.invalid_each(format::dns_subdomain(name.str()));
            }
            if !group.is_empty() {
                group.unsupported(&[""]);
            }
            if !namespaced && subject.at("namespace").is_empty() {
                subject.at("namespace").required("");
            }
        }
        "User" | "Group" => {
            if group.str() != GROUP {
                group.unsupported(&[GROUP]);
            }
        }
        _ => kind.unsupported(&["ServiceAccount", "User", "Group"]),
    }
}
