//! Pods that nobody has made: whom a policy of the learner's names, and no world has. A peer that takes no Pod today lets
//! in whoever makes one tomorrow, so flows are compared over such Pods too.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};
use serde_json::json;

use super::ask::{self, Scope};
use crate::object::Object;
use crate::probe::{Endpoint, Facts, Flow};
use crate::simulate;
use crate::simulate::network::selector_takes;
use crate::world::World;

/// No answer needs more of them to be told that it lets somebody in.
const MOST: usize = 12;
/// How many ways through a selector's lists of values are followed.
const WAYS: usize = 16;

type Labels = BTreeMap<String, String>;

/// Pods, and namespaces for them, that peers of the learner's policies in `world` take and that it has not got. Their
/// names are their labels.
pub fn of(world: &World) -> Vec<Object> {
    let named = world.store.of_kind("NetworkPolicy").filter(|policy| policy.origin.is_some());
    let policies: Vec<(String, NetworkPolicy)> =
        named.filter_map(|policy| Some((policy.namespace.clone()?, policy.typed::<NetworkPolicy>()?))).collect();
    let peers = policies.iter().flat_map(|(namespace, policy)| peers(policy).map(move |peer| (namespace.as_str(), peer)));
    let peers: Vec<_> = peers.filter(|(_, peer)| peer.ip_block.is_none()).collect();
    if peers.is_empty() {
        return Vec::new();
    }
    let there = There::of(world);
    let found: BTreeSet<_> = peers.into_iter().flat_map(|(namespace, peer)| there.missing(namespace, peer)).take(MOST).collect();
    found.into_iter().flat_map(|stranger| stranger.objects()).collect()
}

/// The flows of `world` between its Pods and these strangers.
pub fn flows(world: &World, strangers: &[Object], scope: &Scope) -> Vec<Flow> {
    let mut world = world.clone();
    strangers.iter().for_each(|stranger| drop(world.store.insert(stranger.clone())));
    let scope = Scope { addresses: BTreeSet::new(), ..scope.clone() };
    let Facts::Flows(mut flows) = ask::flows(&world, &scope).facts else { return Vec::new() };
    let is_stranger = |end: &Endpoint| match end {
        Endpoint::Pod { namespace, name } => {
            strangers.iter().any(|pod| pod.kind == "Pod" && pod.name == *name && pod.namespace.as_ref() == Some(namespace))
        }
        Endpoint::External(_) => false,
    };
    flows.retain(|flow| is_stranger(&flow.src) != is_stranger(&flow.dst));
    flows
}

fn peers(policy: &NetworkPolicy) -> impl Iterator<Item = &NetworkPolicyPeer> {
    let spec = policy.spec.as_ref();
    let ingress = spec.and_then(|spec| spec.ingress.as_ref()).into_iter().flatten().flat_map(|rule| rule.from.iter().flatten());
    let egress = spec.and_then(|spec| spec.egress.as_ref()).into_iter().flatten().flat_map(|rule| rule.to.iter().flatten());
    ingress.chain(egress)
}

/// A Pod that is not there.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stranger {
    namespace: String,
    /// Those of a namespace that is not there either.
    namespace_labels: Option<Labels>,
    labels: Labels,
}

impl Stranger {
    fn objects(self) -> Vec<Object> {
        let Self { namespace, namespace_labels, labels } = self;
        let space = namespace_labels
            .map(|labels| json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace, "labels": labels}}));
        let name = written(&labels);
        let pod = json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": namespace, "labels": labels},
            "spec": {"containers": [{"name": "any", "image": "busybox"}]},
        });
        space.into_iter().chain([pod]).filter_map(Object::from_value).collect()
    }
}

/// Labels as a name: `app=web,tier=front`; `*` where there are none.
fn written(labels: &Labels) -> String {
    match labels.is_empty() {
        true => "*".into(),
        false => labels.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(","),
    }
}

/// Who is there, by labels.
struct There {
    namespaces: BTreeMap<String, Labels>,
    pods: Vec<(String, Labels)>,
}

impl There {
    fn of(world: &World) -> Self {
        let pods: Vec<_> =
            simulate::pods(world).iter().map(|pod| (pod.object.namespace.clone().unwrap_or_default(), pod.object.labels())).collect();
        let used = world.store.iter().filter_map(|object| object.namespace.clone()).chain(pods.iter().map(|(name, _)| name.clone()));
        let mut namespaces: BTreeMap<String, Labels> = used.map(|name| (name, Labels::new())).collect();
        namespaces.extend(world.store.of_kind("Namespace").map(|object| (object.name.clone(), object.labels())));
        for (name, labels) in &mut namespaces {
            labels.insert("kubernetes.io/metadata.name".into(), name.clone());
        }
        Self { namespaces, pods }
    }

    /// One Pod for each way through a peer that nobody goes.
    fn missing(&self, own: &str, peer: &NetworkPolicyPeer) -> Vec<Stranger> {
        let pods = ways(peer.pod_selector.as_ref().unwrap_or(&LabelSelector::default()));
        let spaces: Vec<Option<LabelSelector>> = match &peer.namespace_selector {
            None => vec![None],
            Some(selector) => ways(selector).into_iter().map(Some).collect(),
        };
        let pairs = spaces.iter().flat_map(|space| pods.iter().map(move |pod| (space, pod)));
        pairs.filter_map(|(space, pod)| self.stranger(own, space.as_ref(), pod)).collect()
    }

    fn stranger(&self, own: &str, space: Option<&LabelSelector>, pod: &LabelSelector) -> Option<Stranger> {
        let taken = |(name, labels): (&String, &Labels)| space.map_or(name == own, |space| selector_takes(space, labels));
        let spaces: Vec<_> = self.namespaces.iter().filter(|space| taken(*space)).map(|(name, _)| name).collect();
        if self.pods.iter().any(|(namespace, labels)| spaces.contains(&namespace) && selector_takes(pod, labels)) {
            return None;
        }
        let labels = fitting(pod)?;
        let (namespace, namespace_labels) = match (spaces.first(), space) {
            (Some(name), _) => ((*name).clone(), None),
            (None, None) => (own.to_owned(), None),
            (None, Some(space)) => {
                let labels = fitting(space)?;
                let name = labels.get("kubernetes.io/metadata.name").cloned();
                (name.unwrap_or_else(|| written(&labels)), Some(labels))
            }
        };
        Some(Stranger { namespace, namespace_labels, labels })
    }
}

/// A selector once for each choice among the values that its `In` requirements list.
fn ways(selector: &LabelSelector) -> Vec<LabelSelector> {
    let mut ways = vec![LabelSelector { match_expressions: None, ..selector.clone() }];
    for requirement in selector.match_expressions.iter().flatten() {
        let values = requirement.values.as_deref().unwrap_or_default();
        let choices: Vec<LabelSelectorRequirement> = match requirement.operator.as_str() {
            "In" => {
                values.iter().map(|value| LabelSelectorRequirement { values: Some(vec![value.clone()]), ..requirement.clone() }).collect()
            }
            _ => vec![requirement.clone()],
        };
        let with = |way: &LabelSelector, choice: &LabelSelectorRequirement| {
            let mut way = way.clone();
            way.match_expressions.get_or_insert_default().push(choice.clone());
            way
        };
        ways = ways.iter().flat_map(|way| choices.iter().map(|choice| with(way, choice))).take(WAYS).collect();
    }
    ways
}

/// Labels that a selector takes, no more of them than it needs.
fn fitting(selector: &LabelSelector) -> Option<Labels> {
    let mut labels = selector.match_labels.clone().unwrap_or_default();
    for requirement in selector.match_expressions.iter().flatten() {
        let value = match requirement.operator.as_str() {
            "In" => requirement.values.as_ref()?.first()?.clone(),
            "Exists" => "any".into(),
            _ => continue,
        };
        labels.entry(requirement.key.clone()).or_insert(value);
    }
    selector_takes(selector, &labels).then_some(labels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::Origin;

    fn strangers(peer: serde_json::Value) -> Vec<String> {
        let mut world = World::default();
        let pod = |namespace: &str, app: &str| {
            let metadata = json!({"name": app, "namespace": namespace, "labels": {"app": app}});
            let spec = json!({"containers": [{"name": "a", "image": "busybox"}]});
            Object::from_value(json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec})).unwrap()
        };
        let space = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "ops", "labels": {"team": "ops"}}});
        let policy = json!({
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "a", "namespace": "default"},
            "spec": {"podSelector": {}, "ingress": [{"from": [peer]}]},
        });
        let policy = Object {
            origin: Some(Origin { file: "a.yaml".into(), document: 1, spans: Default::default() }),
            ..Object::from_value(policy).unwrap()
        };
        for object in [pod("default", "api"), pod("ops", "prometheus"), Object::from_value(space).unwrap(), policy] {
            world.store.insert(object);
        }
        of(&world).iter().map(|object| format!("{} {}", object.kind, object.key())).collect()
    }

    #[test]
    fn who_is_there_needs_no_stranger() {
        for peer in [
            json!({"podSelector": {"matchLabels": {"app": "api"}}}),
            json!({"podSelector": {}}),
            json!({"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "prometheus"}}}),
            json!({"namespaceSelector": {"matchLabels": {"team": "ops"}}}),
            json!({"ipBlock": {"cidr": "10.0.0.0/8"}}),
        ] {
            assert!(strangers(peer.clone()).is_empty(), "{peer}");
        }
    }

    #[test]
    fn whoever_is_named_and_not_there_is_imagined() {
        let expression = |operator: &str, values: &[&str]| match values {
            [] => json!({"podSelector": {"matchExpressions": [{"key": "tier", "operator": operator}]}}),
            _ => json!({"podSelector": {"matchExpressions": [{"key": "app", "operator": operator, "values": values}]}}),
        };
        for (peer, wanted) in [
            (json!({"podSelector": {"matchLabels": {"app": "web"}}}), vec!["Pod default/app=web"]),
            (expression("In", &["api", "web", "batch"]), vec!["Pod default/app=batch", "Pod default/app=web"]),
            (expression("Exists", &[]), vec!["Pod default/tier=any"]),
            (expression("NotIn", &["api"]), vec!["Pod default/*"]),
            (json!({"namespaceSelector": {"matchLabels": {"team": "dev"}}}), vec!["Namespace team=dev", "Pod team=dev/*"]),
            (
                json!({"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "dev"}}, "podSelector": {"matchLabels": {"app": "a"}}}),
                vec!["Namespace dev", "Pod dev/app=a"],
            ),
            (
                json!({"namespaceSelector": {"matchLabels": {"team": "ops"}}, "podSelector": {"matchLabels": {"app": "api"}}}),
                vec!["Pod ops/app=api"],
            ),
        ] {
            assert_eq!(strangers(peer.clone()), wanted, "{peer}");
        }
    }
}
