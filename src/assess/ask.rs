//! Putting the probes of a scenario to the simulator.

use std::collections::BTreeSet;

use super::ports;
use crate::content::Scenario;
use crate::grade;
use crate::probe::{Observation, Observations, Port, Probe};
use crate::simulate;
use crate::world::World;

/// The ports on which flows of these worlds are compared: those that tell them, and those that checks and
/// predictions name.
pub fn ports(scenario: &Scenario, worlds: &[&World]) -> BTreeSet<Port> {
    let mut all: BTreeSet<_> = worlds.iter().flat_map(|world| ports::telling(world)).collect();
    all.extend(scenario.checks.iter().filter_map(|check| check.kind.flow_ports()).flatten());
    for watch in &scenario.watches {
        if let Probe::Flows { ports } = &watch.probe {
            all.extend(ports);
        }
    }
    all
}

/// Every probe of the scenario's checks and predictions, answered about `world`; flows on all of `ports`.
pub fn all(scenario: &Scenario, world: &World, ports: &BTreeSet<Port>) -> Observations {
    let mut probes: BTreeSet<_> = grade::plan(&scenario.checks, world).into_iter().collect();
    probes.extend(scenario.watches.iter().map(|watch| watch.probe.clone()));
    let (flows, others): (Vec<_>, Vec<_>) = probes.into_iter().partition(|probe| matches!(probe, Probe::Flows { .. }));
    let mut answers: Observations = simulate::observe_all(world, &others);
    if !flows.is_empty() {
        let answer = self::flows(world, ports);
        answers.extend(flows.into_iter().map(|probe| (probe, answer.clone())));
    }
    answers
}

/// The answers of another world, its flows asked again on other ports.
pub fn flows_again(answers: &Observations, world: &World, ports: &BTreeSet<Port>) -> Observations {
    let mut answers = answers.clone();
    let mut answer = None;
    for (_, old) in answers.iter_mut().filter(|(probe, _)| matches!(probe, Probe::Flows { .. })) {
        old.clone_from(answer.get_or_insert_with(|| flows(world, ports)));
    }
    answers
}

fn flows(world: &World, ports: &BTreeSet<Port>) -> Observation {
    simulate::observe(world, &Probe::Flows { ports: ports.iter().copied().collect() })
}
