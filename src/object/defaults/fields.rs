//! Reading and filling in fields of JSON objects, as Go's structs would have them.

use serde_json::{Map, Value};

use crate::object::json::{member, member_mut};

pub type Object = Map<String, Value>;

/// A string field; empty if it is not there.
pub fn text<'o>(object: &'o Object, key: &str) -> &'o str {
    member(object, key).and_then(Value::as_str).unwrap_or_default()
}

/// Whether a field without a pointer has Go's zero value.
pub fn is_zero(object: &Object, key: &str) -> bool {
    match member(object, key) {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Number(number)) => number.as_i64() == Some(0),
        Some(Value::Bool(value)) => !value,
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(entries)) => entries.is_empty(),
    }
}

/// Fills in a pointer: only what is not there counts as left out.
pub fn set_missing(object: &mut Object, key: &str, value: impl Into<Value>) {
    if member(object, key).is_none_or(Value::is_null) {
        object.insert(key.to_owned(), value.into());
    }
}

/// Fills in a plain field: the zero value counts as left out.
pub fn set_zero(object: &mut Object, key: &str, value: impl Into<Value>) {
    if is_zero(object, key) {
        object.insert(key.to_owned(), value.into());
    }
}

/// The object in a field, if there is one.
pub fn child<'o>(object: &'o mut Object, key: &str) -> Option<&'o mut Object> {
    member_mut(object, key).and_then(Value::as_object_mut)
}

/// The object in a field, made if there is none.
pub fn make<'o>(object: &'o mut Object, key: &str) -> Option<&'o mut Object> {
    set_missing(object, key, Object::new());
    child(object, key)
}

/// The objects of a list.
pub fn each<'o>(object: &'o mut Object, key: &str) -> impl Iterator<Item = &'o mut Object> {
    member_mut(object, key).and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut)
}
