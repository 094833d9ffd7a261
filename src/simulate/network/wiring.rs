//! A world's whole network: Pods, policies, Services and names, and what a connection attempt comes to.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use k8s_openapi::api::core::v1::{Namespace, Pod, Service};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde::Deserialize;
use serde_json::{Value, json};

use super::address::Pool;
use super::service::ServiceEntry;
use super::{Input, Network, Party};
use crate::probe::Port;
use crate::world::{Facts, World};

/// What a Pod does besides being there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodState {
    /// Whether it is an endpoint of its Services.
    pub ready: bool,
    /// The ports on which a process of it listens.
    pub listens: Vec<Port>,
    /// Whether connections are taken and no request is answered: a server without workers.
    pub silent: bool,
}

/// Everything a connection attempt depends on.
pub struct Wiring<'w> {
    pub(super) facts: &'w Facts,
    pub(super) network: Network,
    pods: Vec<Arc<Pod>>,
    services: Vec<ServiceEntry>,
    state: Box<dyn Fn(&Pod) -> PodState + 'w>,
    /// Answers of `state`, by namespace and name.
    known: RefCell<BTreeMap<(String, String), PodState>>,
}

impl<'w> Wiring<'w> {
    /// The network of `world`, whose Pods are `pods` in the state that `state` tells.
    ///
    /// The cluster's own parts are added where the world does not hold them: CoreDNS with its Service
    /// `kube-dns`, and the Service `kubernetes`.
    pub fn new(world: &'w World, mut pods: Vec<Arc<Pod>>, state: impl Fn(&Pod) -> PodState + 'w) -> Self {
        if !pods.iter().any(|pod| is_dns(pod)) {
            pods.extend(read(coredns()).map(Arc::new));
        }
        let network = network(world, &pods);
        let services = services(world);
        Self { facts: &world.facts, network, pods, services, state: Box::new(state), known: RefCell::default() }
    }

    /// The policies' part of it.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The Services, the cluster's own included.
    pub fn services(&self) -> &[ServiceEntry] {
        &self.services
    }

    fn all(&self) -> impl Iterator<Item = &Pod> {
        self.pods.iter().map(Arc::as_ref)
    }

    /// The Pod of this name.
    pub fn pod(&self, namespace: &str, name: &str) -> Option<&Pod> {
        self.all().find(|pod| key(pod) == (namespace, name))
    }

    /// The Pods behind a Service that have an address, ready or not, by name.
    pub fn selected<'a>(&'a self, service: &'a ServiceEntry) -> impl Iterator<Item = &'a Pod> + 'a {
        self.all().filter(|pod| service.selects(pod) && self.party(pod).is_some())
    }

    /// The ready Pods behind a Service, by name.
    pub fn endpoints<'a>(&'a self, service: &'a ServiceEntry) -> impl Iterator<Item = &'a Pod> + 'a {
        self.selected(service).filter(|pod| service.publishes_unready || self.is_ready(pod))
    }

    /// Whether the Pod is ready.
    pub fn is_ready(&self, pod: &Pod) -> bool {
        self.state(pod).ready
    }

    pub(super) fn state(&self, pod: &Pod) -> PodState {
        if is_dns(pod) && pod.metadata.uid.as_deref() == Some(OWN) {
            return PodState { ready: true, listens: super::pod::declared_ports_of(pod), silent: false };
        }
        let (namespace, name) = key(pod);
        let key = (namespace.to_owned(), name.to_owned());
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let state = (self.state)(pod);
        self.known.borrow_mut().insert(key, state.clone());
        state
    }

    pub(super) fn party(&self, pod: &Pod) -> Option<Party> {
        let (namespace, name) = key(pod);
        self.network.pod(namespace, name)
    }

    pub(super) fn pod_of(&self, party: Party) -> Option<&Pod> {
        match self.network.endpoint(party) {
            crate::probe::Endpoint::Pod { namespace, name } => self.pod(&namespace, &name),
            crate::probe::Endpoint::External(_) => None,
        }
    }

    /// The address of a Pod; `None` for one that takes no part.
    pub fn address(&self, pod: &Pod) -> Option<IpAddr> {
        self.party(pod).map(Party::address)
    }

    /// The Service of this name.
    pub fn service(&self, namespace: &str, name: &str) -> Option<&ServiceEntry> {
        self.services.iter().find(|service| service.namespace == namespace && service.name == name)
    }

    pub(super) fn service_at(&self, address: IpAddr) -> Option<&ServiceEntry> {
        self.services.iter().find(|service| service.addresses.contains(&address))
    }

    /// The cluster's own CoreDNS, where the world holds none.
    pub fn own_dns(&self) -> Option<&Pod> {
        self.all().find(|pod| is_dns(pod) && pod.metadata.uid.as_deref() == Some(OWN))
    }

    pub(super) fn has_namespace(&self, name: &str) -> bool {
        self.network.namespace(name).is_some()
    }
}

/// The policies' network of a world with these Pods.
pub(super) fn network(world: &World, pods: &[Arc<Pod>]) -> Network {
    let namespaces: Vec<Namespace> = world.store.typed("Namespace");
    let policies: Vec<NetworkPolicy> = world.store.typed("NetworkPolicy");
    let externals: Vec<_> = world.facts.outside.iter().map(|host| host.ip).collect();
    Network::new(Input {
        namespaces: &namespaces,
        pods: pods.iter().map(Arc::as_ref).collect(),
        policies: &policies,
        externals: &externals,
        unenforced: !world.facts.network.enforces,
        pod_range: world.facts.network.pods.parse().ok(),
    })
}

/// The Services of a world, the cluster's own included.
pub fn services(world: &World) -> Vec<ServiceEntry> {
    let facts = &world.facts;
    let mut services: Vec<Service> = world.store.typed("Service");
    let missing = |name: &str| !services.iter().any(|service| service.metadata.name.as_deref() == Some(name));
    let own = [missing("kube-dns").then(|| kube_dns(facts.network.dns)), missing("kubernetes").then(|| kubernetes(facts))];
    services.extend(own.into_iter().flatten().filter_map(read));
    let mut pool = Pool::for_services(&facts.network.services);
    let written = services.iter().filter_map(|service| service.spec.as_ref()?.cluster_ip.as_ref()?.parse().ok());
    written.for_each(|address| pool.take(address));
    services.iter().filter_map(|service| ServiceEntry::new(service, |name| pool.assign(&format!("service/{name}")))).collect()
}

fn key(pod: &Pod) -> (&str, &str) {
    (pod.metadata.namespace.as_deref().unwrap_or("default"), pod.metadata.name.as_deref().unwrap_or_default())
}

fn is_dns(pod: &Pod) -> bool {
    let label = pod.metadata.labels.as_ref().and_then(|labels| labels.get("k8s-app"));
    pod.metadata.namespace.as_deref() == Some("kube-system") && label.is_some_and(|app| app == "kube-dns")
}

/// Marks what we add ourselves.
const OWN: &str = "cofferdam";

fn read<T: for<'v> Deserialize<'v>>(value: Value) -> Option<T> {
    T::deserialize(&value).ok()
}

/// kubeadm's CoreDNS, as far as policies and Services see it.
pub fn coredns() -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": "coredns-7d764666f9-q8zrt", "namespace": "kube-system", "uid": OWN,
            "labels": {"k8s-app": "kube-dns", "pod-template-hash": "7d764666f9"},
            "ownerReferences": [{
                "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "coredns-7d764666f9", "uid": OWN, "controller": true, "blockOwnerDeletion": true,
            }],
        },
        "spec": {"containers": [{"name": "coredns", "ports": [
            {"name": "dns", "containerPort": 53, "protocol": "UDP"},
            {"name": "dns-tcp", "containerPort": 53, "protocol": "TCP"},
            {"name": "metrics", "containerPort": 9153, "protocol": "TCP"},
        ]}]},
    })
}

fn kube_dns(address: IpAddr) -> Value {
    json!({
        "metadata": {"name": "kube-dns", "namespace": "kube-system"},
        "spec": {"clusterIP": address, "selector": {"k8s-app": "kube-dns"}, "ports": [
            {"name": "dns", "port": 53, "protocol": "UDP"},
            {"name": "dns-tcp", "port": 53, "protocol": "TCP"},
            {"name": "metrics", "port": 9153, "protocol": "TCP"},
        ]},
    })
}

fn kubernetes(facts: &Facts) -> Value {
    let first = facts.network.services.parse::<super::Cidr>().ok().and_then(|range| range.nth(1));
    json!({
        "metadata": {"name": "kubernetes", "namespace": "default"},
        "spec": {"clusterIP": first, "ports": [{"name": "https", "port": 443, "targetPort": 6443}]},
    })
}
