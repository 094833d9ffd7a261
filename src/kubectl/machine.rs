//! Nodes as their kubelets report them.

use serde_json::{Value, json};

use crate::world::{Node, World};

/// A node, with what a command has changed in it.
pub(super) fn node(world: &World, node: &Node) -> Value {
    let labels = json!(node.all_labels());
    let stored = world.store.get("Node", None, &node.name).map(|object| object.value.clone());
    let mut object = stored.unwrap_or_else(|| json!({"metadata": {"name": node.name, "labels": labels}, "spec": {}}));
    object["status"] = status(world, node);
    object
}

/// What every simulated node has; nothing in it depends on what runs.
fn status(world: &World, node: &Node) -> Value {
    let now = world.facts.now.as_str();
    let condition = |kind: &str, status: &str, reason: &str, message: &str| json!({"type": kind, "status": status, "reason": reason, "message": message, "lastHeartbeatTime": now, "lastTransitionTime": now});
    let amounts: Value = Node::ALLOCATABLE.iter().map(|(name, amount)| ((*name).to_owned(), Value::from(*amount))).collect();
    let id = crate::simulate::uid_of(&format!("machine/{}", node.name));
    json!({
        "addresses": [{"type": "InternalIP", "address": node.address}, {"type": "Hostname", "address": node.name}],
        "allocatable": amounts, "capacity": amounts,
        "conditions": [
            condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
            condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
            condition("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
        ],
        "nodeInfo": {
            "architecture": "amd64", "bootID": id, "containerRuntimeVersion": format!("{}://{}", runtime(world), world.facts.runtime.version),
            "kernelVersion": "6.12.0", "kubeProxyVersion": "", "kubeletVersion": format!("v{}", world.facts.version),
            "machineID": id.replace('-', ""), "operatingSystem": "linux", "osImage": "Debian GNU/Linux 12 (bookworm)", "systemUUID": id,
        },
    })
}

/// The runtime's name in the ids of its containers.
pub(super) fn runtime(world: &World) -> &'static str {
    match world.facts.runtime.name {
        crate::world::RuntimeName::Containerd => "containerd",
        crate::world::RuntimeName::CriO => "cri-o",
    }
}
