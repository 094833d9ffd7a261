//! The answers to probes about the network as a whole.

use std::cell::OnceCell;
use std::sync::Arc;

use k8s_openapi::api::core::v1::Pod;

use super::query::Ping;
use super::{Connection, Direction, Lookup, Network, PodState, Wiring};
use crate::probe::{Class, Facts, Observation, Port, Target};
use crate::simulate::Pod as Started;
use crate::simulate::workload::among;
use crate::world::World;

impl Network {
    /// The network of a world: its Pods, those of its workloads, and its outside addresses.
    pub fn of(world: &World) -> Self {
        Self::among(world, &crate::simulate::pods(world))
    }

    /// The network of a world whose Pods, those of workloads included, are these.
    pub(in crate::simulate) fn among(world: &World, pods: &[Started]) -> Self {
        super::wiring::network(world, &typed(pods))
    }
}

fn typed(pods: &[Started]) -> Vec<Arc<Pod>> {
    pods.iter().map(|pod| Arc::clone(pod.typed())).collect()
}

/// Answers [`Probe::Flows`](crate::probe::Probe::Flows).
pub fn flows(network: &Network, ports: &[Port]) -> Observation {
    Observation { facts: Facts::Flows(network.flows(ports)), ..Observation::of(Class::Ok) }
}

/// Answers [`Probe::Selects`](crate::probe::Probe::Selects); `Absent` when there is no such policy.
pub fn selects(network: &Network, namespace: &str, policy: &str) -> Observation {
    match network.selects(namespace, policy) {
        Some(pods) => Observation { facts: Facts::Pods(pods), ..Observation::of(Class::Ok) },
        None => Observation::of(Class::Absent),
    }
}

/// Answers [`Probe::Isolation`](crate::probe::Probe::Isolation); `Absent` when there is no such Pod.
pub fn isolation(network: &Network, namespace: &str, pod: &str) -> Observation {
    match network.pod(namespace, pod) {
        Some(pod) => {
            let [ingress, egress] = [Direction::Ingress, Direction::Egress].map(|direction| network.isolating(pod, direction));
            Observation { facts: Facts::Isolation { ingress, egress }, ..Observation::of(Class::Ok) }
        }
        None => Observation::of(Class::Absent),
    }
}

/// What comes of connecting from a Pod to `port` of `host`, a name or an address; `Absent` when there is no such Pod.
pub fn connect(wiring: &Wiring<'_>, from: &Target, host: &str, port: Port) -> Connection {
    match wiring.pod(&from.namespace, &from.pod) {
        Some(pod) => wiring.connect(pod, host, port),
        None => Connection::absent(),
    }
}

/// What a Pod's resolver finds for `name`; `None` when there is no such Pod.
pub fn resolve(wiring: &Wiring<'_>, from: &Target, name: &str) -> Option<Lookup> {
    wiring.pod(&from.namespace, &from.pod).map(|pod| wiring.resolve(pod, name))
}

/// What a DNS server answers a Pod that asks for `name`; the Pod's own server, unless another is named. `None` when there is
/// no such Pod.
pub fn query(wiring: &Wiring<'_>, from: &Target, name: &str, server: Option<std::net::IpAddr>) -> Option<super::Queries> {
    wiring.pod(&from.namespace, &from.pod).map(|pod| wiring.query(pod, name, server))
}

/// The name that the cluster's DNS has for an address, if the Pod can ask it.
pub fn reverse(wiring: &Wiring<'_>, from: &Target, address: std::net::IpAddr) -> Option<String> {
    let pod = wiring.pod(&from.namespace, &from.pod)?;
    wiring.query(pod, &super::reversed(address), None).answered.then(|| wiring.reverse(address)).flatten()
}

/// Whether an address answers a Pod's echo requests.
pub fn ping(wiring: &Wiring<'_>, from: &Target, address: std::net::IpAddr) -> Ping {
    wiring.pod(&from.namespace, &from.pod).map_or(Ping::Unknown, |pod| wiring.ping(pod, address))
}

impl<'w> Wiring<'w> {
    /// The wiring of a world as it has settled.
    pub fn of(world: &'w World) -> Self {
        Self::among(world, &crate::simulate::pods(world))
    }

    /// The wiring of a world whose Pods, those of workloads included, are these.
    pub(in crate::simulate) fn among(world: &'w World, pods: &[Started]) -> Self {
        let (core, all) = (typed(pods), pods.to_vec());
        let alone = OnceCell::new();
        Self::new(world, core, move |pod| settled(world, alone.get_or_init(|| alone_in(world)), &all, pod))
    }
}

/// A Pod as it has settled: whether it is ready, and where its processes and the world's facts listen.
fn settled(world: &World, alone: &World, all: &[Started], pod: &Pod) -> PodState {
    let name = |of: &Option<String>, absent: &str| of.as_deref().unwrap_or(absent).to_owned();
    let (namespace, name) = (name(&pod.metadata.namespace, "default"), name(&pod.metadata.name, ""));
    let mut listens = world.facts.listeners.get(&format!("{namespace}/{name}")).cloned().unwrap_or_default();
    let Some(found) = among(all, &namespace, &name) else { return PodState { ready: false, listens, silent: false } };
    let run = crate::simulate::run(alone, found);
    for container in run.machine.containers.iter().filter(|container| container.running) {
        listens.extend(&container.listens);
        // Of an image that nobody knows, the manifest's word is all there is.
        if container.processes.is_empty() {
            let written = pod.spec.iter().flat_map(|spec| &spec.containers).filter(|written| written.name == container.name);
            listens.extend(written.flat_map(super::pod::declared_ports).map(|(_, port)| port));
        }
    }
    let silent = run.machine.containers.iter().any(|container| container.running && !container.listens.is_empty() && !container.answers);
    PodState { ready: run.status.ready(), listens, silent }
}

/// The world without anybody to connect to. Whether a Pod listens must not depend on whom it reaches while it
/// starts: they might ask the same of it, and so on for ever.
fn alone_in(world: &World) -> World {
    let mut alone = World { facts: world.facts.clone(), passed: world.passed, ..World::default() };
    let needed =
        ["Service", "Secret", "ConfigMap", "ServiceAccount", "Namespace", "PersistentVolumeClaim", "PersistentVolume", "RuntimeClass"];
    for object in needed.iter().flat_map(|kind| world.store.of_kind(kind)) {
        alone.store.insert(object.clone());
    }
    for claim in crate::simulate::claim::made(world, true) {
        alone.store.insert(claim);
    }
    alone
}
