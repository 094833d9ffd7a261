//! What controllers make of workloads: Pods with their names, labels and owners, and the events about it
//! (Kubernetes `pkg/controller`, v1.35).

use serde_json::{Map, Value, json};

use super::workload::Pod;
use crate::object::Object;
use crate::rules::{self, Options};
use crate::world::{Key, World};

pub mod claim;
mod cron_job;
mod daemon_set;
mod events;
mod hash;
mod job;
mod job_course;
mod progress;
mod stateful_set;

pub use cron_job::{active as active_jobs, pass};
pub use events::{About, Tally, events, fenceposts};
pub use hash::{template_hash, uid_of};
pub use job::{completed, labelled as labelled_job};
pub use job_course::{Course, of as job_course};
pub use stateful_set::revision as revision_of;

use hash::suffix;

/// At most so many Pods of one workload are made.
const MANY: u64 = 100;

/// Every Pod that a workload asks for, were all to go well. A ReplicaSet stands between a Deployment and its Pods.
pub(super) fn asked_for(world: &World, object: &Object) -> Vec<Pod> {
    let Some(template) = object.value.pointer("/spec/template").filter(|template| template.is_object()) else { return Vec::new() };
    match object.kind.as_str() {
        "Deployment" => of_template(world, object, template),
        "ReplicaSet" | "ReplicationController" => {
            let mold = Mold::new(world, object, &object.kind, &object.name, template);
            (0..replicas(object)).filter_map(|n| mold.pod(&mold.named(n), |_| ())).collect()
        }
        "StatefulSet" => stateful_set::pods(world, object, template),
        "DaemonSet" => daemon_set::pods(world, object, template),
        "Job" => job::pods(world, object, template),
        _ => Vec::new(),
    }
}

/// Those of `asked_for` that are there once the world has settled: some controllers wait for one Pod before the next.
pub(super) fn begun(world: &World, object: &Object, pods: Vec<Pod>) -> Vec<Pod> {
    match object.kind.as_str() {
        "StatefulSet" => progress::in_order(world, object, pods),
        "Job" => job_course::course(world, object, pods).pods,
        "Deployment" => progress::rolled_out(world, object, pods),
        _ => pods,
    }
}

/// The Pods that a Deployment makes of a template: so many as are wanted.
fn of_template(world: &World, object: &Object, template: &Value) -> Vec<Pod> {
    let set = replica_set_of(object, template);
    let mut mold = Mold::new(world, object, "ReplicaSet", &set, template);
    mold.label("pod-template-hash", &template_hash(template));
    (0..replicas(object)).filter_map(|n| mold.pod(&mold.named(n), |_| ())).collect()
}

/// The name of the ReplicaSet that a Deployment has for a template.
pub fn replica_set_of(object: &Object, template: &Value) -> String {
    format!("{}-{}", object.name, template_hash(template))
}

/// `spec.replicas`
fn replicas(object: &Object) -> usize {
    number(&object.value, "/spec/replicas").unwrap_or(1).min(MANY) as usize
}

fn number(value: &Value, pointer: &str) -> Option<u64> {
    value.pointer(pointer).and_then(Value::as_u64)
}

/// The uid of an object, or the one that is made from its name.
pub(super) fn uid(kind: &str, namespace: Option<&str>, object: &Value, name: &str) -> String {
    let stored = object.pointer("/metadata/uid").and_then(Value::as_str);
    stored.map_or_else(|| uid_of(&format!("{kind}/{}/{name}", namespace.unwrap_or_default())), str::to_owned)
}

/// What the Pods of one owner have in common (`GetPodFromTemplate`).
struct Mold<'a> {
    object: &'a Object,
    /// The owner's name.
    owner: String,
    metadata: Map<String, Value>,
    spec: Value,
}

impl<'a> Mold<'a> {
    fn new(world: &World, object: &'a Object, kind: &str, owner: &str, template: &Value) -> Self {
        let own = Value::Null;
        let of = if kind == object.kind { &object.value } else { &own };
        let uid = uid(kind, object.namespace.as_deref(), of, owner);
        let mut metadata = template["metadata"].as_object().cloned().unwrap_or_default();
        // Of a template's metadata, a Pod gets labels, annotations and finalizers.
        metadata.retain(|field, value| ["labels", "annotations", "finalizers"].contains(&field.as_str()) && !value.is_null());
        metadata.insert("generateName".into(), format!("{owner}-").into());
        if let Some(namespace) = &object.namespace {
            metadata.insert("namespace".into(), namespace.as_str().into());
        }
        let reference = json!({
            "apiVersion": object.api_version, "kind": kind, "name": owner, "uid": uid, "controller": true, "blockOwnerDeletion": true,
        });
        metadata.insert("ownerReferences".into(), json!([reference]));
        if let Some(moment) = born(world, object, template) {
            metadata.insert("creationTimestamp".into(), moment.into());
        }
        let mut pod = json!({ "apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"] });
        if pod["spec"].is_object() {
            let kept = world.admitted.of(&Key::of(object), template);
            rules::complete_pod(&mut pod, &options(world, object.namespace.as_deref(), &template["spec"], kept));
            if kept.is_some() && pod["spec"]["imagePullSecrets"].is_null() {
                // That there were none counts too.
                pod["spec"]["imagePullSecrets"] = json!([]);
            }
        }
        let metadata = pod["metadata"].as_object().cloned().unwrap_or_default();
        Self { object, owner: owner.to_owned(), metadata, spec: pod["spec"].take() }
    }

    /// The name of the Pod of this number.
    fn named(&self, number: usize) -> String {
        format!("{}-{}", self.owner, suffix(&self.owner, number))
    }

    /// The Pods are made at another moment than their workload.
    fn made_at(&mut self, moment: &str) {
        self.metadata.insert("creationTimestamp".into(), moment.into());
    }

    /// A label that every Pod gets, in the place of the template's.
    fn label(&mut self, key: &str, value: &str) {
        write(&mut self.metadata, "labels", key, value);
    }

    /// A Pod of this name; `adjust` gets its metadata and its spec.
    fn pod(&self, name: &str, adjust: impl FnOnce(&mut Made<'_>)) -> Option<Pod> {
        let (mut metadata, mut spec) = (self.metadata.clone(), self.spec.clone());
        metadata.insert("name".into(), name.into());
        adjust(&mut Made { metadata: &mut metadata, spec: spec.as_object_mut()? });
        let mut made = Object::from_value(json!({ "apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec }))?;
        made.origin.clone_from(&self.object.origin);
        Pod::of(made)
    }
}

/// When the Pods of a template were made: with their workload, or when the template took the place of another.
fn born<'w>(world: &'w World, object: &'w Object, template: &Value) -> Option<&'w str> {
    let key = Key::of(object);
    let made = object.value.pointer("/metadata/creationTimestamp").and_then(Value::as_str);
    let since = match world.history.earlier(&key).iter().find(|revision| revision.template == *template) {
        Some(revision) => revision.since.as_deref(),
        None => world.history.since(&key),
    };
    since.or(made)
}

/// What the server's answer to a Pod of this spec depends on.
fn options(world: &World, namespace: Option<&str>, spec: &Value, kept: Option<&Value>) -> Options {
    let account = spec["serviceAccountName"].as_str().filter(|name| !name.is_empty()).unwrap_or("default");
    let mut account = world.store.get("ServiceAccount", namespace, account).cloned();
    if let (Some(account), Some(kept)) = (&mut account, kept) {
        account.value["imagePullSecrets"] = kept.clone();
    }
    let accounts = account.map(|account| (account.key(), account.value)).into_iter().collect();
    Options { version: *world.facts.version, accounts, ..Options::default() }
}

/// A Pod in the making.
struct Made<'a> {
    metadata: &'a mut Map<String, Value>,
    spec: &'a mut Map<String, Value>,
}

impl Made<'_> {
    fn label(&mut self, key: &str, value: &str) {
        write(self.metadata, "labels", key, value);
    }

    fn annotate(&mut self, key: &str, value: &str) {
        write(self.metadata, "annotations", key, value);
    }
}

fn write(metadata: &mut Map<String, Value>, field: &str, key: &str, value: &str) {
    let map = metadata.entry(field).or_insert_with(|| json!({}));
    if !map.is_object() {
        *map = json!({});
    }
    map[key] = value.into();
}
