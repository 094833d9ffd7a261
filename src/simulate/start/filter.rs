//! What a node has against a Pod (Kubernetes v1.35 `pkg/scheduler/framework/plugins`), in the order in which the scheduler asks:
//! cordoned, taints, selector and affinity, host ports, resources that are left.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::{Container, PodSpec, Toleration};
use serde_json::Value;

use super::schedule::fits;
use crate::object::quantity::Quantity;
use crate::simulate::workload::{Pod, wanted};
use crate::world::{Node, World};

/// Why a node does not take a Pod.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The scheduler's words; none if it does take it.
    pub reasons: Vec<String>,
    /// Whether fewer Pods on the node would help.
    pub solvable: bool,
}

impl Refusal {
    fn of(reason: &str, solvable: bool) -> Self {
        Self { reasons: vec![reason.to_owned()], solvable }
    }
}

/// The scheduler's view of one Pod.
pub(super) struct Filter<'w> {
    world: &'w World,
    pod: Pod,
    /// What earlier Pods have taken, by node.
    used: BTreeMap<String, Used>,
}

#[derive(Clone, Debug, Default)]
struct Used {
    amounts: BTreeMap<String, i128>,
    ports: BTreeSet<(i32, String)>,
}

impl<'w> Filter<'w> {
    pub fn of(world: &'w World, pod: &Pod) -> Self {
        let mut filter = Self { world, pod: pod.clone(), used: BTreeMap::new() };
        // Most Pods ask for nothing that others could have taken.
        if !requests(pod.spec()).is_empty() || !host_ports(pod.spec()).is_empty() {
            filter.place_earlier();
        }
        filter
    }

    /// The node on which the Pod is or may go.
    pub fn chosen(&self) -> Option<&'w Node> {
        self.choose(&self.pod)
    }

    /// Every node's answer.
    pub fn refusals(&self) -> Vec<Refusal> {
        self.world.facts.nodes.iter().map(|node| self.refuses(&self.pod, node)).collect()
    }

    fn choose(&self, pod: &Pod) -> Option<&'w Node> {
        let nodes = &self.world.facts.nodes;
        let bound = self.world.bound.get(&(pod.namespace().to_owned(), pod.name().to_owned()));
        let named = pod.spec().node_name.as_ref().filter(|name| !name.is_empty());
        match bound.or(named) {
            Some(name) => nodes.iter().find(|node| node.name == *name),
            None => nodes.iter().find(|node| self.refuses(pod, node).reasons.is_empty()),
        }
    }

    /// Puts every Pod that came before on its node: the bound ones, then by age.
    fn place_earlier(&mut self) {
        let rank = |pod: &Pod| {
            let key = (pod.namespace().to_owned(), pod.name().to_owned());
            let named = self.world.bound.contains_key(&key) || pod.spec().node_name.as_ref().is_some_and(|name| !name.is_empty());
            let made = pod.object.value["metadata"]["creationTimestamp"].as_str().unwrap_or_default().to_owned();
            (!named, made, key)
        };
        let own = rank(&self.pod);
        let asks = |pod: &Pod| !requests(pod.spec()).is_empty() || !host_ports(pod.spec()).is_empty();
        let mut earlier: Vec<_> = wanted(self.world).into_iter().filter(asks).map(|pod| (rank(&pod), pod)).collect();
        earlier.retain(|(rank, _)| *rank < own);
        earlier.sort_by(|(one, _), (two, _)| one.cmp(two));
        for (_, pod) in earlier {
            let Some(node) = self.choose(&pod) else { continue };
            let used = self.used.entry(node.name.clone()).or_default();
            for (name, amount) in requests(pod.spec()) {
                *used.amounts.entry(name).or_default() += amount;
            }
            used.ports.extend(host_ports(pod.spec()));
        }
    }

    fn refuses(&self, pod: &Pod, node: &Node) -> Refusal {
        let spec = pod.spec();
        let stored = self.world.store.get("Node", None, &node.name).map_or(&Value::Null, |object| &object.value["spec"]);
        if stored["unschedulable"] == true && !tolerates(spec, "node.kubernetes.io/unschedulable", "", "NoSchedule") {
            return Refusal::of("node(s) were unschedulable", false);
        }
        let text = |taint: &Value, field: &str| taint[field].as_str().unwrap_or_default().to_owned();
        let repels = |taint: &&Value| {
            let effect = text(taint, "effect");
            effect != "PreferNoSchedule" && !tolerates(spec, &text(taint, "key"), &text(taint, "value"), &effect)
        };
        if stored["taints"].as_array().into_iter().flatten().any(|taint| repels(&taint)) {
            return Refusal::of("node(s) had untolerated taint(s)", false);
        }
        if !fits(spec, node) {
            return Refusal::of("node(s) didn't match Pod's node affinity/selector", false);
        }
        let nothing = Used::default();
        let used = self.used.get(&node.name).unwrap_or(&nothing);
        if host_ports(spec).iter().any(|port| used.ports.contains(port)) {
            return Refusal::of("node(s) didn't have free ports for the requested pod ports", true);
        }
        self.lacks(spec, used)
    }

    /// The resources of which a node has too little left (`noderesources/fit.go`).
    fn lacks(&self, spec: &PodSpec, used: &Used) -> Refusal {
        let has = |name: &str| Node::ALLOCATABLE.iter().find(|(own, _)| *own == name).map_or(0, |(_, text)| amount(text));
        let taken = |name: &str| used.amounts.get(name).copied().unwrap_or(0);
        let lacking: Vec<_> = requests(spec).into_iter().filter(|(name, needed)| *needed > has(name) - taken(name)).collect();
        Refusal {
            solvable: !lacking.is_empty() && lacking.iter().all(|(name, needed)| *needed <= has(name)),
            reasons: lacking.into_iter().map(|(name, _)| format!("Insufficient {name}")).collect(),
        }
    }
}

/// Whether a Pod tolerates a taint (api `core/v1/toleration.go` ToleratesTaint).
pub fn tolerates(spec: &PodSpec, key: &str, value: &str, effect: &str) -> bool {
    spec.tolerations.iter().flatten().any(|own: &Toleration| {
        let named = own.key.as_deref().unwrap_or_default();
        let wide = own.effect.as_deref().is_none_or(|own| own.is_empty() || own == effect);
        wide && match own.operator.as_deref() {
            Some("Exists") => named.is_empty() || named == key,
            None | Some("" | "Equal") => named == key && own.value.as_deref().unwrap_or_default() == value,
            _ => false,
        }
    })
}

fn host_ports(spec: &PodSpec) -> BTreeSet<(i32, String)> {
    let ports = spec.containers.iter().flat_map(|container| container.ports.iter().flatten());
    let shared = spec.host_network == Some(true);
    let port = |port: &k8s_openapi::api::core::v1::ContainerPort| {
        let number = port.host_port.filter(|number| *number > 0).or(shared.then_some(port.container_port))?;
        Some((number, port.protocol.clone().unwrap_or_else(|| "TCP".into())))
    };
    ports.filter_map(port).collect()
}

fn amount(text: &str) -> i128 {
    Quantity::parse(text).map_or(0, |quantity| quantity.nano)
}

/// What a Pod asks for: the sum of its containers, or the most that an init container needs beside the sidecars.
fn requests(spec: &PodSpec) -> BTreeMap<String, i128> {
    let asked = |container: &Container, name: &str| {
        let requests = container.resources.as_ref().and_then(|resources| resources.requests.as_ref());
        requests.and_then(|requests| requests.get(name)).map_or(0, |quantity| amount(&quantity.0))
    };
    let all = spec.init_containers.iter().flatten().chain(&spec.containers);
    let names: BTreeSet<String> =
        all.filter_map(|container| container.resources.as_ref()?.requests.as_ref()).flat_map(|requests| requests.keys().cloned()).collect();
    let needed = |name: &str| {
        let (mut beside, mut most) = (0, 0);
        for container in spec.init_containers.iter().flatten() {
            match container.restart_policy.as_deref() {
                Some("Always") => beside += asked(container, name),
                _ => most = most.max(beside + asked(container, name)),
            }
        }
        most.max(beside + spec.containers.iter().map(|container| asked(container, name)).sum::<i128>())
    };
    names.into_iter().map(|name| (name.clone(), needed(&name))).filter(|(_, needed)| *needed > 0).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::object::Object;

    fn pod(name: &str, spec: Value) -> Object {
        Object::from_value(json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": "default"}, "spec": spec}))
            .unwrap()
    }

    fn refused(world: &World, object: &Object) -> (String, bool) {
        let refusal = Filter::of(world, &Pod::of(object.clone()).unwrap()).refusals().remove(0);
        (refusal.reasons.join(", "), refusal.solvable)
    }

    #[test]
    fn a_pod_that_asks_for_more_than_a_node_has_fits_nowhere() {
        let asks = |requests: Value, init: Value| {
            let spec = json!({
                "containers": [{"name": "a", "resources": {"requests": requests}}],
                "initContainers": [{"name": "i", "resources": {"requests": init}}],
            });
            refused(&World::default(), &pod("p", spec))
        };
        assert_eq!(asks(json!({"cpu": "100", "memory": "1Ti"}), json!({})), ("Insufficient cpu, Insufficient memory".into(), false));
        assert_eq!(asks(json!({"nvidia.com/gpu": "1"}), json!({})), ("Insufficient nvidia.com/gpu".into(), false));
        assert_eq!(asks(json!({"cpu": "1"}), json!({"cpu": "5"})), ("Insufficient cpu".into(), false));
        assert_eq!(asks(json!({"cpu": "4", "memory": "1Gi"}), json!({})), (String::new(), false));
    }

    #[test]
    fn what_other_pods_asked_for_is_gone() {
        let asks = |cpu: &str| json!({"containers": [{"name": "a", "resources": {"requests": {"cpu": cpu}}}]});
        let mut world = World::default();
        world.store.insert(pod("a", asks("3")));
        let late = pod("b", asks("2"));
        world.store.insert(late.clone());
        assert_eq!(refused(&world, &late), ("Insufficient cpu".into(), true));
        assert_eq!(refused(&world, &pod("a", asks("3"))).0, "");
        let port = |name: &str| pod(name, json!({"containers": [{"name": "a", "ports": [{"containerPort": 80, "hostPort": 80}]}]}));
        world.store.insert(port("c"));
        assert_eq!(refused(&world, &port("d")), ("node(s) didn't have free ports for the requested pod ports".into(), true));
    }

    #[test]
    fn taints_and_cordons_keep_pods_away_that_do_not_tolerate_them() {
        let mut world = World::default();
        let node = |spec: Value| {
            Object::from_value(json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "kind-worker"}, "spec": spec})).unwrap()
        };
        let plain = pod("p", json!({"containers": []}));
        world.store.insert(node(json!({"taints": [{"key": "a", "value": "b", "effect": "NoSchedule"}]})));
        assert_eq!(refused(&world, &plain).0, "node(s) had untolerated taint(s)");
        for toleration in [
            json!({"key": "a", "value": "b"}),
            json!({"operator": "Exists"}),
            json!({"key": "a", "operator": "Exists", "effect": "NoSchedule"}),
        ] {
            assert_eq!(refused(&world, &pod("p", json!({"containers": [], "tolerations": [toleration]}))).0, "");
        }
        let other = json!({"containers": [], "tolerations": [{"key": "a", "value": "c"}]});
        assert_eq!(refused(&world, &pod("p", other)).0, "node(s) had untolerated taint(s)");
        world.store.insert(node(json!({"unschedulable": true})));
        assert_eq!(refused(&world, &plain).0, "node(s) were unschedulable");
        world.bound.insert(("default".into(), "p".into()), "kind-worker".into());
        assert_eq!(Filter::of(&world, &Pod::of(plain).unwrap()).chosen().unwrap().name, "kind-worker");
    }
}
