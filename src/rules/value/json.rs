//! Go's `encoding/json`: compact, sorted map keys, HTML characters escaped.

use std::fmt::Write;

use serde_json::Value;

use crate::schema::internal;

/// A string as Go's `json.Marshal` writes it.
pub fn go_json_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_string(&mut out, text);
    out
}

/// A value that is a map or a list in Go.
pub fn go_json(value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, value, true);
    out
}

/// `value` of the versioned API as Go's `json.Marshal` writes the server's internal struct `name`
/// (`core.SeccompProfile`), which has no JSON tags. A `metav1.LabelSelector` has them: its empty fields are left out.
pub fn go_struct(value: Option<&Value>, name: &str) -> String {
    let mut out = String::new();
    write_value(&mut out, &internal::print(value.unwrap_or(&Value::Null), name), false);
    out
}

fn write_value(out: &mut String, value: &Value, sorted: bool) {
    match value {
        Value::String(text) => write_string(out, text),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_value(out, item, sorted);
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut keys: Vec<_> = map.iter().collect();
            if sorted {
                keys.sort_by_key(|(key, _)| key.as_str());
            }
            out.push('{');
            for (i, (key, value)) in keys.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_string(out, key);
                out.push(':');
                write_value(out, value, sorted);
            }
            out.push('}');
        }
        simple => {
            let _ = write!(out, "{simple}");
        }
    }
}

fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
