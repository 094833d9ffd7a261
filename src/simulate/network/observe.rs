//! The answers to probes about the network as a whole.

use k8s_openapi::api::core::v1::Pod;

use super::{Connection, Direction, Lookup, Network, PodState, Wiring};
use crate::probe::{Class, Facts, Observation, Port, Target};
use crate::world::{Image, Reference, World};

impl Network {
    /// The network of a world: its Pods, those of its workloads, and its outside addresses.
    pub fn of(world: &World) -> Self {
        super::wiring::network(world, &pods(world))
    }
}

/// The Pods of a world, those of workloads included.
fn pods(world: &World) -> Vec<Pod> {
    crate::simulate::pods(world).iter().filter_map(|pod| pod.object.typed()).collect()
}

/// Answers [`Probe::Flows`](crate::probe::Probe::Flows).
pub fn flows(world: &World, ports: &[Port]) -> Observation {
    Observation { facts: Facts::Flows(Network::of(world).flows(ports)), ..Observation::of(Class::Ok) }
}

/// Answers [`Probe::Selects`](crate::probe::Probe::Selects); `Absent` when there is no such policy.
pub fn selects(world: &World, namespace: &str, policy: &str) -> Observation {
    match Network::of(world).selects(namespace, policy) {
        Some(pods) => Observation { facts: Facts::Pods(pods), ..Observation::of(Class::Ok) },
        None => Observation::of(Class::Absent),
    }
}

/// Answers [`Probe::Isolation`](crate::probe::Probe::Isolation); `Absent` when there is no such Pod.
pub fn isolation(world: &World, namespace: &str, pod: &str) -> Observation {
    let network = Network::of(world);
    match network.pod(namespace, pod) {
        Some(pod) => {
            let [ingress, egress] = [Direction::Ingress, Direction::Egress].map(|direction| network.isolating(pod, direction));
            Observation { facts: Facts::Isolation { ingress, egress }, ..Observation::of(Class::Ok) }
        }
        None => Observation::of(Class::Absent),
    }
}

/// What comes of connecting from a Pod to `port` of `host`, a name or an address; `Absent` when there is no such Pod.
pub fn connect(world: &World, from: &Target, host: &str, port: Port) -> Connection {
    let wiring = Wiring::of(world);
    match wiring.pod(&from.namespace, &from.pod) {
        Some(pod) => wiring.connect(pod, host, port),
        None => Connection::absent(),
    }
}

/// What a Pod's resolver finds for `name`; `None` when there is no such Pod.
pub fn resolve(world: &World, from: &Target, name: &str) -> Option<Lookup> {
    let wiring = Wiring::of(world);
    wiring.pod(&from.namespace, &from.pod).map(|pod| wiring.resolve(pod, name))
}

impl<'w> Wiring<'w> {
    /// The wiring of a world as it has settled.
    pub fn of(world: &'w World) -> Self {
        Self::new(world, pods(world), |pod| settled(world, pod))
    }
}

/// A Pod as it has settled: ready unless its status says otherwise, listening where the world's facts, its images'
/// servers and its container ports say.
fn settled(world: &World, pod: &Pod) -> PodState {
    let conditions = pod.status.iter().flat_map(|status| status.conditions.iter().flatten());
    let unready = conditions.into_iter().any(|condition| condition.type_ == "Ready" && condition.status != "True");
    let name = |of: &Option<String>| of.clone().unwrap_or_default();
    let key = format!("{}/{}", name(&pod.metadata.namespace), name(&pod.metadata.name));
    let mut listens = world.facts.listeners.get(&key).cloned().unwrap_or_default();
    for container in pod.spec.iter().flat_map(|spec| &spec.containers) {
        let image = container.image.as_deref().and_then(|image| Image::find(&world.facts, &Reference::parse(image).ok()?));
        listens.extend(image.and_then(|image| image.server).into_iter().flat_map(|server| server.listens));
        listens.extend(super::pod::declared_ports(container).map(|(_, port)| port));
    }
    PodState { ready: !unready, listens }
}
