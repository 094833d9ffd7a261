//! What controllers and kubelets make of stored objects: a Pod's status, a Deployment's replicas, events.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::simulate::{self, Pod, PodStatus};
use crate::world::{Key, World};

/// A Pod with its status.
pub(super) fn pod(world: &World, pod: &Pod, status: &PodStatus) -> Value {
    let mut object = pod.object.value.clone();
    if let Some(node) = &status.node {
        object["spec"]["nodeName"] = node.as_str().into();
    }
    let mut value = status.to_value(&world.facts.now);
    value["qosClass"] = quality(&object["spec"]).into();
    object["status"] = value;
    object
}

/// A Pod's status after the cluster has settled.
pub(super) fn status(world: &World, pod: &Pod) -> PodStatus {
    simulate::run(world, pod).status
}

/// `status.qosClass` (Kubernetes `pkg/apis/core/v1/helper/qos`).
fn quality(spec: &Value) -> &'static str {
    let containers: Vec<_> =
        ["containers", "initContainers"].iter().flat_map(|list| spec[*list].as_array().into_iter().flatten()).collect();
    let amount = |container: &Value, of: &str, what: &str| container["resources"][of][what].as_str().map(str::to_owned);
    let any = containers.iter().any(|container| {
        ["requests", "limits"].iter().any(|of| ["cpu", "memory"].iter().any(|what| amount(container, of, what).is_some()))
    });
    let guaranteed = containers.iter().all(|container| {
        ["cpu", "memory"].iter().all(|what| {
            let limit = amount(container, "limits", what);
            limit.is_some() && (amount(container, "requests", what).is_none() || amount(container, "requests", what) == limit)
        })
    });
    match (any, guaranteed) {
        (false, _) => "BestEffort",
        (true, true) => "Guaranteed",
        (true, false) => "Burstable",
    }
}

/// The annotation in which the controller numbers a Deployment's templates.
const REVISION: &str = "deployment.kubernetes.io/revision";

/// The statuses of all Pods by namespace and name, for what adds them up.
pub(super) struct Settled(BTreeMap<(String, String), PodStatus>);

impl Settled {
    /// Of the world as it stands.
    pub fn of(world: &World) -> Self {
        let key = |pod: &Pod| (pod.namespace().to_owned(), pod.name().to_owned());
        Self(simulate::statuses(world).into_iter().map(|(pod, status)| (key(&pod), status)).collect())
    }

    fn of_pod(&self, pod: &Pod) -> Option<&PodStatus> {
        self.0.get(&(pod.namespace().to_owned(), pod.name().to_owned()))
    }

    /// A workload with the status its controller writes.
    pub fn workload(&self, world: &World, mut object: Value) -> Value {
        let Some(stored) = crate::object::Object::from_value(object.clone()) else { return object };
        let pods = simulate::made_by(world, &stored);
        let statuses: Vec<_> = pods.iter().filter_map(|pod| self.of_pod(pod)).collect();
        let ready = statuses.iter().filter(|status| status.ready()).count();
        let ended = |phase: &str| statuses.iter().filter(|status| status.phase == phase).count();
        let wanted = object["spec"]["replicas"].as_u64().unwrap_or(1);
        let made = pods.len() as u64;
        let revision = world.history.current(&Key::of(&stored));
        if stored.kind == "Deployment" {
            if !object["metadata"]["annotations"].is_object() {
                object["metadata"]["annotations"] = json!({});
            }
            object["metadata"]["annotations"][REVISION] = revision.to_string().into();
        }
        object["status"] = match stored.kind.as_str() {
            "Deployment" => {
                let mut status = json!({"observedGeneration": 1, "replicas": made, "updatedReplicas": made, "unavailableReplicas": wanted.saturating_sub(ready as u64)});
                if ready > 0 {
                    status["readyReplicas"] = ready.into();
                    status["availableReplicas"] = ready.into();
                }
                let available = ready as u64 >= wanted;
                if let Some(failed) = simulate::failed_create(world, &stored) {
                    return without_pods(object, wanted, &failed);
                }
                status["conditions"] = json!([
                    {"type": "Available", "status": if available { "True" } else { "False" }, "reason": if available { "MinimumReplicasAvailable" } else { "MinimumReplicasUnavailable" }},
                    {"type": "Progressing", "status": "True", "reason": if available { "NewReplicaSetAvailable" } else { "ReplicaSetUpdated" }},
                ]);
                status
            }
            "Job" => {
                json!({"active": made as usize - ended("Succeeded") - ended("Failed"), "succeeded": ended("Succeeded"), "failed": ended("Failed")})
            }
            "DaemonSet" => {
                json!({"desiredNumberScheduled": world.facts.nodes.len(), "currentNumberScheduled": made, "numberReady": ready, "updatedNumberScheduled": made, "numberAvailable": ready})
            }
            _ => json!({"replicas": made, "readyReplicas": ready, "availableReplicas": ready}),
        };
        object
    }

    /// ReplicaSets, those of Deployments included.
    pub fn replica_sets(&self, world: &World) -> Vec<Value> {
        let mut found: Vec<_> = world.store.of_kind("ReplicaSet").map(|object| self.workload(world, object.value.clone())).collect();
        for deployment in world.store.of_kind("Deployment") {
            found.extend(earlier_sets(world, deployment));
            let pods = simulate::made_by(world, deployment);
            if let Some(failed) = simulate::failed_create(world, deployment) {
                found.push(replica_set_without_pods(deployment, &failed));
                continue;
            }
            let Some(template) = pods.first() else { continue };
            let set = template.object.value["metadata"]["ownerReferences"][0]["name"].clone();
            let ready = pods.iter().filter_map(|pod| self.of_pod(pod)).filter(|status| status.ready()).count();
            found.push(json!({
                "metadata": {
                    "name": set, "namespace": deployment.namespace, "labels": template.object.value["metadata"]["labels"],
                    "ownerReferences": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": deployment.name, "controller": true}],
                },
                "spec": {"replicas": pods.len(), "selector": deployment.value["spec"]["selector"], "template": deployment.value["spec"]["template"]},
                "status": {"replicas": pods.len(), "readyReplicas": ready, "availableReplicas": ready},
            }));
        }
        found
    }
}

/// The ReplicaSets that a Deployment's earlier templates left behind.
fn earlier_sets(world: &World, deployment: &crate::object::Object) -> Vec<Value> {
    let left = |revision: &crate::world::Revision| {
        let hash = simulate::template_hash(&revision.template);
        let mut template = revision.template.clone();
        template["metadata"]["labels"]["pod-template-hash"] = hash.as_str().into();
        let mut selector = deployment.value["spec"]["selector"].clone();
        selector["matchLabels"]["pod-template-hash"] = hash.as_str().into();
        json!({
            "metadata": {
                "name": format!("{}-{hash}", deployment.name), "namespace": deployment.namespace, "labels": template["metadata"]["labels"],
                "annotations": {REVISION: revision.number.to_string()},
                "ownerReferences": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": deployment.name, "controller": true}],
            },
            "spec": {"replicas": 0, "selector": selector, "template": template},
            "status": {"replicas": 0},
        })
    };
    world.history.earlier(&Key::of(deployment)).iter().map(left).collect()
}

/// A Deployment whose ReplicaSet may not make a single Pod (Kubernetes `pkg/controller/deployment/sync.go`, `progress.go`).
fn without_pods(mut object: Value, wanted: u64, failed: &simulate::FailedCreate) -> Value {
    let condition = |kind: &str, status: &str, reason: &str, message: &str| json!({"type": kind, "status": status, "reason": reason, "message": message});
    object["status"] = json!({"observedGeneration": 1, "unavailableReplicas": wanted, "conditions": [
        condition("Progressing", "True", "NewReplicaSetCreated", &format!("Created new replica set \"{}\"", failed.name)),
        condition("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability."),
        condition("ReplicaFailure", "True", "FailedCreate", &failed.refusal),
    ]});
    object
}

fn replica_set_without_pods(deployment: &crate::object::Object, failed: &simulate::FailedCreate) -> Value {
    let mut labels = deployment.value["spec"]["template"]["metadata"]["labels"].clone();
    labels["pod-template-hash"] = failed.name.rsplit('-').next().unwrap_or_default().into();
    json!({
        "metadata": {
            "name": failed.name, "namespace": deployment.namespace, "labels": labels,
            "ownerReferences": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": deployment.name, "controller": true}],
        },
        "spec": {"replicas": failed.replicas, "selector": deployment.value["spec"]["selector"], "template": deployment.value["spec"]["template"]},
        "status": {"replicas": 0, "conditions": [
            {"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": failed.refusal},
        ]},
    })
}

/// Events of every Pod, and of workloads that may not make any, oldest first.
pub(super) fn events(world: &World) -> Vec<Value> {
    let mut found = Vec::new();
    for object in world.store.iter() {
        let Some(failed) = simulate::failed_create(world, object) else { continue };
        found.push(json!({
            "metadata": {"name": format!("{}.{:016x}", failed.name, 0x1790_0000_0000_0000_u64), "namespace": object.namespace},
            "involvedObject": {"apiVersion": object.api_version, "kind": failed.kind, "name": failed.name, "namespace": object.namespace},
            "type": failed.event.kind, "reason": failed.event.reason, "message": failed.event.message,
            "source": {"component": failed.event.from}, "count": 1, "firstTimestamp": world.facts.now, "lastTimestamp": world.facts.now,
        }));
    }
    for (pod, status) in simulate::statuses(world) {
        for (number, event) in status.events.iter().enumerate() {
            found.push(json!({
                "metadata": {"name": format!("{}.{:016x}", pod.name(), 0x1790_0000_0000_0000_u64 + number as u64), "namespace": pod.namespace()},
                "involvedObject": {"apiVersion": "v1", "kind": "Pod", "name": pod.name(), "namespace": pod.namespace()},
                "type": event.kind, "reason": event.reason, "message": event.message, "source": {"component": event.from}, "count": 1,
                "firstTimestamp": world.facts.now, "lastTimestamp": world.facts.now,
            }));
        }
    }
    found
}

/// The STATUS column of `kubectl get pods` (Kubernetes `pkg/printers/internalversion/printers.go`, `printPod`), from the
/// Pod's `status`.
pub(super) fn reason(status: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |field: &str| status[field].as_array().map(Vec::as_slice).unwrap_or_default();
    let ready = |container: &Value| container["ready"] == true;
    let init = list("initContainerStatuses");
    for (at, container) in init.iter().enumerate() {
        let state = &container["state"];
        let (waiting, ended) = (text(&state["waiting"]["reason"]), text(&state["terminated"]["reason"]));
        return match (state["terminated"]["exitCode"].as_i64(), state["running"].is_object()) {
            (Some(0), _) => continue,
            (_, true) if ready(container) => continue,
            (Some(exit), _) if ended.is_empty() => format!("Init:ExitCode:{exit}"),
            (Some(_), _) => format!("Init:{ended}"),
            _ if !waiting.is_empty() && waiting != "PodInitializing" => format!("Init:{waiting}"),
            _ => format!("Init:{at}/{}", init.len()),
        };
    }
    let mut reason = status["reason"].as_str().map_or_else(|| text(&status["phase"]), str::to_owned);
    let (mut running, mut failed) = (false, None);
    for container in list("containerStatuses").iter().rev() {
        let state = &container["state"];
        if let Some(why) = state["waiting"]["reason"].as_str().filter(|why| !why.is_empty()) {
            reason = why.to_owned();
        } else if let Some(exit) = state["terminated"]["exitCode"].as_i64() {
            let why = text(&state["terminated"]["reason"]);
            reason = if why.is_empty() { format!("ExitCode:{exit}") } else { why };
            if exit != 0 {
                failed = Some(reason.clone());
            }
        } else if state["running"].is_object() && ready(container) {
            running = true;
        }
    }
    let pod_is_ready = list("conditions").iter().any(|condition| condition["type"] == "Ready" && condition["status"] == "True");
    match (reason.as_str(), running, failed) {
        ("Completed", true, _) if pod_is_ready => "Running".into(),
        ("Completed", _, Some(failed)) => failed,
        ("Completed", true, None) => "NotReady".into(),
        _ => reason,
    }
}
