//! One connection attempt, from the name to the listener.

use std::collections::BTreeSet;
use std::net::IpAddr;

use k8s_openapi::api::core::v1::Pod;

use super::name::{Answer, Lookup};
use super::service::ServiceEntry;
use super::verdict::Verdict;
use super::wiring::Wiring;
use crate::probe::{CHOOSES, Class, Endpoint, Port, Step};
use crate::world::Denied;

/// How an attempt ended, as the client notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Connected.
    Open,
    /// Nothing comes back.
    Dropped,
    /// Told at once that nobody is there.
    Rejected,
    /// Told that no way leads there.
    Unreachable,
    /// We do not know what is there.
    Unknown,
}

/// An attempt to reach an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// How it ended.
    pub ending: Ending,
    /// Whether a policy forbade it.
    pub forbidden: bool,
    /// Who was reached at last, after a Service's translation.
    pub server: Option<Endpoint>,
    /// On which port there.
    pub port: Port,
    /// What the policies say.
    pub verdict: Option<Verdict>,
    /// Why, step by step.
    pub trace: Vec<Step>,
}

/// An attempt to reach a host by name or address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// `Open`, `Timeout` (forbidden, or nothing comes back), `Refused`, `DnsFail` or `NotSimulated`.
    pub class: Class,
    /// How a forbidden attempt shows: dropped, or rejected.
    pub ending: Ending,
    /// The address that was tried, before translation.
    pub address: Option<IpAddr>,
    /// The name's lookup; `None` for an address.
    pub lookup: Option<Lookup>,
    /// Who was reached at last.
    pub server: Option<Endpoint>,
    /// Whether that server takes connections and answers no request.
    pub silent: bool,
    /// What the policies say.
    pub verdict: Option<Verdict>,
    /// Why, step by step.
    pub trace: Vec<Step>,
}

impl Reach {
    /// Whether it connected.
    pub fn is_open(&self) -> bool {
        self.ending == Ending::Open
    }

    fn class(&self) -> Class {
        match (self.ending, self.forbidden) {
            (_, true) | (Ending::Dropped, _) => Class::Timeout,
            (Ending::Open, _) => Class::Open,
            // A probe tells who answers from who does not: without a way there nobody does.
            (Ending::Unreachable, _) => Class::Timeout,
            (Ending::Rejected, _) => Class::Refused,
            (Ending::Unknown, _) => Class::NotSimulated,
        }
    }
}

impl Connection {
    /// From a Pod that does not exist.
    pub(super) fn absent() -> Self {
        Self {
            class: Class::Absent,
            ending: Ending::Unknown,
            address: None,
            lookup: None,
            server: None,
            silent: false,
            verdict: None,
            trace: Vec::new(),
        }
    }
}

impl Wiring<'_> {
    /// What comes of connecting from `from` to `port` of `host`, a name or an address.
    pub fn connect(&self, from: &Pod, host: &str, port: Port) -> Connection {
        let (lookup, address) = match host.trim_matches(['[', ']']).parse::<IpAddr>() {
            Ok(address) => (None, address),
            Err(_) => {
                let lookup = self.resolve(from, host);
                match &lookup.answer {
                    Answer::Found(addresses) if !addresses.is_empty() => (Some(lookup.clone()), addresses[0]),
                    _ => return self.unresolved(from, lookup),
                }
            }
        };
        let reach = self.reach(from, address, port);
        let mut trace: Vec<_> = lookup.as_ref().map(|lookup| found(lookup, address)).into_iter().collect();
        trace.extend(reach.trace.iter().cloned());
        let (class, ending) = (reach.class(), reach.ending);
        let silent = self.is_silent(reach.server.as_ref());
        Connection { class, ending, address: Some(address), lookup, server: reach.server, silent, verdict: reach.verdict, trace }
    }

    fn is_silent(&self, server: Option<&Endpoint>) -> bool {
        let Some(Endpoint::Pod { namespace, name }) = server else { return false };
        self.pod(namespace, name).is_some_and(|pod| self.state(pod).silent)
    }

    fn unresolved(&self, from: &Pod, lookup: Lookup) -> Connection {
        let name = ("name", lookup.name.clone());
        let (class, id) = match lookup.answer {
            Answer::Unanswered => (Class::DnsFail, "network-dns-unanswered"),
            Answer::Unknown => (Class::NotSimulated, "network-dns-unknown"),
            _ => (Class::DnsFail, "network-dns-missing"),
        };
        let mut trace = vec![Step { id, args: vec![name] }];
        if let (Answer::Unanswered, Some(server)) = (&lookup.answer, lookup.server) {
            let asked = self.reach(from, server, Port { number: 53, protocol: crate::probe::Protocol::Udp });
            trace.extend(asked.trace);
        }
        let bare = lookup.name.trim_end_matches('.');
        if class == Class::DnsFail && lookup.answer == Answer::Missing && self.is_pod_name(from, bare) {
            trace.push(Step { id: "network-dns-pod-name", args: vec![("name", bare.to_owned())] });
        }
        Connection {
            class,
            ending: Ending::Unknown,
            address: None,
            lookup: Some(lookup),
            server: None,
            silent: false,
            verdict: None,
            trace,
        }
    }

    fn is_pod_name(&self, from: &Pod, name: &str) -> bool {
        self.pod(from.metadata.namespace.as_deref().unwrap_or("default"), name).is_some()
    }

    /// What comes of connecting from `from` to `port` of `address`.
    pub fn reach(&self, from: &Pod, address: IpAddr, port: Port) -> Reach {
        if address.is_loopback() || address.is_unspecified() {
            return self.party(from).map_or_else(|| nobody(port), |own| self.reach_pod(from, from, own.address(), port));
        }
        if let Some(service) = self.service_at(address) {
            return self.reach_service(from, service, port);
        }
        let party = self.network.at(address);
        match self.pod_of(party) {
            Some(pod) => self.reach_pod(from, pod, address, port),
            None => self.reach_outside(from, address, port),
        }
    }

    /// A Service's address: the port is translated, then everything is about a Pod.
    fn reach_service(&self, from: &Pod, service: &ServiceEntry, port: Port) -> Reach {
        let name = format!("{}/{}", service.namespace, service.name);
        let facts = vec![("service", name.clone()), ("port", port.to_string())];
        let Some(own) = service.port(port) else {
            let listed: Vec<_> = service.ports.iter().map(|own| own.port.to_string()).collect();
            let mut args = facts;
            args.push(("ports", listed.join(", ")));
            return ended(self.ending(self.facts.network.no_service), port, Step { id: "network-service-other-port", args });
        };
        if service.name == "kubernetes" && service.namespace == "default" && service.selector.is_none() {
            return self.reach_api_server(from, own.on(from).unwrap_or(port));
        }
        let mut ready = self.endpoints(service).filter_map(|pod| Some((pod, own.on(pod)?, self.party(pod)?.address())));
        match ready.next() {
            None => ended(self.ending(self.facts.network.no_endpoints), port, Step { id: "network-service-empty", args: facts }),
            Some((pod, target, address)) => {
                let mut reach = self.reach_pod(from, pod, address, target);
                let others = ready.map(|(pod, target, address)| self.reach_pod(from, pod, address, target).class());
                reach.trace.extend(choice(&name, reach.class(), others));
                let mut args = facts;
                args.extend([("pod", pod_key(pod)), ("target", target.to_string())]);
                reach.trace.insert(0, Step { id: "network-service-translates", args });
                reach
            }
        }
    }

    fn reach_pod(&self, from: &Pod, to: &Pod, address: IpAddr, port: Port) -> Reach {
        let (Some(src), Some(dst)) = (self.party(from), self.party(to)) else { return nobody(port) };
        let listens = || match self.state(to).listens.contains(&port) {
            true => (Ending::Open, None),
            false => (
                Ending::Rejected,
                Some(Step { id: "network-nobody-listens", args: vec![("pod", pod_key(to)), ("port", port.to_string())] }),
            ),
        };
        self.judged(src, super::Party { address, ..dst }, port, listens)
    }

    fn reach_outside(&self, from: &Pod, address: IpAddr, port: Port) -> Reach {
        let Some(src) = self.party(from) else { return nobody(port) };
        let host = self.facts.outside.iter().find(|host| host.ip == address);
        let args = vec![("address", address.to_string()), ("port", port.to_string())];
        let in_services = self.facts.network.services.parse::<super::Cidr>().is_ok_and(|range| range.contains(address));
        let there = || match host {
            Some(host) if host.ports.contains(&port) => (Ending::Open, None),
            Some(_) => (Ending::Rejected, Some(Step { id: "network-outside-refuses", args })),
            // An unused Service address is nobody's: packets get lost.
            None if in_services => (self.ending(self.facts.network.no_service), Some(Step { id: "network-no-such-service", args })),
            None => (Ending::Unknown, Some(Step { id: "network-outside-unknown", args })),
        };
        self.judged(src, self.network.at(address), port, there)
    }

    /// The API server: behind the Service `kubernetes`, on a node.
    fn reach_api_server(&self, from: &Pod, port: Port) -> Reach {
        let Some((src, node)) = self.party(from).zip(self.facts.nodes.first()) else { return nobody(port) };
        self.judged(src, self.network.at(node.address), port, || (Ending::Open, None))
    }

    /// Policies first; `there` tells what waits behind them.
    fn judged(&self, src: super::Party, dst: super::Party, port: Port, there: impl FnOnce() -> (Ending, Option<Step>)) -> Reach {
        let verdict = self.network.explain(src, dst, port);
        let mut trace = verdict.steps();
        let forbidden = !verdict.allowed();
        let (ending, step) = if forbidden { (self.ending(self.facts.network.denied), None) } else { there() };
        trace.extend(step);
        Reach { ending, forbidden, server: Some(verdict.dst.clone()), port, verdict: Some(verdict), trace }
    }

    fn ending(&self, denied: Denied) -> Ending {
        match denied {
            Denied::Timeout => Ending::Dropped,
            Denied::Refused => Ending::Rejected,
            Denied::Unreachable => Ending::Unreachable,
        }
    }
}

fn found(lookup: &Lookup, address: IpAddr) -> Step {
    let full = lookup.full.clone().unwrap_or_else(|| lookup.name.clone());
    Step { id: "network-dns-found", args: vec![("name", lookup.name.clone()), ("full", full), ("address", address.to_string())] }
}

fn ended(ending: Ending, port: Port, step: Step) -> Reach {
    Reach { ending, forbidden: false, server: None, port, verdict: None, trace: vec![step] }
}

/// A Pod that ended takes no part.
fn nobody(port: Port) -> Reach {
    Reach { ending: Ending::Unknown, forbidden: false, server: None, port, verdict: None, trace: Vec::new() }
}

/// What a Service adds whose Pods do not all answer as the first does: kube-proxy takes one at random for each connection.
fn choice(service: &str, first: Class, others: impl Iterator<Item = Class>) -> Option<Step> {
    let all: Vec<_> = std::iter::once(first).chain(others).collect();
    let answers: BTreeSet<_> = all.iter().map(Class::to_string).collect();
    (answers.len() > 1).then(|| Step {
        id: CHOOSES,
        args: vec![
            ("service", service.to_owned()),
            ("count", all.len().to_string()),
            ("answers", answers.into_iter().collect::<Vec<_>>().join(", ")),
        ],
    })
}

fn pod_key(pod: &Pod) -> String {
    format!("{}/{}", pod.metadata.namespace.as_deref().unwrap_or("default"), pod.metadata.name.as_deref().unwrap_or_default())
}
