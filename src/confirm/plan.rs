//! What a cluster has to hold and to be asked so that a scenario's predictions can be confirmed.

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde_json::Value;

use super::registry;
use crate::assess;
use crate::content::Scenario;
use crate::object::{self, Object, Request};
use crate::probe::{Observation, Probe};
use crate::text::SourceFile;

/// Namespaces that every cluster has and that are never made, filled or emptied.
pub const SYSTEM: [&str; 4] = ["kube-system", "kube-public", "kube-node-lease", "local-path-storage"];

/// One document of the learner's, as kubectl sends it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The file and the document's number in it.
    pub from: (String, usize),
    /// The JSON of the request, its namespace filled in.
    pub value: Value,
    /// The namespace of the request; `None` for cluster-scoped kinds.
    pub namespace: Option<String>,
    /// Whether the server is predicted to accept it.
    pub accepted: bool,
    /// What it is predicted to say otherwise.
    pub message: String,
}

/// A question and its predicted answer.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The question.
    pub probe: Probe,
    /// The offline judge's answer.
    pub predicted: Observation,
}

/// A scenario with somebody's files, as a cluster plays it.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The scenario's id.
    pub scenario: String,
    /// The namespace of the kubectl context.
    pub namespace: String,
    /// The world's objects, hidden ones included, without what every cluster has itself.
    pub world: Vec<Object>,
    /// The learner's files.
    pub files: Vec<SourceFile>,
    /// What they ask for, in order.
    pub sent: Vec<Sent>,
    /// What is asked.
    pub asked: Vec<Asked>,
    /// Whether the world's network ignores policies, which a cluster that enforces them cannot show.
    pub ignores_policies: bool,
    /// The world's nodes, by name.
    pub nodes: Vec<String>,
    /// Images of registries that only the simulated world has.
    pub only_simulated: BTreeSet<String>,
    /// Addresses outside the cluster, which only the simulated world has.
    pub outside: Vec<IpAddr>,
}

impl Plan {
    /// The plan for these files in this scenario.
    pub fn of(scenario: &Scenario, files: &[SourceFile]) -> Self {
        let predicted = assess::predicted(scenario, files);
        let request = Request { version: *scenario.world.facts.version, namespace: scenario.namespace.clone() };
        let manifests = scenario.manifests(files);
        let decoded = manifests.iter().flat_map(|file| object::decode(file, &request));
        // A Dockerfile's answer is among the others, and nothing of it is sent.
        let answered = predicted.documents.iter().filter(|document| !scenario.is_dockerfile(&document.file));
        let sent = decoded.zip(answered).filter_map(|(decoded, document)| {
            // What kubectl cannot read never becomes a request.
            let value = decoded.sent.is_object().then(|| with_namespace(decoded.sent, document.namespace.as_deref()))?;
            decoded.refusal.as_ref().is_none_or(|refusal| refusal.step > object::Step::Mapping).then(|| Sent {
                from: (document.file.clone(), document.document),
                value,
                namespace: document.namespace.clone(),
                accepted: document.accepted,
                message: document.message.clone().unwrap_or_default(),
            })
        });
        let mut seen = BTreeSet::new();
        let watched = scenario.watches.iter().map(|watch| &watch.probe);
        let probes = watched.chain(predicted.answers.keys()).filter(|probe| seen.insert(*probe));
        let asked = probes.filter_map(|probe| Some(Asked { probe: probe.clone(), predicted: predicted.answers.get(probe)?.clone() }));
        let asked: Vec<_> = asked.collect();
        // An address in a command is one that the simulated world gave: nobody has it on a cluster.
        let commands = asked.iter().filter_map(|asked: &Asked| match &asked.probe {
            Probe::Exec { command, .. } => Some(command),
            _ => None,
        });
        let written: Vec<IpAddr> =
            commands.flatten().filter_map(|word| word.parse().ok()).filter(|ip: &IpAddr| !ip.is_loopback()).collect();
        let sent: Vec<Sent> = sent.collect();
        let world: Vec<_> = scenario.world.store.iter().filter(|object| !is_of_the_cluster(object)).cloned().collect();
        let values = world.iter().map(|object| &object.value).chain(sent.iter().map(|sent| &sent.value));
        Self {
            scenario: scenario.id.clone(),
            namespace: scenario.namespace.clone(),
            ignores_policies: !scenario.world.facts.network.enforces,
            only_simulated: registry::only_simulated(&scenario.world.facts, values),
            nodes: scenario.world.facts.nodes.iter().map(|node| node.name.clone()).collect(),
            world,
            files: files.to_vec(),
            sent,
            asked,
            outside: scenario.world.facts.outside.iter().map(|outside| outside.ip).chain(written).collect(),
        }
    }

    /// Whether network policies decide anything here, so that a cluster has to prove first that it enforces them.
    pub fn needs_policies(&self) -> bool {
        let policy = |kind: Option<&str>| kind == Some("NetworkPolicy");
        let connects = |asked: &Asked| match &asked.probe {
            Probe::Flows { .. } | Probe::Isolation { .. } => true,
            Probe::Exec { command, .. } => is_network_command(command),
            _ => false,
        };
        self.world.iter().any(|object| policy(Some(&object.kind)))
            || self.sent.iter().any(|sent| policy(sent.value.get("kind").and_then(Value::as_str)))
            || self.asked.iter().any(connects)
    }

    /// Every namespace that has to be there before the learner's files are sent.
    pub fn namespaces(&self) -> BTreeSet<String> {
        let declared = self.world.iter().filter(|object| object.kind == "Namespace").map(|object| object.name.clone());
        let used = self.world.iter().filter_map(|object| object.namespace.clone());
        let all = std::iter::once(self.namespace.clone()).chain(declared).chain(used);
        all.filter(|name| !SYSTEM.contains(&name.as_str())).collect()
    }
}

/// Whether a command's answer depends on the network and may change while policies come into force.
pub fn is_network_command(command: &[String]) -> bool {
    const PROGRAMS: [&str; 8] = ["nc", "wget", "curl", "nslookup", "ping", "redis-cli", "getent", "telnet"];
    command.iter().any(|word| word.split_whitespace().any(|word| PROGRAMS.contains(&word)))
}

fn with_namespace(mut value: Value, namespace: Option<&str>) -> Value {
    if let (Some(namespace), Some(metadata)) = (namespace, value.get_mut("metadata").and_then(Value::as_object_mut)) {
        metadata.insert("namespace".into(), namespace.into());
    }
    value
}

/// The cluster's own name service stands in every world and on every cluster already; nothing else goes into its namespaces.
fn is_of_the_cluster(object: &Object) -> bool {
    let namespace = if object.kind == "Namespace" { Some(object.name.as_str()) } else { object.namespace.as_deref() };
    namespace.is_some_and(|namespace| SYSTEM.contains(&namespace))
}
