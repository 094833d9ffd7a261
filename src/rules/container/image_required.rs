//! A container has an image. (Its form is nobody's business before the kubelet.) Source:
//! `validateContainerCommon`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("image-required", check, include_str!("image_required.md"));

fn check(container: Field<'_>) {
    if container.at("image").is_empty() {
        container.at("image").required("");
    }
}
