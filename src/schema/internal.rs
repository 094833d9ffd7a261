//! The API server's internal structs: Go names, no JSON tags.
//!
//! Since 1.34 validation errors print a struct as JSON of its internal form: every field in the struct's order,
//! under its Go name, `null` for what is not set (apimachinery `pkg/util/validation/field/errors.go`).

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::{Map, Value};

static INTERNAL: &str = include_str!("../../assets/schema/internal.txt");

/// The lines of every internal type; the first is its head.
fn blocks() -> &'static HashMap<&'static str, &'static str> {
    static BLOCKS: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    BLOCKS.get_or_init(|| {
        let starts = std::iter::once(0).chain(INTERNAL.match_indices("\n=").map(|(at, _)| at + 1));
        let mut starts = starts.peekable();
        let mut blocks = HashMap::new();
        while let Some(start) = starts.next() {
            let block = &INTERNAL[start..starts.peek().copied().unwrap_or(INTERNAL.len())];
            blocks.insert(block[1..].split([' ', '\n']).next().unwrap_or_default(), block);
        }
        blocks
    })
}

/// A value of the versioned API (`{"type": "Localhost"}`) as the internal type `name` (`core.SeccompProfile`) in
/// JSON (`{"Type":"Localhost","LocalhostProfile":null}`). An unknown type is printed as it is.
///
/// The value should be defaulted. Lists of a type are printed with `[]core.ServicePort`.
pub fn print(value: &Value, name: &str) -> Value {
    convert(Some(value).filter(|value| !value.is_null()), name)
}

fn convert(value: Option<&Value>, kind: &str) -> Value {
    if let Some(target) = kind.strip_prefix('*') {
        return value.map_or(Value::Null, |value| convert(Some(value), target));
    }
    if let Some(item) = kind.strip_prefix("[]") {
        return match value {
            Some(Value::Array(items)) => items.iter().map(|one| convert(Some(one), item)).collect(),
            other => other.cloned().unwrap_or(Value::Null),
        };
    }
    if kind == "meta/v1.LabelSelector" {
        return selector(value);
    }
    if let Some((_, item)) = kind.strip_prefix("map[").and_then(|rest| rest.split_once(']')) {
        return match value {
            Some(Value::Object(entries)) => {
                let mut entries: Vec<_> = entries.iter().map(|(key, one)| (key.clone(), convert(Some(one), item))).collect();
                entries.sort_by(|one, other| one.0.cmp(&other.0));
                Value::Object(entries.into_iter().collect())
            }
            other => other.cloned().unwrap_or(Value::Null),
        };
    }
    match blocks().get(kind) {
        Some(block) => match block.lines().next().and_then(|head| head.split_once(' ')) {
            Some((_, basic)) => convert(value, basic),
            None => structure(value, block),
        },
        None => value.cloned().unwrap_or_else(|| zero(kind)),
    }
}

/// A selector has JSON tags: what is empty is left out, but for the key and the operator of a requirement.
fn selector(value: Option<&Value>) -> Value {
    let mut out = Map::new();
    let filled = |name: &str| value.and_then(|value| value.get(name)).filter(|part| *part != &Value::Array(Vec::new()) && !part.is_null());
    if let Some(labels) = filled("matchLabels").filter(|labels| labels.as_object().is_none_or(|map| !map.is_empty())) {
        out.insert("matchLabels".into(), convert(Some(labels), "map[string]string"));
    }
    if let Some(Value::Array(requirements)) = filled("matchExpressions") {
        out.insert("matchExpressions".into(), requirements.iter().map(requirement).collect());
    }
    Value::Object(out)
}

fn requirement(value: &Value) -> Value {
    let mut out = Map::new();
    for name in ["key", "operator"] {
        out.insert(name.into(), convert(find(Some(value), name), "string"));
    }
    if let Some(values) = value.get("values").filter(|values| values.as_array().is_some_and(|list| !list.is_empty())) {
        out.insert("values".into(), values.clone());
    }
    Value::Object(out)
}

fn structure(value: Option<&Value>, block: &str) -> Value {
    let mut out = Map::new();
    for line in block.lines().skip(1) {
        let mut parts = line.split(' ');
        let (Some(name), Some(kind)) = (parts.next(), parts.next()) else { continue };
        let inline = parts.next().is_some();
        if inline && name == "ObjectMeta" {
            // Its fields have JSON tags, and stand among the others.
            if let Some(Value::Object(metadata)) = find(value, "metadata") {
                out.extend(metadata.iter().filter(|(_, field)| !field.is_null()).map(|(key, field)| (key.clone(), field.clone())));
            }
            continue;
        }
        if inline && !kind.starts_with("meta/v1.") {
            // An inline struct: its fields stand among the others; a pointer to none gives none.
            if let Value::Object(inner) = convert(value, kind.trim_start_matches('*')) {
                out.extend(inner);
            }
            continue;
        }
        out.insert(name.to_owned(), convert(find(value, name), kind));
    }
    Value::Object(out)
}

/// The versioned field of a Go field: the same letters, whatever their case.
fn find<'v>(value: Option<&'v Value>, name: &str) -> Option<&'v Value> {
    let fields = value?.as_object()?;
    let found = fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    found.filter(|value| !value.is_null())
}

/// Go's zero value of a basic type or of a type with JSON tags of its own.
fn zero(kind: &str) -> Value {
    match kind {
        "string" | "types.UID" => Value::from(""),
        "bool" => Value::from(false),
        "resource.Quantity" => Value::from("0"),
        "intstr.IntOrString" => Value::from(0),
        "meta/v1.ObjectMeta" => Value::Object(Map::new()),
        kind if kind.starts_with("int") || kind.starts_with("uint") || kind.starts_with("float") => Value::from(0),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// As a v1.35 server prints it.
    #[test]
    fn structs_have_go_names_in_the_structs_order() {
        let context = json!({"allowPrivilegeEscalation": false, "privileged": true});
        assert_eq!(
            print(&context, "core.SecurityContext").to_string(),
            r#"{"Capabilities":null,"Privileged":true,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}"#
        );
        let port = json!({"port": 80, "protocol": "TCP", "targetPort": "web"});
        assert_eq!(
            print(&port, "core.ServicePort").to_string(),
            r#"{"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":"web","NodePort":0}"#
        );
    }
}
