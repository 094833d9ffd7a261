//! A persistentVolumeClaim volume names its claim. Source: `validatePersistentClaimVolumeSource`, 1.35.
use super::{require, sole};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-persistent-claim", check, include_str!("persistent_claim.md")).about(&["persistentVolumeClaim"]);

fn check(volume: Field<'_>) {
    if let Some(source) = sole(volume, "persistentVolumeClaim") {
        require(source.at("claimName"));
    }
}
