//! Names of other objects: a Secret where a Secret is asked for, labels that Pods have, ports that containers name.

use serde_json::{Map, Value, json};

use super::Item;
use super::known::Known;
use super::place::{Pair, Place};
use crate::object::pod_spec_pointer;

/// What is named at a place.
enum Named<'p> {
    /// An object of this kind.
    Object(&'p str),
    /// A key in the data of a ConfigMap or Secret of this name.
    Key(&'static str, &'p str),
    /// A label, and its value.
    Label,
    /// A label's key alone.
    LabelKey,
    /// The value of this label.
    LabelValue(&'p str),
    /// A volume of the Pod.
    Volume,
    /// A port of a container, by name or, where that is allowed, by number.
    Port { numbers: bool },
    /// An image that is used elsewhere.
    Image,
}

/// Whose labels.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Pods { anywhere: bool },
    Namespaces,
    Nodes,
}

/// The names that may stand at the cursor; none where the schema alone tells what may.
pub(super) fn at(place: &Place, known: &Known) -> Vec<Item> {
    let Some(named) = named(place) else { return Vec::new() };
    let namespace = known.namespace(place.namespace.as_deref());
    let mut found = Found::default();
    match named {
        Named::Object(kind) => {
            for object in known.of_kind(kind, Some(namespace)) {
                found.add(object.pointer("/metadata/name"), kind);
            }
        }
        Named::Key(kind, name) => {
            let objects = known.of_kind(kind, Some(namespace)).filter(|object| object.pointer("/metadata/name") == Some(&json!(name)));
            for part in objects.flat_map(|object| [object.get("data"), object.get("stringData")]).flatten() {
                part.as_object().into_iter().flat_map(Map::keys).for_each(|key| found.add(Some(&json!(key)), name));
            }
        }
        Named::Label => labels(place, known, |key, value, of| found.pair(key, value, of)),
        Named::LabelKey => labels(place, known, |key, _, of| found.add(Some(&json!(key)), of)),
        Named::LabelValue(wanted) => labels(place, known, |key, value, of| {
            if key == wanted {
                found.add(Some(value), of);
            }
        }),
        Named::Volume => {
            for volume in own_spec(place, known).into_iter().flat_map(|spec| items(spec, "volumes")) {
                found.add(volume.get("name"), "volume");
            }
        }
        Named::Port { numbers } => {
            let own = own_spec(place, known).map(|spec| vec![spec]);
            let specs = own.unwrap_or_else(|| pods(known, None).into_iter().map(|pod| pod.spec).collect());
            for port in specs.into_iter().flat_map(containers).flat_map(|container| items(container, "ports")) {
                found.add(port.get("name"), "port");
                found.add(port.get("containerPort").filter(|_| numbers), "port");
            }
        }
        Named::Image => {
            for container in pods(known, None).into_iter().flat_map(|pod| containers(pod.spec)) {
                found.add(container.get("image"), "image");
            }
        }
    }
    found.items
}

/// What the field at the cursor names. Source: the fields' documentation in k8s.io/api core/v1, networking/v1, apps/v1.
fn named(place: &Place) -> Option<Named<'_>> {
    let parent = place.path.last().map_or("", String::as_str);
    let beside = |key: &str, pairs: &'_ [Pair]| pairs.iter().position(|(name, _)| name == key);
    let Some(key) = place.value_of.as_deref() else {
        return match parent {
            "matchLabels" | "nodeSelector" => Some(Named::Label),
            "selector" if place.kind.as_deref() == Some("Service") => Some(Named::Label),
            "values" if place.path.iter().any(|name| name == "matchExpressions") => {
                let pairs = place.beside.last()?;
                Some(Named::LabelValue(&pairs[beside("key", pairs)?].1))
            }
            _ => None,
        };
    };
    let sibling = |name: &str| beside(name, &place.siblings).map(|at| place.siblings[at].1.as_str());
    let around = |name: &str| place.beside.last().and_then(|pairs| beside(name, pairs).map(|at| pairs[at].1.as_str()));
    Some(match (parent, key) {
        ("matchLabels" | "nodeSelector", label) => Named::LabelValue(label),
        ("selector", label) if place.kind.as_deref() == Some("Service") => Named::LabelValue(label),
        ("matchExpressions", "key") => Named::LabelKey,
        ("metadata", "namespace") | ("subjects", "namespace") => Named::Object("Namespace"),
        ("imagePullSecrets" | "secretRef" | "secretKeyRef" | "secrets" | "secret", "name") | (_, "secretName") => Named::Object("Secret"),
        ("configMapRef" | "configMapKeyRef" | "configMap", "name") => Named::Object("ConfigMap"),
        ("secretKeyRef", "key") => Named::Key("Secret", sibling("name")?),
        ("configMapKeyRef", "key") => Named::Key("ConfigMap", sibling("name")?),
        ("items", "key") if place.path.iter().any(|name| name == "secret") => {
            Named::Key("Secret", around("secretName").or_else(|| around("name"))?)
        }
        ("items", "key") => Named::Key("ConfigMap", around("name")?),
        (_, "serviceAccountName") => Named::Object("ServiceAccount"),
        (_, "claimName") => Named::Object("PersistentVolumeClaim"),
        (_, "serviceName") | ("service", "name") => Named::Object("Service"),
        ("roleRef" | "subjects", "name") => Named::Object(sibling("kind")?),
        (_, "nodeName") => Named::Object("Node"),
        ("volumeMounts", "name") => Named::Volume,
        ("httpGet" | "tcpSocket", "port") => Named::Port { numbers: true },
        ("ports", "targetPort") => Named::Port { numbers: true },
        ("ports", "port") if place.kind.as_deref() == Some("NetworkPolicy") => Named::Port { numbers: true },
        (_, "image") => Named::Image,
        _ => return None,
    })
}

/// Calls `each` with key and value of every label that a selector at this place can mean, and with its bearer.
fn labels(place: &Place, known: &Known, mut each: impl FnMut(&str, &Value, &str)) {
    let mut of = |bearer: &Value, name: Option<&Value>| {
        let name = name.and_then(Value::as_str).unwrap_or("");
        bearer.get("labels").and_then(Value::as_object).into_iter().flatten().for_each(|(key, value)| each(key, value, name));
    };
    match whose(place) {
        Whose::Namespaces => {
            for namespace in known.of_kind("Namespace", None) {
                of(&namespace["metadata"], namespace.pointer("/metadata/name"));
                // The API server gives every namespace this label.
                if let Some(name) = namespace.pointer("/metadata/name") {
                    of(&json!({"labels": {"kubernetes.io/metadata.name": name}}), Some(name));
                }
            }
        }
        Whose::Nodes => known.of_kind("Node", None).for_each(|node| of(&node["metadata"], node.pointer("/metadata/name"))),
        Whose::Pods { anywhere } => {
            let namespace = known.namespace(place.namespace.as_deref());
            for pod in pods(known, (!anywhere).then_some(namespace)) {
                of(pod.metadata, pod.name);
            }
        }
    }
}

fn whose(place: &Place) -> Whose {
    let inside = |name: &str| place.path.iter().any(|field| field == name);
    let beside = |name: &str| place.beside.iter().flatten().any(|(key, _)| key == name);
    if inside("namespaceSelector") {
        Whose::Namespaces
    } else if inside("nodeSelector") || inside("nodeAffinity") {
        Whose::Nodes
    } else {
        Whose::Pods { anywhere: beside("namespaceSelector") }
    }
}

/// A Pod, or the Pod that a workload makes.
struct Pod<'k> {
    name: Option<&'k Value>,
    metadata: &'k Value,
    spec: &'k Value,
}

fn pods<'k>(known: &'k Known, namespace: Option<&'k str>) -> Vec<Pod<'k>> {
    let kinds = ["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"];
    let templates = kinds.into_iter().filter_map(|kind| Some((kind, pod_spec_pointer(kind)?.strip_suffix("/spec")?)));
    let found = templates.flat_map(|(kind, pointer)| known.of_kind(kind, namespace).map(move |object| (object, pointer)));
    let pod = |(object, pointer): (&'k Value, &str)| {
        let template = object.pointer(pointer)?;
        Some(Pod { name: object.pointer("/metadata/name"), metadata: template.get("metadata")?, spec: template.get("spec")? })
    };
    found.filter_map(pod).collect()
}

/// The Pod's spec in the document at the cursor.
fn own_spec<'k>(place: &'k Place, known: &'k Known) -> Option<&'k Value> {
    let name = json!(place.name.as_deref()?);
    let kind = place.kind.as_deref()?;
    let object = known
        .of_kind(kind, Some(known.namespace(place.namespace.as_deref())))
        .find(|object| object.pointer("/metadata/name") == Some(&name))?;
    object.pointer(pod_spec_pointer(kind)?)
}

fn containers(spec: &Value) -> Vec<&Value> {
    ["initContainers", "containers"].into_iter().flat_map(|list| items(spec, list)).collect()
}

fn items<'v>(value: &'v Value, list: &str) -> impl Iterator<Item = &'v Value> {
    value.get(list).and_then(Value::as_array).into_iter().flatten()
}

/// Names, each once, in the order in which they were found.
#[derive(Default)]
struct Found {
    items: Vec<Item>,
}

impl Found {
    fn add(&mut self, name: Option<&Value>, of: &str) {
        let written = match name {
            Some(Value::String(name)) if !name.is_empty() => scalar(name),
            Some(Value::Number(number)) => number.to_string(),
            _ => return,
        };
        let label = name.and_then(Value::as_str).map_or_else(|| written.clone(), str::to_owned);
        self.push(label, written, of);
    }

    fn pair(&mut self, key: &str, value: &Value, of: &str) {
        let text = value.as_str().unwrap_or_default();
        self.push(format!("{key}: {text}"), format!("{}: {}", scalar(key), scalar(text)), of);
    }

    fn push(&mut self, label: String, insert: String, of: &str) {
        if !self.items.iter().any(|item| item.label == label) {
            self.items.push(Item { label, insert, field: None, of: of.to_owned() });
        }
    }
}

/// A text as YAML has to have it: quoted where it would be a number, a boolean or nothing.
fn scalar(text: &str) -> String {
    if crate::yaml::reads_as_text(text) { text.to_owned() } else { format!("\"{text}\"") }
}
