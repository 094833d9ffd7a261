//! A world and what is laid out of it once, however many commands ask.

use std::cell::OnceCell;
use std::net::IpAddr;

use super::network::{Network, Party, Wiring};
use super::{Pod, workload};
use crate::world::World;

/// What processes in containers meet outside of them. A trait, so that a [`Session`](super::session::Session) need not name
/// the lifetime of the [`Scene`] behind it.
pub trait Surroundings {
    /// The world.
    fn world(&self) -> &World;
    /// How it is connected, with its Pods as they have settled.
    fn wiring(&self) -> &Wiring<'_>;
}

/// A world that does not change while it is asked. Nothing is laid out before somebody asks for it.
pub struct Scene<'w> {
    world: &'w World,
    pods: OnceCell<Vec<Pod>>,
    network: OnceCell<Network>,
    wiring: OnceCell<Wiring<'w>>,
}

impl<'w> Scene<'w> {
    /// The scene of `world`.
    pub fn of(world: &'w World) -> Self {
        Self { world, pods: OnceCell::new(), network: OnceCell::new(), wiring: OnceCell::new() }
    }

    /// The world.
    pub fn world(&self) -> &'w World {
        self.world
    }

    /// Every Pod, by namespace and name.
    pub fn pods(&self) -> &[Pod] {
        self.pods.get_or_init(|| workload::pods(self.world))
    }

    /// The Pod of this name.
    pub fn pod(&self, namespace: &str, name: &str) -> Option<&Pod> {
        workload::among(self.pods(), namespace, name)
    }

    /// The policies' network.
    pub fn network(&self) -> &Network {
        self.network.get_or_init(|| Network::among(self.world, self.pods()))
    }

    /// The Pod's address: its own, or the one the network gives it.
    pub fn address(&self, pod: &Pod) -> Option<IpAddr> {
        let written = pod.object.value.pointer("/status/podIP").and_then(serde_json::Value::as_str).and_then(|ip| ip.parse().ok());
        written.or_else(|| self.network().pod(pod.namespace(), pod.name()).map(Party::address))
    }
}

impl Surroundings for Scene<'_> {
    fn world(&self) -> &World {
        self.world
    }

    fn wiring(&self) -> &Wiring<'_> {
        self.wiring.get_or_init(|| Wiring::among(self.world, self.pods()))
    }
}
