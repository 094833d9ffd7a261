//! Environment variables. Source: `ValidateEnv`, `validateEnvVarValueFrom`, 1.35.
use super::resources::amount;
use crate::rules::prelude::*;

/// The name.
pub static NAME: Rule = Rule::new("env-name", name, include_str!("env_name.md"));
/// Where the value comes from.
pub static SOURCE: Rule = Rule::new("env-value-from", source, include_str!("env_value_from.md"));

const FIELDS: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];
const RESOURCES: [&str; 6] =
    ["limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"];

fn name(variable: Field<'_>) {
    let name = variable.at("name");
    if name.is_empty() { name.required("") } else { name.invalid_each(format::env_name(name.str(), name.version())) }
}

fn source(variable: Field<'_>) {
    let from = variable.at("valueFrom");
    if !from.exists() {
        return;
    }
    let mut sources = 0;
    let mut given = |name: &'static str, check: fn(Field<'_>)| {
        let part = from.at(name);
        if part.exists() {
            sources += 1;
            check(part);
        }
    };
    given("fieldRef", |part| field_ref(part, &FIELDS));
    given("resourceFieldRef", |part| resource_ref(part, false));
    given("configMapKeyRef", key_ref);
    given("secretKeyRef", key_ref);
    given("fileKeyRef", file_ref);
    let say = |detail: &str| from.invalid_value(Rendered::text(""), detail);
    match sources {
        0 if from.since(35) => {
            say("must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`")
        }
        0 => say("must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"),
        _ if !variable.at("value").is_empty() => say("may not be specified when `value` is not empty"),
        1 => {}
        _ => say("may not have more than one field specified at a time"),
    }
}

fn key_ref(part: Field<'_>) {
    let (name, key) = (part.at("name"), part.at("key"));
    for message in format::dns_subdomain(name.str()) {
        name.invalid_value(Rendered::text(name.str()), message);
    }
    if key.is_empty() { key.required("") } else { key.invalid_each(format::config_key(key.str())) }
}

fn file_ref(part: Field<'_>) {
    let (key, volume, path) = (part.at("key"), part.at("volumeName"), part.at("path"));
    if key.is_empty() {
        key.required("")
    } else {
        key.invalid_each(format::env_name(key.str(), key.version()))
    }
    if volume.is_empty() {
        volume.required("")
    } else {
        volume.invalid_each(format::dns_label(volume.str()))
    }
    if path.is_empty() { path.required("") } else { path.invalid_each(format::no_backsteps(path.str())) }
}

/// `metadata.labels['app']` → (`metadata.labels`, `app`)
fn subscript(path: &str) -> Option<(&str, &str)> {
    path.strip_suffix("']")?.split_once("['").filter(|(path, _)| !path.is_empty())
}

/// A fieldRef whose path may be one of `expressions`, or a label or annotation (`validateObjectFieldSelector`).
pub fn field_ref(part: Field<'_>, expressions: &[&str]) {
    let (version, path) = (part.at("apiVersion"), part.at("fieldPath"));
    if version.is_empty() {
        return version.required("");
    }
    if path.is_empty() {
        return path.required("");
    }
    let known = ["metadata.annotations", "metadata.labels", "spec.restartPolicy", "spec.schedulerName", "status.phase", "spec.host"];
    let label = path.str();
    let problem = match subscript(label) {
        _ if version.str() != "v1" => Some(format!("unsupported pod version: {}", version.str())),
        Some(("metadata.annotations" | "metadata.labels", _)) => None,
        Some(_) => Some(format!("field label does not support subscript: {label}")),
        None if FIELDS.contains(&label) || known.contains(&label) => None,
        None => Some(format!("field label not supported: {label}")),
    };
    if let Some(problem) = problem {
        return path.invalid(format!("error converting fieldPath: {problem}"));
    }
    match subscript(label) {
        Some((map, key)) => {
            let folded = if map == "metadata.annotations" { key.to_lowercase() } else { key.to_owned() };
            for message in format::qualified_name(&folded) {
                part.invalid_value(Rendered::text(&folded), message);
            }
        }
        None => {
            let label = if label == "spec.host" { "spec.nodeName" } else { label };
            if !expressions.contains(&label) {
                path.unsupported_value(Rendered::text(label), expressions);
            }
        }
    }
}

/// A resourceFieldRef (`validateContainerResourceFieldSelector`); in a volume it must name the container.
pub fn resource_ref(part: Field<'_>, volume: bool) {
    let (container, resource) = (part.at("containerName"), part.at("resource"));
    let name = resource.str();
    let huge = name.starts_with("requests.hugepages-") || name.starts_with("limits.hugepages-");
    if volume && container.is_empty() {
        container.required("");
    } else if name.is_empty() {
        resource.required("");
    } else if !RESOURCES.contains(&name) && !huge {
        resource.unsupported_value(Rendered::text(name), &RESOURCES);
    }
    let divisor = part.at("divisor");
    let Some(amount) = amount(divisor).filter(|q| q.sign() != 0).map(|q| q.to_string()) else { return };
    const SIZES: [&str; 13] = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];
    let (fits, what) = match name {
        "limits.cpu" | "requests.cpu" => (["1m", "1"].contains(&amount.as_str()), "1m and 1 are supported with the cpu resource"),
        "limits.memory" | "requests.memory" => (SIZES.contains(&amount.as_str()), "the memory resource"),
        "limits.ephemeral-storage" | "requests.ephemeral-storage" => {
            (SIZES.contains(&amount.as_str()), "the local ephemeral storage resource")
        }
        _ if huge => (SIZES.contains(&amount.as_str()), "the hugepages resource"),
        _ => (true, ""),
    };
    if !fits {
        let detail = if what.starts_with("1m") {
            format!("only divisor's values {what}")
        } else {
            format!("only divisor's values {} are supported with {what}", SIZES.join(", "))
        };
        divisor.invalid_value(Rendered::text(name), detail);
    }
}
