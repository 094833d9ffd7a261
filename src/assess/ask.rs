//! Putting the probes of a scenario to the simulator.

use std::collections::BTreeSet;

use crate::content::{Scenario, telling};
use crate::grade::{self, Question};
use crate::probe::{Observation, Observations, Port, Probe};
use crate::simulate;
use crate::world::World;

/// The ports on which flows of these worlds are compared: those that tell them, and those that checks and
/// predictions name.
pub fn ports(scenario: &Scenario, worlds: &[&World]) -> BTreeSet<Port> {
    let mut all: BTreeSet<_> = worlds.iter().flat_map(|world| telling(world)).collect();
    all.extend(scenario.checks.iter().filter_map(|check| check.kind.flow_ports()).flatten());
    let questions = scenario.checks.iter().filter_map(|check| check.kind.question()).flat_map(Question::probes);
    for probe in questions.chain(scenario.watches.iter().map(|watch| watch.probe.clone())) {
        if let Probe::Flows { ports } = probe {
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
