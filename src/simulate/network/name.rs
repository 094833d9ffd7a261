//! Names: what a Pod's resolver asks, and what the cluster's DNS answers.
//!
//! Sources: the DNS-Based Service Discovery specification 1.1 (github.com/kubernetes/dns), the concept page "DNS for
//! Services and Pods", and the kubelet's `/etc/resolv.conf` (`ndots:5`, three search domains).

use std::net::{IpAddr, Ipv4Addr};

use k8s_openapi::api::core::v1::{Pod, PodSpec};

use super::service::ServiceEntry;
use super::wiring::Wiring;
use crate::probe::{Port, Protocol};
use crate::world::Facts;

/// What became of a question for a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The addresses, best first.
    Found(Vec<IpAddr>),
    /// No such name, or a name without an address.
    Missing,
    /// The DNS server could not be asked: a policy drops the question, or no server runs.
    Unanswered,
    /// A name of the world outside, of which nothing is known.
    Unknown,
}

/// A question for a name and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// The name as asked for.
    pub name: String,
    /// The full name that was found (`db.prod.svc.cluster.local`).
    pub full: Option<String>,
    /// The server that was asked; `None` when `/etc/hosts` had the answer.
    pub server: Option<IpAddr>,
    /// The answer.
    pub answer: Answer,
}

/// What `/etc/resolv.conf` of a Pod says (Kubernetes `pkg/kubelet/network/dns/dns.go`).
#[derive(Clone, Debug)]
pub struct Resolver {
    /// Whom it asks; none when that is the node's own affair.
    pub servers: Vec<IpAddr>,
    /// The domains that it tries, in order.
    pub search: Vec<String>,
    /// `name:value`, or a name alone.
    options: Vec<(String, String)>,
    /// The first address of the node's network, where its own resolver is taken to be.
    node: Option<IpAddr>,
}

pub(super) const DOMAIN: &str = "cluster.local";
pub(super) const DNS: Port = Port { number: 53, protocol: Protocol::Udp };

impl Resolver {
    /// The resolver of a Pod, by `dnsPolicy` and `dnsConfig`.
    pub fn new(spec: Option<&PodSpec>, namespace: &str, facts: &Facts) -> Self {
        let policy = spec.and_then(|spec| spec.dns_policy.as_deref()).unwrap_or("ClusterFirst");
        let host = spec.is_some_and(|spec| spec.host_network == Some(true));
        let inside = policy == "ClusterFirstWithHostNet" || policy == "ClusterFirst" && !host;
        let gateway = facts.nodes.first().and_then(|node| match node.address {
            IpAddr::V4(own) => Some(IpAddr::V4(Ipv4Addr::new(own.octets()[0], own.octets()[1], own.octets()[2], 1))),
            IpAddr::V6(_) => None,
        });
        let node = gateway.filter(|_| !inside && policy != "None");
        let mut resolver = Self { servers: Vec::new(), search: Vec::new(), options: Vec::new(), node };
        if inside {
            resolver.servers.push(facts.network.dns);
            resolver.search = vec![format!("{namespace}.svc.{DOMAIN}"), format!("svc.{DOMAIN}"), DOMAIN.to_owned()];
            resolver.options.push(("ndots".into(), "5".into()));
        }
        if let Some(config) = spec.and_then(|spec| spec.dns_config.as_ref()) {
            resolver.servers.extend(config.nameservers.iter().flatten().filter_map(|server| server.parse::<IpAddr>().ok()));
            resolver.search.extend(config.searches.iter().flatten().cloned());
            for option in config.options.iter().flatten() {
                let (name, value) = (option.name.clone().unwrap_or_default(), option.value.clone().unwrap_or_default());
                resolver.options.retain(|(own, _)| *own != name);
                resolver.options.push((name, value));
            }
        }
        resolver.fit();
        resolver
    }

    /// Without repetitions, and no more than the libraries read: three servers, 32 domains.
    fn fit(&mut self) {
        distinct(&mut self.servers, 3);
        distinct(&mut self.search, 32);
    }

    /// The file, as the runtime writes it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        if !self.search.is_empty() {
            text += &format!("search {}\n", self.search.join(" "));
        }
        for server in self.node.iter().chain(&self.servers) {
            text += &format!("nameserver {server}\n");
        }
        let options = self.options.iter().map(|(name, value)| if value.is_empty() { name.clone() } else { format!("{name}:{value}") });
        let options: Vec<_> = options.collect();
        if !options.is_empty() {
            text += &format!("options {}\n", options.join(" "));
        }
        text
    }

    fn ndots(&self) -> usize {
        self.options.iter().find(|(name, _)| name == "ndots").and_then(|(_, value)| value.parse().ok()).unwrap_or(1)
    }

    /// The full names it asks for, in order.
    pub fn candidates(&self, name: &str) -> Vec<String> {
        if let Some(absolute) = name.strip_suffix('.') {
            return vec![absolute.to_owned()];
        }
        let mut names: Vec<_> = self.search.iter().map(|domain| format!("{name}.{domain}")).collect();
        let at = if name.matches('.').count() >= self.ndots() { 0 } else { names.len() };
        names.insert(at, name.to_owned());
        names
    }
}

/// Leaves out what stands there before, and what is more than `most`.
fn distinct<T: PartialEq>(list: &mut Vec<T>, most: usize) {
    let mut kept = Vec::new();
    for item in list.drain(..) {
        if kept.len() < most && !kept.contains(&item) {
            kept.push(item);
        }
    }
    *list = kept;
}

impl Wiring<'_> {
    /// Resolves `name` as a program in `from` would: `/etc/hosts`, then the DNS server with the search path.
    pub fn resolve(&self, from: &Pod, name: &str) -> Lookup {
        let lookup = |full, server, answer| Lookup { name: name.to_owned(), full, server, answer };
        if let Some(address) = self.hosts_file(from, name) {
            return lookup(None, None, Answer::Found(vec![address]));
        }
        let resolver = self.resolver(from);
        let Some(server) = resolver.servers.first().copied() else {
            // The node's own resolver knows nothing of the cluster.
            return lookup(None, None, self.outside(name));
        };
        if !self.reach(from, server, DNS).is_open() {
            return lookup(None, Some(server), Answer::Unanswered);
        }
        for full in resolver.candidates(name) {
            match self.record(&full, 4) {
                Answer::Missing => {}
                answer => return lookup(Some(full), Some(server), answer),
            }
        }
        lookup(None, Some(server), Answer::Missing)
    }

    /// The resolver of a Pod.
    pub(super) fn resolver(&self, from: &Pod) -> Resolver {
        Resolver::new(from.spec.as_ref(), from.metadata.namespace.as_deref().unwrap_or("default"), self.facts)
    }

    /// `/etc/hosts` as the kubelet writes it: localhost, the Pod's own host name, `hostAliases`.
    fn hosts_file(&self, from: &Pod, name: &str) -> Option<IpAddr> {
        let spec = from.spec.as_ref();
        let own = spec.and_then(|spec| spec.hostname.as_deref()).or(from.metadata.name.as_deref());
        if name == "localhost" {
            return Some(IpAddr::V4(Ipv4Addr::LOCALHOST));
        }
        let domain = spec.and_then(|spec| spec.subdomain.as_deref());
        let place = from.metadata.namespace.as_deref().unwrap_or("default");
        let full = own.zip(domain).map(|(own, domain)| format!("{own}.{domain}.{place}.svc.{DOMAIN}"));
        if own == Some(name) || full.as_deref() == Some(name) {
            return self.party(from).map(|party| party.address());
        }
        let aliases = spec.and_then(|spec| spec.host_aliases.as_ref()).into_iter().flatten();
        let alias = aliases.into_iter().find(|alias| alias.hostnames.iter().flatten().any(|hostname| hostname == name))?;
        alias.ip.parse().ok()
    }

    /// What the cluster's DNS has for a full name. `depth` bounds chains of ExternalNames.
    pub(super) fn record(&self, full: &str, depth: u8) -> Answer {
        let full = full.to_ascii_lowercase();
        let Some(inside) = full.strip_suffix(DOMAIN).and_then(|rest| rest.strip_suffix('.')) else { return self.outside(&full) };
        let labels: Vec<_> = inside.split('.').collect();
        let found = match labels.as_slice() {
            [service, namespace, "svc"] => match self.service(namespace, service) {
                Some(ServiceEntry { external_name: Some(target), .. }) if depth > 0 => {
                    return self.record(target.trim_end_matches('.'), depth - 1);
                }
                Some(service) if service.headless => self.endpoint_addresses(service),
                Some(service) => service.addresses.clone(),
                None => Vec::new(),
            },
            [host, service, namespace, "svc"] => {
                let service = self.service(namespace, service).filter(|service| service.headless);
                service.map(|service| self.named_endpoint(service, host)).unwrap_or_default()
            }
            [dashed, namespace, "pod"] if self.has_namespace(namespace) => dashed.replace('-', ".").parse().into_iter().collect(),
            _ => Vec::new(),
        };
        if found.is_empty() { Answer::Missing } else { Answer::Found(found) }
    }

    fn endpoint_addresses(&self, service: &ServiceEntry) -> Vec<IpAddr> {
        self.endpoints(service).filter_map(|pod| Some(self.party(pod)?.address())).collect()
    }

    /// `hostname.service`: a Pod with this `hostname` and `subdomain`, or its address written with dashes.
    fn named_endpoint(&self, service: &ServiceEntry, host: &str) -> Vec<IpAddr> {
        let fits = |pod: &&Pod| {
            let spec = pod.spec.as_ref();
            let subdomain = spec.and_then(|spec| spec.subdomain.as_deref());
            let hostname = spec.and_then(|spec| spec.hostname.as_deref());
            let dashed = self.party(pod).map(|party| party.address().to_string().replace(['.', ':'], "-"));
            match hostname.filter(|_| subdomain == Some(&service.name)) {
                Some(hostname) => hostname == host,
                None => dashed.as_deref() == Some(host),
            }
        };
        self.endpoints(service).filter(fits).filter_map(|pod| Some(self.party(pod)?.address())).collect()
    }

    /// A name that the cluster's DNS passes on. What can only have been meant for the cluster does not exist there.
    pub(super) fn outside(&self, name: &str) -> Answer {
        let known = self.facts.outside.iter().filter(|host| host.name.eq_ignore_ascii_case(name.trim_end_matches('.')));
        let addresses: Vec<_> = known.map(|host| host.ip).collect();
        let public = name.rsplit('.').next().is_some_and(|last| PUBLIC.contains(&last)) && name.contains('.');
        match (addresses.is_empty(), public && self.facts.internet) {
            (false, _) => Answer::Found(addresses),
            (true, true) => Answer::Unknown,
            (true, false) => Answer::Missing,
        }
    }
}

/// Top-level domains under which a name may well exist.
const PUBLIC: [&str; 10] = ["com", "org", "net", "io", "edu", "gov", "kr", "co", "info", "cloud"];
