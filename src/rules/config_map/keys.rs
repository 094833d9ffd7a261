//! Keys of a ConfigMap, none in both maps, 1 MiB in all. Source: `ValidateConfigMap`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("config-map-key", check, include_str!("keys.md"));

fn check(map: Field<'_>) {
    let (data, binary) = (map.at("data"), map.at("binaryData"));
    let mut size = 0;
    for (key, entry) in data.entries() {
        for message in format::config_key(key) {
            entry.invalid_value(Rendered::text(key), message);
        }
        if binary.entry(key).is_some() {
            entry.invalid_value(Rendered::text(key), "duplicate of key present in binaryData");
        }
        size += entry.len();
    }
    for (key, entry) in binary.entries() {
        for message in format::config_key(key) {
            entry.invalid_value(Rendered::text(key), message);
        }
        size += entry.len() / 4 * 3 - entry.str().bytes().rev().take_while(|b| *b == b'=').count().min(2);
    }
    if size > 1024 * 1024 {
        map.nameless().too_long(1024 * 1024);
    }
}
