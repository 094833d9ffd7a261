//! Overhead is a list of resources, checked as limits; the server's path says so. Source: `validateOverhead`, 1.35.
use crate::rules::container::resources;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("pod-overhead", check, include_str!("overhead.md")).about(&["overhead"]);

fn check(spec: Field<'_>) {
    let overhead = spec.at("overhead");
    let mut huge = false;
    let mut basic = false;
    for (name, field) in overhead.entries() {
        let Some(amount) = resources::amount(field) else { continue };
        let shown = overhead.at("limits").key(name).standing_for(field);
        resources::container_name(shown, name);
        resources::quantity_value(shown, name, &amount);
        if name.starts_with("hugepages-") {
            huge = true;
            resources::huge_page(shown, name, &amount);
        }
        basic |= name == "cpu" || name == "memory";
    }
    if huge && !basic {
        overhead.forbidden("HugePages require cpu or memory");
    }
}
