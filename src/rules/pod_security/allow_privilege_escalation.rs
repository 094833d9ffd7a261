//! Restricted: every container says `allowPrivilegeEscalation: false`.
use super::{Check, Denial, Level, containers, is_windows, named};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-allow-privilege-escalation", include_str!("allow_privilege_escalation.md"));
pub const CHECK: Check = Check {
    rule: &RULE,
    id: "allowPrivilegeEscalation",
    level: Level::Restricted,
    versions: &[(8, check), (25, check_linux)],
    overrides: &[],
};

fn check(object: Field<'_>) -> Option<Denial<'_>> {
    let field = |container: Field<'_>| container.path("securityContext.allowPrivilegeEscalation").opt_bool();
    let bad: Vec<_> = containers(object).filter(|container| field(*container) != Some(false)).collect();
    let names: Vec<_> = bad.iter().map(|container| container.at("name").str()).collect();
    let places = bad.into_iter().map(|container| container.path("securityContext.allowPrivilegeEscalation")).collect();
    (!names.is_empty()).then(|| Denial {
        reason: "allowPrivilegeEscalation != false",
        detail: format!("{} must set securityContext.allowPrivilegeEscalation=false", named(&names)),
        places,
    })
}

fn check_linux(object: Field<'_>) -> Option<Denial<'_>> {
    if is_windows(object) { None } else { check(object) }
}
