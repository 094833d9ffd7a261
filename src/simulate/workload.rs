//! The Pods of a world: those that are stored, and those that its workloads would make.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Pod as CorePod, PodSpec};
use serde_json::{Value, json};

use super::status::Event;
use crate::object::Object;
use crate::rules::{self, Options};
use crate::text::SourceFile;
use crate::world::World;

/// A Pod, stored or made by a controller.
#[derive(Clone, Debug)]
pub struct Pod {
    /// As the API server would store it.
    pub object: Object,
    spec: PodSpec,
}

impl Pod {
    /// A stored Pod; `None` for objects of other kinds.
    pub fn of(object: &Object) -> Option<Self> {
        if object.kind != "Pod" {
            return None;
        }
        let spec = object.typed::<CorePod>().and_then(|pod| pod.spec)?;
        Some(Self { object: object.clone(), spec })
    }

    /// Its spec.
    pub fn spec(&self) -> &PodSpec {
        &self.spec
    }

    /// Its namespace.
    pub fn namespace(&self) -> &str {
        self.object.namespace.as_deref().unwrap_or("default")
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.object.name
    }

    /// Its `metadata.uid`, or one made from its name.
    pub fn uid(&self) -> String {
        let stored = self.object.value.pointer("/metadata/uid").and_then(Value::as_str);
        stored.map_or_else(|| uid_of(&format!("Pod/{}/{}", self.namespace(), self.name())), str::to_owned)
    }

    /// `name_namespace(uid)`, as the kubelet's sentences have it.
    pub fn full_name(&self) -> String {
        format!("{}_{}({})", self.name(), self.namespace(), self.uid())
    }
}

/// Every Pod of the world, by namespace and name. Workloads whose Pods the server refuses make none.
pub fn pods(world: &World) -> Vec<Pod> {
    let mut pods: Vec<Pod> = world.store.of_kind("Pod").filter_map(Pod::of).collect();
    for object in world.store.iter() {
        pods.extend(made_by(world, object));
    }
    pods.sort_by(|one, two| (one.namespace(), one.name()).cmp(&(two.namespace(), two.name())));
    pods
}

/// The Pod of this name.
pub fn find(world: &World, namespace: &str, name: &str) -> Option<Pod> {
    if let Some(object) = world.store.get("Pod", Some(namespace), name) {
        return Pod::of(object);
    }
    let here = world.store.iter().filter(|object| object.namespace.as_deref() == Some(namespace) && name.starts_with(&object.name));
    here.flat_map(|object| made_by(world, object)).find(|pod| pod.name() == name)
}

/// The Pods that a workload makes at once: none when the server refuses them to its controller.
pub fn made_by(world: &World, object: &Object) -> Vec<Pod> {
    let pods = asked_for(world, object);
    if pods.first().is_some_and(|pod| forbidden(world, pod).is_some()) { Vec::new() } else { pods }
}

/// A workload whose Pods the server refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedCreate {
    /// The object that the event is about: the Deployment's ReplicaSet, or the workload itself.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// How many Pods it should have made.
    pub replicas: usize,
    /// The server's sentence.
    pub refusal: String,
    /// The controller's event.
    pub event: Event,
}

/// Why a workload makes no Pods (Kubernetes `pkg/controller/controller_utils.go`, `statefulset/stateful_pod_control.go`).
pub fn failed_create(world: &World, object: &Object) -> Option<FailedCreate> {
    let pods = asked_for(world, object);
    let pod = pods.first()?;
    let refusal = forbidden(world, pod)?;
    let owner = &pod.object.value["metadata"]["ownerReferences"][0];
    let text = |field: &str| owner[field].as_str().unwrap_or_default().to_owned();
    let (kind, name) = (text("kind"), text("name"));
    let (message, from) = match kind.as_str() {
        "StatefulSet" => (format!("create Pod {} in StatefulSet {name} failed error: {refusal}", pod.name()), "statefulset-controller"),
        "DaemonSet" => (format!("Error creating: {refusal}"), "daemonset-controller"),
        "Job" => (format!("Error creating: {refusal}"), "job-controller"),
        "ReplicationController" => (format!("Error creating: {refusal}"), "replication-controller"),
        _ => (format!("Error creating: {refusal}"), "replicaset-controller"),
    };
    let event = Event { from, ..Event::warning("FailedCreate", message) };
    Some(FailedCreate { kind, name, replicas: pods.len(), refusal, event })
}

/// What Pod Security answers a controller that makes `pod`; `None` when it lets it.
fn forbidden(world: &World, pod: &Pod) -> Option<String> {
    const ENFORCE: &str = "pod-security.kubernetes.io/enforce";
    let namespace = world.store.get("Namespace", None, pod.namespace())?;
    if namespace.labels().get(ENFORCE).is_none_or(|level| level == "privileged") {
        return None;
    }
    let labels = BTreeMap::from([(namespace.name.clone(), namespace.labels().into_iter().collect())]);
    let options =
        Options { version: world.facts.version, namespace: namespace.name.clone(), namespaces: Some(labels), ..Options::default() };
    let mut value = pod.object.value.clone();
    // The controller's reference carries a uid, which nothing here has.
    value["metadata"].as_object_mut().map(|metadata| metadata.remove("ownerReferences"));
    let file = SourceFile::new("pod", value.to_string());
    let answer = rules::validate(&[file], &options).into_iter().next().filter(|answer| !answer.accepted)?.message?;
    // The controller hears what kubectl would print, without kubectl's own words.
    let at = answer.find("pods \"")?;
    Some(answer[at..].to_owned())
}

/// The Pods that a workload asks for. A ReplicaSet stands between a Deployment and its Pods.
fn asked_for(world: &World, object: &Object) -> Vec<Pod> {
    let replicas = |default| object.value.pointer("/spec/replicas").and_then(Value::as_u64).unwrap_or(default).min(100) as usize;
    let Some(template) = object.value.pointer("/spec/template").filter(|template| template.is_object()) else { return Vec::new() };
    let hash = hash(&template.to_string());
    let (owner, kind, names): (String, &str, Vec<String>) = match object.kind.as_str() {
        "Deployment" => {
            let set = format!("{}-{}", object.name, letters(hash, 10));
            let names = (0..replicas(1)).map(|n| format!("{set}-{}", suffix(&set, n))).collect();
            (set, "ReplicaSet", names)
        }
        "ReplicaSet" | "ReplicationController" => {
            let names = (0..replicas(1)).map(|n| format!("{}-{}", object.name, suffix(&object.name, n))).collect();
            (object.name.clone(), if object.kind == "ReplicaSet" { "ReplicaSet" } else { "ReplicationController" }, names)
        }
        "StatefulSet" => (object.name.clone(), "StatefulSet", (0..replicas(1)).map(|n| format!("{}-{n}", object.name)).collect()),
        "DaemonSet" => {
            let nodes = world.facts.nodes.len();
            (object.name.clone(), "DaemonSet", (0..nodes).map(|n| format!("{}-{}", object.name, suffix(&object.name, n))).collect())
        }
        "Job" => {
            let count = object.value.pointer("/spec/parallelism").and_then(Value::as_u64).unwrap_or(1).min(100) as usize;
            (object.name.clone(), "Job", (0..count).map(|n| format!("{}-{}", object.name, suffix(&object.name, n))).collect())
        }
        _ => return Vec::new(),
    };
    let make = |name: String| make(object, template, &name, &owner, kind, hash);
    names.into_iter().filter_map(make).collect()
}

fn make(object: &Object, template: &Value, name: &str, owner: &str, kind: &str, hash: u64) -> Option<Pod> {
    let mut metadata = template.get("metadata").filter(|metadata| metadata.is_object()).cloned().unwrap_or_else(|| json!({}));
    metadata["name"] = name.into();
    if let Some(namespace) = &object.namespace {
        metadata["namespace"] = namespace.as_str().into();
    }
    if object.kind == "Deployment" {
        if !metadata.get("labels").is_some_and(Value::is_object) {
            metadata["labels"] = json!({});
        }
        metadata["labels"]["pod-template-hash"] = letters(hash, 10).into();
    }
    metadata["ownerReferences"] = json!([{ "apiVersion": object.api_version, "kind": kind, "name": owner, "controller": true }]);
    let value = json!({ "apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template.get("spec")? });
    let mut made = Object::from_value(value)?;
    made.origin.clone_from(&object.origin);
    Pod::of(&made)
}

fn suffix(of: &str, number: usize) -> String {
    letters(hash(&format!("{of}/{number}")), 5)
}

/// The alphabet of generated names (apimachinery `pkg/util/rand`): no vowels, nothing that looks like another.
fn letters(mut hash: u64, length: usize) -> String {
    const ALPHABET: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
    (0..length)
        .map(|_| {
            let letter = ALPHABET[(hash % ALPHABET.len() as u64) as usize];
            hash = (hash / ALPHABET.len() as u64) ^ hash.rotate_left(23);
            letter as char
        })
        .collect()
}

/// The label `pod-template-hash` of the Pods that a Deployment makes of a template.
pub fn template_hash(template: &Value) -> String {
    letters(hash(&template.to_string()), 10)
}

/// FNV-1a: the same on every machine and in every version.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A UUID that depends on `text` alone.
pub fn uid_of(text: &str) -> String {
    let (a, b) = (hash(text), hash(&format!("{text}#")));
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        a >> 32,
        (a >> 16) & 0xffff,
        a & 0xfff,
        0x8000 | ((b >> 48) & 0x3fff),
        b & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deployment_makes_pods_through_a_replica_set() {
        let value = json!({
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
            "spec": {"replicas": 2, "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "a", "image": "nginx:1.31"}]}}},
        });
        let mut world = World::default();
        world.store.insert(Object::from_value(value).unwrap());
        let made = pods(&world);
        assert_eq!(made.len(), 2);
        assert!(made[0].name().starts_with("web-") && made[0].name() != made[1].name());
        assert_eq!(made[0].object.labels()["app"], "web");
        assert_eq!(find(&world, "shop", made[1].name()).unwrap().name(), made[1].name());
        assert_eq!(made[0].uid().len(), 36);
    }

    #[test]
    fn pod_security_refuses_the_pods_of_a_workload_to_its_controller() {
        let workload = |kind: &str| {
            let spec = json!({"replicas": 2, "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "nginx:1.31"}]}}});
            Object::from_value(
                json!({"apiVersion": "apps/v1", "kind": kind, "metadata": {"name": "web", "namespace": "shop"}, "spec": spec}),
            )
            .unwrap()
        };
        let mut world = World::default();
        let labels = json!({"pod-security.kubernetes.io/enforce": "restricted"});
        world.store.insert(
            Object::from_value(json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": labels}})).unwrap(),
        );
        world.store.insert(workload("Deployment"));
        assert!(pods(&world).is_empty());
        let failed = failed_create(&world, &workload("Deployment")).unwrap();
        assert_eq!((failed.kind.as_str(), failed.replicas, failed.event.from), ("ReplicaSet", 2, "replicaset-controller"));
        let said = &failed.event.message;
        assert!(said.starts_with("Error creating: pods \"web-") && said.contains("violates PodSecurity \"restricted:latest\": "), "{said}");
        let said = failed_create(&world, &workload("StatefulSet")).unwrap().event.message;
        assert!(said.starts_with("create Pod web-0 in StatefulSet web failed error: pods \"web-0\" is forbidden: violates"), "{said}");
        let free = json!({"pod-security.kubernetes.io/enforce": "baseline"});
        world.store.insert(
            Object::from_value(json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": free}})).unwrap(),
        );
        assert_eq!(pods(&world).len(), 2);
    }
}
