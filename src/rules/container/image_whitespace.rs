//! The image of a Pod's container has no blanks around it; templates may. Source: `validateContainerOnlyForPod`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("image-whitespace", check, include_str!("image_whitespace.md"));

fn check(container: Field<'_>) {
    let image = container.at("image");
    if image.str().trim().len() != image.len() {
        image.invalid("must not have leading or trailing whitespace");
    }
}
