//! Questions that a program puts to a DNS server itself, past `/etc/hosts` and the resolver's rules; and echo requests.

use std::net::IpAddr;

use k8s_openapi::api::core::v1::Pod;

use super::Direction;
use super::name::{Answer, DNS, DOMAIN};
use super::service::ServiceEntry;
use super::wiring::Wiring;

/// What a server was asked, and whether it answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queries {
    /// The server.
    pub server: Option<IpAddr>,
    /// Whether it answered at all.
    pub answered: bool,
    /// Each name with its answer.
    pub list: Vec<Query>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The full name.
    pub name: String,
    /// Names that stand for others, in order.
    pub aliases: Vec<(String, String)>,
    /// The name that has the addresses.
    pub canonical: String,
    /// The addresses.
    pub answer: Answer,
}

/// What becomes of echo requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ping {
    /// They are answered.
    Answered,
    /// Nothing comes back.
    Lost,
    /// It depends on the network plug-in, or on what is outside.
    Unknown,
}

/// The name under which DNS keeps an address.
pub fn reversed(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, d] = address.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa")
        }
        IpAddr::V6(address) => {
            let bytes = address.octets();
            let nibbles = bytes.iter().rev().flat_map(|byte| [byte & 15, byte >> 4]);
            nibbles.map(|nibble| format!("{nibble:x}.")).collect::<String>() + "ip6.arpa"
        }
    }
}

impl Wiring<'_> {
    /// Asks a server for a name as BusyBox's `nslookup` does: one without a dot once in every search domain, any other as it is
    /// (networking/nslookup.c, add_query_with_search).
    pub(super) fn query(&self, from: &Pod, name: &str, server: Option<IpAddr>) -> Queries {
        let resolver = self.resolver(from);
        let asked = server.or(resolver.servers.first().copied());
        let answered = asked.is_none_or(|server| self.reach(from, server, DNS).is_open());
        let names = match name.contains('.') || server.is_some() || resolver.search.is_empty() {
            true => vec![name.to_owned()],
            false => resolver.search.iter().map(|domain| format!("{name}.{domain}")).collect(),
        };
        let inside = asked.is_some_and(|server| self.is_cluster_dns(server));
        let list = names.into_iter().filter(|_| answered).map(|name| self.ask(name, inside, asked.is_none())).collect();
        Queries { server: asked, answered, list }
    }

    fn is_cluster_dns(&self, server: IpAddr) -> bool {
        server == self.facts.network.dns
            || self.service("kube-system", "kube-dns").is_some_and(|service| {
                service.addresses.contains(&server) || self.endpoints(service).any(|pod| self.address(pod) == Some(server))
            })
    }

    fn ask(&self, name: String, inside: bool, of_node: bool) -> Query {
        let (mut aliases, mut canonical) = (Vec::new(), name.trim_end_matches('.').to_owned());
        while let Some(target) = self.alias(&canonical).filter(|_| inside && aliases.len() < 4) {
            aliases.push((canonical, target.clone()));
            canonical = target;
        }
        let answer = match (inside, of_node) {
            (true, _) => self.record(&canonical, 0),
            (false, true) => self.outside(&canonical),
            (false, false) => Answer::Unknown,
        };
        Query { name, aliases, canonical, answer }
    }

    /// What an ExternalName stands for.
    fn alias(&self, full: &str) -> Option<String> {
        let full = full.to_ascii_lowercase();
        let inside = full.strip_suffix(DOMAIN)?.strip_suffix(".svc.")?;
        let (service, namespace) = inside.split_once('.')?;
        let target = self.service(namespace, service)?.external_name.as_deref()?;
        Some(target.trim_end_matches('.').to_owned())
    }

    /// The name of an address: a Service's, or an endpoint's (CoreDNS, plugin kubernetes, serviceRecordForIP).
    pub(super) fn reverse(&self, address: IpAddr) -> Option<String> {
        let full = |service: &ServiceEntry| format!("{}.{}.svc.{DOMAIN}", service.name, service.namespace);
        if let Some(service) = self.service_at(address) {
            return Some(full(service));
        }
        self.services().iter().find_map(|service| {
            let pod = self.endpoints(service).find(|pod| self.address(pod) == Some(address))?;
            let spec = pod.spec.as_ref();
            let named = spec.filter(|spec| spec.subdomain.as_deref() == Some(&service.name)).and_then(|spec| spec.hostname.clone());
            let host = named.unwrap_or_else(|| address.to_string().replace(['.', ':'], "-"));
            Some(format!("{host}.{}", full(service)))
        })
    }

    /// What becomes of echo requests to an address. A Service's address answers none (kube-proxy translates ports alone), and
    /// what a policy does to ICMP is the plug-in's affair.
    pub(super) fn ping(&self, from: &Pod, address: IpAddr) -> Ping {
        if self.service_at(address).is_some() {
            return Ping::Lost;
        }
        let to = self.network().at(address);
        let Some((own, other)) = self.party(from).zip(self.pod_of(to)) else { return Ping::Unknown };
        let free = |party, direction| self.network().isolating(party, direction).is_empty();
        let runs = !self.state(other).listens.is_empty() || self.is_ready(other);
        match free(own, Direction::Egress) && free(to, Direction::Ingress) && runs {
            true => Ping::Answered,
            false => Ping::Unknown,
        }
    }
}
