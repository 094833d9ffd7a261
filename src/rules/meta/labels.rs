//! Labels and label selectors. The server's path names the map only; the bad value tells which entry. Source:
//! apimachinery `pkg/apis/meta/v1/validation/validation.go`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("label-syntax", |meta| labels(meta.at("labels")), include_str!("labels.md"));

/// Keys and values of a map of labels.
pub fn labels(map: Field<'_>) {
    for (key, _) in map.entries() {
        let entry = map.key_hidden(key);
        for message in format::label_key(key) {
            entry.invalid_value(Rendered::text(key), message);
        }
        let value = entry.str();
        for message in format::label_value(value) {
            entry.invalid_value(Rendered::text(value), message);
        }
    }
}

/// A label selector (`ValidateLabelSelector`).
pub fn selector(selector: Field<'_>) {
    labels(selector.at("matchLabels"));
    for requirement in selector.at("matchExpressions").each() {
        operator(requirement);
        let key = requirement.at("key");
        for message in format::label_key(key.str()) {
            key.invalid_value(Rendered::text(key.str()), message);
        }
        for value in requirement.at("values").each() {
            value.invalid_each(format::label_value(value.str()));
        }
    }
}

/// `metav1.LabelSelectorAsSelector` reads it.
pub fn is_sound(selector: Field<'_>) -> bool {
    let sound = |text: &str, form: fn(&str) -> Vec<String>| form(text).is_empty();
    let labels = selector.at("matchLabels").entries();
    labels.into_iter().all(|(key, value)| sound(key, format::label_key) && sound(value.str(), format::label_value))
        && selector.at("matchExpressions").each().all(|requirement| {
            let values = requirement.at("values");
            let operator = match requirement.at("operator").str() {
                "In" | "NotIn" => !values.is_empty(),
                "Exists" | "DoesNotExist" => values.is_empty(),
                _ => false,
            };
            operator && sound(requirement.at("key").str(), format::label_key) && values.each().all(|v| sound(v.str(), format::label_value))
        })
}

fn operator(requirement: Field<'_>) {
    let (operator, values) = (requirement.at("operator"), requirement.at("values"));
    match operator.str() {
        "In" | "NotIn" if values.is_empty() => values.required("must be specified when `operator` is 'In' or 'NotIn'"),
        "Exists" | "DoesNotExist" if !values.is_empty() => {
            values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
        "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
        _ => operator.invalid_word("not a valid selector operator"),
    }
}
