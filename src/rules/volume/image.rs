//! An image volume has a reference and a pull policy. Source: `validateImageVolumeSource`, 1.35.
use super::sole;
use crate::rules::container::pull_policy;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-image", check, include_str!("image.md"));

fn check(volume: Field<'_>) {
    let Some(source) = sole(volume, "image") else { return };
    let reference = source.at("reference");
    if source.walk().kind == "Pod" && reference.is_empty() {
        reference.required("");
    }
    pull_policy(source.at("pullPolicy"));
}
