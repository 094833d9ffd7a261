//! Restricted: every container runs as another user than root, and says so; since 1.35 a Pod with its own users need
//! not.
use super::{Check, Denial, Level, Setters, containers, has_own_users, named};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-run-as-non-root", include_str!("run_as_non_root.md"));
pub const CHECK: Check =
    Check { rule: &RULE, id: "runAsNonRoot", level: Level::Restricted, versions: &[(0, check), (35, relaxed)], overrides: &[] };

fn check(object: Field<'_>) -> Option<Denial<'_>> {
    let setters = Setters::find(object, "runAsNonRoot", |field| field.opt_bool() == Some(false));
    if !setters.is_empty() {
        let detail = format!("{} must not set securityContext.runAsNonRoot=false", setters.who());
        return Some(Denial { reason: "runAsNonRoot != true", detail, places: setters.places });
    }
    if object.path("spec.securityContext.runAsNonRoot").bool() {
        return None;
    }
    let silent: Vec<_> = containers(object).map(|c| c.path("securityContext.runAsNonRoot")).filter(|field| !field.exists()).collect();
    let names: Vec<_> = silent.iter().map(|field| field.up().up().at("name").str()).collect();
    (!names.is_empty()).then(|| Denial {
        reason: "runAsNonRoot != true",
        detail: format!("pod or {} must set securityContext.runAsNonRoot=true", named(&names)),
        places: silent,
    })
}

fn relaxed(object: Field<'_>) -> Option<Denial<'_>> {
    if has_own_users(object) { None } else { check(object) }
}
