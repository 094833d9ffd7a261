//! Pods that nobody has made: whom a policy of the learner's names, and no world has. A peer that takes no Pod today lets
//! in whoever makes one tomorrow; so does a rule that names a port which no Pod has, and a selector that leaves out a label
//! which no Pod has guards nobody who gets it. Flows are compared over such Pods too.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use serde_json::json;

use super::ask::{self, Scope};
use crate::content::telling;
use crate::grade::Strangers;
use crate::object::Object;
use crate::probe::{Endpoint, Facts, Flow, Port, Protocol};
use crate::simulate;
use crate::simulate::network::{declared_ports, selector_takes};
use crate::world::World;

/// No answer needs more of them to be told that it lets somebody in.
const MOST: usize = 16;
/// How many ways through a selector's lists of values are followed.
const WAYS: usize = 16;

type Labels = BTreeMap<String, String>;

/// The label that the control plane gives a namespace.
const NAME: &str = "kubernetes.io/metadata.name";

/// Pods, and namespaces for them, that peers of the learner's policies in `world` take and that it has not got. Their
/// names are their labels.
pub fn of(world: &World) -> Vec<Object> {
    let named = world.store.of_kind("NetworkPolicy").filter(|policy| policy.origin.is_some());
    let policies: Vec<(String, NetworkPolicy)> =
        named.filter_map(|policy| Some((policy.namespace.clone()?, policy.typed::<NetworkPolicy>()?))).collect();
    if policies.is_empty() {
        return Vec::new();
    }
    let there = There::of(world);
    let peers = policies.iter().flat_map(|(namespace, policy)| peers(policy).map(move |peer| (namespace.as_str(), peer)));
    let peers = peers.filter(|(_, peer)| peer.ip_block.is_none()).flat_map(|(namespace, peer)| there.missing(namespace, peer));
    let ports = policies.iter().flat_map(|(namespace, policy)| named_ports(policy).map(move |named| (namespace.as_str(), named)));
    let ports = ports.filter_map(|(namespace, named)| there.without_port(namespace, &named));
    let left_out = policies.iter().flat_map(|(namespace, policy)| there.left_out(namespace, policy));
    let found: BTreeSet<_> = peers.chain(ports).chain(left_out).collect();
    let mut numbers = free_ports(world);
    found.into_iter().take(MOST).flat_map(|stranger| stranger.objects(&mut numbers)).collect()
}

/// The flows of `world` between its Pods and these strangers.
pub fn flows(world: &World, strangers: &[Object], scope: &Scope) -> Vec<Flow> {
    let mut world = world.clone();
    strangers.iter().for_each(|stranger| drop(world.store.insert(stranger.clone())));
    let mut scope = Scope { addresses: BTreeSet::new(), ..scope.clone() };
    let pods = strangers.iter().filter_map(|stranger| simulate::Pod::of(stranger.clone()));
    scope.ports.extend(pods.flat_map(|pod| declared(&pod).map(|(_, port)| port).collect::<Vec<_>>()));
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

/// A port that a rule calls by name, and the Pods that it speaks of.
struct NamedPort<'p> {
    name: &'p str,
    protocol: Protocol,
    /// `None`: whoever the policy selects.
    peer: Option<&'p NetworkPolicyPeer>,
    selected: &'p LabelSelector,
}

/// The names of ports in a policy's rules: of ingress rules on the Pods that it selects, of egress rules on their peers.
fn named_ports(policy: &NetworkPolicy) -> impl Iterator<Item = NamedPort<'_>> {
    static ANY: OnceLock<LabelSelector> = OnceLock::new();
    let any = ANY.get_or_init(LabelSelector::default);
    let spec = policy.spec.as_ref();
    let selected = spec.and_then(|spec| spec.pod_selector.as_ref()).unwrap_or(any);
    let ingress = spec.and_then(|spec| spec.ingress.as_ref()).into_iter().flatten();
    let ingress = ingress.flat_map(|rule| rule.ports.iter().flatten()).map(move |port| (port, None, selected));
    let egress = spec.and_then(|spec| spec.egress.as_ref()).into_iter().flatten().flat_map(move |rule| {
        let peers: Vec<_> = match rule.to.as_deref().unwrap_or_default() {
            [] => vec![None],
            peers => peers.iter().filter(|peer| peer.ip_block.is_none()).map(Some).collect(),
        };
        peers.into_iter().flat_map(move |peer| rule.ports.iter().flatten().map(move |port| (port, peer, any)))
    });
    ingress.chain(egress).filter_map(|(port, peer, selected)| match port.port.as_ref()? {
        IntOrString::String(name) => Some(NamedPort { name, protocol: Protocol::written(port.protocol.as_deref()), peer, selected }),
        IntOrString::Int(_) => None,
    })
}

/// The ports that a Pod declares, with their names.
fn declared(pod: &simulate::Pod) -> impl Iterator<Item = (Option<&str>, Port)> {
    pod.spec().containers.iter().flat_map(declared_ports)
}

/// Numbers that no policy names and no Pod declares.
fn free_ports(world: &World) -> impl Iterator<Item = u16> + use<> {
    let taken: BTreeSet<_> = telling(world).into_iter().map(|port| port.number).collect();
    (1..u16::MAX).rev().filter(move |number| !taken.contains(number))
}

/// A Pod that is not there.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stranger {
    namespace: String,
    /// Those of a namespace that is not there either.
    namespace_labels: Option<Labels>,
    labels: Labels,
    /// What it calls a port, where that is what nobody has.
    port: Option<(String, Protocol)>,
}

impl Stranger {
    fn objects(self, numbers: &mut impl Iterator<Item = u16>) -> Vec<Object> {
        let Self { namespace, namespace_labels, labels, port } = self;
        let space = namespace_labels
            .map(|labels| json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace, "labels": labels}}));
        let name = Strangers::called(&written(&labels), port.as_ref().map(|(name, _)| name.as_str()));
        let ports: Vec<_> = port
            .iter()
            .filter_map(|(name, protocol)| Some(json!({"name": name, "containerPort": numbers.next()?, "protocol": protocol})))
            .collect();
        let pod = json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": namespace, "labels": labels},
            "spec": {"containers": [{"name": "any", "image": "busybox", "ports": ports}]},
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
    pods: Vec<Somebody>,
}

struct Somebody {
    namespace: String,
    labels: Labels,
    ports: Vec<(String, Protocol)>,
}

impl Somebody {
    fn of(pod: &simulate::Pod) -> Self {
        let ports = declared(pod).filter_map(|(name, port)| Some((name?.to_owned(), port.protocol))).collect();
        Self { namespace: pod.object.namespace.clone().unwrap_or_default(), labels: pod.object.labels(), ports }
    }
}

impl There {
    fn of(world: &World) -> Self {
        let pods: Vec<_> = simulate::pods(world).iter().map(Somebody::of).collect();
        let used = world.store.iter().filter_map(|object| object.namespace.clone()).chain(pods.iter().map(|pod| pod.namespace.clone()));
        let mut namespaces: BTreeMap<String, Labels> = used.map(|name| (name, Labels::new())).collect();
        namespaces.extend(world.store.of_kind("Namespace").map(|object| (object.name.clone(), object.labels())));
        for (name, labels) in &mut namespaces {
            labels.insert(NAME.into(), name.clone());
        }
        Self { namespaces, pods }
    }

    /// One Pod for each way through a peer that nobody goes.
    fn missing(&self, own: &str, peer: &NetworkPolicyPeer) -> Vec<Stranger> {
        let pods = ways(peer.pod_selector.as_ref());
        let spaces =
            peer.namespace_selector.as_ref().map_or_else(|| vec![None], |selector| ways(Some(selector)).into_iter().map(Some).collect());
        // A namespace always has its name.
        let spaces = spaces.into_iter().filter(|space: &Option<Way>| space.as_ref().is_none_or(|space| !space.lacks.contains(NAME)));
        let pairs = spaces.flat_map(|space| pods.iter().map(move |pod| (space.clone(), pod)));
        let nobody = pairs.filter(|(space, pod)| !self.goes(own, space.as_ref(), pod));
        nobody.filter_map(|(space, pod)| self.stranger(own, space.as_ref(), pod)).collect()
    }

    /// Pods that a policy's selector leaves out for a label that nobody has yet.
    fn left_out(&self, own: &str, policy: &NetworkPolicy) -> Vec<Stranger> {
        let selector = policy.spec.as_ref().and_then(|spec| spec.pod_selector.as_ref());
        let ways = selector.map(left_out).unwrap_or_default();
        ways.iter().filter(|way| !self.goes(own, None, way)).filter_map(|way| self.stranger(own, None, way)).collect()
    }

    /// A Pod with a port of this name, if nobody of whom the rule speaks has one.
    fn without_port(&self, own: &str, named: &NamedPort) -> Option<Stranger> {
        let port = (named.name.to_owned(), named.protocol);
        let (space, pod) = match named.peer {
            Some(peer) => (peer.namespace_selector.as_ref(), peer.pod_selector.as_ref()),
            None => (None, Some(named.selected)),
        };
        let spaces = self.taken(own, space);
        let takes = |labels: &Labels| pod.is_none_or(|pod| selector_takes(pod, labels));
        if self.pods.iter().any(|pod| spaces.contains(&pod.namespace.as_str()) && takes(&pod.labels) && pod.ports.contains(&port)) {
            return None;
        }
        let space = space.map(|space| ways(Some(space)).into_iter().next()).map_or(Some(None), |way| way.map(Some))?;
        let stranger = self.stranger(own, space.as_ref(), ways(pod).first()?)?;
        Some(Stranger { port: Some(port), ..stranger })
    }

    /// The namespaces that a selector takes; without one, the policy's own.
    fn taken(&self, own: &str, selector: Option<&LabelSelector>) -> Vec<&str> {
        let takes = |(name, labels): &(&String, &Labels)| selector.map_or(*name == own, |selector| selector_takes(selector, labels));
        self.namespaces.iter().filter(takes).map(|(name, _)| name.as_str()).collect()
    }

    /// The namespaces that a way leads to: of a selector that takes others too, the others, for they are what it opens.
    fn led_to(&self, own: &str, space: Option<&Way>) -> Vec<&str> {
        let fits = |name: &str, labels: &Labels| match space {
            Some(space) => space.fits(labels) && (name != own || space.has.contains_key(NAME)),
            None => name == own,
        };
        self.namespaces.iter().filter(|(name, labels)| fits(name, labels)).map(|(name, _)| name.as_str()).collect()
    }

    /// Whether a Pod goes this way.
    fn goes(&self, own: &str, space: Option<&Way>, pod: &Way) -> bool {
        let spaces = self.led_to(own, space);
        self.pods.iter().any(|somebody| spaces.contains(&somebody.namespace.as_str()) && pod.fits(&somebody.labels))
    }

    /// Somebody who goes this way: in a namespace that is there, or in one that is not there either.
    fn stranger(&self, own: &str, space: Option<&Way>, pod: &Way) -> Option<Stranger> {
        let labels = pod.has.clone();
        let Some(space) = space else { return Some(Stranger { namespace: own.to_owned(), namespace_labels: None, labels, port: None }) };
        let found = self.led_to(own, Some(space)).first().map(|name| (*name).to_owned());
        let (namespace, namespace_labels) = match found {
            Some(name) => (name, None),
            None => {
                let name = space.has.get(NAME).cloned();
                (name.unwrap_or_else(|| written(&space.has)), Some(space.has.clone()))
            }
        };
        Some(Stranger { namespace, namespace_labels, labels, port: None })
    }
}

/// One of the ways through a selector: labels that it takes, and keys that must not be there.
#[derive(Clone, Debug, Default, PartialEq)]
struct Way {
    has: Labels,
    lacks: BTreeSet<String>,
}

impl Way {
    fn fits(&self, labels: &Labels) -> bool {
        self.has.iter().all(|(key, value)| labels.get(key) == Some(value)) && !self.lacks.iter().any(|key| labels.contains_key(key))
    }

    /// The same with one more label, if it may have it.
    fn with(&self, key: &str, value: &str) -> Option<Self> {
        let free = !self.lacks.contains(key) && self.has.get(key).is_none_or(|has| has == value);
        free.then(|| {
            let mut way = self.clone();
            way.has.insert(key.to_owned(), value.to_owned());
            way
        })
    }

    fn without(&self, key: &str) -> Option<Self> {
        (!self.has.contains_key(key)).then(|| {
            let mut way = self.clone();
            way.lacks.insert(key.to_owned());
            way
        })
    }
}

/// The value of a label of which only that it is there, or what it is not, was said.
const OTHER: &str = "any";

/// The ways through a selector: one for each value of a list, for a key that may hold anything, for one that may be missing.
fn ways(selector: Option<&LabelSelector>) -> Vec<Way> {
    let Some(selector) = selector else { return vec![Way::default()] };
    let mut ways = vec![Way { has: selector.match_labels.clone().unwrap_or_default(), ..Way::default() }];
    // What must be there first: it says which of the rest can be.
    let place = |operator: &str| ["In", "Exists", "NotIn"].iter().position(|known| *known == operator).unwrap_or(3);
    let mut requirements: Vec<_> = selector.match_expressions.iter().flatten().collect();
    requirements.sort_by_key(|requirement| place(&requirement.operator));
    for requirement in requirements {
        let (key, values) = (&requirement.key, requirement.values.as_deref().unwrap_or_default());
        let through = |way: &Way| -> Vec<Way> {
            match (requirement.operator.as_str(), way.has.get(key)) {
                ("In", _) => values.iter().filter_map(|value| way.with(key, value)).collect(),
                ("Exists", None) => way.with(key, OTHER).into_iter().collect(),
                ("NotIn", None) => way.without(key).into_iter().chain(way.with(key, OTHER)).collect(),
                ("DoesNotExist", None) => way.without(key).into_iter().collect(),
                // It has the label, and the selector as a whole says whether that is right.
                _ => vec![way.clone()],
            }
        };
        ways = ways.iter().flat_map(through).take(WAYS).collect();
    }
    ways.retain(|way| selector_takes(selector, &way.has));
    ways
}

/// The ways that a selector bars: where one of its labels that must not be there is there all the same.
fn left_out(selector: &LabelSelector) -> Vec<Way> {
    let requirements = selector.match_expressions.as_deref().unwrap_or_default();
    let barred = requirements.iter().enumerate().flat_map(|(index, requirement)| {
        let values = match (requirement.operator.as_str(), &requirement.values) {
            ("DoesNotExist", _) => vec![OTHER.to_owned()],
            ("NotIn", Some(values)) => values.clone(),
            _ => Vec::new(),
        };
        let rest = requirements.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, rest)| rest.clone()).collect();
        let rest = ways(Some(&LabelSelector { match_expressions: Some(rest), ..selector.clone() }));
        values.into_iter().flat_map(move |value| rest.iter().filter_map(|way| way.with(&requirement.key, &value)).collect::<Vec<_>>())
    });
    barred.take(WAYS).collect()
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
    fn a_port_that_nobody_has_is_imagined_at_whom_the_rule_speaks_of() {
        let policy = |spec: serde_json::Value| {
            let value = json!({
                "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "a", "namespace": "default"}, "spec": spec,
            });
            let origin = Some(Origin { file: "a.yaml".into(), document: 1, spans: Default::default() });
            Object { origin, ..Object::from_value(value).unwrap() }
        };
        let pod = json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "db", "namespace": "default", "labels": {"role": "db"}},
            "spec": {"containers": [{"name": "a", "image": "busybox", "ports": [{"name": "redis", "containerPort": 6379}]}]},
        });
        let db = json!({"matchLabels": {"role": "db"}});
        for (spec, wanted) in [
            (json!({"podSelector": db, "ingress": [{"ports": [{"port": "redis"}]}]}), vec![]),
            (json!({"podSelector": db, "ingress": [{"ports": [{"port": "redis", "protocol": "UDP"}]}]}), vec!["default/role=db:redis"]),
            (json!({"podSelector": db, "ingress": [{"ports": [{"port": "admin"}]}]}), vec!["default/role=db:admin"]),
            (json!({"podSelector": {}, "egress": [{"to": [{"podSelector": db}], "ports": [{"port": "redis"}]}]}), vec![]),
            (json!({"podSelector": {}, "egress": [{"ports": [{"port": "dns"}]}]}), vec!["default/*:dns"]),
        ] {
            let mut world = World::default();
            world.store.insert(Object::from_value(pod.clone()).unwrap());
            world.store.insert(policy(spec.clone()));
            assert_eq!(of(&world).iter().map(Object::key).collect::<Vec<_>>(), wanted, "{spec}");
        }
    }

    #[test]
    fn whom_a_selector_bars_for_a_label_is_imagined_with_it() {
        let bars = |expressions: serde_json::Value| {
            let selector = serde_json::from_value(json!({"matchLabels": {"role": "db"}, "matchExpressions": expressions})).unwrap();
            left_out(&selector).iter().map(|way| written(&way.has)).collect::<Vec<_>>()
        };
        assert_eq!(bars(json!([{"key": "exempt", "operator": "DoesNotExist"}])), ["exempt=any,role=db"]);
        assert_eq!(bars(json!([{"key": "tier", "operator": "NotIn", "values": ["old", "new"]}])), ["role=db,tier=old", "role=db,tier=new"]);
        assert!(bars(json!([{"key": "tier", "operator": "Exists"}, {"key": "role", "operator": "In", "values": ["db"]}])).is_empty());
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
            (json!({"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "api"}}}), vec!["Pod ops/app=api"]),
            (expression("NotIn", &["api"]), vec!["Pod default/*", "Pod default/app=any"]),
            (
                json!({"namespaceSelector": {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["ops"]}]}}),
                vec!["Namespace any", "Pod any/*"],
            ),
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
