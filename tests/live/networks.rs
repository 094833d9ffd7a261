//! Random networks: Pods, Services and policies in two namespaces; every connection ends on the cluster as in the simulation.
//!
//! `COFFERDAM_NETWORKS=N` plays N of them (`COFFERDAM_SEED` chooses which), in namespaces `net-*` that are taken away again.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use cofferdam::kubectl;
use cofferdam::probe::{CHOOSES, Class, Observation, Probe, Target, classify_command};
use cofferdam::simulate;
use cofferdam::text::SourceFile;
use cofferdam::world::{Denied, Facts, World};
use serde_json::{Value, json};

use crate::cluster::{Cluster, list};
use crate::dice::Dice;

/// So many networks side by side.
const ABREAST: usize = 3;
/// What is different may still change: policies come into force a moment after they are stored.
const LOOKS: usize = 4;

/// Plays `count` networks and fails with every difference.
pub fn compare(count: usize, seed: u64, kubeconfig: &Path) {
    let (numbers, found) = (Mutex::new(0..count), Mutex::new((0, Vec::new())));
    std::thread::scope(|scope| {
        for _ in 0..ABREAST {
            scope.spawn(|| {
                while let Some(number) = { numbers.lock().unwrap().next() } {
                    let (tried, differences) = Played::new(seed, number).differences(kubeconfig);
                    println!("network {seed}-{number}: {tried} connections, {} differences", differences.len());
                    let mut found = found.lock().unwrap();
                    found.0 += tried;
                    found.1.extend(differences);
                }
            });
        }
    });
    let (tried, differences) = found.into_inner().unwrap();
    println!("{count} random networks of seed {seed}: {tried} connections, {} differences", differences.len());
    assert!(differences.is_empty(), "simulated and observed differ:\n{}", differences.join("\n"));
}

/// A network, and what is tried in it.
struct Played {
    namespaces: [String; 2],
    objects: Vec<Value>,
    pods: Vec<Value>,
    services: Vec<Value>,
}

/// One connection: from a Pod, to a Pod's address or a Service's name.
struct Attempt {
    source: usize,
    /// The Pod whose address is used, or a host name.
    to: Result<usize, String>,
    port: u16,
}

impl Played {
    fn new(seed: u64, number: usize) -> Self {
        let dice = &mut Dice::new(seed, number);
        let namespaces = ["a", "b"].map(|name| format!("net-{seed}-{number}-{name}"));
        let pods: Vec<_> = (0..4 + dice.below(3)).map(|n| pod(dice, &namespaces, &format!("p{n}"))).collect();
        let services: Vec<_> = (0..1 + dice.below(3)).map(|n| service(dice, &namespaces, &format!("s{n}"))).collect();
        let policies = (0..1 + dice.below(4)).map(|n| policy(dice, &namespaces, &format!("n{n}")));
        let of_namespaces = namespaces
            .iter()
            .zip(["prod", "dev"])
            .map(|(name, env)| json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": {"env": env}}}));
        let objects = of_namespaces.chain(services.iter().cloned()).chain(policies).chain(pods.iter().cloned()).collect();
        Self { namespaces, objects, pods, services }
    }

    /// How many connections were made, and those that ended otherwise than simulated.
    fn differences(&self, kubeconfig: &Path) -> (usize, Vec<String>) {
        let clusters = self.namespaces.each_ref().map(|namespace| Cluster { kubeconfig, namespace: namespace.clone() });
        for cluster in &clusters {
            // kubectl with a namespace takes no object of another.
            let own = |object: &&Value| [key(object).0, key(object).1].contains(&cluster.namespace.as_str());
            let applied = cluster.run(&["apply", "-f", "-"], &list(&self.objects.iter().filter(own).cloned().collect::<Vec<_>>()));
            if applied.code != 0 {
                return (0, vec![format!("not applied: {}", applied.err)]);
            }
        }
        clusters.iter().for_each(Cluster::settle);
        let addresses: BTreeMap<_, _> = clusters.iter().flat_map(addresses).collect();
        let world = self.simulated();
        let attempts: Vec<_> = self.attempts();
        let predicted: Vec<_> = attempts.iter().map(|attempt| self.predict(&world, attempt)).collect();
        let mut open: Vec<_> = (0..attempts.len()).filter(|n| predicted[*n].class != Class::NotSimulated).collect();
        let tried = open.len();
        let mut said = Vec::new();
        for look in 0..LOOKS {
            std::thread::sleep(Duration::from_secs(if look == 0 { 1 } else { 4 }));
            said = self.observe(&clusters, &addresses, &attempts, &open);
            open = said.iter().filter(|(n, class, _)| !may_be(&predicted[*n], class)).map(|(n, ..)| *n).collect();
            if open.is_empty() {
                break;
            }
        }
        let differences = said.iter().filter(|(n, ..)| open.contains(n)).map(|(n, class, text)| {
            let Attempt { source, to, port } = &attempts[*n];
            let to = to.as_ref().map_or_else(Clone::clone, |pod| key(&self.pods[*pod]).1.to_owned());
            format!(
                "{} to {to} {port}: simulated {}, observed {class} ({text})\n{}",
                key(&self.pods[*source]).1,
                predicted[*n].class,
                self.text()
            )
        });
        let differences = differences.collect();
        for namespace in &self.namespaces {
            clusters[0].run(&["delete", "namespace", namespace, "--wait=false"], "");
        }
        (tried, differences)
    }

    fn text(&self) -> String {
        self.objects.iter().map(|object| format!("    {object}\n")).collect()
    }

    fn simulated(&self) -> World {
        let mut facts = Facts::parse(&SourceFile::new("world.yaml", include_str!("../oracle/world.yaml"))).unwrap();
        // Where the recordings saw packets vanish, kube-proxy refuses today.
        facts.network.no_endpoints = Denied::Refused;
        let mut world = World { facts, ..World::default() };
        let applied = kubectl::run(&mut world, &[], &["apply", "-f", "-"].map(str::to_owned), &list(&self.objects));
        assert_eq!(applied.exit, 0, "{}", applied.stderr);
        world
    }

    /// From every Pod with `nc` to every other Pod by address, and to every Service by name that does not lead back to it.
    fn attempts(&self) -> Vec<Attempt> {
        let mut attempts = Vec::new();
        let sources = (0..self.pods.len()).filter(|n| self.pods[*n]["spec"]["containers"][0]["image"] == "busybox:1.28");
        for source in sources {
            for other in (0..self.pods.len()).filter(|other| *other != source) {
                attempts.extend([8080, 9090, 6379].map(|port| Attempt { source, to: Ok(other), port }));
            }
            for service in &self.services {
                let ((namespace, name), (own, _)) = (key(service), key(&self.pods[source]));
                let selects = namespace == own && service["spec"]["selector"]["app"] == self.pods[source]["metadata"]["labels"]["app"];
                if !selects {
                    let host = if namespace == own { name.to_owned() } else { format!("{name}.{namespace}") };
                    attempts.extend([80, 8080].map(|port| Attempt { source, to: Err(host.clone()), port }));
                }
            }
        }
        attempts
    }

    fn predict(&self, world: &World, attempt: &Attempt) -> Observation {
        let host = match &attempt.to {
            Ok(pod) => {
                let (namespace, name) = key(&self.pods[*pod]);
                let args = ["-n", namespace, "get", "pod", name, "-o", "jsonpath={.status.podIP}"].map(str::to_owned);
                kubectl::run(&mut world.clone(), &[], &args, "").stdout
            }
            Err(host) => host.clone(),
        };
        let (namespace, pod) = key(&self.pods[attempt.source]);
        let target = Target { namespace: namespace.into(), pod: pod.into(), container: Some("c".into()) };
        let command = ["nc", "-zv", "-w", "2", &host, &attempt.port.to_string()].map(str::to_owned).to_vec();
        simulate::observe(world, &Probe::Exec { target, command })
    }

    /// What came of the attempts in `open`: all of one Pod side by side.
    fn observe(
        &self,
        clusters: &[Cluster<'_>; 2],
        addresses: &BTreeMap<String, String>,
        attempts: &[Attempt],
        open: &[usize],
    ) -> Vec<(usize, Class, String)> {
        let mut scripts: BTreeMap<usize, String> = BTreeMap::new();
        for number in open {
            let Attempt { source, to, port } = &attempts[*number];
            let host = match to {
                Ok(pod) => addresses.get(&full_name(&self.pods[*pod])).cloned().unwrap_or_default(),
                Err(host) => host.clone(),
            };
            let line = format!("{{ said=$(nc -zv -w 2 {host} {port} 2>&1); echo {number} $? $said; }} &\n");
            scripts.entry(*source).or_default().push_str(&line);
        }
        let mut outcomes = Vec::new();
        for (source, script) in scripts {
            let (namespace, pod) = key(&self.pods[source]);
            let cluster = clusters.iter().find(|cluster| cluster.namespace == namespace).unwrap();
            let said = cluster.run(&["exec", pod, "-c", "c", "--", "sh", "-c", &format!("{script}wait")], "");
            outcomes.extend(said.out.lines().filter_map(|line| {
                let mut words = line.splitn(3, ' ');
                let (number, exit) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
                let text = words.next().unwrap_or_default();
                Some((number, classify_command(&["nc".to_owned()], exit, "", text), text.to_owned()))
            }));
        }
        outcomes
    }
}

/// Whether a simulated connection may end like this. A Service takes any of its Pods.
fn may_be(predicted: &Observation, class: &Class) -> bool {
    let chosen = predicted.trace.iter().find(|step| step.id == CHOOSES);
    let answers = chosen.and_then(|step| step.args.iter().find(|(name, _)| *name == "answers"));
    predicted.class == *class || answers.is_some_and(|(_, answers)| answers.split(", ").any(|answer| answer == class.to_string()))
}

fn key(object: &Value) -> (&str, &str) {
    let metadata = &object["metadata"];
    (metadata["namespace"].as_str().unwrap_or_default(), metadata["name"].as_str().unwrap_or_default())
}

fn full_name(object: &Value) -> String {
    let (namespace, name) = key(object);
    format!("{namespace}/{name}")
}

fn addresses(cluster: &Cluster<'_>) -> Vec<(String, String)> {
    let pods: Value = serde_json::from_str(&cluster.run(&["get", "pods", "-o", "json"], "").out).unwrap_or_default();
    let address = |pod: &Value| (full_name(pod), pod["status"]["podIP"].as_str().unwrap_or_default().to_owned());
    pods["items"].as_array().into_iter().flatten().map(address).collect()
}

const APPS: [&str; 3] = ["api", "web", "db"];

fn pod(dice: &mut Dice, namespaces: &[String; 2], name: &str) -> Value {
    let mut labels = json!({"app": dice.of(&APPS)});
    dice.maybe(40, &mut labels, "tier", &[json!("front"), json!("back")]);
    let serves = |port: u16| json!(["nc", "-lk", "-p", port.to_string(), "-e", "true"]);
    let mut first = json!({"name": "c", "image": "busybox:1.28", "command": ["sleep", "3600"]});
    match dice.below(10) {
        0 => first = json!({"name": "c", "image": "redis:8", "ports": [{"name": "http", "containerPort": 6379}]}),
        1..=5 => {
            first["command"] = serves(8080);
            dice.maybe(60, &mut first, "ports", &[json!([{"name": "http", "containerPort": 8080}])]);
        }
        _ => {}
    }
    let mut containers = vec![first];
    if dice.chance(25) {
        containers.push(
            json!({"name": "d", "image": "busybox:1.28", "command": serves(9090), "ports": [{"name": "metrics", "containerPort": 9090}]}),
        );
    }
    let mut spec = json!({"containers": containers, "terminationGracePeriodSeconds": 0, "automountServiceAccountToken": false});
    dice.maybe(20, &mut spec, "initContainers", &[json!([{"name": "i", "image": "busybox:1.28", "command": ["true"]}])]);
    json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": dice.of(namespaces), "labels": labels}, "spec": spec})
}

fn service(dice: &mut Dice, namespaces: &[String; 2], name: &str) -> Value {
    let target = dice.of(&[json!(8080), json!(8080), json!("http"), json!(9090), json!(6379)]);
    let mut spec = json!({"selector": {"app": dice.of(&APPS)}, "ports": [{"port": 80, "targetPort": target}]});
    dice.maybe(20, &mut spec, "clusterIP", &[json!("None")]);
    json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "namespace": dice.of(namespaces)}, "spec": spec})
}

fn selector(dice: &mut Dice) -> Value {
    match dice.below(6) {
        0 => json!({}),
        1 => json!({"matchExpressions": [{"key": "app", "operator": "NotIn", "values": [dice.of(&APPS)]}]}),
        2 => json!({"matchExpressions": [{"key": "tier", "operator": dice.of(&["Exists", "DoesNotExist"])}]}),
        _ => json!({"matchLabels": {"app": dice.of(&APPS)}}),
    }
}

fn policy(dice: &mut Dice, namespaces: &[String; 2], name: &str) -> Value {
    let mut spec = json!({"podSelector": selector(dice)});
    let types = dice.of(&[vec!["Ingress"], vec!["Ingress"], vec!["Egress"], vec!["Ingress", "Egress"]]);
    for (kind, field, peers) in [("Ingress", "ingress", "from"), ("Egress", "egress", "to")] {
        if types.contains(&kind) {
            let mut rules: Vec<_> = (0..dice.below(3)).map(|_| rule(dice, namespaces, peers)).collect();
            if kind == "Egress" && dice.chance(75) {
                rules.push(json!({"ports": [{"port": 53, "protocol": "UDP"}]}));
            }
            spec[field] = rules.into();
        }
    }
    spec["policyTypes"] = json!(types);
    let metadata = json!({"name": name, "namespace": dice.of(namespaces)});
    json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata, "spec": spec})
}

fn rule(dice: &mut Dice, namespaces: &[String; 2], peers: &str) -> Value {
    let mut rule = json!({});
    if dice.chance(85) {
        rule[peers] = (0..1 + dice.below(2)).map(|_| peer(dice, namespaces)).collect();
    }
    let ports = [
        json!([{"port": 8080}]),
        json!([{"port": "http"}]),
        json!([{"port": 9090}, {"port": 6379}]),
        json!([{"port": 8000, "endPort": 9000}]),
        json!([{"port": 8080, "protocol": "UDP"}]),
        json!([{"protocol": "TCP"}]),
    ];
    dice.maybe(60, &mut rule, "ports", &ports);
    rule
}

fn peer(dice: &mut Dice, namespaces: &[String; 2]) -> Value {
    let of_namespace = match dice.below(3) {
        0 => json!({}),
        1 => json!({"matchLabels": {"env": dice.of(&["prod", "dev"])}}),
        _ => json!({"matchLabels": {"kubernetes.io/metadata.name": dice.of(namespaces)}}),
    };
    match dice.below(7) {
        0 => json!({"ipBlock": {"cidr": "0.0.0.0/0"}}),
        1 => json!({"ipBlock": {"cidr": "0.0.0.0/0", "except": ["10.244.0.0/16"]}}),
        2 => json!({"namespaceSelector": of_namespace}),
        3 | 4 => json!({"namespaceSelector": of_namespace, "podSelector": selector(dice)}),
        _ => json!({"podSelector": selector(dice)}),
    }
}
