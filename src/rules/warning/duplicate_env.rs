//! A variable that hides an earlier one of its name. Source: `pkg/api/pod/warnings.go`, 1.35.
use std::collections::BTreeSet;

use crate::rules::container::every_container;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::warning("duplicate-env", check, include_str!("duplicate_env.md")).about(&["env"]);

fn check(object: Field<'_>) {
    for container in every_container(object.at("spec")) {
        let mut seen = BTreeSet::new();
        for variable in container.at("env").each() {
            let (name, value) = (variable.at("name").str(), variable.at("value").str());
            if seen.insert(name) {
                continue;
            }
            let reference = format!("$({name})");
            if variable.at("valueFrom").exists() || value == reference || !value.contains(&reference) {
                variable.say(format!(
                    "{}: hides previous definition of {}, which may be dropped when using apply",
                    variable.shown_path(),
                    quote(name)
                ));
            }
        }
    }
}
