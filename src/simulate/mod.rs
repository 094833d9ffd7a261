//! What a real cluster would do, computed: pure, total, and ignorant of scenarios, checks and solutions.

use crate::probe::{Class, Observation, Probe};
use crate::world::World;

/// The world's answer to a probe.
pub fn observe(world: &World, probe: &Probe) -> Observation {
    let _ = (world, probe);
    Observation::of(Class::NotSimulated)
}
