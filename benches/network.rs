//! The network's promises: a million questions a second, a small truth table in a blink, a large cluster
//! indexed in two seconds, and growth in proportion. `cargo bench --bench network`.

use cofferdam::probe::Port;
use cofferdam::simulate::network::{Input, Network, Party};
use divan::{Bencher, counter::ItemsCount};
use k8s_openapi::api::core::v1::{Namespace, Pod};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::{Value, json};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// The whole size: 25 000 namespaces with four Pods and three policies each.
const NAMESPACES: usize = 25_000;
const PORT: Port = Port { number: 6379, protocol: cofferdam::probe::Protocol::Tcp };

struct Cluster {
    namespaces: Vec<Namespace>,
    pods: Vec<Pod>,
    policies: Vec<NetworkPolicy>,
}

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("the generator writes valid objects")
}

fn cluster(namespaces: usize) -> Cluster {
    let mut made = Cluster { namespaces: Vec::new(), pods: Vec::new(), policies: Vec::new() };
    for n in 0..namespaces {
        let ns = format!("ns{n}");
        made.namespaces.push(read(json!({"metadata": {"name": ns, "labels": {"env": (if n % 3 == 0 { "prod" } else { "dev" })}}})));
        for (p, role) in ["web", "api", "db", "cache"].iter().enumerate() {
            made.pods.push(read(json!({
                "metadata": {"name": format!("{role}-{p}"), "namespace": ns, "labels": {"role": role, "team": format!("t{}", n % 50)}},
                "spec": {"containers": [{"name": "c", "ports": [{"name": "redis", "containerPort": 6379}]}]},
            })));
        }
        let policy = |name: &str, spec: Value| read(json!({"metadata": {"name": name, "namespace": ns}, "spec": spec}));
        made.policies.push(policy("deny", json!({"podSelector": {}, "policyTypes": ["Ingress", "Egress"]})));
        made.policies.push(policy(
            "db",
            json!({"podSelector": {"matchLabels": {"role": "db"}}, "policyTypes": ["Ingress"], "ingress": [
            {"from": [{"podSelector": {"matchLabels": {"role": "api"}}},
                      {"namespaceSelector": {"matchLabels": {"env": "prod"}}, "podSelector": {"matchExpressions": [{"key": "role", "operator": "In", "values": ["api", "web"]}]}}],
             "ports": [{"port": "redis"}, {"port": 9000, "endPort": 9100}]},
            {"from": [{"ipBlock": {"cidr": "192.168.0.0/16", "except": ["192.168.6.0/24"]}}]}]}),
        ));
        made.policies.push(policy(
            "out",
            json!({"podSelector": {"matchExpressions": [{"key": "role", "operator": "NotIn", "values": ["cache"]}]}, "policyTypes": ["Egress"], "egress": [
            {"to": [{"podSelector": {}}]}, {"ports": [{"port": 53, "protocol": "UDP"}, {"port": 53}]}]}),
        ));
    }
    made
}

fn index(cluster: &Cluster) -> Network {
    Network::new(Input {
        namespaces: &cluster.namespaces,
        pods: cluster.pods.iter().collect(),
        policies: &cluster.policies,
        ..Input::default()
    })
}

/// Growth at 1, 10 and 100 %.
#[divan::bench(args = [1, 10, 100], sample_count = 5)]
fn index_percent(bencher: Bencher, percent: usize) {
    let cluster = cluster(NAMESPACES * percent / 100);
    bencher.counter(ItemsCount::new(cluster.pods.len())).bench_local(|| index(&cluster));
}

/// 100 000 questions, near and far alike, in a cluster of each size.
#[divan::bench(args = [1, 10, 100], sample_count = 10)]
fn query_percent(bencher: Bencher, percent: usize) {
    let network = index(&cluster(NAMESPACES * percent / 100));
    let parties = network.parties();
    let ask: Vec<(Party, Party)> = (0..100_000usize)
        .map(|i| {
            let src = i.wrapping_mul(7919) % parties.len();
            let dst = if i % 2 == 0 { (src / 4 * 4 + i % 4) % parties.len() } else { i.wrapping_mul(104_729) % parties.len() };
            (parties[src], parties[dst])
        })
        .collect();
    bencher.counter(ItemsCount::new(ask.len())).bench_local(|| ask.iter().filter(|(s, d)| network.decide(*s, *d, PORT).allowed()).count());
}

/// Build and judge every pair of nine Pods on three ports, reasons included.
#[divan::bench]
fn truth_table_of_nine(bencher: Bencher) {
    let mut cluster = cluster(3);
    cluster.pods.retain(|pod| pod.metadata.name.as_deref() != Some("cache-3"));
    let ports = ["6379", "80", "53/UDP"].map(|port| port.parse().expect("a port"));
    bencher.bench_local(|| index(&cluster).flows(&ports));
}

/// One namespace with thousands of policies, each for its own Pod: growth must stay linear.
#[divan::bench(args = [100, 1_000, 10_000], sample_count = 5)]
fn crowded_namespace(bencher: Bencher, size: usize) {
    let pods: Vec<Pod> = (0..size)
        .map(|n| read(json!({"metadata": {"name": format!("p{n}"), "namespace": "one", "labels": {"app": format!("a{n}")}}, "spec": {"containers": []}})))
        .collect();
    let policies: Vec<NetworkPolicy> = (0..size)
        .map(|n| read(json!({"metadata": {"name": format!("n{n}"), "namespace": "one"}, "spec": {"podSelector": {"matchLabels": {"app": format!("a{n}")}}}})))
        .collect();
    bencher
        .counter(ItemsCount::new(size))
        .bench_local(|| Network::new(Input { pods: pods.iter().collect(), policies: &policies, ..Input::default() }));
}
