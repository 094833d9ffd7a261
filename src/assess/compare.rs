//! A passing answer beside the reference: what the two mean differently.

use std::collections::BTreeMap;

use super::ask::Scope;
use super::{apply, ask, setting};
use crate::content::{Scenario, telling_addresses};
use crate::grade::{capability_names as names, containers};
use crate::locale::Sentence;
use crate::probe::{Class, Effective, Facts, Flow, Probe, Target};
use crate::simulate;
use crate::text::SourceFile;
use crate::world::World;

/// One difference in meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What differs: `flow`, `uid`, `gid`, `groups`, `capabilities`, `read-only-root`, `no-new-privs`, `privileged`, `seccomp`, `credential`.
    pub what: &'static str,
    /// Whose: a container as `namespace/pod/container`, or a flow as `source -> destination:port`.
    pub whose: String,
    /// In the learner's answer.
    pub yours: String,
    /// In the reference.
    pub reference: String,
    /// All of it in a sentence.
    pub sentence: Sentence,
}

/// Where two answers mean different things; nothing when they mean the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Flows, then containers, by name.
    pub changes: Vec<Change>,
}

/// Compares the learner's files with the reference solution by what they mean, not by their text.
pub fn compare(scenario: &Scenario, files: &[SourceFile]) -> Comparison {
    let (_, yours) = apply(scenario, files);
    let theirs = &setting(scenario).reference.world;
    let mut changes = flow_changes(scenario, &yours, theirs);
    for (target, written) in targets(&yours) {
        let reference = Target { container: Some(written.clone()), ..target.clone() };
        let there = theirs.store.get("Pod", Some(&target.namespace), &target.pod).is_some();
        if there {
            changes.extend(container_changes(&reference, &yours, theirs));
        }
    }
    Comparison { changes }
}

/// The containers of Pods that a person wrote.
fn targets(world: &World) -> Vec<(Target, String)> {
    let written = world.store.of_kind("Pod").filter(|pod| pod.origin.is_some());
    let each = written.flat_map(|pod| {
        let target = Target { namespace: pod.namespace.clone().unwrap_or_default(), pod: pod.name.clone(), container: None };
        containers(pod, None).into_iter().map(move |(name, _)| (target.clone(), name))
    });
    each.collect()
}

fn flow_changes(scenario: &Scenario, yours: &World, theirs: &World) -> Vec<Change> {
    let policies = |world: &World| world.store.of_kind("NetworkPolicy").next().is_some();
    if !policies(yours) && !policies(theirs) {
        return Vec::new();
    }
    let worlds = [yours, theirs];
    let scope = Scope { ports: ask::ports(scenario, &worlds), addresses: telling_addresses(&worlds) };
    let flows = |world: &World| -> BTreeMap<String, bool> {
        let Facts::Flows(flows) = ask::flows(world, &scope).facts else { return BTreeMap::new() };
        flows.into_iter().filter(|flow| flow.src != flow.dst).map(|flow| (name(&flow), flow.allowed())).collect()
    };
    let reference = flows(theirs);
    let word = |open: bool| if open { "open" } else { "blocked" };
    let differ = flows(yours).into_iter().filter_map(|(whose, open)| Some((reference.get(&whose).copied()?, whose, open)));
    differ
        .filter(|(wanted, _, open)| wanted != open)
        .map(|(wanted, whose, open)| change("flow", whose, word(open).into(), word(wanted).into()))
        .collect()
}

fn name(flow: &Flow) -> String {
    format!("{} -> {}:{}", flow.src, flow.dst, flow.port)
}

fn container_changes(target: &Target, yours: &World, theirs: &World) -> Vec<Change> {
    let mut changes = Vec::new();
    let effective = |world: &World| match simulate::observe(world, &Probe::Effective(target.clone())).facts {
        Facts::Effective(effective) => Some(*effective),
        _ => None,
    };
    if let (Some(mine), Some(reference)) = (effective(yours), effective(theirs)) {
        let pairs = facts(&mine).into_iter().zip(facts(&reference));
        let differ = pairs.filter(|((_, mine), (_, reference))| mine != reference);
        changes.extend(differ.map(|((what, mine), (_, reference))| change(what, target.to_string(), mine, reference)));
    }
    let credential = |world: &World| {
        let answer = simulate::observe(world, &Probe::Pull(target.clone()));
        match answer.facts {
            Facts::Secret(secret) if answer.class == Class::Pulled => secret.unwrap_or_default(),
            _ => String::new(),
        }
    };
    let (mine, reference) = (credential(yours), credential(theirs));
    if mine != reference {
        changes.push(change("credential", target.to_string(), mine, reference));
    }
    changes
}

/// What a container is and may do, as text, always in the same order.
fn facts(effective: &Effective) -> [(&'static str, String); 8] {
    let number = |value: Option<i64>| value.map_or_else(String::new, |value| value.to_string());
    let groups: Vec<_> = effective.groups.iter().map(i64::to_string).collect();
    [
        ("uid", number(effective.uid)),
        ("gid", number(effective.gid)),
        ("groups", groups.join(",")),
        ("capabilities", names(&effective.bounding)),
        ("read-only-root", effective.read_only_root.to_string()),
        ("no-new-privs", (!effective.allow_privilege_escalation).to_string()),
        ("privileged", effective.privileged.to_string()),
        ("seccomp", effective.seccomp.clone()),
    ]
}

fn change(what: &'static str, whose: String, yours: String, reference: String) -> Change {
    let facts = [("whose", whose.as_str()), ("yours", yours.as_str()), ("reference", reference.as_str())];
    let sentence = Sentence::new(format!("compare-{what}"), &facts);
    Change { what, whose, yours, reference, sentence }
}
