//! No two containers share a name; init containers count too. Source: `validateContainers`, `validateInitContainers`,
//! `validateEphemeralContainers`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("container-name-duplicate", check, include_str!("duplicate.md"));

fn check(container: Field<'_>) {
    let (list, index) = (container.up(), container.index());
    if list.name() == "containers" && index == 0 {
        return;
    }
    let (name, spec) = (container.at("name"), container.pod_spec());
    let earlier = spec.first_container(list.name(), name.str()).is_some_and(|first| first < index);
    let init = list.name() == "initContainers";
    let other_lists: &[&str] = match list.name() {
        "containers" => &[],
        "initContainers" => &["containers"],
        _ => &["containers", "initContainers"],
    };
    let elsewhere = other_lists.iter().any(|list| spec.first_container(list, name.str()).is_some());
    // An empty name in the list of init containers is not remembered.
    if elsewhere || earlier && !(init && name.is_empty()) {
        name.duplicate_value(Rendered::text(name.str()));
    }
}
