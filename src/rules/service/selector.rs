//! A Service's selector is a map of labels. Source: `validateService`, 1.35.
use crate::rules::meta::labels::labels;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("service-selector", check, include_str!("selector.md"));

fn check(service: Field<'_>) {
    labels(service.at("spec").at("selector"));
}
