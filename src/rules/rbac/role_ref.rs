//! A binding names one role. Source: `ValidateRoleBinding`, `ValidateClusterRoleBinding`, 1.35.
use super::GROUP;
use crate::rules::prelude::*;

pub static NAMESPACED: Rule = Rule::new("role-ref", |role| check(role, &["Role", "ClusterRole"]), include_str!("role_ref.md"));
pub static CLUSTER: Rule = Rule::new("role-ref", |role| check(role, &["ClusterRole"]), include_str!("role_ref.md"));

fn check(role: Field<'_>, kinds: &[&str]) {
    let (group, kind, name) = (role.at("apiGroup"), role.at("kind"), role.at("name"));
    if group.str() != GROUP {
        group.unsupported(&[GROUP]);
    }
    if !kinds.contains(&kind.str()) {
        kind.unsupported(kinds);
    }
    if name.is_empty() { name.required("") } else { name.invalid_each(format::path_segment(name.str())) }
}
