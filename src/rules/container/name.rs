//! A container's name is a DNS label. Source: `validateContainerCommon`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("container-name", check, include_str!("name.md"));

fn check(container: Field<'_>) {
    let name = container.at("name");
    if name.is_empty() { name.required("") } else { name.invalid_each(format::dns_label(name.str())) }
}
