//! Putting the probes of a scenario to the simulator.

use std::collections::BTreeSet;
use std::net::IpAddr;

use crate::content::{Scenario, telling};
use crate::grade::{self, Question};
use crate::probe::{Observation, Observations, Port, Probe};
use crate::simulate;
use crate::world::{Outside, World};

/// Of what flows are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The ports.
    pub ports: BTreeSet<Port>,
    /// Addresses outside the cluster, besides the world's own hosts.
    pub addresses: BTreeSet<IpAddr>,
}

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

/// Every probe of the scenario's checks and predictions, answered about `world`; flows in all of `scope`.
pub fn all(scenario: &Scenario, world: &World, scope: &Scope) -> Observations {
    let mut probes: BTreeSet<_> = grade::plan(&scenario.checks, world).into_iter().collect();
    probes.extend(scenario.watches.iter().map(|watch| watch.probe.clone()));
    let (flows, others): (Vec<_>, Vec<_>) = probes.into_iter().partition(|probe| matches!(probe, Probe::Flows { .. }));
    let mut answers: Observations = simulate::observe_all(world, &others);
    if !flows.is_empty() {
        let answer = self::flows(world, scope);
        answers.extend(flows.into_iter().map(|probe| (probe, answer.clone())));
    }
    answers
}

/// The answers of another world, its flows asked again in another scope.
pub fn flows_again(answers: &Observations, world: &World, scope: &Scope) -> Observations {
    let mut answers = answers.clone();
    let mut answer = None;
    for (_, old) in answers.iter_mut().filter(|(probe, _)| matches!(probe, Probe::Flows { .. })) {
        old.clone_from(answer.get_or_insert_with(|| flows(world, scope)));
    }
    answers
}

/// Every flow of a world in this scope.
pub fn flows(world: &World, scope: &Scope) -> Observation {
    let probe = Probe::Flows { ports: scope.ports.iter().copied().collect() };
    if scope.addresses.is_empty() {
        return simulate::observe(world, &probe);
    }
    let mut world = world.clone();
    let hosts = scope.addresses.iter().map(|ip| Outside { name: ip.to_string(), ip: *ip, ports: Vec::new() });
    world.facts.outside.extend(hosts);
    simulate::observe(&world, &probe)
}
