//! A negative grace period counts as one second. Source: `pkg/api/pod/warnings.go`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::warning("negative-grace-period", check, include_str!("grace_period.md"));

fn check(object: Field<'_>) {
    let seconds = object.path("spec.terminationGracePeriodSeconds");
    if seconds.int().is_some_and(|n| n < 0) {
        seconds.say(format!("{}: must be >= 0; negative values are invalid and will be treated as 1", seconds.shown_path()));
    }
}
