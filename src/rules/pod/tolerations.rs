//! Tolerations. Source: `ValidateTolerations`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("toleration", |spec| tolerations(spec.at("tolerations")), include_str!("tolerations.md"));

/// A list of tolerations.
pub fn tolerations(list: Field<'_>) {
    for toleration in list.each() {
        let (key, operator, value, effect) =
            (toleration.at("key"), toleration.at("operator"), toleration.at("value"), toleration.at("effect"));
        if !key.is_empty() {
            key.invalid_each(format::label_key(key.str()));
        }
        if key.is_empty() && operator.str() != "Exists" {
            operator.invalid_word("operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        }
        if toleration.at("tolerationSeconds").exists() && effect.str() != "NoExecute" {
            effect.invalid_word("effect must be 'NoExecute' when `tolerationSeconds` is set");
        }
        match operator.str() {
            "Equal" | "" => {
                let errors = format::label_value(value.str());
                if !errors.is_empty() {
                    operator.invalid_value(Rendered::text(value.str()), errors.join(";"));
                }
            }
            "Exists" if !value.is_empty() => {
                operator.invalid_value(Rendered::text(value.str()), "value must be empty when `operator` is 'Exists'");
            }
            "Exists" => {}
            "Lt" | "Gt" if toleration.since(35) => operator.unsupported(&["Equal", "Exists", "Lt", "Gt"]),
            _ => operator.unsupported(&["Equal", "Exists"]),
        }
        if !effect.is_empty() && !["NoSchedule", "PreferNoSchedule", "NoExecute"].contains(&effect.str()) {
            effect.unsupported(&["NoSchedule", "PreferNoSchedule", "NoExecute"]);
        }
    }
}
