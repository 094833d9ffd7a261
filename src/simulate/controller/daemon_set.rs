//! The Pods of a DaemonSet: one for each node that its template allows
//! (Kubernetes `pkg/controller/daemon`, `pkg/controller/daemon/util`).

use k8s_openapi::api::core::v1::PodSpec;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Mold, number, template_hash};
use crate::object::Object;
use crate::simulate::start::fits;
use crate::simulate::workload::Pod;
use crate::world::World;

/// Taints that every one of its Pods tolerates, with their effects.
const TOLERATED: [(&str, &str); 6] = [
    ("node.kubernetes.io/not-ready", "NoExecute"),
    ("node.kubernetes.io/unreachable", "NoExecute"),
    ("node.kubernetes.io/disk-pressure", "NoSchedule"),
    ("node.kubernetes.io/memory-pressure", "NoSchedule"),
    ("node.kubernetes.io/pid-pressure", "NoSchedule"),
    ("node.kubernetes.io/unschedulable", "NoSchedule"),
];

pub(super) fn pods(world: &World, object: &Object, template: &Value) -> Vec<Pod> {
    let mut mold = Mold::new(world, object, "DaemonSet", &object.name, template);
    mold.label("controller-revision-hash", &template_hash(template));
    mold.label("pod-template-generation", &number(&object.value, "/metadata/generation").unwrap_or(1).to_string());
    let spec = template.get("spec").and_then(|spec| PodSpec::deserialize(spec).ok()).unwrap_or_default();
    let nodes = world.facts.nodes.iter().enumerate().filter(|(_, node)| fits(&spec, node));
    let pod = |(at, node): (usize, &crate::world::Node)| {
        mold.pod(&mold.named(at), |pod| {
            pin(pod.spec, &node.name);
            tolerate(pod.spec);
        })
    };
    nodes.filter_map(pod).collect()
}

/// ReplaceDaemonSetPodNodeNameNodeAffinity: whatever the template asked for, its node.
fn pin(spec: &mut Map<String, Value>, node: &str) {
    let term = json!([{"matchFields": [{"key": "metadata.name", "operator": "In", "values": [node]}]}]);
    let mut at = spec;
    for field in ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"] {
        let below = at.entry(field).or_insert_with(|| json!({}));
        if !below.is_object() {
            *below = json!({});
        }
        let Some(below) = below.as_object_mut() else { return };
        at = below;
    }
    at.insert("nodeSelectorTerms".into(), term);
}

fn tolerate(spec: &mut Map<String, Value>) {
    let host = spec.get("hostNetwork") == Some(&Value::Bool(true));
    let mut all = spec.get("tolerations").and_then(Value::as_array).cloned().unwrap_or_default();
    let network = host.then_some(("node.kubernetes.io/network-unavailable", "NoSchedule"));
    for (key, effect) in TOLERATED.into_iter().chain(network) {
        let own = json!({"key": key, "operator": "Exists", "effect": effect});
        // One for the same key and effect gives way.
        all.retain(|other| other["key"] != *key || other["effect"] != *effect || other["operator"] != "Exists");
        all.push(own);
    }
    spec.insert("tolerations".into(), all.into());
}
