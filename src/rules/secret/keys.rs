//! Keys of a Secret's data, and its size. Source: `ValidateSecret`, 1.35.
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("secret-key", keys, include_str!("keys.md"));
pub static SIZE: Rule = Rule::new("secret-size", size, include_str!("size.md"));

/// 1 MiB
const MAX: usize = 1024 * 1024;

fn keys(secret: Field<'_>) {
    for (key, entry) in secret.at("data").entries() {
        for message in format::config_key(key) {
            entry.invalid_value(Rendered::text(key), message);
        }
    }
}

fn size(secret: Field<'_>) {
    let data = secret.at("data");
    let encoded: usize = data.entries().map(|(_, entry)| entry.len()).sum();
    // Decoding is only worth while near the limit.
    if encoded > MAX && data.entries().map(|(_, entry)| bytes(entry).len()).sum::<usize>() > MAX {
        data.too_long(MAX);
    }
}

/// The bytes behind an entry of `data`.
pub fn bytes(entry: Field<'_>) -> Vec<u8> {
    let text: Vec<u8> = entry.str().bytes().filter(|b| !matches!(b, b'\r' | b'\n')).collect();
    STANDARD.decode(text).unwrap_or_default()
}
