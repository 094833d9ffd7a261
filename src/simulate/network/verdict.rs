//! The judgement of one connection: a fast yes or no, and the slow one that names policies and rules.

use super::label::Selector;
use super::policy::{Numbers, Peer, Policy, Rule};
use super::{Network, Party};
use crate::probe::Direction;
use crate::probe::{Endpoint, Flow, Port, RulePlace};

/// Yes or no for both sides of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether the destination's side allows it.
    pub ingress: bool,
    /// Whether the source's side allows it.
    pub egress: bool,
}

impl Decision {
    /// Whether both sides allow it.
    pub fn allowed(self) -> bool {
        self.ingress && self.egress
    }
}

/// The judgement of one connection with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Who connects.
    pub src: Endpoint,
    /// To whom.
    pub dst: Endpoint,
    /// On which port of the destination.
    pub port: Port,
    /// The source's side.
    pub egress: Side,
    /// The destination's side.
    pub ingress: Side,
}

/// One side of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Which side.
    pub direction: Direction,
    /// Why it allows the connection, or why not.
    pub cause: Cause,
}

/// Why a side allows a connection or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Allowed: the network plug-in ignores policies.
    Unenforced,
    /// Allowed: a Pod reaches itself.
    Myself,
    /// Allowed: a Pod and its own node reach each other.
    OwnNode,
    /// Allowed: no policy binds an address outside the cluster.
    Outside,
    /// Allowed: no policy binds a Pod on its node's network.
    HostNetwork,
    /// Allowed: no policy isolates the Pod in this direction.
    NotIsolated,
    /// Allowed by these rules, at least one.
    Granted(Vec<RuleRef>),
    /// Forbidden: these policies isolate the Pod, and none of their rules fits.
    Denied {
        /// The isolating policies, as `namespace/name`; at least one.
        policies: Vec<String>,
        /// The rule that came nearest, if there is any rule.
        nearest: Option<Miss>,
    },
}

/// A rule of a policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleRef {
    /// `namespace/name`.
    pub policy: String,
    /// `spec.ingress` or `spec.egress`.
    pub direction: Direction,
    /// Position in that list, from 0.
    pub index: usize,
    /// Position of the peer that matched; `None` when the rule names no peer, or none matched.
    pub peer: Option<usize>,
}

impl RuleRef {
    /// The field path as the server writes it: `spec.ingress[0]`, or `spec.ingress[0].from[1]` for a peer.
    pub fn path(&self) -> String {
        let rule = format!("spec.{}[{}]", self.direction.field(), self.index);
        match self.peer {
            Some(peer) => format!("{rule}.{}[{peer}]", self.direction.peers()),
            None => rule,
        }
    }
}

/// A rule that nearly allowed a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// Which rule.
    pub rule: RuleRef,
    /// What was missing.
    pub reason: Reason,
    /// What the rule asks for: ports, labels, a namespace or a block, by the reason.
    pub wanted: String,
    /// What the connection has instead.
    pub found: String,
}

/// What kept a rule from allowing a connection, the nearest miss last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Neither peer nor port fit.
    PeerAndPort,
    /// The rule asks for Pods; the other end is an address outside.
    NotAPod,
    /// No `ipBlock` holds the address.
    Block,
    /// Neither the Pod's labels nor its namespace fit.
    Peer,
    /// The Pod's labels do not fit.
    PodLabels,
    /// The Pod's labels fit, its namespace's do not.
    NamespaceLabels,
    /// The Pod's labels fit, but `podSelector` alone means the policy's own namespace.
    OtherNamespace,
    /// `except` takes the address out of the block.
    Except,
    /// The peer fits, the port number does not.
    Port,
    /// The peer fits, but no container port of the destination has that name, number and protocol.
    NamedPort,
    /// The peer and the number fit, the protocol does not.
    Protocol,
}

impl Side {
    /// Whether this side allows the connection.
    pub fn allowed(&self) -> bool {
        !matches!(self.cause, Cause::Denied { .. })
    }

    /// The policies that decided: those that allow it, or those that isolate.
    pub fn policies(&self) -> Vec<String> {
        match &self.cause {
            Cause::Granted(rules) => {
                let mut policies: Vec<_> = rules.iter().map(|rule| rule.policy.clone()).collect();
                policies.dedup();
                policies
            }
            Cause::Denied { policies, .. } => policies.clone(),
            _ => Vec::new(),
        }
    }
}

impl Verdict {
    /// Whether both sides allow it.
    pub fn allowed(&self) -> bool {
        self.ingress.allowed() && self.egress.allowed()
    }

    /// The rules that allow the connection; none when it is forbidden or nothing isolates.
    pub fn rules(&self) -> Vec<RulePlace> {
        let sides = [&self.egress, &self.ingress].into_iter().filter(|_| self.allowed());
        let rules = sides.filter_map(|side| match &side.cause {
            Cause::Granted(rules) => Some(rules),
            _ => None,
        });
        rules.flatten().map(|rule| RulePlace { policy: rule.policy.clone(), path: rule.path() }).collect()
    }

    /// The policies that decided, as `namespace/name`, each once: of an allowed connection those that allow
    /// it, of a forbidden one those that isolate the side that forbids.
    pub fn decided_by(&self) -> Vec<String> {
        let allowed = self.allowed();
        let sides = [&self.egress, &self.ingress].into_iter().filter(|side| side.allowed() == allowed);
        let mut policies: Vec<_> = sides.flat_map(Side::policies).collect();
        policies.sort();
        policies.dedup();
        policies
    }
}

impl From<Verdict> for Flow {
    fn from(verdict: Verdict) -> Self {
        Self {
            ingress: verdict.ingress.allowed(),
            egress: verdict.egress.allowed(),
            decided_by: verdict.decided_by(),
            rules: verdict.rules(),
            src: verdict.src,
            dst: verdict.dst,
            port: verdict.port,
        }
    }
}

/// One side as it is asked: whose policies count, who is at the other end, whose ports are meant.
#[derive(Clone, Copy)]
struct Question {
    direction: Direction,
    subject: Party,
    peer: Party,
    dst: Party,
    port: Port,
}

impl Network {
    /// Whether `src` may connect to `port` of `dst`.
    pub fn decide(&self, src: Party, dst: Party, port: Port) -> Decision {
        if self.exempt(src, dst).is_some() {
            return Decision { ingress: true, egress: true };
        }
        let (src, dst) = self.same_family(src, dst);
        let [egress, ingress] = questions(src, dst, port).map(|question| self.side_allows(question));
        Decision { ingress, egress }
    }

    /// As [`Network::decide`], with the policies and rules that decide, and the rule that came nearest.
    pub fn explain(&self, src: Party, dst: Party, port: Port) -> Verdict {
        self.judge(src, dst, port, Depth::NearestRule)
    }

    /// As [`Network::decide`], with the policies and rules that decide.
    pub fn flow(&self, src: Party, dst: Party, port: Port) -> Flow {
        self.judge(src, dst, port, Depth::Rules).into()
    }

    fn judge(&self, src: Party, dst: Party, port: Port, depth: Depth) -> Verdict {
        let (from, to) = self.same_family(src, dst);
        let [egress, ingress] = questions(from, to, port).map(|question| {
            let cause = self.exempt(src, dst).unwrap_or_else(|| self.cause(question, depth));
            Side { direction: question.direction, cause }
        });
        Verdict { src: self.endpoint(src), dst: self.endpoint(dst), port, egress, ingress }
    }

    /// Why policies do not matter to this pair, if they do not.
    fn exempt(&self, src: Party, dst: Party) -> Option<Cause> {
        if self.unenforced {
            return Some(Cause::Unenforced);
        }
        let (Some(from), Some(to)) = (src.pod, dst.pod) else { return None };
        if from == to {
            return Some(Cause::Myself);
        }
        let (from, to) = (&self.pods[from as usize], &self.pods[to as usize]);
        ((from.host_network || to.host_network) && from.node == to.node).then_some(Cause::OwnNode)
    }

    /// Pods with two addresses talk to an address of its own family.
    fn same_family(&self, src: Party, dst: Party) -> (Party, Party) {
        let from = self.pod_entry(src).map_or(src.address, |pod| pod.address_towards(dst.address));
        let to = self.pod_entry(dst).map_or(dst.address, |pod| pod.address_towards(from));
        (Party { address: from, ..src }, Party { address: to, ..dst })
    }

    fn side_allows(&self, question: Question) -> bool {
        let mut isolated = false;
        for policy in self.restricting(question.subject, question.direction) {
            isolated = true;
            let policy = &self.policies[policy as usize];
            if policy.rules(question.direction).into_iter().flatten().any(|rule| self.admits(policy, rule, question)) {
                return true;
            }
        }
        !isolated
    }

    fn admits(&self, policy: &Policy, rule: &Rule, question: Question) -> bool {
        let dst = self.view(question.dst).pod.map(|(pod, _)| pod);
        rule.admits(policy.namespace, self.view(question.peer), dst, question.port)
    }

    fn cause(&self, question: Question, depth: Depth) -> Cause {
        match self.pod_entry(question.subject) {
            None => return Cause::Outside,
            Some(pod) if pod.host_network => return Cause::HostNetwork,
            Some(_) => {}
        }
        let (mut policies, mut granted, mut nearest) = (Vec::new(), Vec::new(), None::<Miss>);
        for id in self.restricting(question.subject, question.direction) {
            let policy = &self.policies[id as usize];
            policies.push(self.policy_key(id));
            for (index, rule) in policy.rules(question.direction).into_iter().flatten().enumerate() {
                let peer = rule.first_peer(policy.namespace, self.view(question.peer));
                let at = || RuleRef { policy: self.policy_key(id), direction: question.direction, index, peer };
                if self.admits(policy, rule, question) {
                    granted.push(at());
                } else if depth == Depth::NearestRule {
                    let (reason, wanted, found) = self.reason(policy, rule, question);
                    if nearest.as_ref().is_none_or(|miss| miss.reason < reason) {
                        nearest = Some(Miss { rule: at(), reason, wanted, found });
                    }
                }
            }
        }
        match (policies.is_empty(), granted.is_empty()) {
            (true, _) => Cause::NotIsolated,
            (false, true) => Cause::Denied { policies, nearest },
            (false, false) => Cause::Granted(granted),
        }
    }

    /// Why a rule that does not admit the connection does not, what it wants and what it found.
    fn reason(&self, policy: &Policy, rule: &Rule, question: Question) -> Why {
        let dst = self.view(question.dst).pod.map(|(pod, _)| pod);
        let peer = self.view(question.peer);
        match (rule.admits_peer(policy.namespace, peer), rule.admits_port(dst, question.port)) {
            (true, _) => (port_reason(rule, question.port), self.ports_text(rule).join(", "), question.port.to_string()),
            (false, true) => {
                let reasons = rule.peers.iter().map(|written| self.peer_reason(policy, written, question.peer));
                reasons.max_by_key(|(reason, ..)| *reason).unwrap_or((Reason::Peer, String::new(), String::new()))
            }
            (false, false) => (Reason::PeerAndPort, String::new(), String::new()),
        }
    }

    fn peer_reason(&self, policy: &Policy, written: &Peer, peer: Party) -> Why {
        let view = self.view(peer);
        let text = |selector: &Option<Selector>| selector.as_ref().map(|s| s.text(&self.symbols)).unwrap_or_default();
        match (written, view.pod) {
            (Peer::Block(block), _) => {
                let reason = if block.covers(view.address) { Reason::Except } else { Reason::Block };
                (reason, block.to_string(), view.address.to_string())
            }
            (Peer::Pods { namespaces, pods }, Some((pod, namespace))) => {
                let there = namespaces.as_ref().map_or(pod.namespace == policy.namespace, |s| s.matches(&namespace.labels));
                let labelled = pods.as_ref().is_none_or(|s| s.matches(&pod.labels));
                let own = || self.namespaces[policy.namespace as usize].name.to_string();
                match (there, labelled) {
                    (false, true) if namespaces.is_none() => (Reason::OtherNamespace, own(), namespace.name.to_string()),
                    (false, true) => (Reason::NamespaceLabels, text(namespaces), namespace.labels.text(&self.symbols)),
                    (true, _) => (Reason::PodLabels, text(pods), pod.labels.text(&self.symbols)),
                    (false, false) => (Reason::Peer, text(pods), pod.labels.text(&self.symbols)),
                }
            }
            (Peer::Pods { .. }, None) => (Reason::NotAPod, String::new(), view.address.to_string()),
            (Peer::Nobody, _) => (Reason::Peer, String::new(), String::new()),
        }
    }
}

/// How much is wanted of a judgement.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Rules,
    NearestRule,
}

/// A reason, what the rule wants, and what it found.
type Why = (Reason, String, String);

/// The source's side first.
fn questions(src: Party, dst: Party, port: Port) -> [Question; 2] {
    [
        Question { direction: Direction::Egress, subject: src, peer: dst, dst, port },
        Question { direction: Direction::Ingress, subject: dst, peer: src, dst, port },
    ]
}

fn port_reason(rule: &Rule, port: Port) -> Reason {
    let reasons = rule.ports.iter().map(|written| match written.numbers {
        Numbers::Range(first, last) if (first..=last).contains(&port.number) => Reason::Protocol,
        Numbers::Named(_) => Reason::NamedPort,
        _ => Reason::Port,
    });
    reasons.max().unwrap_or(Reason::Port)
}
