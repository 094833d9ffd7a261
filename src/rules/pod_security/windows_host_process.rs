//! Baseline: no Windows host process containers.
use super::{Check, Denial, Level, Setters};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-windows-host-process", include_str!("windows_host_process.md"));
pub const CHECK: Check = Check { rule: &RULE, id: "windowsHostProcess", level: Level::Baseline, versions: &[(0, check)], overrides: &[] };

fn check(object: Field<'_>) -> Option<Denial<'_>> {
    let setters = Setters::find(object, "windowsOptions.hostProcess", |field| field.bool());
    (!setters.is_empty()).then(|| Denial {
        reason: "hostProcess",
        detail: format!("{} must not set securityContext.windowsOptions.hostProcess=true", setters.who()),
        places: setters.places,
    })
}
