//! activeDeadlineSeconds is positive. Source: `ValidatePodSpec`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("active-deadline", check, include_str!("active_deadline.md")).about(&["activeDeadlineSeconds"]);

fn check(spec: Field<'_>) {
    let deadline = spec.at("activeDeadlineSeconds");
    if deadline.int().is_some_and(|n| !(1..=i64::from(i32::MAX)).contains(&n)) {
        deadline.invalid(format::range(1, i64::from(i32::MAX)));
    }
}
