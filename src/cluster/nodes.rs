//! The world's nodes on a cluster whose nodes have other names: `kind-worker` of an exercise is `cofferdam-worker`, or
//! whatever the first worker is called.

use std::collections::BTreeMap;

use serde_json::Value;

use super::link::text;

/// Where the nodes are.
pub(super) const NODES: &str = "/api/v1/nodes";
/// The label with which every kubelet names its node.
const HOST_NAME: &str = "kubernetes.io/hostname";
/// The label of nodes that ordinary Pods do not go to.
const CONTROL_PLANE: &str = "node-role.kubernetes.io/control-plane";

/// Which node stands for which of the world.
#[derive(Debug)]
pub(super) struct Nodes(BTreeMap<String, Option<String>>);

impl Nodes {
    /// The world's nodes in their order, each with one of the cluster's: those that are ready first, workers among them
    /// before the control plane.
    pub fn new(world: &[String], cluster: &[Value]) -> Self {
        let is_control_plane = |node: &Value| node.pointer("/metadata/labels").is_some_and(|labels| labels.get(CONTROL_PLANE).is_some());
        let mut cluster: Vec<_> = cluster.iter().collect();
        cluster.sort_by_key(|node| (!is_ready(node), is_control_plane(node)));
        let mut real = cluster.into_iter().map(|node| text(node, "/metadata/name").to_owned());
        Self(world.iter().map(|name| (name.clone(), real.next())).collect())
    }

    /// Names the cluster's nodes in the place of the world's. A Pod on a node that has no counterpart goes to any: on an
    /// absent one it would be taken away. Names that the world does not know either stay.
    pub fn rename(&self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.rename(item)),
            Value::Object(fields) => {
                let is_bound = |value: &Value| value.as_str().is_some_and(|name| matches!(self.0.get(name), Some(None)));
                if fields.get("nodeName").is_some_and(is_bound) {
                    fields.remove("nodeName");
                }
                let is_about_names = fields.get("key").and_then(Value::as_str) == Some(HOST_NAME);
                for (key, value) in fields {
                    match (key.as_str(), &mut *value) {
                        ("nodeName" | HOST_NAME, Value::String(name)) => self.replace(name),
                        ("values", Value::Array(names)) if is_about_names => names.iter_mut().for_each(|name| {
                            if let Value::String(name) = name {
                                self.replace(name);
                            }
                        }),
                        _ => self.rename(value),
                    }
                }
            }
            _ => {}
        }
    }

    fn replace(&self, name: &mut String) {
        if let Some(Some(real)) = self.0.get(name.as_str()) {
            name.clone_from(real);
        }
    }
}

/// Whether a node takes Pods, as far as it says.
fn is_ready(node: &Value) -> bool {
    let conditions = node.pointer("/status/conditions").and_then(Value::as_array).into_iter().flatten();
    let unready = |condition: &Value| text(condition, "/type") == "Ready" && text(condition, "/status") != "True";
    node.pointer("/spec/unschedulable") != Some(&Value::Bool(true)) && !conditions.into_iter().any(unready)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn workers_stand_for_the_worlds_nodes_first_and_unknown_names_stay() {
        let cluster = [
            json!({"metadata": {"name": "cp", "labels": {CONTROL_PLANE: ""}}}),
            json!({"metadata": {"name": "cordoned"}, "spec": {"unschedulable": true}}),
            json!({"metadata": {"name": "w1", "labels": {}}, "status": {"conditions": [{"type": "Ready", "status": "True"}]}}),
        ];
        let world = ["kind-worker", "kind-worker2", "kind-worker3", "kind-worker4"].map(str::to_owned);
        let nodes = Nodes::new(&world, &cluster);
        let on = |name: &str| {
            let mut pod = json!({"spec": {"nodeName": name}});
            nodes.rename(&mut pod);
            pod["spec"].get("nodeName").and_then(Value::as_str).map(str::to_owned)
        };
        assert_eq!(on("kind-worker").as_deref(), Some("w1"));
        assert_eq!(on("kind-worker2").as_deref(), Some("cp"));
        assert_eq!(on("kind-worker3").as_deref(), Some("cordoned"));
        assert_eq!(on("kind-worker4"), None);
        assert_eq!(on("kind-woker").as_deref(), Some("kind-woker"));
        let mut template = json!({"template": {"spec": {
            "nodeSelector": {HOST_NAME: "kind-worker"},
            "affinity": [{"key": HOST_NAME, "operator": "In", "values": ["kind-worker2", "x"]}, {"key": "zone", "values": ["kind-worker"]}],
        }}});
        nodes.rename(&mut template);
        assert_eq!(template["template"]["spec"]["nodeSelector"][HOST_NAME], "w1");
        assert_eq!(template["template"]["spec"]["affinity"][0]["values"], json!(["cp", "x"]));
        assert_eq!(template["template"]["spec"]["affinity"][1]["values"], json!(["kind-worker"]));
    }
}
