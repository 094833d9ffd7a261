//! Reading a stored NetworkPolicy for explanations: its rules, peers and selectors. It decides nothing:
//! who reaches whom is the judge's answer.

use serde_json::Value;

use super::path;
use crate::object::Object;
use crate::probe::Direction;

/// The rules of a direction, with their field paths.
pub fn rules(policy: &Object, direction: Direction) -> Vec<(String, &Value)> {
    let base = format!("spec.{}", direction.field());
    list(path::get(&policy.value, &base)).iter().enumerate().map(|(i, rule)| (format!("{base}[{i}]"), rule)).collect()
}

/// The items of a list field; none when it is missing or null.
pub fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Whether `policyTypes` names the direction.
pub fn has_type(policy: &Object, direction: Direction) -> bool {
    list(path::get(&policy.value, "spec.policyTypes")).iter().any(|t| t == direction.policy_type())
}

/// The first requirement of a label selector that these labels do not meet, as kubectl writes it.
pub fn unmet(selector: &Value, object: &Object) -> Option<String> {
    let labels = object.labels();
    let pairs = selector.get("matchLabels").and_then(Value::as_object);
    let pair = pairs.into_iter().flatten().find(|(key, value)| labels.get(*key).map(String::as_str) != value.as_str());
    if let Some((key, value)) = pair {
        return Some(format!("{key}={}", value.as_str().unwrap_or("")));
    }
    list(selector.get("matchExpressions")).iter().find_map(|expression| {
        let key = expression.get("key")?.as_str()?;
        let values: Vec<_> = list(expression.get("values")).iter().filter_map(Value::as_str).collect();
        let found = labels.get(key).map(String::as_str);
        let listed = found.is_some_and(|found| values.contains(&found));
        let (met, text) = match expression.get("operator")?.as_str()? {
            "In" => (listed, format!("{key} in ({})", values.join(","))),
            "NotIn" => (!listed, format!("{key} notin ({})", values.join(","))),
            "Exists" => (found.is_some(), key.to_owned()),
            _ => (found.is_none(), format!("!{key}")),
        };
        (!met).then_some(text)
    })
}

/// Whether a selector has no requirement.
pub fn selects_all(selector: &Value) -> bool {
    let empty = |name: &str| match selector.get(name) {
        Some(Value::Object(map)) => map.is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        _ => true,
    };
    empty("matchLabels") && empty("matchExpressions")
}

/// The value that `object` has for the key of a requirement `key=value`, as `key=value`, or its labels.
pub fn label_for(requirement: &str, object: &Object) -> String {
    let labels = object.labels();
    let key = requirement.trim_start_matches('!').split(['=', ' ']).next().unwrap_or("");
    match labels.get(key) {
        Some(value) => format!("{key}={value}"),
        None => labels.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(","),
    }
}

/// Whether a rule's ports name this number; `true` when it names none.
pub fn names_port(rule: &Value, number: u16, protocol: &str) -> bool {
    let ports = list(rule.get("ports"));
    ports.is_empty()
        || ports.iter().any(|port| {
            let same = port.get("protocol").and_then(Value::as_str).unwrap_or("TCP") == protocol;
            let first = port.get("port").and_then(Value::as_u64);
            let last = port.get("endPort").and_then(Value::as_u64).or(first);
            // A named port is a number only on its Pod; the judge knows which.
            let named = port.get("port").is_some_and(Value::is_string);
            same && (named || first.is_none() || first.zip(last).is_some_and(|(first, last)| (first..=last).contains(&u64::from(number))))
        })
}

/// The first port of a rule that is called by a name.
pub fn named_port(rule: &Value) -> Option<String> {
    list(rule.get("ports")).iter().find_map(|port| port.get("port")?.as_str().map(str::to_owned))
}

/// The ports of a rule as a person writes them.
pub fn port_list(rule: &Value) -> String {
    let ports = list(rule.get("ports")).iter().map(|port| {
        let protocol = port.get("protocol").and_then(Value::as_str).unwrap_or("TCP");
        let number = |name: &str| port.get(name).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        match (number("port"), number("endPort")) {
            (Some(first), Some(last)) => format!("{first}-{last}/{protocol}"),
            (Some(port), None) => format!("{port}/{protocol}"),
            _ => protocol.to_owned(),
        }
    });
    ports.collect::<Vec<_>>().join(", ")
}
