//! Namespaces and Pods as the policies see them: labels, addresses, named ports.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::{Container, Pod};

use super::label::{Labels, Symbol, Symbols};
use crate::probe::{Port, Protocol};

/// A namespace with what it holds.
#[derive(Clone, Debug)]
pub(super) struct NamespaceEntry {
    pub name: Box<str>,
    pub labels: Labels,
    /// Its Pods: a range of the Pod table.
    pub pods: std::ops::Range<u32>,
    /// Its policies: a range of the policy table.
    pub policies: std::ops::Range<u32>,
}

/// A Pod that takes part in the network.
#[derive(Clone, Debug)]
pub(super) struct PodEntry {
    pub namespace: u32,
    pub name: Box<str>,
    pub labels: Labels,
    /// The primary address first; never empty once the network is built.
    pub addresses: Box<[IpAddr]>,
    /// Ports of regular containers, with their names.
    pub ports: Box<[(Option<Symbol>, Port)]>,
    /// It uses its node's address: no policy binds it and no selector finds it.
    pub host_network: bool,
    /// `spec.nodeName`.
    pub node: Option<Symbol>,
    /// The policies that select it: an entry of the selection table.
    pub selection: u32,
}

impl PodEntry {
    /// Compiles a Pod; `selection` is filled in later.
    pub fn new(symbols: &mut Symbols, namespace: u32, pod: &Pod) -> Self {
        let spec = pod.spec.as_ref();
        let ports = spec.into_iter().flat_map(|spec| &spec.containers).flat_map(declared_ports);
        let ports = ports.map(|(name, port)| (name.map(|name| symbols.intern(name)), port)).collect();
        Self {
            namespace,
            name: pod.metadata.name.as_deref().unwrap_or_default().into(),
            labels: Labels::new(symbols, pod.metadata.labels.as_ref()),
            addresses: written_addresses(pod).into(),
            ports,
            host_network: spec.is_some_and(|spec| spec.host_network == Some(true)),
            node: spec.and_then(|spec| spec.node_name.as_deref()).map(|node| symbols.intern(node)),
            selection: 0,
        }
    }

    /// Whether a container port has this name, number and protocol.
    pub fn has_named_port(&self, name: Symbol, port: Port) -> bool {
        self.ports.iter().any(|(written, at)| *written == Some(name) && *at == port)
    }

    /// The address with which it talks to an address of the other's family.
    pub fn address_towards(&self, other: IpAddr) -> IpAddr {
        let primary = self.addresses.first().copied().unwrap_or(other);
        self.addresses.iter().copied().find(|address| address.is_ipv4() == other.is_ipv4()).unwrap_or(primary)
    }
}

/// Whether the Pod still runs, or may yet: ended Pods are out of the game.
pub(super) fn takes_part(pod: &Pod) -> bool {
    let phase = pod.status.as_ref().and_then(|status| status.phase.as_deref());
    !matches!(phase, Some("Succeeded" | "Failed"))
}

/// The ports a container declares, with their names.
pub fn declared_ports(container: &Container) -> impl Iterator<Item = (Option<&str>, Port)> {
    container.ports.iter().flatten().filter_map(|port| {
        let protocol = Protocol::written(port.protocol.as_deref());
        let number = u16::try_from(port.container_port).ok().filter(|number| *number > 0)?;
        Some((port.name.as_deref(), Port { number, protocol }))
    })
}

/// The ports of all regular containers of a Pod.
pub(super) fn declared_ports_of(pod: &Pod) -> Vec<Port> {
    pod.spec.iter().flat_map(|spec| &spec.containers).flat_map(declared_ports).map(|(_, port)| port).collect()
}

/// `status.podIP`, then the others of `status.podIPs`.
fn written_addresses(pod: &Pod) -> Vec<IpAddr> {
    let Some(status) = &pod.status else { return Vec::new() };
    let all = status.pod_ip.iter().chain(status.pod_ips.iter().flatten().map(|ip| &ip.ip));
    let mut addresses: Vec<IpAddr> = Vec::new();
    for address in all.filter_map(|text| text.parse().ok()) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    addresses
}
