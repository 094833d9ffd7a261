//! A secret volume names its Secret. Source: `validateSecretVolumeSource`, 1.35.
use super::{file_mode, key_to_path, require, sole};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-secret", check, include_str!("secret.md")).about(&["secret"]);

fn check(volume: Field<'_>) {
    let Some(source) = sole(volume, "secret") else { return };
    require(source.at("secretName"));
    file_mode(source.at("defaultMode"));
    source.at("items").each().for_each(key_to_path);
}
