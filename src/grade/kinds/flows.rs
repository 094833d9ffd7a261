//! `flows`: the whole set of allowed flows is the one that is asked for, no more and no less.

use std::collections::HashMap;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

use super::CheckKind;
use super::object::missing;
use crate::grade::case::{Case, Failure, ObjectRef, PodRef, Side, Strangers};
use crate::grade::explain;
use crate::grade::verdict::{Counterexample, Stage};
use crate::grade::{Sentence, glob};
use crate::probe::{Change, Endpoint, Facts, Flow, Observations, Port, Probe};
use crate::world::World;

const URL: &str = "https://kubernetes.io/docs/concepts/services-networking/network-policies/";

/// The ports that matter most, and the set that is asked for.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// Named in the task; flows on them are shown before others. All ports are compared, but a port that
    /// another check of the scenario names is that one's, and ports that none names are the first one's.
    #[serde(default)]
    ports: Vec<Port>,
    #[serde(default)]
    expect: Expect,
    /// The one policy that is looked at, as if there were no other: what the task gives to this name.
    of: Option<PodRef>,
}

#[derive(Clone, Debug, Default)]
enum Expect {
    /// What the reference solution allows.
    #[default]
    Reference,
    Declared(Declared),
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    #[serde(default)]
    open: Vec<Pattern>,
    #[serde(default)]
    closed: Vec<Pattern>,
    /// Not looked at.
    #[serde(default)]
    either: Vec<Pattern>,
    otherwise: Otherwise,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Otherwise {
    /// As with the starting files.
    Unchanged,
    /// Not allowed.
    Blocked,
}

/// `default/api-pod -> default/db-pod:6379`: globs, the port optional.
#[derive(Clone, Debug)]
struct Pattern {
    src: String,
    dst: String,
    port: Option<Port>,
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let Some((src, dst)) = text.split_once("->") else {
            return Err(de::Error::custom(format!("{text}: a flow is written `namespace/pod -> namespace/pod:port`")));
        };
        let (dst, port) = match dst.rsplit_once(':') {
            Some((dst, "*")) => (dst, None),
            Some((dst, port)) => (dst, Some(port.parse().map_err(de::Error::custom)?)),
            None => (dst, None),
        };
        Ok(Self { src: src.trim().into(), dst: dst.trim().into(), port })
    }
}

impl Pattern {
    fn fits(&self, flow: &Flow, src: &str, dst: &str) -> bool {
        self.port.is_none_or(|port| port == flow.port) && glob(&self.src, src) && glob(&self.dst, dst)
    }
}

impl<'de> Deserialize<'de> for Expect {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ExpectVisitor;
        impl<'de> Visitor<'de> for ExpectVisitor {
            type Value = Expect;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("`reference`, or a mapping with open, closed, either, otherwise")
            }
            fn visit_str<E: de::Error>(self, word: &str) -> Result<Expect, E> {
                match word {
                    "reference" => Ok(Expect::Reference),
                    _ => Err(E::invalid_value(de::Unexpected::Str(word), &self)),
                }
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Expect, A::Error> {
                Declared::deserialize(MapAccessDeserializer::new(map)).map(Expect::Declared)
            }
        }
        deserializer.deserialize_any(ExpectVisitor)
    }
}

/// A flow that is not as asked, with what it is compared to.
struct Difference<'f> {
    flow: &'f Flow,
    wanted: Option<&'f Flow>,
    example: Counterexample,
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Probe
    }

    fn asks(&self) -> Sentence {
        match &self.of {
            Some(policy) => Sentence::new("check-flows-of", &[("policy", &policy.name)]),
            None => Sentence::new("check-flows", &[]),
        }
    }

    fn probes(&self, _: &World) -> Vec<Probe> {
        vec![self.probe()]
    }

    fn flow_ports(&self) -> Option<Vec<Port>> {
        // One policy is looked at on all ports, and takes none from the checks of the whole.
        self.of.is_none().then(|| self.ports.clone())
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let Some(PodRef { namespace, name }) = &self.of else { return self.judge_flows(case) };
        let policy = ObjectRef { kind: "NetworkPolicy".into(), name: name.clone(), namespace: Some(namespace.clone()) };
        if policy.find(case.now.world, case.namespace).is_none() {
            return missing(&policy, case, "object-missing").err();
        }
        let world = case.now.world.with_policy_alone(namespace, name);
        let case = Case { now: Side { world: &world, ..case.now }, strangers: Strangers::default(), ..*case };
        self.judge_flows(&case).map_err(|failure| match failure.counterexample {
            Some(_) => Box::new(Failure { message: failure.message.clone().with("policy", name), ..*failure }.variant("alone")),
            None => failure,
        })
    }
}

impl Spec {
    fn judge_flows(&self, case: &Case) -> Result<(), Box<Failure>> {
        let Facts::Flows(flows) = &case.answer(&self.probe())?.facts else { return Failure::new("not-answered", &[]).err() };
        let (reference, start) = (self.flows(case.reference.answers), self.flows(case.start.answers));
        let mut differences = self.differences(case, flows, reference, start);
        let leaks = differences.iter().any(|difference| difference.flow.allowed());
        differences.retain(|difference| difference.flow.allowed() == leaks);
        let diag = if leaks { "flow-leaked" } else { "flow-missing" };
        let count = differences.len();
        let Some(difference) = self.most_instructive(case, diag, differences) else { return self.judge_strangers(case) };
        let Counterexample { src, dst, port, protocol, .. } = &difference.example;
        let facts = [("src", src.as_str()), ("dst", dst), ("port", &format!("{port}/{protocol}")), ("count", &count.to_string())];
        let (reason, place) = match leaks {
            true => explain::leak(case, difference.flow, difference.wanted, self.partner(case, difference.flow)),
            false => explain::blocked(case, difference.flow),
        };
        let failure = Failure { counterexample: Some(difference.example.clone()), ..Failure::new(diag, &facts) };
        failure.because(reason).at(place).see(URL).err()
    }

    /// Whether a Pod that nobody has made yet would reach, or be reached, where none may. Only that: whom the answer names
    /// one by one, and the reference by a label, is nobody's mistake.
    fn judge_strangers(&self, case: &Case) -> Result<(), Box<Failure>> {
        let flows = case.strangers;
        let differences = self.differences(case, flows.now, flows.reference, flows.start);
        let mut leaks: Vec<_> = differences.into_iter().filter(|difference| difference.flow.allowed()).collect();
        leaks.sort_by_key(|leak| !self.ports.contains(&leak.flow.port));
        let Some(leak) = leaks.into_iter().next() else { return Ok(()) };
        let comes = Strangers::is_one(&leak.flow.src);
        let (stranger, other) = if comes { (&leak.flow.src, &leak.flow.dst) } else { (&leak.flow.dst, &leak.flow.src) };
        let Endpoint::Pod { namespace, name } = stranger else { return Ok(()) };
        let (labels, named) = Strangers::named(name);
        let other = other.to_string();
        let number = leak.flow.port.to_string();
        let facts = [("labels", labels), ("namespace", namespace), ("other", &other), ("port", named.unwrap_or(&number))];
        let (reason, place) = explain::leak(case, leak.flow, leak.wanted, false);
        let failure = Failure { counterexample: Some(leak.example), ..Failure::new("flow-stranger", &facts) };
        let failure = match (comes, named) {
            (true, _) => failure,
            (false, None) => failure.variant("reached"),
            (false, Some(_)) => failure.variant("port"),
        };
        failure.because(reason).at(place).see(URL).err()
    }

    fn probe(&self) -> Probe {
        let flows = Probe::Flows { ports: self.ports.clone() };
        let alone = |policy: &PodRef| Change { policy_alone: Some((policy.namespace.clone(), policy.name.clone())), ..Change::default() };
        match &self.of {
            Some(policy) => Probe::If { change: alone(policy), probe: Box::new(flows) },
            None => flows,
        }
    }

    fn flows<'o>(&self, answers: &'o Observations) -> &'o [Flow] {
        match answers.get(&self.probe()).map(|answer| &answer.facts) {
            Some(Facts::Flows(flows)) => flows,
            _ => &[],
        }
    }

    /// Every flow that is not as asked, in the judge's order. A Pod always reaches itself, so that is never asked.
    fn differences<'f>(&self, case: &Case<'f>, flows: &'f [Flow], reference: &'f [Flow], start: &'f [Flow]) -> Vec<Difference<'f>> {
        let (reference, start) = (Lookup::new(reference), Lookup::new(start));
        let mut differences = Vec::new();
        let mine = |port| self.of.is_some() || self.ports.contains(port) || (case.takes_rest && !case.elsewhere.contains(port));
        for (index, flow) in flows.iter().enumerate().filter(|(_, flow)| flow.src != flow.dst && mine(&flow.port)) {
            let compared = reference.get(index, flow);
            let wanted = match &self.expect {
                Expect::Reference => compared.map(Flow::allowed),
                Expect::Declared(declared) => declared.wanted(flow, || start.get(index, flow).map(Flow::allowed)),
            };
            if wanted.is_some_and(|wanted| wanted != flow.allowed()) {
                differences.push(Difference { flow, wanted: compared, example: example(flow) });
            }
        }
        differences
    }

    /// The flow that shows best what went wrong: one that the scenario has a sentence for; else, of leaks,
    /// those with hidden Pods, of missing flows those with visible ones; the task's ports before others.
    fn most_instructive<'f>(&self, case: &Case, diag: &str, mut differences: Vec<Difference<'f>>) -> Option<Difference<'f>> {
        let leak = diag == "flow-leaked";
        let hidden = |end: &Endpoint| match end {
            Endpoint::Pod { namespace, name } => !case.visible("Pod", namespace, name),
            Endpoint::External(_) => false,
        };
        differences.sort_by_cached_key(|Difference { flow, .. }| {
            let unseen = hidden(&flow.src) || hidden(&flow.dst);
            let outside = matches!(flow.src, Endpoint::External(_)) || matches!(flow.dst, Endpoint::External(_));
            (!self.ports.contains(&flow.port), unseen != leak, outside, hidden(&flow.dst))
        });
        let said = case.says.iter().find_map(|said| differences.iter().position(|difference| said.fits_flow(diag, &difference.example)));
        (!differences.is_empty()).then(|| differences.swap_remove(said.unwrap_or(0)))
    }

    /// Whether the reference lets the same two talk on another port: then the port is what is wrong, not the peer.
    fn partner(&self, case: &Case, leaked: &Flow) -> bool {
        let reference = self.flows(case.reference.answers);
        reference.iter().any(|flow| flow.allowed() && flow.src == leaked.src && flow.dst == leaked.dst)
    }
}

impl Declared {
    fn wanted(&self, flow: &Flow, before: impl Fn() -> Option<bool>) -> Option<bool> {
        let (src, dst) = (flow.src.to_string(), flow.dst.to_string());
        let any = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.fits(flow, &src, &dst));
        match () {
            () if any(&self.either) => None,
            () if any(&self.open) => Some(true),
            () if any(&self.closed) => Some(false),
            () if self.otherwise == Otherwise::Blocked => Some(false),
            () => before(),
        }
    }
}

fn example(flow: &Flow) -> Counterexample {
    let (wanted, got) = if flow.allowed() { ("blocked", "open") } else { ("open", "blocked") };
    Counterexample {
        src: flow.src.to_string(),
        dst: flow.dst.to_string(),
        port: flow.port.number,
        protocol: flow.port.protocol.to_string(),
        wanted,
        got,
        decided_by: flow.decided_by.clone(),
    }
}

/// Flows by source, destination and port. Two answers for one world list them in one order, so the
/// same index is tried first and the table is only for worlds that differ.
struct Lookup<'f> {
    flows: &'f [Flow],
    table: std::cell::OnceCell<HashMap<(&'f Endpoint, &'f Endpoint, Port), usize>>,
}

impl<'f> Lookup<'f> {
    fn new(flows: &'f [Flow]) -> Self {
        Self { flows, table: std::cell::OnceCell::new() }
    }

    fn get(&self, index: usize, flow: &Flow) -> Option<&'f Flow> {
        let same = |found: &&Flow| found.src == flow.src && found.dst == flow.dst && found.port == flow.port;
        if let Some(found) = self.flows.get(index).filter(same) {
            return Some(found);
        }
        let table =
            self.table.get_or_init(|| self.flows.iter().enumerate().map(|(at, flow)| ((&flow.src, &flow.dst, flow.port), at)).collect());
        table.get(&(&flow.src, &flow.dst, flow.port)).map(|at| &self.flows[*at])
    }
}
