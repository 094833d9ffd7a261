//! The server's internal structs. They have no JSON tags, so their JSON has Go's names, in the order of
//! `pkg/apis/core/types.go`, and says null where nothing is set.

use serde_json::Value;

use super::json::{write_string, write_value};

/// A struct: Go name, JSON name, kind of every field.
pub type Shape = &'static [(&'static str, &'static str, Member)];

/// What a field is in Go.
#[derive(Clone, Copy, Debug)]
pub enum Member {
    /// `string` and its kin: `""` when unset.
    Text,
    /// `int32`, `int64`: 0 when unset.
    Int,
    /// `bool`: false when unset.
    Bool,
    /// A pointer to a scalar, a list or map of scalars: null when unset.
    Nullable,
    /// A struct by value.
    Struct(Shape),
    /// A pointer to a struct.
    Pointer(Shape),
    /// A list of structs.
    List(Shape),
    /// A struct with JSON tags (`metav1.LabelSelector`), given in this order of its fields; empty ones left out.
    Tagged(&'static [&'static str]),
}

/// `value` as Go's `json.Marshal` writes the internal struct.
pub fn go_struct(value: Option<&Value>, shape: Shape) -> String {
    let mut out = String::new();
    write_struct(&mut out, value, shape);
    out
}

/// `value` as Go's `json.Marshal` writes a struct with JSON tags: its fields in `order`, empty ones left out.
pub fn go_tagged(value: &Value, order: &[&str]) -> String {
    let mut out = String::new();
    write_tagged(&mut out, value, order);
    out
}

fn write_struct(out: &mut String, value: Option<&Value>, shape: Shape) {
    out.push('{');
    for (i, (go, json, member)) in shape.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        write_string(out, go);
        out.push(':');
        let field = value.and_then(|v| v.get(*json)).filter(|v| !v.is_null());
        match (field, *member) {
            (field, Member::Struct(inner)) => write_struct(out, field, inner),
            (Some(field), Member::Pointer(inner)) => write_struct(out, Some(field), inner),
            (Some(Value::Array(items)), Member::List(inner)) => write_list(out, items, inner),
            (Some(field), Member::Tagged(order)) => write_tagged(out, field, order),
            (Some(field), _) => write_value(out, field),
            (None, Member::Text) => out.push_str("\"\""),
            (None, Member::Int) => out.push('0'),
            (None, Member::Bool) => out.push_str("false"),
            (None, _) => out.push_str("null"),
        }
    }
    out.push('}');
}

fn write_list(out: &mut String, items: &[Value], shape: Shape) {
    out.push('[');
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        write_struct(out, Some(item), shape);
    }
    out.push(']');
}

fn write_tagged(out: &mut String, value: &Value, order: &[&str]) {
    out.push('{');
    let mut first = true;
    for name in order {
        let Some(field) = value
            .get(*name)
            .filter(|v| !v.is_null() && v.as_array().is_none_or(|a| !a.is_empty()) && v.as_object().is_none_or(|o| !o.is_empty()))
        else {
            continue;
        };
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        write_string(out, name);
        out.push(':');
        match field {
            Value::Array(items) if items.iter().all(Value::is_object) => write_tagged_list(out, items),
            other => write_value(out, other),
        }
    }
    out.push('}');
}

/// Requirements of a selector: `values` is left out when there are none.
fn write_tagged_list(out: &mut String, items: &[Value]) {
    out.push('[');
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        let set = |(key, value): &(&String, &Value)| *key != "values" || value.as_array().is_some_and(|values| !values.is_empty());
        let fields = item.as_object().into_iter().flatten().filter(set).map(|(key, value)| (key.clone(), value.clone()));
        write_value(out, &Value::Object(fields.collect()));
    }
    out.push(']');
}
