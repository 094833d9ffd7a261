//! Tree → the JSON that kubectl sends: keys sorted, the last of repeated keys, integers or floats.

use serde_json::{Map, Number, Value};

use crate::yaml::{self, Node};

/// The JSON of a tree. An integer beyond 64 bits is a float, as in kubectl's unstructured objects.
pub fn from_node(node: &Node) -> Value {
    match &node.value {
        yaml::Value::Null => Value::Null,
        yaml::Value::Bool(value) => Value::Bool(*value),
        yaml::Value::Int(number) => Value::from(*number),
        yaml::Value::UInt(number) => float(*number as f64),
        yaml::Value::Float(number) => float(*number),
        yaml::Value::String(text) => Value::String(text.clone()),
        yaml::Value::Sequence(items) => Value::Array(items.iter().map(from_node).collect()),
        yaml::Value::Mapping(entries) => {
            let mut order: Vec<usize> = (0..entries.len()).collect();
            order.sort_by(|a, b| entries[*a].key.cmp(&entries[*b].key));
            let mut map = Map::with_capacity(entries.len());
            for (at, i) in order.iter().enumerate() {
                // The sort is stable: the last of equal keys stands last.
                if order.get(at + 1).is_none_or(|next| entries[*next].key != entries[*i].key) {
                    map.insert(entries[*i].key.clone(), from_node(&entries[*i].value));
                }
            }
            Value::Object(map)
        }
    }
}

/// The JSON of a tree with its keys as they come, for what is read without being sorted first.
pub fn in_order(node: &Node) -> Value {
    match &node.value {
        yaml::Value::Sequence(items) => Value::Array(items.iter().map(in_order).collect()),
        yaml::Value::Mapping(entries) => entries.iter().map(|entry| (entry.key.clone(), in_order(&entry.value))).collect(),
        // `1e3` is no integer where the text itself is read.
        yaml::Value::Float(number) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
        _ => from_node(node),
    }
}

/// A float that is integral becomes an integer on its way through JSON, as it is written there.
fn float(number: f64) -> Value {
    if number.fract() == 0.0
        && number.abs() < 1e21
        && let Ok(integer) = format!("{number}").parse::<i64>()
    {
        return Value::from(integer);
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// Up to this many entries it is quicker to compare their names than to hash the one that is looked for.
const FEW: usize = 16;

/// The member `name` of an object. Most of what defaulting and the rules ask for is not there.
pub fn member<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    if object.len() > FEW {
        return object.get(name);
    }
    object.iter().find(|(key, _)| key.as_str() == name).map(|(_, value)| value)
}

/// As [`member`], to change it.
pub fn member_mut<'v>(object: &'v mut Map<String, Value>, name: &str) -> Option<&'v mut Value> {
    if object.len() > FEW {
        return object.get_mut(name);
    }
    object.iter_mut().find(|(key, _)| key.as_str() == name).map(|(_, value)| value)
}

/// `value` with the keys of every mapping in order.
pub fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            Value::Object(entries.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        scalar => scalar.clone(),
    }
}
