//! What a real cluster would do, computed: pure, total, and ignorant of scenarios, checks and solutions.

use crate::probe::{Class, Observation, Probe};
use crate::world::World;

pub mod network;

/// The world's answer to a probe.
pub fn observe(world: &World, probe: &Probe) -> Observation {
    match probe {
        Probe::Flows { ports } => network::flows(world, ports),
        Probe::Selects { namespace, policy } => network::selects(world, namespace, policy),
        Probe::Isolation { namespace, pod } => network::isolation(world, namespace, pod),
        _ => Observation::of(Class::NotSimulated),
    }
}
