//! JSON as kubectl writes it: keys sorted, four blanks an indent.

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{PrettyFormatter, Serializer};

pub(crate) use crate::object::sorted;

/// `value` as a document, with a newline at its end.
pub(crate) fn write(value: &Value) -> String {
    format!("{}\n", indented(&sorted(value), "    "))
}

/// `value` with these blanks an indent, in its own order.
pub(crate) fn indented(value: &Value, indent: &str) -> String {
    let mut out = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut out, PrettyFormatter::with_indent(indent.as_bytes()));
    // Writing to memory cannot fail.
    let _ = value.serialize(&mut serializer);
    String::from_utf8(out).unwrap_or_default()
}

/// `value` in one line, keys sorted.
pub(crate) fn compact(value: &Value) -> String {
    sorted(value).to_string()
}
