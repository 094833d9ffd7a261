//! NetworkPolicies compiled: selectors to symbols, blocks to masks, ports to ranges.

use std::net::IpAddr;

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::address::Block;
use super::label::{Selector, Symbol, Symbols};
use super::pod::{NamespaceEntry, PodEntry};
use crate::probe::{Direction, Port, Protocol};

/// One policy. `None` for a direction that it does not restrict.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    pub namespace: u32,
    pub name: Box<str>,
    pub selector: Selector,
    ingress: Option<Box<[Rule]>>,
    egress: Option<Box<[Rule]>>,
}

/// Peers AND ports; an empty list means any.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub peers: Box<[Peer]>,
    pub ports: Box<[PortRule]>,
}

/// One item of `from` or `to`.
#[derive(Clone, Debug)]
pub(super) enum Peer {
    /// `ipBlock`: any address, a Pod's too.
    Block(Block),
    /// Pods: `None` for the policy's own namespace; `None` for every Pod there.
    Pods { namespaces: Option<Selector>, pods: Option<Selector> },
    /// `- {}`, which the API server refuses.
    Nobody,
}

/// One item of `ports`.
#[derive(Clone, Debug)]
pub(super) struct PortRule {
    pub protocol: Option<Protocol>,
    pub numbers: Numbers,
}

/// The port part of an item of `ports`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbers {
    /// `port` missing.
    All,
    /// `port`, or `port` to `endPort`, both ends included.
    Range(u16, u16),
    /// A name of the destination's container port.
    Named(Symbol),
    /// Out of range, which the API server refuses.
    Nothing,
}

/// The other end of a connection, as a rule sees it.
#[derive(Clone, Copy)]
pub(super) struct PeerView<'a> {
    pub address: IpAddr,
    /// The Pod behind the address, with its namespace; a Pod on the host network counts as none.
    pub pod: Option<(&'a PodEntry, &'a NamespaceEntry)>,
}

impl Policy {
    /// Compiles a policy. `policyTypes` is defaulted as the API server does (`pkg/apis/networking/v1/defaults.go`).
    pub fn new(symbols: &mut Symbols, namespace: u32, policy: &NetworkPolicy) -> Self {
        let spec = policy.spec.clone().unwrap_or_default();
        let types = spec.policy_types.unwrap_or_default();
        let ingress = spec.ingress.unwrap_or_default();
        let egress = spec.egress.unwrap_or_default();
        let names = |direction: &str| types.iter().any(|written| written == direction);
        let restricts_ingress = types.is_empty() || names("Ingress");
        let restricts_egress = names("Egress") || types.is_empty() && !egress.is_empty();
        let selector = Selector::new(symbols, &spec.pod_selector.unwrap_or_default());
        let mut rule = |peers: Option<Vec<_>>, ports: Option<Vec<_>>| Rule::new(symbols, peers, ports);
        let ingress = restricts_ingress.then(|| ingress.into_iter().map(|written| rule(written.from, written.ports)).collect());
        let egress = restricts_egress.then(|| egress.into_iter().map(|written| rule(written.to, written.ports)).collect());
        Self { namespace, name: policy.metadata.name.as_deref().unwrap_or_default().into(), selector, ingress, egress }
    }

    /// The rules of a direction; `None` when the policy leaves that direction alone.
    pub fn rules(&self, direction: Direction) -> Option<&[Rule]> {
        match direction {
            Direction::Ingress => self.ingress.as_deref(),
            Direction::Egress => self.egress.as_deref(),
        }
    }

    /// Every rule, of both directions.
    pub fn all_rules(&self) -> impl Iterator<Item = &Rule> {
        self.ingress.iter().chain(&self.egress).flatten()
    }
}

impl Rule {
    fn new(symbols: &mut Symbols, peers: Option<Vec<NetworkPolicyPeer>>, ports: Option<Vec<NetworkPolicyPort>>) -> Self {
        Self {
            peers: peers.iter().flatten().map(|written| Peer::new(symbols, written)).collect(),
            ports: ports.iter().flatten().map(|written| PortRule::new(symbols, written)).collect(),
        }
    }

    /// Whether a policy in `own` namespace lets `peer` through here.
    pub fn admits(&self, own: u32, peer: PeerView<'_>, dst: Option<&PodEntry>, port: Port) -> bool {
        self.admits_port(dst, port) && self.admits_peer(own, peer)
    }

    /// "If this field is empty or missing, this rule matches all sources."
    pub fn admits_peer(&self, own: u32, peer: PeerView<'_>) -> bool {
        self.peers.is_empty() || self.peers.iter().any(|written| written.matches(own, peer))
    }

    /// The first item of the peer list that matches.
    pub fn first_peer(&self, own: u32, peer: PeerView<'_>) -> Option<usize> {
        self.peers.iter().position(|written| written.matches(own, peer))
    }

    /// "If this field is empty or missing, this rule matches all ports." Ports are the destination's.
    pub fn admits_port(&self, dst: Option<&PodEntry>, port: Port) -> bool {
        self.ports.is_empty() || self.ports.iter().any(|written| written.matches(dst, port))
    }
}

impl Peer {
    fn new(symbols: &mut Symbols, peer: &NetworkPolicyPeer) -> Self {
        if let Some(block) = &peer.ip_block {
            return Peer::Block(Block::new(block));
        }
        if peer.namespace_selector.is_none() && peer.pod_selector.is_none() {
            return Peer::Nobody;
        }
        let mut selector = |written: &Option<_>| written.as_ref().map(|written| Selector::new(symbols, written));
        Peer::Pods { namespaces: selector(&peer.namespace_selector), pods: selector(&peer.pod_selector) }
    }

    pub fn matches(&self, own: u32, peer: PeerView<'_>) -> bool {
        match (self, peer.pod) {
            (Peer::Block(block), _) => block.contains(peer.address),
            (Peer::Pods { namespaces, pods }, Some((pod, namespace))) => {
                let there = namespaces.as_ref().map_or(pod.namespace == own, |selector| selector.matches(&namespace.labels));
                there && pods.as_ref().is_none_or(|selector| selector.matches(&pod.labels))
            }
            _ => false,
        }
    }
}

impl PortRule {
    fn new(symbols: &mut Symbols, port: &NetworkPolicyPort) -> Self {
        let protocol = match port.protocol.as_deref() {
            None | Some("TCP") => Some(Protocol::Tcp),
            Some("UDP") => Some(Protocol::Udp),
            Some("SCTP") => Some(Protocol::Sctp),
            Some(_) => None,
        };
        let number = |written: i32| u16::try_from(written).ok().filter(|number| *number > 0);
        let numbers = match (&port.port, port.end_port) {
            (None, _) => Numbers::All,
            (Some(IntOrString::String(name)), _) => Numbers::Named(symbols.intern(name)),
            (Some(IntOrString::Int(first)), last) => match (number(*first), number(last.unwrap_or(*first))) {
                (Some(first), Some(last)) => Numbers::Range(first, last),
                _ => Numbers::Nothing,
            },
        };
        Self { protocol, numbers }
    }

    pub fn matches(&self, dst: Option<&PodEntry>, port: Port) -> bool {
        self.protocol == Some(port.protocol)
            && match self.numbers {
                Numbers::All => true,
                Numbers::Range(first, last) => (first..=last).contains(&port.number),
                Numbers::Named(name) => dst.is_some_and(|pod| pod.has_named_port(name, port)),
                Numbers::Nothing => false,
            }
    }
}
