//! The Pods of a world: those that are stored, and those that its workloads would make.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use k8s_openapi::api::core::v1::{Pod as CorePod, PodSpec};
use serde_json::Value;

use super::controller::{asked_for, begun, uid_of};
use super::status::Event;
use crate::object::Object;
use crate::rules::{self, Options};
use crate::text::SourceFile;
use crate::world::World;

/// A Pod, stored or made by a controller.
#[derive(Clone, Debug)]
pub struct Pod {
    /// As the API server would store it.
    pub object: Arc<Object>,
    typed: Arc<CorePod>,
}

impl Pod {
    /// A stored Pod; `None` for objects of other kinds.
    pub fn of(object: impl Into<Arc<Object>>) -> Option<Self> {
        let object = object.into();
        if object.kind != "Pod" {
            return None;
        }
        let typed = object.typed::<CorePod>().filter(|pod| pod.spec.is_some())?;
        Some(Self { object, typed: Arc::new(typed) })
    }

    /// As a `k8s-openapi` type.
    pub fn typed(&self) -> &Arc<CorePod> {
        &self.typed
    }

    /// Its spec.
    pub fn spec(&self) -> &PodSpec {
        static EMPTY: LazyLock<PodSpec> = LazyLock::new(PodSpec::default);
        self.typed.spec.as_ref().unwrap_or(&EMPTY)
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
    let mut pods: Vec<Pod> = world.store.shared_of_kind("Pod").cloned().filter_map(Pod::of).collect();
    for object in world.store.iter() {
        pods.extend(made_by(world, object));
    }
    pods.sort_by(|one, two| (one.namespace(), one.name()).cmp(&(two.namespace(), two.name())));
    // One that somebody changed is stored, and comes before what its controller would make.
    pods.dedup_by(|one, two| (one.namespace(), one.name()) == (two.namespace(), two.name()));
    pods
}

/// Every Pod that is stored or that a workload asks for, however far it comes.
pub(super) fn wanted(world: &World) -> Vec<Pod> {
    let stored = world.store.shared_of_kind("Pod").cloned().filter_map(Pod::of);
    stored.chain(world.store.iter().flat_map(|object| asked_for(world, object))).collect()
}

/// The Pod of this name among `pods`, which are sorted as [`pods`] sorts them.
pub(super) fn among<'p>(pods: &'p [Pod], namespace: &str, name: &str) -> Option<&'p Pod> {
    let at = pods.partition_point(|pod| (pod.namespace(), pod.name()) < (namespace, name));
    pods.get(at).filter(|pod| (pod.namespace(), pod.name()) == (namespace, name))
}

/// The Pod of this name.
pub fn find(world: &World, namespace: &str, name: &str) -> Option<Pod> {
    if let Some(object) = world.store.shared("Pod", Some(namespace), name) {
        return Pod::of(Arc::clone(object));
    }
    let here = world.store.iter().filter(|object| object.namespace.as_deref() == Some(namespace) && name.starts_with(&object.name));
    here.flat_map(|object| made_by(world, object)).find(|pod| pod.name() == name)
}

/// The Pods of a workload once the world has settled: no new ones when the server refuses them to its controller.
pub fn made_by(world: &World, object: &Object) -> Vec<Pod> {
    let mut pods = asked_for(world, object);
    if pods.first().is_some_and(|pod| forbidden(world, pod).is_some()) {
        pods.clear();
    }
    begun(world, object, pods)
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
        "StatefulSet" => (format!("Create Pod {} in StatefulSet {name} failed error: {refusal}", pod.name()), "statefulset-controller"),
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
        Options { version: *world.facts.version, namespace: namespace.name.clone(), namespaces: Some(labels), ..Options::default() };
    let mut value = pod.object.value.clone();
    // What only controllers write is nothing to Pod Security.
    value["metadata"].as_object_mut().map(|metadata| metadata.remove("ownerReferences"));
    let file = SourceFile::new("pod", value.to_string());
    let answer = rules::validate(&[file], &options).into_iter().next().filter(|answer| !answer.accepted)?.message?;
    // The controller hears what kubectl would print, without kubectl's own words.
    let at = answer.find("pods \"")?;
    Some(answer[at..].to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

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
        assert!(said.starts_with("Create Pod web-0 in StatefulSet web failed error: pods \"web-0\" is forbidden: violates"), "{said}");
        let free = json!({"pod-security.kubernetes.io/enforce": "baseline"});
        world.store.insert(
            Object::from_value(json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": free}})).unwrap(),
        );
        assert_eq!(pods(&world).len(), 2);
    }
}
