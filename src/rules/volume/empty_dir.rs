//! An emptyDir's size limit is not negative. Source: `validateVolumeSource`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-empty-dir", check, include_str!("empty_dir.md")).about(&["emptyDir"]);

fn check(volume: Field<'_>) {
    let limit = volume.at("emptyDir").at("sizeLimit");
    if limit.opt_str().and_then(|text| Quantity::parse(text).ok()).is_some_and(|limit| limit.sign() < 0) {
        limit.forbidden("SizeLimit field must be a valid resource quantity");
    }
}
