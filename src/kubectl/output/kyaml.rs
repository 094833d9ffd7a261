//! `-o kyaml`: YAML in flow style, strings always in quotes (sigs.k8s.io/yaml `kyaml`).

use serde_json::Value;

/// `value` as a document, in its own order.
pub(crate) fn write(value: &Value) -> String {
    let mut out = String::from("---\n");
    node(&mut out, value, 0);
    out.push('\n');
    out
}

fn node(out: &mut String, value: &Value, level: usize) {
    match value {
        Value::Object(map) if map.is_empty() => out.push_str("{}"),
        Value::Object(map) => {
            out.push_str("{\n");
            for (key, value) in map {
                out.push_str(&"  ".repeat(level + 1));
                out.push_str(&self::key(key));
                out.push_str(": ");
                node(out, value, level + 1);
                out.push_str(",\n");
            }
            out.push_str(&"  ".repeat(level));
            out.push('}');
        }
        Value::Array(items) if items.is_empty() => out.push_str("[]"),
        Value::Array(items) if items.iter().all(|item| item.is_object() || item.is_array()) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                node(out, item, level);
            }
            out.push(']');
        }
        Value::Array(items) => {
            out.push_str("[\n");
            for item in items {
                out.push_str(&"  ".repeat(level + 1));
                node(out, item, level + 1);
                out.push_str(",\n");
            }
            out.push_str(&"  ".repeat(level));
            out.push(']');
        }
        Value::String(text) => out.push_str(&Value::String(text.clone()).to_string()),
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// A key, in quotes when it could be read as something else.
fn key(text: &str) -> String {
    let plain =
        text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c)) && text.starts_with(|c: char| c.is_ascii_alphabetic());
    let typed = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(&text.to_ascii_lowercase().as_str());
    if plain && !typed { text.to_owned() } else { Value::String(text.to_owned()).to_string() }
}
