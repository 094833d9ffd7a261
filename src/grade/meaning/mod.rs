//! One form for everything that can be written in more than one way: two objects that mean the same are equal in it.
//! Judges compare in this form; what they show the learner is what was written.

mod network_policy;
mod port_set;

use serde_json::{Map, Value, json};

use super::kinds::docker_entries;
use crate::object::reference::Reference;
use crate::object::{Object, pod_spec_pointer};
use crate::rules::format::sysctl_name;
use crate::world::{Facts, Image};

/// The stored object with its field names, its values in one form, where these are the facts of its world. What is not known
/// to have several forms stays as it is.
pub fn meaning(object: &Object, facts: &Facts) -> Value {
    let mut value = object.value.clone();
    match object.kind.as_str() {
        "NetworkPolicy" => {
            if let Some(spec) = value.get_mut("spec") {
                network_policy::normalise(spec);
            }
        }
        "Namespace" => without_default_versions(&mut value),
        "ConfigMap" => without_last_line_ends(&mut value),
        "Secret" => {
            if let Some(entries) = docker_entries(object) {
                // `auth` is user and password once more, and how the JSON is laid out means nothing.
                let entries = entries.into_iter().map(|entry| (entry.server, json!([entry.username, entry.password])));
                value["data"] = Value::Object(entries.collect());
            }
        }
        _ => {}
    }
    if let Some(spec) = pod_spec_pointer(&object.kind).and_then(|pointer| value.pointer_mut(pointer)) {
        pod_spec(spec, facts);
    }
    value
}

/// `enforce-version: latest` says what is so without it.
/// Source: k8s.io/pod-security-admission api/helpers.go, PolicyToEvaluate, v1.35.
fn without_default_versions(namespace: &mut Value) {
    let labels = namespace.pointer_mut("/metadata/labels").and_then(Value::as_object_mut);
    if let Some(labels) = labels {
        labels.retain(|key, value| !(key.starts_with("pod-security.kubernetes.io/") && key.ends_with("-version") && value == "latest"));
    }
}

/// A block scalar (`|`) ends its value with a line end; who reads a name or a number out of it drops it.
fn without_last_line_ends(config_map: &mut Value) {
    let data = config_map.get_mut("data").and_then(Value::as_object_mut);
    for value in data.into_iter().flat_map(Map::values_mut) {
        if let Value::String(text) = value {
            text.truncate(text.trim_end_matches('\n').len());
        }
    }
}

fn pod_spec(spec: &mut Value, facts: &Facts) {
    for list in ["initContainers", "containers"] {
        let containers = spec.get_mut(list).and_then(Value::as_array_mut);
        for container in containers.into_iter().flatten().filter_map(Value::as_object_mut) {
            one_command_line(container, facts);
            if let Some(image) = container.get_mut("image") {
                *image = field_meaning("image", image);
            }
            without_empty_contexts(container);
        }
    }
    let sysctls = spec.pointer_mut("/securityContext/sysctls").and_then(Value::as_array_mut);
    for name in sysctls.into_iter().flatten().filter_map(|sysctl| sysctl.get_mut("name")) {
        if let Value::String(name) = name {
            *name = sysctl_name(name);
        }
    }
    if let Some(spec) = spec.as_object_mut() {
        without_empty_contexts(spec);
    }
}

/// `command: [sleep]` with `args: ["60"]` starts what `command: [sleep, "60"]` starts, and so does `args: [sleep, "60"]` in an
/// image without an entry point. Where neither is written the image's own is meant, whatever the image.
fn one_command_line(container: &mut Map<String, Value>, facts: &Facts) {
    let words = |name: &str| -> Vec<String> {
        let list = container.get(name).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(|word| word.as_str().map(str::to_owned)).collect()
    };
    let (command, args) = (words("command"), words("args"));
    if args.is_empty() {
        return;
    }
    let name = container.get("image").and_then(Value::as_str).and_then(|image| Reference::parse(image).ok());
    let line = match name.and_then(|name| Image::find(facts, &name)) {
        Some(image) => image.command_line(&command, &args),
        None if command.is_empty() => return,
        None => [command, args].concat(),
    };
    container.insert("command".into(), line.into());
    container.remove("args");
}

/// A security context without a word in it says nothing.
fn without_empty_contexts(holder: &mut Map<String, Value>) {
    if holder.get("securityContext") == Some(&json!({})) {
        holder.remove("securityContext");
    }
}

/// What a value means in a field of this name, where the field alone tells: an image's whole reference.
pub fn field_meaning(field: &str, value: &Value) -> Value {
    match (field, value) {
        ("image", Value::String(image)) => Reference::parse(image).map_or_else(|_| value.clone(), |whole| json!(whole.to_string())),
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::meaning;
    use crate::object::Object;

    fn of(kind: &str, rest: &Value) -> Value {
        let mut value = json!({"apiVersion": "v1", "kind": kind, "metadata": {}});
        for (key, part) in rest.as_object().into_iter().flatten() {
            value[key] = part.clone();
        }
        value["metadata"]["name"] = json!("x");
        meaning(&Object::from_value(value).expect("an object"), &crate::world::Facts::default())
    }

    #[test]
    fn what_means_the_same_is_equal() {
        let same = [
            (
                "Namespace",
                json!({"metadata": {"labels": {"pod-security.kubernetes.io/warn-version": "latest"}}}),
                json!({"metadata": {"labels": {}}}),
            ),
            ("ConfigMap", json!({"data": {"a": "b\n"}}), json!({"data": {"a": "b"}})),
            (
                "Pod",
                json!({"spec": {"containers": [{"image": "busybox:1.36", "command": ["sleep", "60"]}]}}),
                json!({"spec": {"containers": [{"image": "docker.io/library/busybox:1.36", "command": ["sleep"], "args": ["60"]}]}}),
            ),
            (
                "Pod",
                json!({"spec": {"containers": [{"image": "busybox:1.36", "args": ["sleep", "60"], "securityContext": {}}]}}),
                json!({"spec": {"containers": [{"image": "busybox:1.36", "command": ["sleep", "60"]}]}}),
            ),
            (
                "Pod",
                json!({"spec": {"securityContext": {"sysctls": [{"name": "net/ipv4/ip_local_port_range", "value": "1 2"}]}}}),
                json!({"spec": {"securityContext": {"sysctls": [{"name": "net.ipv4.ip_local_port_range", "value": "1 2"}]}}}),
            ),
            (
                "CronJob",
                json!({"spec": {"jobTemplate": {"spec": {"template": {"spec": {"containers": [{"image": "nginx"}]}}}}}}),
                json!({"spec": {"jobTemplate": {"spec": {"template": {"spec": {"containers": [{"image": "docker.io/nginx:latest"}]}}}}}}),
            ),
            (
                "Secret",
                json!({"type": "kubernetes.io/dockercfg", "data": {".dockercfg": "eyJyIjp7InVzZXJuYW1lIjoidSIsInBhc3N3b3JkIjoicCJ9fQ=="}}),
                json!({"type": "kubernetes.io/dockercfg", "data": {".dockercfg": "eyAiciI6IHsiYXV0aCI6ICJkVHB3In0gfQ=="}}),
            ),
        ];
        for (kind, one, other) in &same {
            assert_eq!(of(kind, one), of(kind, other), "{kind}");
        }
    }

    #[test]
    fn what_means_something_else_differs() {
        let other = [
            (
                "Namespace",
                json!({"metadata": {"labels": {"pod-security.kubernetes.io/warn-version": "v1.29"}}}),
                json!({"metadata": {"labels": {}}}),
            ),
            ("ConfigMap", json!({"data": {"a": "b c"}}), json!({"data": {"a": "b\nc"}})),
            (
                "Pod",
                json!({"spec": {"containers": [{"image": "nginx:1.27", "args": ["sleep", "60"]}]}}),
                json!({"spec": {"containers": [{"image": "nginx:1.27", "command": ["sleep", "60"]}]}}),
            ),
        ];
        for (kind, one, other) in &other {
            assert_ne!(of(kind, one), of(kind, other), "{kind}");
        }
    }
}
