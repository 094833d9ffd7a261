//! Every flow of a network: the list, the table, and the ports worth asking about.

use std::collections::BTreeSet;

use super::policy::{Numbers, PortRule};
use super::{Network, Party};
use crate::probe::{Endpoint, Flow, Port, Protocol};

/// Who may connect to whom on one port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// The port asked for.
    pub port: Port,
    /// One a row.
    pub sources: Vec<Endpoint>,
    /// One a column.
    pub destinations: Vec<Endpoint>,
    /// By row, then column.
    pub cells: Vec<Vec<Cell>>,
}

/// One answer of a [`Matrix`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// The connection is allowed.
    Open,
    /// The source's egress forbids it.
    BlockedEgress,
    /// The destination's ingress forbids it.
    BlockedIngress,
    /// Both sides forbid it.
    BlockedBoth,
    /// A Pod and itself: always open.
    Myself,
    /// Both ends are outside the cluster: no policy has a say.
    Outside,
}

impl Network {
    /// Every flow between two parties of which at least one is a Pod, on these ports; without ports, on
    /// [`Network::ports`]. By source, destination and port, Pods before outside addresses.
    pub fn flows(&self, ports: &[Port]) -> Vec<Flow> {
        let named = if ports.is_empty() { self.ports() } else { Vec::new() };
        let ports = if ports.is_empty() { &named } else { ports };
        self.pairs().flat_map(|(src, dst)| ports.iter().map(move |port| self.flow(src, dst, *port))).collect()
    }

    /// The ordered pairs of parties of which at least one is a Pod.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (Party, Party)> {
        let parties = self.parties();
        let sources = parties.clone();
        sources
            .into_iter()
            .flat_map(move |src| parties.clone().into_iter().map(move |dst| (src, dst)))
            .filter(|(src, dst)| src.pod.or(dst.pod).is_some())
    }

    /// The table for one port. Pods of the host network are left out: their traffic is undefined.
    pub fn matrix(&self, port: Port) -> Matrix {
        let mut parties = self.parties();
        parties.retain(|party| self.pod_entry(*party).is_none_or(|pod| !pod.host_network));
        let names: Vec<_> = parties.iter().map(|party| self.endpoint(*party)).collect();
        let row = |src: &Party| parties.iter().map(|dst| self.cell(*src, *dst, port)).collect();
        Matrix { port, cells: parties.iter().map(row).collect(), sources: names.clone(), destinations: names }
    }

    /// The Pods on their node's network: what a policy does to their traffic is undefined, and no two plug-ins agree.
    pub fn on_host_network(&self) -> Vec<Endpoint> {
        let on_host = self.parties().into_iter().filter(|party| self.pod_entry(*party).is_some_and(|pod| pod.host_network));
        on_host.map(|party| self.endpoint(party)).collect()
    }

    fn cell(&self, src: Party, dst: Party, port: Port) -> Cell {
        let decision = self.decide(src, dst, port);
        match (src.pod.or(dst.pod), decision.egress, decision.ingress) {
            (None, ..) => Cell::Outside,
            _ if src.pod == dst.pod => Cell::Myself,
            (_, true, true) => Cell::Open,
            (_, true, false) => Cell::BlockedIngress,
            (_, false, true) => Cell::BlockedEgress,
            (_, false, false) => Cell::BlockedBoth,
        }
    }

    /// Every port that a Pod declares or a policy names (both ends of a range), ascending.
    pub fn ports(&self) -> Vec<Port> {
        let declared = self.pods.iter().flat_map(|pod| &pod.ports).map(|(_, port)| *port);
        let named = self.port_rules().filter_map(|rule| match (rule.protocol?, rule.numbers) {
            (protocol, Numbers::Range(first, last)) => Some([first, last].map(|number| Port { number, protocol })),
            _ => None,
        });
        declared.chain(named.flatten()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Ports that together stand for all 65 535 ports of the three protocols: between two of them no
    /// policy of this network makes a difference, and no Pod declares a port.
    pub fn representative_ports(&self) -> BTreeSet<Port> {
        let mut ports: BTreeSet<_> = self.ports().into_iter().collect();
        let ranges = self.port_rules().filter_map(|rule| Some((rule.protocol?, rule.numbers)));
        for (protocol, numbers) in ranges {
            if let Numbers::Range(first, last) = numbers {
                let around = [first.checked_sub(1), first.checked_add(1).filter(|next| *next <= last), last.checked_add(1)];
                ports.extend(around.into_iter().flatten().filter(|number| *number > 0).map(|number| Port { number, protocol }));
            }
        }
        for protocol in [Protocol::Tcp, Protocol::Udp, Protocol::Sctp] {
            let unnamed = (1..=u16::MAX).rev().map(|number| Port { number, protocol }).find(|port| !ports.contains(port));
            ports.extend(unnamed);
        }
        ports
    }

    fn port_rules(&self) -> impl Iterator<Item = &PortRule> {
        self.policies.iter().flat_map(|policy| policy.all_rules()).flat_map(|rule| &rule.ports)
    }
}
