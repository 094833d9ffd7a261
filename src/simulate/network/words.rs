//! A policy read aloud: whom it selects and what each rule lets through, with AND and OR spelled out.

use super::Network;
use super::label::Selector;
use super::policy::{Numbers, Peer, Policy, Rule};
use crate::locale::Locale;
use crate::probe::Direction;
use crate::probe::Step;

/// What a policy says, in the order of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whom it selects.
    pub selects: Step,
    /// What it means for each direction, ingress first: that it leaves the direction alone, that it closes it, or that
    /// only the rules below pass.
    pub directions: Vec<Step>,
    /// The rules, ingress first.
    pub rules: Vec<RuleReading>,
}

/// What one rule lets through: any of the peers, on any of the ports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleReading {
    /// Which list it stands in.
    pub direction: Direction,
    /// Its position there, from 0.
    pub index: usize,
    /// The peers, one of which must fit; empty for anyone.
    pub peers: Vec<Step>,
    /// The ports, one of which must fit (`6379/TCP`, `redis/TCP`, `80-90/UDP`); empty for every port.
    pub ports: Vec<String>,
}

impl Reading {
    /// Every sentence.
    pub fn sentences(&self, locale: &Locale) -> Vec<String> {
        let of = |step: &Step| super::sentence::say(locale, step);
        let mut all = vec![of(&self.selects)];
        for (direction, step) in [Direction::Ingress, Direction::Egress].into_iter().zip(&self.directions) {
            all.push(of(step));
            all.extend(self.rules.iter().filter(|rule| rule.direction == direction).map(|rule| rule.sentence(locale)));
        }
        all
    }
}

impl RuleReading {
    /// The peers in one phrase, joined by OR.
    pub fn peers_phrase(&self, locale: &Locale) -> String {
        match self.peers.is_empty() {
            true => locale.text("network-peers-any"),
            false => join(locale, self.peers.iter().map(|peer| super::sentence::say(locale, peer))),
        }
    }

    /// The ports in one phrase, joined by OR.
    pub fn ports_phrase(&self, locale: &Locale) -> String {
        match self.ports.is_empty() {
            true => locale.text("network-ports-any"),
            false => join(locale, self.ports.iter().cloned()),
        }
    }

    /// The rule as a sentence: peers AND ports.
    pub fn sentence(&self, locale: &Locale) -> String {
        let id = match self.direction {
            Direction::Ingress => "network-rule-ingress",
            Direction::Egress => "network-rule-egress",
        };
        let rule = format!("spec.{}[{}]", self.direction.field(), self.index);
        locale.format(id, &[("rule", &rule), ("peers", &self.peers_phrase(locale)), ("ports", &self.ports_phrase(locale))])
    }
}

fn join(locale: &Locale, parts: impl Iterator<Item = String>) -> String {
    let mut parts: Vec<_> = parts.collect();
    if parts.len() > 1 {
        parts.iter_mut().for_each(|part| *part = format!("({part})"));
    }
    parts.join(&format!(" {} ", locale.text("network-or")))
}

impl Network {
    /// A policy read aloud; `None` when there is no such policy.
    pub fn reading(&self, namespace: &str, policy: &str) -> Option<Reading> {
        let policy = &self.policies[self.policy_id(namespace, policy)? as usize];
        let directions = [Direction::Ingress, Direction::Egress];
        let rules = directions.into_iter().flat_map(|direction| self.rules_read(policy, direction));
        Some(Reading {
            selects: self.selection_read(policy),
            directions: directions.map(|direction| direction_read(policy, direction)).to_vec(),
            rules: rules.collect(),
        })
    }

    fn selection_read(&self, policy: &Policy) -> Step {
        let namespace = ("namespace", self.namespaces[policy.namespace as usize].name.to_string());
        match policy.selector.is_everything() {
            true => Step { id: "network-selects-all", args: vec![namespace] },
            false => Step { id: "network-selects", args: vec![namespace, ("pods", policy.selector.text(&self.symbols))] },
        }
    }

    fn rules_read(&self, policy: &Policy, direction: Direction) -> Vec<RuleReading> {
        let rules = policy.rules(direction).into_iter().flatten().enumerate();
        let read = |(index, rule): (usize, &Rule)| RuleReading {
            direction,
            index,
            peers: rule.peers.iter().map(|peer| self.peer_read(policy, peer)).collect(),
            ports: self.ports_text(rule),
        };
        rules.map(read).collect()
    }

    fn peer_read(&self, policy: &Policy, peer: &Peer) -> Step {
        let text = |selector: &Selector| selector.text(&self.symbols);
        let own = || ("namespace", self.namespaces[policy.namespace as usize].name.to_string());
        let (id, args) = match peer {
            Peer::Nobody => ("network-peer-nobody", vec![]),
            Peer::Block(block) => {
                let except: Vec<_> = block.except.iter().map(ToString::to_string).collect();
                let id = if except.is_empty() { "network-peer-block" } else { "network-peer-block-except" };
                let cidr = block.cidr.map(|cidr| cidr.to_string()).unwrap_or_default();
                (id, vec![("cidr", cidr), ("except", except.join(", "))])
            }
            Peer::Pods { namespaces: None, pods } => match pods.as_ref().filter(|pods| !pods.is_everything()) {
                Some(pods) => ("network-peer-own", vec![("pods", text(pods)), own()]),
                None => ("network-peer-own-all", vec![own()]),
            },
            Peer::Pods { namespaces: Some(namespaces), pods } => {
                let everywhere = namespaces.is_everything();
                let namespaces = ("namespaces", text(namespaces));
                match (everywhere, pods.as_ref().filter(|pods| !pods.is_everything())) {
                    (true, None) => ("network-peer-everywhere", vec![]),
                    (true, Some(pods)) => ("network-peer-everywhere-pods", vec![("pods", text(pods))]),
                    (false, None) => ("network-peer-namespaces", vec![namespaces]),
                    (false, Some(pods)) => ("network-peer-and", vec![("pods", text(pods)), namespaces]),
                }
            }
        };
        Step { id, args }
    }

    /// The ports of a rule as people write them.
    pub(super) fn ports_text(&self, rule: &Rule) -> Vec<String> {
        let text = |port: &super::policy::PortRule| {
            let protocol = port.protocol.map(|protocol| protocol.to_string()).unwrap_or_default();
            match port.numbers {
                Numbers::All => protocol,
                Numbers::Range(first, last) if first == last => format!("{first}/{protocol}"),
                Numbers::Range(first, last) => format!("{first}-{last}/{protocol}"),
                Numbers::Named(name) => format!("{}/{protocol}", self.symbols.word(name)),
                Numbers::Nothing => String::new(),
            }
        };
        rule.ports.iter().map(text).collect()
    }
}

fn direction_read(policy: &Policy, direction: Direction) -> Step {
    let id = match (direction, policy.rules(direction)) {
        (Direction::Ingress, None) => "network-ingress-untouched",
        (Direction::Ingress, Some([])) => "network-ingress-closed",
        (Direction::Ingress, Some(_)) => "network-ingress-only",
        (Direction::Egress, None) => "network-egress-untouched",
        (Direction::Egress, Some([])) => "network-egress-closed",
        (Direction::Egress, Some(_)) => "network-egress-only",
    };
    Step { id, args: Vec::new() }
}
