//! Objects as kubectl gets them: stored ones with what the server and controllers add, and those that
//! controllers and the cluster itself make.

use serde_json::{Map, Value, json};

use super::controllers::Settled;
use super::kind::Kind;
use crate::object::{Object, pod_spec_pointer};
use crate::simulate;
use crate::simulate::network::Wiring;
use crate::world::{Key, World};

/// Namespaces that every cluster has.
pub const SYSTEM: [&str; 4] = ["default", "kube-node-lease", "kube-public", "kube-system"];

/// The objects of a kind, by namespace and name; of one namespace, or of all.
pub(super) fn list(world: &World, kind: &Kind, namespace: Option<&str>) -> Vec<Value> {
    let mut found = match kind.name {
        "Pod" => {
            let own = namespace.is_none_or(|name| name == "kube-system").then(|| own_dns(world)).flatten();
            simulate::statuses(world).iter().map(|(pod, status)| super::live::pod(world, pod, status)).chain(own).collect()
        }
        "Namespace" => namespaces(world),
        "Node" => world.facts.nodes.iter().map(|node| super::machine::node(world, node)).collect(),
        "Service" => super::services::list(world),
        "ServiceAccount" => with(world, kind, |namespace| ("default".into(), json!({"metadata": {"namespace": namespace}}))),
        "ConfigMap" => with(world, kind, |namespace| {
            (
                "kube-root-ca.crt".into(),
                json!({"metadata": {"namespace": namespace}, "data": {"ca.crt": "-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n"}}),
            )
        }),
        "ReplicaSet" => Settled::of(world).replica_sets(world),
        "Deployment" | "StatefulSet" | "DaemonSet" | "Job" | "ReplicationController" => {
            let settled = Settled::of(world);
            stored(world, kind).into_iter().map(|object| settled.workload(world, object)).collect()
        }
        "CronJob" => world.store.of_kind("CronJob").map(|cron| cron_job(world, cron)).collect(),
        "HorizontalPodAutoscaler" => stored(world, kind).into_iter().map(|object| super::autoscale::shown(world, object)).collect(),
        "Event" => super::live::events(world),
        "Endpoints" => super::services::endpoints(world),
        "EndpointSlice" => super::slices::list(world),
        "PersistentVolumeClaim" => super::storage::claims(world),
        "PersistentVolume" => super::storage::volumes(world),
        "StorageClass" => super::storage::classes(world),
        "PriorityClass" => priority_classes(world),
        _ => stored(world, kind),
    };
    for object in &mut found {
        // What nobody made was there from the beginning.
        if object["metadata"]["creationTimestamp"].is_null() {
            object["metadata"]["creationTimestamp"] = simulate::moment::Clock::of(world, object).at(0).into();
        }
        complete(world, kind, object);
        written_out(kind, object);
    }
    found.retain(|object| namespace.is_none() || object["metadata"]["namespace"].as_str() == namespace);
    let key = |object: &Value| ["namespace", "name"].map(|field| object["metadata"][field].as_str().unwrap_or_default().to_owned());
    found.sort_by_key(key);
    found
}

/// The object of this name.
pub(super) fn find(world: &World, kind: &Kind, namespace: Option<&str>, name: &str) -> Option<Value> {
    list(world, kind, namespace).into_iter().find(|object| object["metadata"]["name"] == *name)
}

fn stored(world: &World, kind: &Kind) -> Vec<Value> {
    world.store.of_kind(kind.name).map(|object| object.value.clone()).collect()
}

/// The stored objects and, for each namespace, one that the cluster makes unless it is stored.
fn with(world: &World, kind: &Kind, make: impl Fn(&str) -> (String, Value)) -> Vec<Value> {
    let mut found = stored(world, kind);
    for namespace in namespace_names(world) {
        let (name, mut object) = make(&namespace);
        if world.store.get(kind.name, Some(&namespace), &name).is_none() {
            object["metadata"]["name"] = name.into();
            found.push(object);
        }
    }
    found
}

/// The names of all namespaces.
pub(super) fn namespace_names(world: &World) -> Vec<String> {
    let mut names: Vec<_> = SYSTEM.iter().map(|name| (*name).to_owned()).collect();
    names.extend(world.store.of_kind("Namespace").map(|object| object.name.clone()));
    names.extend(world.store.iter().filter_map(|object| object.namespace.clone()));
    names.sort();
    names.dedup();
    names
}

fn namespaces(world: &World) -> Vec<Value> {
    let made = |name: String| {
        let stored = world.store.get("Namespace", None, &name).map(|object| object.value.clone());
        let mut object = stored.unwrap_or_else(|| json!({"metadata": {"name": name}}));
        object["metadata"]["labels"]["kubernetes.io/metadata.name"] = name.into();
        object["spec"]["finalizers"] = json!(["kubernetes"]);
        object["status"] = json!({"phase": "Active"});
        object
    };
    namespace_names(world).into_iter().map(made).collect()
}

/// A CronJob with what its controller writes of its Jobs.
fn cron_job(world: &World, cron: &Object) -> Value {
    let mut value = cron.value.clone();
    let active = simulate::active_jobs(world, cron);
    let mut made = world.deeds.get(&Key::of(cron)).into_iter().flatten().filter(|deed| deed.reason == "SuccessfulCreate");
    value["status"] = json!({});
    if !active.is_empty() {
        let reference = |job: &Object| {
            let uid = job.value["metadata"]["uid"].clone();
            json!({"apiVersion": "batch/v1", "kind": "Job", "name": job.name, "namespace": job.namespace, "uid": uid})
        };
        value["status"]["active"] = active.iter().map(reference).collect();
    }
    if let Some(last) = made.next_back() {
        value["status"]["lastScheduleTime"] = last.at.as_str().into();
    }
    value
}

/// CoreDNS, which every cluster has: whoever lets Pods ask for names selects it by its labels.
fn own_dns(world: &World) -> Option<Value> {
    let wiring = Wiring::of(world);
    let pod = wiring.own_dns()?;
    let (address, node) = (wiring.address(pod)?, world.facts.nodes.first()?);
    let mut value = simulate::network::coredns();
    value["metadata"].as_object_mut().map(|metadata| metadata.remove("uid"));
    let now = world.facts.now.as_str();
    value["spec"]["nodeName"] = node.name.as_str().into();
    for container in value["spec"]["containers"].as_array_mut().into_iter().flatten() {
        container["image"] = DNS_IMAGE.into();
    }
    let kinds = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];
    let conditions = kinds.map(|kind| json!({"type": kind, "status": "True", "lastProbeTime": null, "lastTransitionTime": now}));
    value["status"] = json!({
        "phase": "Running", "conditions": conditions, "podIP": address, "podIPs": [{"ip": address}], "qosClass": "Burstable",
        "hostIP": node.address, "hostIPs": [{"ip": node.address}], "startTime": now,
        "containerStatuses": [{
            "name": "coredns", "image": DNS_IMAGE, "ready": true, "started": true, "restartCount": 0, "lastState": {},
            "state": {"running": {"startedAt": now}},
        }],
    });
    Some(value)
}

/// What kubeadm v1.35 starts.
const DNS_IMAGE: &str = "registry.k8s.io/coredns/coredns:v1.13.1";

/// The two that every API server keeps (Kubernetes `pkg/apis/scheduling/v1/helpers.go`), and the stored ones.
fn priority_classes(world: &World) -> Vec<Value> {
    const SYSTEM: [(&str, i64, &str); 2] = [
        (
            "system-cluster-critical",
            2_000_000_000,
            "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.",
        ),
        ("system-node-critical", 2_000_001_000, "Used for system critical pods that must not be moved from their current node."),
    ];
    let made = SYSTEM.iter().filter(|(name, ..)| world.store.get("PriorityClass", None, name).is_none()).map(|(name, value, description)| {
        json!({"metadata": {"name": name, "generation": 1}, "description": description, "preemptionPolicy": "PreemptLowerPriority", "value": value})
    });
    world.store.of_kind("PriorityClass").map(|object| object.value.clone()).chain(made).collect()
}

/// Fills in what Go always writes of a container.
fn written_out(kind: &Kind, object: &mut Value) {
    let Some(spec) = pod_spec_pointer(kind.name).and_then(|pointer| object.pointer_mut(pointer)) else { return };
    for list in ["initContainers", "containers"] {
        for container in spec.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut) {
            container.entry("resources").or_insert_with(|| json!({}));
        }
    }
}

/// Fills in what every stored object has: kind, version, uid, creation time.
pub(super) fn complete(world: &World, kind: &Kind, object: &mut Value) {
    let Some(map) = object.as_object_mut() else { return };
    map.entry("apiVersion").or_insert_with(|| kind.api_version.into());
    map.entry("kind").or_insert_with(|| kind.name.into());
    let metadata = map.entry("metadata").or_insert_with(|| Value::Object(Map::new()));
    let Some(metadata) = metadata.as_object_mut() else { return };
    let text = |field: &str| metadata.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let key = format!("{}/{}/{}", kind.name, text("namespace"), text("name"));
    metadata.entry("creationTimestamp").or_insert_with(|| world.facts.now.clone().into());
    metadata.entry("resourceVersion").or_insert_with(|| version_of(&key).into());
    metadata.entry("uid").or_insert_with(|| simulate::uid_of(&key).into());
}

/// A number that looks like a resource version and depends on the name alone.
fn version_of(key: &str) -> String {
    (1000 + key.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 9000).to_string()
}
