//! A volume has one source. (None at all becomes an emptyDir.) Source: `validateVolumeSource`, 1.35.
use super::SOURCES;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-one-source", check, include_str!("one_source.md"));

fn check(volume: Field<'_>) {
    let sources = volume.value().and_then(|v| v.as_object());
    if !sources.is_some_and(|map| map.iter().any(|(key, value)| !value.is_null() && (SOURCES.contains(&key.as_str()) || key == "image"))) {
        volume.required("must specify a volume type");
    }
}
