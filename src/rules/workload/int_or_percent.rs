//! Numbers that may be percentages (`ValidatePositiveIntOrPercent`, 1.35).
use serde_json::Value;

use crate::rules::prelude::*;
use crate::rules::value::go_json;

/// As the server prints it.
pub fn rendered(field: Field<'_>) -> Rendered {
    Rendered(field.value().map_or_else(|| "0".into(), go_json))
}

/// A number from 0, or a percentage.
pub fn check(field: Field<'_>) {
    match field.value() {
        Some(Value::String(text)) => {
            for message in format::percent(text) {
                field.invalid_value(rendered(field), message);
            }
        }
        _ => super::nonnegative(field),
    }
}

fn percent(field: Field<'_>) -> Option<i64> {
    let text = field.opt_str()?;
    let digits = text.strip_suffix('%').filter(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))?;
    Some(digits.parse().unwrap_or(i64::MAX))
}

/// Its number, whether or not it is a percentage; text that is neither counts as 0 or as the number it is.
pub fn value(field: Field<'_>) -> i64 {
    percent(field).or_else(|| field.int()).or_else(|| field.str().parse().ok()).unwrap_or(0)
}

/// No more than 100 %.
pub fn at_most_all(field: Field<'_>) {
    if percent(field).is_some_and(|percent| percent > 100) {
        field.invalid_value(rendered(field), "must not be greater than 100%");
    }
}
