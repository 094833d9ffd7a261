//! Connections of a real cluster (Kubernetes 1.35.4, recorded 2026-11-21), tried again in the simulated one.

use std::collections::BTreeMap;
use std::sync::Arc;

use cofferdam::object::Object;
use cofferdam::probe::{Class, Port};
use cofferdam::simulate::network::{PodState, Wiring};
use cofferdam::simulate::pods;
use cofferdam::world::{Denied, Outside, World};
use k8s_openapi::api::core::v1::Pod;
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde::Deserialize;
use serde_json::Value;

/// Entries in which the cluster's enforcer was wrong: a port name that no container has opened every port to the given
/// peers (kube-router's controller, 2026-11-21; the oracle and the API documentation say otherwise).
pub const ENFORCER_WRONG: &str = "E13-wrong-name";

#[derive(Deserialize)]
pub struct Entry {
    pub id: String,
    pub manifests: String,
    pub context: Value,
    pub probe: Option<Value>,
    pub observed: Value,
}

pub fn entries() -> Vec<Entry> {
    serde_json::from_str(&crate::recording::unpacked(include_bytes!("../observed/network.json.gz"))).unwrap()
}

pub fn objects(manifests: &str, namespace: &str) -> Vec<Object> {
    let documents = serde_yaml::Deserializer::from_str(manifests).filter_map(|document| Option::<Value>::deserialize(document).unwrap());
    let mut objects: Vec<_> = documents.filter_map(Object::from_value).collect();
    for object in objects.iter_mut().filter(|object| object.kind != "Namespace" && object.namespace.is_none()) {
        object.namespace = Some(namespace.to_owned());
        object.value["metadata"]["namespace"] = namespace.into();
    }
    objects
}

/// The world `W1-world`, with the ports its containers listen on.
pub fn world(entries: &[Entry]) -> World {
    let mut world = World::default();
    let home = entries.iter().find(|entry| entry.id == "W1-world").unwrap();
    for object in objects(&home.manifests, "default") {
        world.store.insert(object);
    }
    world.facts.network.no_endpoints = Denied::Timeout;
    let ports = |numbers: &[u16]| numbers.iter().map(|number| number.to_string().parse::<Port>().unwrap()).collect::<Vec<_>>();
    world.facts.outside = home.context["outside"]
        .as_array()
        .unwrap()
        .iter()
        .map(|ip| Outside { name: String::new(), ip: ip.as_str().unwrap().parse().unwrap(), ports: ports(&[80, 443]) })
        .collect();
    world
}

/// What each Pod's command opens.
fn state(pod: &Pod) -> PodState {
    let listens: &[u16] = match (pod.metadata.name.as_deref().unwrap(), pod.spec.as_ref().unwrap().containers.len()) {
        ("db-pod" | "db-2", 2) => &[6379, 9121],
        ("db-pod" | "dbv1", _) => &[6379],
        ("dbv2", _) => &[6380],
        ("range", _) => &[6378, 6379, 6380, 6381, 6382],
        _ => &[8080],
    };
    PodState { ready: true, listens: listens.iter().map(|number| number.to_string().parse().unwrap()).collect(), silent: false }
}

#[test]
fn every_recorded_connection_ends_as_it_did() {
    let entries = entries();
    let home = world(&entries);
    let (mut counts, mut wrong) = (BTreeMap::<String, usize>::new(), Vec::new());
    for entry in entries.iter().filter(|entry| entry.context["world"] == "W1-world" && !entry.id.starts_with(ENFORCER_WRONG)) {
        let Some(probe) = &entry.probe else { continue };
        let command: Vec<_> = probe["command"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
        let &["nc", "-z" | "-zv" | "-zvv", "-w", "2", host, port] = command.as_slice() else { panic!("{}: {command:?}", entry.id) };
        let port: Port = port.parse().unwrap();
        let mut world = home.clone();
        for object in objects(&entry.manifests, entry.context["namespace"].as_str().unwrap()) {
            world.store.insert(object);
        }
        let pods: Vec<Pod> = pods(&world).iter().filter_map(|pod| pod.object.typed()).collect();
        let wiring = Wiring::new(&world, pods.into_iter().map(Arc::new).collect(), state);
        // A recorded address is the one the Pod had then.
        let pod = |of: &Value| wiring.pod(of["namespace"].as_str()?, of["pod"].as_str()?);
        let host = match pod(&probe["to"]).filter(|_| host.starts_with("10.244.")) {
            Some(to) => {
                let metadata = &to.metadata;
                let party = wiring.network().pod(metadata.namespace.as_deref().unwrap(), metadata.name.as_deref().unwrap());
                party.unwrap().address().to_string()
            }
            None => host.to_owned(),
        };
        let got = match pod(probe) {
            Some(from) => {
                let connection = wiring.connect(from, &host, port);
                (connection.class, connection.trace)
            }
            None => {
                let Some(outside) = probe["outside"].as_str() else {
                    // The host-network client is not in the world's manifests.
                    assert_eq!(entry.id, "N6-node-local-host-network");
                    continue;
                };
                let (src, dst) = (wiring.network().at(outside.parse().unwrap()), wiring.network().at(host.parse().unwrap()));
                let verdict = wiring.network().explain(src, dst, port);
                (if verdict.allowed() { Class::Open } else { Class::Timeout }, verdict.steps())
            }
        };
        let wanted = entry.observed["class"].as_str().unwrap();
        *counts.entry(wanted.to_owned()).or_default() += 1;
        if got.0.to_string() != wanted {
            wrong.push(format!("{}: {command:?} was {wanted}, ours {}: {:?}", entry.id, got.0, got.1));
        }
    }
    assert!(wrong.is_empty(), "{} of {counts:?}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(counts.values().sum::<usize>() >= 400, "{counts:?}");
}

/// `kubectl describe netpol`, 88 recordings.
#[test]
fn every_recorded_description_is_ours() {
    let mut count = 0;
    for entry in entries() {
        let Some(wanted) = entry.observed["stdout"].as_str().filter(|text| text.starts_with("Name:") && entry.probe.is_none()) else {
            continue;
        };
        let namespace = entry.context["namespace"].as_str().unwrap();
        let policies = objects(&entry.manifests, namespace).into_iter().filter(|object| object.kind == "NetworkPolicy");
        let described: Vec<_> = policies
            .map(|mut object| {
                // The server fills in the default.
                let spec = &mut object.value["spec"];
                if spec["policyTypes"].as_array().is_none_or(Vec::is_empty) {
                    let egress = spec["egress"].as_array().is_some_and(|rules| !rules.is_empty());
                    spec["policyTypes"] = if egress { serde_json::json!(["Ingress", "Egress"]) } else { serde_json::json!(["Ingress"]) };
                }
                cofferdam::simulate::network::describe(&object.typed::<NetworkPolicy>().unwrap())
            })
            .collect();
        assert!(wanted.contains(&described[0]), "{}\n--- recorded\n{wanted}\n--- ours\n{}", entry.id, described[0]);
        assert!(described.iter().all(|ours| wanted.contains(ours)), "{}\n{wanted}\n---\n{described:?}", entry.id);
        count += 1;
    }
    assert!(count > 80, "{count}");
}
