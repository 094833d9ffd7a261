//! What keeps a rule from admitting a flow: its ports, or its peers.

use serde_json::Value;

use super::case::Case;
use super::policy;
use super::why::{Why, pod, sentence};
use crate::object::Object;
use crate::probe::Direction;
use crate::probe::{Endpoint, Flow};

/// How far a rule is from admitting a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Distance {
    /// It admits the peer, on other ports.
    Port,
    /// It admits other peers, on this port.
    Peer,
    /// It is about other peers and other ports.
    Both,
}

/// A rule of a policy that selects the Pod, and the flow that it does not admit.
pub struct Rule<'r, 'c> {
    /// The facts.
    pub case: &'r Case<'c>,
    /// Whose rule it is.
    pub policy: &'r Object,
    /// Where it stands: `spec.ingress[0]`.
    pub path: String,
    /// The rule.
    pub value: &'r Value,
    /// The flow.
    pub flow: &'r Flow,
    /// The direction in which it is blocked.
    pub direction: Direction,
    /// The flow's other end.
    pub end: &'r Endpoint,
}

impl Rule<'_, '_> {
    /// What keeps it from admitting the flow, and how far off it is; `None` where nothing can be named.
    pub fn miss(&self) -> Option<(Distance, Why)> {
        let peers = policy::list(self.value.get(self.direction.peers()));
        let misses: Vec<_> = peers.iter().enumerate().filter_map(|(index, peer)| self.peer(index, peer)).collect();
        let fits = misses.len() < peers.len() || peers.is_empty();
        let port = &self.flow.port;
        let listed = policy::names_port(self.value, port.number, &port.protocol.to_string());
        // Of an address block nobody can tell here whether it holds the address: a port that is missing is certain.
        let block = peers.iter().any(is_block);
        match (fits, listed) {
            (true, false) => Some((Distance::Port, self.why("why-port-not-listed", &format!("{}.ports", self.path), "", ""))),
            (true, true) => policy::named_port(self.value)
                .map(|name| (Distance::Port, self.why("why-port-name", &format!("{}.ports", self.path), &name, ""))),
            (false, false) if block => Some((Distance::Both, self.why("why-port-not-listed", &format!("{}.ports", self.path), "", ""))),
            (false, _) => {
                let distance = if listed { Distance::Peer } else { Distance::Both };
                misses.into_iter().next().map(|why| (distance, why))
            }
        }
    }

    /// Why a peer of the rule is not the flow's other end; `None` when it is.
    fn peer(&self, index: usize, peer: &Value) -> Option<Why> {
        let at = format!("{}.{}[{index}]", self.path, self.direction.peers());
        if is_block(peer) {
            let cidr = peer.pointer("/ipBlock/cidr").and_then(Value::as_str).unwrap_or("");
            let id = if matches!(self.end, Endpoint::Pod { .. }) { "why-peer-other-block" } else { "why-peer-outside-block" };
            return Some(self.why(id, &format!("{at}.ipBlock"), cidr, ""));
        }
        let Endpoint::Pod { namespace, .. } = self.end else { return Some(self.why("why-peer-outside", &at, "", "")) };
        let pod = pod(self.case, self.end)?;
        let is_local = peer.get("namespaceSelector").is_none_or(Value::is_null);
        if peer.get("podSelector").is_some() && is_local && pod.namespace != self.policy.namespace {
            return Some(self.why("why-peer-own-namespace", &at, "", ""));
        }
        let space = self.case.now.world.store.get("Namespace", None, namespace);
        let unmet = |name: &str, object: Option<&Object>| {
            let (selector, object) = (peer.get(name)?, object?);
            let requirement = policy::unmet(selector, object)?;
            Some(self.why("why-peer-label", &format!("{at}.{name}"), &requirement, &policy::label_for(&requirement, object)))
        };
        unmet("podSelector", Some(pod)).or_else(|| unmet("namespaceSelector", space))
    }

    fn why(&self, id: &str, path: &str, selector: &str, label: &str) -> Why {
        let facts = [
            ("policy", self.policy.key()),
            ("path", path.to_owned()),
            ("peer", self.end.to_string()),
            ("selector", selector.to_owned()),
            ("label", label.to_owned()),
            ("port", self.flow.port.to_string()),
            ("ports", policy::port_list(self.value)),
            ("dst", self.flow.dst.to_string()),
        ];
        (Some(sentence(id, &facts)), self.case.place(self.policy, path))
    }
}

fn is_block(peer: &Value) -> bool {
    peer.get("ipBlock").is_some_and(|block| !block.is_null())
}
