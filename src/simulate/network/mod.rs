//! NetworkPolicy as the API documents it: who may connect to whom, and which rule says so.
//!
//! A Pod is isolated in a direction as soon as one policy of its namespace selects it and restricts that
//! direction; then exactly the union of those policies' rules is allowed. A connection needs the
//! source's egress and the destination's ingress. Ports are the destination Pod's. Sources: the comments of
//! `k8s.io/api/networking/v1/types.go` (v1.35), the concept page "Network Policies", and the e2e suite
//! `test/e2e/network/netpol`.
//!
//! [`Network`] compiles everything once: words become numbers, and every distinct set of Pod labels of a
//! namespace knows the policies that select it. A question then looks at those policies only.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use k8s_openapi::api::core::v1::{Namespace, Pod};
use k8s_openapi::api::networking::v1::NetworkPolicy;

mod address;
mod connect;
mod describe;
mod diff;
mod flows;
mod index;
mod label;
mod name;
mod observe;
mod pod;
mod policy;
mod query;
mod sentence;
mod service;
mod verdict;
mod wiring;
mod words;

pub use crate::probe::Direction;
pub use address::{Cidr, Pool};
pub use connect::{Connection, Ending, Reach};
pub use describe::{describe, format_selector};
pub use diff::Difference;
pub use flows::{Cell, Matrix};
pub use label::selector_takes;
pub use name::{Answer, Lookup, Resolver};
pub use observe::{connect, flows, isolation, ping, query, resolve, reverse, selects};
pub use pod::declared_ports;
pub use query::{Ping, Queries, Query, reversed};
pub use service::{ServiceEntry, ServicePort, TargetPort};
pub use verdict::{Cause, Decision, Miss, Reason, RuleRef, Side, Verdict};
pub use wiring::{PodState, Wiring, coredns, services};
pub use words::{Reading, RuleReading};

use crate::probe::Endpoint;
use label::Symbols;
use pod::{NamespaceEntry, PodEntry};
use policy::{PeerView, Policy};

/// What a network is made of.
#[derive(Clone, Debug, Default)]
pub struct Input<'a> {
    /// The namespaces. One that only a Pod or policy names exists too, with the label every namespace has.
    pub namespaces: &'a [Namespace],
    /// The Pods. Those that ended are left out.
    pub pods: Vec<&'a Pod>,
    /// The policies.
    pub policies: &'a [NetworkPolicy],
    /// Addresses outside the cluster that take part in flows.
    pub externals: &'a [IpAddr],
    /// The network plug-in accepts policies and ignores them.
    pub unenforced: bool,
    /// The range of Pod addresses, for Pods that have none yet; kind's when absent.
    pub pod_range: Option<Cidr>,
}

/// A cluster's Pods and policies, ready for questions.
#[derive(Clone, Debug, Default)]
pub struct Network {
    symbols: Symbols,
    /// By name.
    namespaces: Vec<NamespaceEntry>,
    /// By namespace and name.
    pods: Vec<PodEntry>,
    /// By namespace and name.
    policies: Vec<Policy>,
    /// Lists of policies; each Pod points to one.
    selections: Vec<Box<[u32]>>,
    externals: Vec<IpAddr>,
    by_address: HashMap<IpAddr, u32>,
    unenforced: bool,
}

/// One end of a connection: a Pod of the network or an address outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Party {
    pod: Option<u32>,
    address: IpAddr,
}

impl Party {
    /// Its address.
    pub fn address(self) -> IpAddr {
        self.address
    }
}

const NAME_LABEL: &str = "kubernetes.io/metadata.name";

impl Network {
    /// Compiles and indexes `input`. Later objects of the same name win.
    pub fn new(input: Input<'_>) -> Self {
        let mut network = Self { externals: input.externals.to_vec(), unenforced: input.unenforced, ..Self::default() };
        let pods = sorted(input.pods.into_iter().filter(|pod| pod::takes_part(pod)), |pod| &pod.metadata);
        let policies = sorted(input.policies.iter(), |policy| &policy.metadata);
        network.add_namespaces(input.namespaces, pods.iter().map(|(ns, ..)| *ns).chain(policies.iter().map(|(ns, ..)| *ns)));
        network.add_pods(&pods);
        network.add_policies(&policies);
        network.assign_addresses(input.pod_range);
        network.index_selections();
        network
    }

    fn add_namespaces<'a>(&mut self, written: &'a [Namespace], named: impl Iterator<Item = &'a str>) {
        let mut all: BTreeMap<&str, Option<&Namespace>> = named.map(|name| (name, None)).collect();
        all.extend(written.iter().filter_map(|namespace| Some((namespace.metadata.name.as_deref()?, Some(namespace)))));
        for (name, namespace) in all {
            let mut labels = namespace.and_then(|namespace| namespace.metadata.labels.clone()).unwrap_or_default();
            labels.insert(NAME_LABEL.to_owned(), name.to_owned());
            let labels = label::Labels::new(&mut self.symbols, Some(&labels));
            self.namespaces.push(NamespaceEntry { name: name.into(), labels, pods: 0..0, policies: 0..0 });
        }
    }

    fn add_pods(&mut self, pods: &[(&str, &str, &Pod)]) {
        for (namespace, _, pod) in pods {
            let Some(id) = self.namespace(namespace) else { continue };
            let at = self.pods.len() as u32;
            let entry = PodEntry::new(&mut self.symbols, id, pod);
            self.pods.push(entry);
            extend(&mut self.namespaces[id as usize].pods, at);
        }
    }

    fn add_policies(&mut self, policies: &[(&str, &str, &NetworkPolicy)]) {
        for (namespace, _, policy) in policies {
            let Some(id) = self.namespace(namespace) else { continue };
            let at = self.policies.len() as u32;
            let compiled = Policy::new(&mut self.symbols, id, policy);
            self.policies.push(compiled);
            extend(&mut self.namespaces[id as usize].policies, at);
        }
    }

    fn assign_addresses(&mut self, range: Option<Cidr>) {
        let mut pool = Pool::for_pods(range, self.pods.len());
        self.pods.iter().flat_map(|pod| &pod.addresses).for_each(|address| pool.take(*address));
        for at in 0..self.pods.len() {
            if self.pods[at].addresses.is_empty() {
                self.pods[at].addresses = Box::new([pool.assign(&self.pod_key(at as u32))]);
            }
            let pod = &self.pods[at];
            // The node's address belongs to nobody in particular.
            if !pod.host_network {
                self.by_address.extend(pod.addresses.iter().map(|address| (*address, at as u32)));
            }
        }
    }

    fn namespace(&self, name: &str) -> Option<u32> {
        self.namespaces.binary_search_by(|entry| (*entry.name).cmp(name)).ok().map(|at| at as u32)
    }

    fn pod_id(&self, namespace: &str, name: &str) -> Option<u32> {
        let range = self.namespaces[self.namespace(namespace)? as usize].pods.clone();
        let pods = &self.pods[range.start as usize..range.end as usize];
        pods.binary_search_by(|pod| (*pod.name).cmp(name)).ok().map(|at| range.start + at as u32)
    }

    fn policy_id(&self, namespace: &str, name: &str) -> Option<u32> {
        let range = self.namespaces[self.namespace(namespace)? as usize].policies.clone();
        let policies = &self.policies[range.start as usize..range.end as usize];
        policies.binary_search_by(|policy| (*policy.name).cmp(name)).ok().map(|at| range.start + at as u32)
    }

    fn pod_key(&self, pod: u32) -> String {
        let pod = &self.pods[pod as usize];
        format!("{}/{}", self.namespaces[pod.namespace as usize].name, pod.name)
    }

    fn policy_key(&self, policy: u32) -> String {
        let policy = &self.policies[policy as usize];
        format!("{}/{}", self.namespaces[policy.namespace as usize].name, policy.name)
    }

    /// The Pod of this name.
    pub fn pod(&self, namespace: &str, name: &str) -> Option<Party> {
        let id = self.pod_id(namespace, name)?;
        Some(Party { pod: Some(id), address: *self.pods[id as usize].addresses.first()? })
    }

    /// Who has this address: somebody declared to be outside, a Pod, or anybody else outside.
    pub fn at(&self, address: IpAddr) -> Party {
        let pod = if self.externals.contains(&address) { None } else { self.by_address.get(&address).copied() };
        Party { pod, address }
    }

    /// The party that an endpoint names; `None` for a Pod that is not there.
    pub fn party(&self, endpoint: &Endpoint) -> Option<Party> {
        match endpoint {
            Endpoint::Pod { namespace, name } => self.pod(namespace, name),
            Endpoint::External(address) => Some(self.at(*address)),
        }
    }

    /// What a party is called.
    pub fn endpoint(&self, party: Party) -> Endpoint {
        match party.pod.map(|pod| &self.pods[pod as usize]) {
            Some(pod) => Endpoint::Pod { namespace: (*self.namespaces[pod.namespace as usize].name).into(), name: (*pod.name).into() },
            None => Endpoint::External(party.address),
        }
    }

    /// Every Pod by namespace and name, then the outside addresses in the order given.
    pub fn parties(&self) -> Vec<Party> {
        let pods = self.pods.iter().enumerate();
        let pods = pods.filter_map(|(at, pod)| Some(Party { pod: Some(at as u32), address: *pod.addresses.first()? }));
        pods.chain(self.externals.iter().map(|address| self.at(*address))).collect()
    }

    /// The Pods that a policy selects, as `namespace/name`; `None` when there is no such policy.
    pub fn selects(&self, namespace: &str, policy: &str) -> Option<Vec<String>> {
        let policy = &self.policies[self.policy_id(namespace, policy)? as usize];
        let pods = self.namespaces[policy.namespace as usize].pods.clone();
        let selected = pods.filter(|at| {
            let pod = &self.pods[*at as usize];
            !pod.host_network && policy.selector.matches(&pod.labels)
        });
        Some(selected.map(|at| self.pod_key(at)).collect())
    }

    /// The policies that isolate a Pod in a direction, as `namespace/name`.
    pub fn isolating(&self, party: Party, direction: Direction) -> Vec<String> {
        self.restricting(party, direction).map(|policy| self.policy_key(policy)).collect()
    }

    /// The policies that select the party and restrict the direction; none for outside addresses.
    fn restricting(&self, party: Party, direction: Direction) -> impl Iterator<Item = u32> + '_ {
        let selection = party.pod.map(|pod| &*self.selections[self.pods[pod as usize].selection as usize]);
        let policies = selection.into_iter().flatten().copied();
        policies.filter(move |policy| self.policies[*policy as usize].rules(direction).is_some())
    }

    fn pod_entry(&self, party: Party) -> Option<&PodEntry> {
        party.pod.map(|pod| &self.pods[pod as usize])
    }

    fn view(&self, party: Party) -> PeerView<'_> {
        let pod = self.pod_entry(party).filter(|pod| !pod.host_network);
        PeerView { address: party.address, pod: pod.map(|pod| (pod, &self.namespaces[pod.namespace as usize])) }
    }
}

/// Objects by namespace and name, one of each name; a missing namespace is `default`.
fn sorted<'a, T: 'a>(
    objects: impl Iterator<Item = &'a T>,
    metadata: fn(&T) -> &k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta,
) -> Vec<(&'a str, &'a str, &'a T)> {
    let key = |object: &'a T| {
        let metadata = metadata(object);
        (metadata.namespace.as_deref().unwrap_or("default"), metadata.name.as_deref().unwrap_or_default(), object)
    };
    let mut sorted: Vec<_> = objects.map(key).collect();
    sorted.reverse();
    sorted.sort_by_key(|(namespace, name, _)| (*namespace, *name));
    sorted.dedup_by_key(|(namespace, name, _)| (*namespace, *name));
    sorted
}

fn extend(range: &mut std::ops::Range<u32>, at: u32) {
    if range.start == range.end {
        range.start = at;
    }
    range.end = at + 1;
}

#[cfg(test)]
mod tests;
