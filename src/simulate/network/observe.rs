//! The answers to probes about the network as a whole.

use k8s_openapi::api::core::v1::{Namespace, Pod};
use k8s_openapi::api::networking::v1::NetworkPolicy;

use super::{Direction, Input, Network};
use crate::probe::{Class, Facts, Observation, Port};
use crate::world::World;

impl Network {
    /// The network of a world.
    pub fn of(world: &World) -> Self {
        let namespaces: Vec<Namespace> = world.store.typed("Namespace");
        let pods: Vec<Pod> = world.store.typed("Pod");
        let policies: Vec<NetworkPolicy> = world.store.typed("NetworkPolicy");
        Self::new(Input { namespaces: &namespaces, pods: &pods, policies: &policies, ..Input::default() })
    }
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
