//! Who reaches whom, tried with `nc`: each pair of Pods on the ports that matter, a new connection every time.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures::StreamExt;
use futures::stream;
use tokio::time::{Instant, sleep};

use super::ClusterError;
use super::link::text;
use super::observe::Observer;
use crate::locale::Sentence;
use crate::probe::{Class, Endpoint, Facts, Flow, Observation, Port, Probe, Protocol, Target, classify_command};

/// So many Pods connect at once.
const ABREAST: usize = 6;
/// No more than so many ports a pair.
const PORTS: usize = 3;
/// How long a difference may last before it is one.
const PATIENCE: Duration = Duration::from_secs(12);

/// Tries the flows of `predicted` that can be tried: TCP, from Pods whose image has `nc`.
pub(super) async fn observe(
    network: Network<'_>,
    ports: &[Port],
    predicted: &Observation,
) -> Result<Result<Observation, Sentence>, ClusterError> {
    let Facts::Flows(all) = &predicted.facts else { return Ok(Err(Sentence::new("confirm-offline-only", &[]))) };
    let addresses = addresses(network, all).await?;
    let ports = tried_ports(ports, all);
    let wanted: Vec<_> = all.iter().filter(|flow| ports.contains(&flow.port) && flow.src != flow.dst).collect();
    let pairs: Vec<Pair<'_>> = wanted
        .into_iter()
        .filter_map(|flow| Some((flow, addresses.get(&end(&flow.src)?)?, addresses.get(&end(&flow.dst)?)?)))
        .filter(|(_, src, dst)| src.has_nc && !dst.address.is_empty())
        .collect();
    if pairs.is_empty() {
        return Ok(Err(Sentence::new("confirm-no-nc", &[])));
    }
    let begun = Instant::now();
    let mut known: BTreeMap<usize, bool> = BTreeMap::new();
    loop {
        let open: Vec<_> = (0..pairs.len()).filter(|index| known.get(index) != Some(&pairs[*index].0.allowed())).collect();
        if open.is_empty() || begun.elapsed() > PATIENCE {
            break;
        }
        if !known.is_empty() {
            sleep(Duration::from_millis(700)).await;
        }
        let mut by_source: BTreeMap<&Target, Vec<usize>> = BTreeMap::new();
        open.iter().for_each(|index| by_source.entry(&pairs[*index].1.target).or_default().push(*index));
        let tries = by_source.into_iter().map(|(source, indices)| connect(network, source, indices, &pairs));
        let answers: Vec<_> = stream::iter(tries).buffer_unordered(ABREAST).collect().await;
        for answer in answers {
            known.extend(answer?);
        }
    }
    let flows = known.into_iter().map(|(index, allowed)| Flow { ingress: allowed, egress: allowed, ..pairs[index].0.clone() });
    Ok(Ok(Observation { facts: Facts::Flows(flows.collect()), ..Observation::of(predicted.class.clone()) }))
}

/// A cluster's network, as those ask who are in it.
#[derive(Clone, Copy)]
pub(super) struct Network<'a> {
    pub observer: Observer<'a>,
    /// Whether its policies refuse connections instead of dropping them.
    pub refuses: bool,
}

/// A flow, and the Pods at its ends.
type Pair<'p> = (&'p Flow, &'p Pod, &'p Pod);

/// A Pod as connections need it.
struct Pod {
    target: Target,
    address: String,
    has_nc: bool,
}

fn end(endpoint: &Endpoint) -> Option<(String, String)> {
    match endpoint {
        Endpoint::Pod { namespace, name } => Some((namespace.clone(), name.clone())),
        Endpoint::External(_) => None,
    }
}

/// The Pods among the targets of the predicted flows.
fn pods_of(flows: &[Flow]) -> BTreeSet<(String, String)> {
    flows.iter().flat_map(|flow| [&flow.src, &flow.dst]).filter_map(end).collect()
}

/// The ports of the task, else those with the fewest: TCP alone, since nobody can tell a dropped datagram from an ignored one.
fn tried_ports(asked: &[Port], flows: &[Flow]) -> BTreeSet<Port> {
    let all: BTreeSet<_> = flows.iter().map(|flow| flow.port).collect();
    let from = if asked.is_empty() { all } else { asked.iter().copied().collect() };
    from.into_iter().filter(|port| port.protocol == Protocol::Tcp).take(PORTS).collect()
}

async fn addresses(network: Network<'_>, flows: &[Flow]) -> Result<BTreeMap<(String, String), Pod>, ClusterError> {
    let mut found = BTreeMap::new();
    for (namespace, name) in pods_of(flows) {
        let mut target = Target { namespace: namespace.clone(), pod: name.clone(), container: None };
        let Some(pod) = network.observer.pod(&target).await? else { continue };
        let address = pod.status.as_ref().and_then(|status| status.pod_ip.clone()).unwrap_or_default();
        let containers = pod.spec.iter().flat_map(|spec| &spec.containers);
        let busybox = containers.into_iter().find(|container| container.image.as_deref().unwrap_or_default().contains("busybox"));
        target.container = busybox.map(|container| container.name.clone());
        let has_nc = target.container.is_some();
        found.insert((namespace, name), Pod { target, address, has_nc });
    }
    Ok(found)
}

/// Which connections of one Pod policies let through; those of which that cannot be told are left out. All are made side
/// by side by one command, so that forbidden ones are waited for together.
async fn connect(
    network: Network<'_>,
    source: &Target,
    indices: Vec<usize>,
    pairs: &[Pair<'_>],
) -> Result<BTreeMap<usize, bool>, ClusterError> {
    let ends = indices.iter().map(|index| (*index, pairs[*index].2.address.as_str(), pairs[*index].0.port.number));
    let command = ["sh".to_owned(), "-c".to_owned(), script(ends)];
    let Ok(ended) = network.observer.exec(source, &command).await? else { return Ok(BTreeMap::new()) };
    let mut known = BTreeMap::new();
    for (index, class) in outcomes(&ended.stdout).into_iter().filter(|(index, _)| indices.contains(index)) {
        let (flow, _, dst) = &pairs[index];
        let allowed = match class {
            Class::Open => Some(true),
            Class::Timeout => Some(false),
            Class::Refused if !network.refuses => Some(true),
            Class::Refused => listens(network, &dst.target, flow.port.number).await?.map(|listens| !listens).filter(|allowed| !allowed),
            _ => None,
        };
        known.extend(allowed.map(|allowed| (index, allowed)));
    }
    Ok(known)
}

/// One line of output for each connection: its number, the exit code of `nc`, and what it said.
fn script<'e>(ends: impl Iterator<Item = (usize, &'e str, u16)>) -> String {
    let tries = ends.map(|(index, address, port)| format!("{{ said=$(nc -zv -w 2 {address} {port} 2>&1); echo {index} $? $said; }} &"));
    tries.chain(["wait".to_owned()]).collect::<Vec<_>>().join("\n")
}

fn outcomes(output: &str) -> Vec<(usize, Class)> {
    let line = |line: &str| {
        let mut words = line.splitn(3, ' ');
        let (index, exit) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        Some((index, classify_command(&["nc".to_owned()], exit, "", words.next().unwrap_or_default())))
    };
    output.lines().filter_map(line).collect()
}

/// Whether a process in the Pod listens on the TCP port, from the kernel's table; `None` where it cannot be read.
async fn listens(network: Network<'_>, target: &Target, port: u16) -> Result<Option<bool>, ClusterError> {
    let command = ["cat", "/proc/net/tcp", "/proc/net/tcp6"].map(str::to_owned);
    let Ok(ended) = network.observer.exec(target, &command).await? else { return Ok(None) };
    Ok(Some(is_listening(&ended.stdout, port)))
}

/// Rows of `/proc/net/tcp` (proc(5)): the local address in hexadecimal, then the peer's, then the state; 0A listens.
fn is_listening(table: &str, port: u16) -> bool {
    table.lines().any(|line| {
        let words: Vec<_> = line.split_whitespace().collect();
        let (Some(local), Some(&"0A")) = (words.get(1), words.get(3)) else { return false };
        let Some((address, number)) = local.rsplit_once(':') else { return false };
        // Loopback alone is nobody's business but the Pod's.
        address != "0100007F" && u16::from_str_radix(number, 16) == Ok(port)
    })
}

/// Tells a refusal by a policy from a port where nobody listens, on clusters that refuse instead of dropping.
pub(super) async fn refused_by_policy(network: Network<'_>, probe: &Probe, answer: Observation) -> Result<Observation, ClusterError> {
    let Probe::Exec { target, command } = probe else { return Ok(answer) };
    if answer.class != Class::Refused || !network.refuses {
        return Ok(answer);
    }
    let [.., host, port] = command.as_slice() else { return Ok(answer) };
    let Ok(port) = port.parse::<u16>() else { return Ok(answer) };
    let blocked = match behind(network, &target.namespace, host, port).await? {
        Some((pod, port)) => listens(network, &pod, port).await?.unwrap_or(false),
        None => false,
    };
    Ok(if blocked { Observation { class: Class::Timeout, ..answer } } else { answer })
}

/// The Pod and port behind a Service's name, or behind an address.
async fn behind(network: Network<'_>, namespace: &str, host: &str, port: u16) -> Result<Option<(Target, u16)>, ClusterError> {
    let mut labels = host.split('.');
    let service = labels.next().unwrap_or_default();
    let namespace = labels.next().unwrap_or(namespace);
    let real = network.observer.names.real(namespace);
    let slices =
        format!("/apis/discovery.k8s.io/v1/namespaces/{real}/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3D{service}");
    for slice in network.observer.link.list(&slices).await? {
        let pod = text(&slice, "/endpoints/0/targetRef/name").to_owned();
        let to = slice.pointer("/ports/0/port").and_then(serde_json::Value::as_u64).and_then(|port| u16::try_from(port).ok());
        if !pod.is_empty() {
            let target = Target { namespace: namespace.to_owned(), pod, container: None };
            return Ok(Some((target, to.unwrap_or(port))));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::{Class, is_listening, outcomes, script};

    #[test]
    fn the_connections_of_a_pod_are_one_command() {
        let text = script([(0, "10.0.0.1", 80), (7, "10.0.0.2", 6379)].into_iter());
        assert!(text.lines().nth(1).unwrap().starts_with("{ said=$(nc -zv -w 2 10.0.0.2 6379 2>&1); echo 7 $? "), "{text}");
        let output = "7 1 nc: 10.0.0.2 (10.0.0.2:6379): Connection timed out\n0 0 10.0.0.1 (10.0.0.1:80) open\n3 1\n4 1 nc: broken\n";
        let wanted = [(7, Class::Timeout), (0, Class::Open), (3, Class::Refused), (4, Class::Other)];
        assert_eq!(outcomes(output), wanted);
    }

    #[test]
    fn the_kernels_table_tells_who_listens() {
        let table = "  sl  local_address rem_address   st\n   0: 00000000:18EB 00000000:0000 0A 00000000\n   1: 0100007F:1F90 00000000:0000 0A 0\n   2: 00000000:0050 00000000:0000 01 0\n";
        assert!(is_listening(table, 6379));
        assert!(!is_listening(table, 8080) && !is_listening(table, 80));
    }
}
