//! A configMap volume names its ConfigMap. Source: `validateConfigMapVolumeSource`, 1.35.
use super::{file_mode, key_to_path, require, sole};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-config-map", check, include_str!("config_map.md"));

fn check(volume: Field<'_>) {
    let Some(source) = sole(volume, "configMap") else { return };
    require(source.at("name"));
    file_mode(source.at("defaultMode"));
    source.at("items").each().for_each(key_to_path);
}
