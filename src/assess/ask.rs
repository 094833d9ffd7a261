//! Putting the probes of a scenario to the simulator.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use crate::content::{Scenario, telling};
use crate::grade::{self, Question};
use crate::probe::{Change, Observation, Observations, Port, Probe};
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
    let (flows, others): (Vec<_>, Vec<_>) = probes.into_iter().partition(|probe| about_flows(probe).is_some());
    let mut answers: Observations = simulate::observe_all(world, &others);
    let mut once = Once::default();
    answers.extend(flows.into_iter().map(|probe| {
        let answer = once.flows(&probe, world, scope);
        (probe, answer)
    }));
    answers
}

/// Where a probe asks for flows: in the world, or in one that is otherwise. Of other probes nothing.
fn about_flows(probe: &Probe) -> Option<Option<&Change>> {
    match probe {
        Probe::Flows { .. } => Some(None),
        Probe::If { change, probe } => matches!(**probe, Probe::Flows { .. }).then_some(Some(change)),
        _ => None,
    }
}

/// Flows of a world and of what it would be, each asked once.
#[derive(Default)]
struct Once(BTreeMap<Option<Change>, Observation>);

impl Once {
    fn flows(&mut self, probe: &Probe, world: &World, scope: &Scope) -> Observation {
        let change = about_flows(probe).flatten();
        let ask = || change.map_or_else(|| flows(world, scope), |change| flows(&simulate::changed(world, change), scope));
        self.0.entry(change.cloned()).or_insert_with(ask).clone()
    }
}

/// The answers of another world, its flows asked again in another scope.
pub fn flows_again(answers: &Observations, world: &World, scope: &Scope) -> Observations {
    let mut answers = answers.clone();
    let mut once = Once::default();
    for (probe, old) in answers.iter_mut().filter(|(probe, _)| about_flows(probe).is_some()) {
        *old = once.flows(probe, world, scope);
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
