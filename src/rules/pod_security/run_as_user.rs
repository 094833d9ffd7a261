//! Restricted since 1.23: nobody asks for user 0; since 1.35 a Pod with its own users may.
use super::{Check, Denial, Level, Setters, has_own_users};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-run-as-user", include_str!("run_as_user.md"));
pub const CHECK: Check =
    Check { rule: &RULE, id: "runAsUser", level: Level::Restricted, versions: &[(23, check), (35, relaxed)], overrides: &[] };

fn check(object: Field<'_>) -> Option<Denial<'_>> {
    let setters = Setters::find(object, "runAsUser", |field| field.int() == Some(0));
    (!setters.is_empty()).then(|| Denial {
        reason: "runAsUser=0",
        detail: format!("{} must not set runAsUser=0", setters.who()),
        places: setters.places,
    })
}

fn relaxed(object: Field<'_>) -> Option<Denial<'_>> {
    if has_own_users(object) { None } else { check(object) }
}
