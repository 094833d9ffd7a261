//! Tolerations written as JSON in an annotation, as before 1.6: still read and judged. Source:
//! `ValidateTolerationsInPodAnnotations`, 1.35, and Go's `encoding/json`.
use serde_json::{Map, Value, json};

use super::tolerations;
use crate::rules::field::Walk;
use crate::rules::prelude::*;

const KEY: &str = "scheduler.alpha.kubernetes.io/tolerations";

/// Of a Pod's or a template's annotations.
pub fn check(annotations: Field<'_>) {
    let entry = annotations.key(KEY);
    if entry.is_empty() {
        return;
    }
    match list(entry.str()) {
        Ok(tolerations) => {
            let inner = Walk::new(entry.walk().options, entry.walk().kind);
            inner.set_rule(&tolerations::RULE);
            tolerations::tolerations(inner.root(&tolerations));
            entry.adopt(&annotations.at(KEY).shown_path(), inner.take());
        }
        Err(error) => annotations.standing_for(entry).invalid_value(Rendered::text(KEY), error),
    }
}

/// `json.Unmarshal(text, &[]core.Toleration)`: fields by name in any case, others passed over, the first wrong type told.
fn list(text: &str) -> Result<Value, String> {
    if let Some(error) = format::json_error(text.as_bytes()) {
        return Err(error);
    }
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let items = match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items,
        other => return Err(unfit(&other, "Go value", "[]core.Toleration")),
    };
    let mut wrong = None;
    let tolerations: Vec<Value> = items.into_iter().map(|item| toleration(item, text, &mut wrong)).collect();
    wrong.map_or(Ok(tolerations.into()), Err)
}

fn toleration(item: Value, text: &str, wrong: &mut Option<String>) -> Value {
    let map = match item {
        Value::Null => Map::new(),
        Value::Object(map) => map,
        other => {
            wrong.get_or_insert_with(|| unfit(&other, "Go value", "core.Toleration"));
            return json!({});
        }
    };
    let mut fields = Map::new();
    for (key, value) in map {
        let known = ["key", "operator", "value", "effect", "tolerationSeconds"].into_iter().find(|name| key.eq_ignore_ascii_case(name));
        let Some(name) = known.filter(|_| !value.is_null()) else { continue };
        let (fits, kind) = match name {
            "tolerationSeconds" => (value.is_i64() || written(&value, text) == "-0", "int64"),
            "operator" => (value.is_string(), "core.TolerationOperator"),
            "effect" => (value.is_string(), "core.TaintEffect"),
            _ => (value.is_string(), "string"),
        };
        if fits {
            fields.insert(name.into(), value);
        } else if wrong.is_none() {
            let field = format!("Go struct field Toleration.{}{}", name[..1].to_uppercase(), &name[1..]);
            *wrong = Some(match &value {
                Value::Number(_) if kind == "int64" => unfit_as(&format!("number {}", written(&value, text)), &field, kind),
                other => unfit(other, &field, kind),
            });
        }
    }
    fields.into()
}

/// How the number `value` is written in `text`.
fn written(value: &Value, text: &str) -> String {
    let own = |number: &&str| serde_json::from_str::<Value>(number).is_ok_and(|read| read == *value);
    format::json_numbers(text.as_bytes()).find(own).map_or_else(|| value.to_string(), str::to_owned)
}

fn unfit(value: &Value, place: &str, kind: &str) -> String {
    let what = match value {
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Bool(_) => "bool",
        Value::Array(_) => "array",
        _ => "object",
    };
    unfit_as(what, place, kind)
}

fn unfit_as(what: &str, place: &str, kind: &str) -> String {
    format!("json: cannot unmarshal {what} into {place} of type {kind}")
}
