//! Our judgement of connections against the oracle's (Kubernetes' own selector code, `netpol --engine plain`)
//! and against an enforcing cluster's.
//!
//! `COFFERDAM_NETPOL_CASES=FILE cargo test --test it netpol_oracle` judges another recording of the same form.

use std::collections::BTreeMap;
use std::io::Read;

use cofferdam::probe::{Endpoint, Port};
use cofferdam::simulate::network::{Input, Network, Party};
use flate2::read::GzDecoder;
use k8s_openapi::api::core::v1::{Namespace, Pod};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde::Deserialize;
use serde_json::{Value, json};

/// One input of the oracle.
#[derive(Deserialize)]
struct Case {
    namespaces: Vec<Value>,
    pods: Vec<CasePod>,
    externals: Option<Vec<std::net::IpAddr>>,
    policies: String,
    ports: Vec<CasePort>,
}

#[derive(Deserialize)]
struct CasePod {
    ns: String,
    name: String,
    labels: BTreeMap<String, String>,
    ip: String,
    ports: Option<Vec<Value>>,
}

#[derive(Deserialize)]
struct CasePort {
    port: u16,
    protocol: String,
}

/// A case with the oracle's answers: one letter a connection, in the oracle's order: `b`oth sides allow,
/// `i`ngress only, `e`gress only, `n`either.
#[derive(Deserialize)]
struct Recorded {
    case: Case,
    answers: String,
}

impl Case {
    fn network(&self) -> Network {
        let namespaces: Vec<Namespace> =
            self.namespaces.iter().map(|ns| read(json!({"metadata": {"name": ns["name"], "labels": ns["labels"]}}))).collect();
        let pods: Vec<Pod> = self.pods.iter().map(CasePod::object).collect();
        let documents = serde_yaml::Deserializer::from_str(&self.policies);
        let policies: Vec<NetworkPolicy> =
            documents.map(|document| Option::<NetworkPolicy>::deserialize(document).unwrap()).collect::<Option<_>>().unwrap_or_default();
        let externals = self.externals.clone().unwrap_or_default();
        Network::new(Input {
            namespaces: &namespaces,
            pods: pods.iter().collect(),
            policies: &policies,
            externals: &externals,
            unenforced: false,
            pod_range: None,
        })
    }

    fn parties(&self, network: &Network) -> Vec<Party> {
        let pods = self.pods.iter().map(|pod| network.pod(&pod.ns, &pod.name).unwrap());
        let externals = self.externals.iter().flatten().map(|address| network.party(&Endpoint::External(*address)).unwrap());
        pods.chain(externals).collect()
    }

    fn ports(&self) -> Vec<Port> {
        self.ports.iter().map(|port| format!("{}/{}", port.port, port.protocol).parse().unwrap()).collect()
    }
}

impl CasePod {
    fn object(&self) -> Pod {
        let ports = self.ports.iter().flatten().map(|p| json!({"name": p["name"], "containerPort": p["port"], "protocol": p["protocol"]}));
        read(json!({
            "metadata": {"name": self.name, "namespace": self.ns, "labels": self.labels},
            "spec": {"containers": [{"name": "c", "ports": ports.collect::<Vec<_>>()}]},
            "status": {"podIP": self.ip},
        }))
    }
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn recordings() -> String {
    let mut text = String::new();
    match std::env::var("COFFERDAM_NETPOL_CASES") {
        Ok(file) => GzDecoder::new(std::fs::File::open(file).unwrap()).read_to_string(&mut text),
        Err(_) => GzDecoder::new(&include_bytes!("../oracle/netpol.jsonl.gz")[..]).read_to_string(&mut text),
    }
    .unwrap();
    text
}

#[test]
fn every_connection_is_judged_as_the_oracle_does() {
    let (mut cases, mut connections) = (0, 0);
    for line in recordings().lines() {
        let recorded: Recorded = serde_json::from_str(line).unwrap();
        let network = recorded.case.network();
        let (parties, ports) = (recorded.case.parties(&network), recorded.case.ports());
        let mut answers = recorded.answers.chars();
        cases += 1;
        for src in &parties {
            for dst in &parties {
                let external = |party: &Party| matches!(network.endpoint(*party), Endpoint::External(_));
                if external(src) && external(dst) {
                    continue;
                }
                for port in &ports {
                    let wanted = answers.next().unwrap();
                    connections += 1;
                    let ours = network.decide(*src, *dst, *port);
                    let told = network.explain(*src, *dst, *port);
                    assert_eq!((ours.ingress, ours.egress), (told.ingress.allowed(), told.egress.allowed()));
                    // The oracle judges a Pod's way to itself like any other; Kubernetes never closes it.
                    let wanted = if src == dst { 'b' } else { wanted };
                    let got = match (ours.ingress, ours.egress) {
                        (true, true) => 'b',
                        (true, false) => 'i',
                        (false, true) => 'e',
                        (false, false) => 'n',
                    };
                    assert_eq!(
                        got,
                        wanted,
                        "case {cases}: {:?} → {:?} on {port}: {told:?}",
                        network.endpoint(*src),
                        network.endpoint(*dst)
                    );
                }
            }
        }
        assert_eq!(answers.next(), None);
    }
    println!("{cases} cases, {connections} connections");
    assert!(cases >= 1000 && connections > 100_000);
}

/// 57 random worlds on a Kubernetes 1.35.4 cluster, recorded 2026-11-21.
#[test]
fn every_random_connection_is_judged_as_the_cluster_did() {
    #[derive(Deserialize)]
    struct World {
        id: String,
        case: Case,
        flows: Vec<Observed>,
    }
    #[derive(Deserialize)]
    struct Observed {
        src: String,
        dst: String,
        port: u16,
        observed: String,
    }
    let text = crate::recording::unpacked(include_bytes!("../observed/network-random.json.gz"));
    let worlds: Vec<World> = serde_json::from_str(&text).unwrap();
    let mut connections = 0;
    for world in &worlds {
        let network = world.case.network();
        let pod = |key: &str| key.split_once('/').and_then(|(ns, name)| network.pod(ns, name)).unwrap();
        for seen in &world.flows {
            let port = seen.port.to_string().parse().unwrap();
            let ours = network.decide(pod(&seen.src), pod(&seen.dst), port).allowed();
            assert_eq!(ours, seen.observed == "open", "{}: {} → {} on {port}", world.id, seen.src, seen.dst);
            connections += 1;
        }
    }
    assert_eq!((worlds.len(), connections), (57, 9896));
}
