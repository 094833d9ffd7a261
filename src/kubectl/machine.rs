//! Nodes as their kubelets report them.

use serde_json::{Value, json};

use crate::world::{Image, Node, Reference, World};

/// A node, with what a command has changed in it.
pub(super) fn node(world: &World, node: &Node) -> Value {
    let labels = json!(node.all_labels());
    let stored = world.store.get("Node", None, &node.name).map(|object| object.value.clone());
    let mut object = stored.unwrap_or_else(|| json!({"metadata": {"name": node.name, "labels": labels}, "spec": {}}));
    for (key, value) in [("node.alpha.kubernetes.io/ttl", "0"), ("volumes.kubernetes.io/controller-managed-attach-detach", "true")] {
        object["metadata"]["annotations"][key] = value.into();
    }
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
        "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
        "images": images(world, node),
        "nodeInfo": {
            "architecture": "amd64", "bootID": id, "containerRuntimeVersion": format!("{}://{}", runtime(world), world.facts.runtime.version),
            "kernelVersion": "6.12.0", "kubeProxyVersion": "", "kubeletVersion": format!("v{}", world.facts.version),
            "machineID": id.replace('-', ""), "operatingSystem": "linux", "osImage": "Debian GNU/Linux 12 (bookworm)", "systemUUID": id,
        },
    })
}

/// The images on a node, the largest first, as far as their sizes are known.
fn images(world: &World, node: &Node) -> Vec<Value> {
    let known = |cached: &crate::world::CachedImage| {
        let reference = Reference::parse(&cached.image).ok()?;
        let size = Image::find(&world.facts, &reference).and_then(|image| image.size);
        Some((size.unwrap_or(0), reference.to_string()))
    };
    let mut all: Vec<_> = node.images.iter().filter_map(known).collect();
    all.sort_by(|one, two| two.cmp(one));
    all.into_iter().map(|(size, name)| json!({"names": [name], "sizeBytes": size})).collect()
}

/// The runtime's name in the ids of its containers.
pub(super) fn runtime(world: &World) -> &'static str {
    match world.facts.runtime.name {
        crate::world::RuntimeName::Containerd => "containerd",
        crate::world::RuntimeName::CriO => "cri-o",
    }
}
