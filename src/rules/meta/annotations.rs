//! Annotations: keys as of labels, whatever the case; 256 KiB in all. Source: `ValidateAnnotations`.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("annotation-syntax", |meta| annotation_keys(meta.at("annotations")), include_str!("annotations.md"));

/// Keys and size of a map of annotations.
pub fn annotation_keys(map: Field<'_>) {
    for (key, _) in map.entries() {
        for message in format::qualified_name(&key.to_lowercase()) {
            map.key_hidden(key).invalid_value(Rendered::text(key), message);
        }
    }
    if total_size(map) > 256 * 1024 {
        map.too_long(256 * 1024);
    }
}

/// Bytes of all keys and values.
pub fn total_size(map: Field<'_>) -> usize {
    map.entries().map(|(key, value)| key.len() + value.len()).sum()
}
