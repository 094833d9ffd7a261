//! A verdict as sentences: message ids with their facts, for the locale table `network.ftl`.

use super::verdict::{Cause, Miss, Reason, RuleRef, Side, Verdict};
use crate::locale::Locale;
use crate::probe::Direction;
use crate::probe::Step;

/// A step in the locale's words.
pub(super) fn say(locale: &Locale, step: &Step) -> String {
    step.sentence().text(locale)
}

impl Verdict {
    /// The conclusion, then why, side by side: for an allowed connection both sides, for a forbidden one
    /// the sides that forbid it, each with the rule that came nearest.
    pub fn steps(&self) -> Vec<Step> {
        let facts = vec![("src", self.src.to_string()), ("dst", self.dst.to_string()), ("port", self.port.to_string())];
        let id = match (self.egress.allowed(), self.ingress.allowed()) {
            (true, true) => "network-open",
            (false, true) => "network-blocked-egress",
            (true, false) => "network-blocked-ingress",
            (false, false) => "network-blocked-both",
        };
        let mut steps = vec![Step { id, args: facts }];
        if let Some(id) = whole_connection(&self.egress.cause) {
            steps.push(Step { id, args: vec![("pod", self.src.to_string())] });
            return steps;
        }
        let allowed = self.allowed();
        for side in [&self.egress, &self.ingress].into_iter().filter(|side| side.allowed() == allowed) {
            steps.extend(self.side_steps(side));
        }
        steps
    }

    /// The steps as one paragraph.
    pub fn sentence(&self, locale: &Locale) -> String {
        self.steps().iter().map(|step| say(locale, step)).collect::<Vec<_>>().join(" ")
    }

    fn side_steps(&self, side: &Side) -> Vec<Step> {
        let ingress = side.direction == Direction::Ingress;
        let (subject, peer) = if ingress { (&self.dst, &self.src) } else { (&self.src, &self.dst) };
        let mut args = vec![("pod", subject.to_string()), ("peer", peer.to_string()), ("port", self.port.to_string())];
        let pick = |of_ingress, of_egress| if ingress { of_ingress } else { of_egress };
        let id = match &side.cause {
            Cause::NotIsolated => pick("network-ingress-not-isolated", "network-egress-not-isolated"),
            Cause::Outside => "network-side-outside",
            Cause::HostNetwork => "network-side-host-network",
            Cause::Granted(rules) => {
                args.push(("rules", rules.iter().map(named).collect::<Vec<_>>().join(", ")));
                pick("network-ingress-granted", "network-egress-granted")
            }
            Cause::Denied { policies, .. } => {
                args.push(("policies", policies.join(", ")));
                args.push(("count", policies.len().to_string()));
                pick("network-ingress-denied", "network-egress-denied")
            }
            Cause::Unenforced | Cause::Myself | Cause::OwnNode => return Vec::new(),
        };
        let mut steps = vec![Step { id, args }];
        if let Cause::Denied { nearest, .. } = &side.cause {
            steps.push(nearest.as_ref().map_or(Step { id: "network-no-rule", args: Vec::new() }, missed));
        }
        steps
    }
}

fn whole_connection(cause: &Cause) -> Option<&'static str> {
    match cause {
        Cause::Unenforced => Some("network-unenforced"),
        Cause::Myself => Some("network-myself"),
        Cause::OwnNode => Some("network-own-node"),
        _ => None,
    }
}

fn named(rule: &RuleRef) -> String {
    format!("{} {}", rule.policy, rule.path())
}

fn missed(miss: &Miss) -> Step {
    let id = match miss.reason {
        Reason::PeerAndPort => "network-miss-peer-and-port",
        Reason::NotAPod => "network-miss-not-a-pod",
        Reason::Block => "network-miss-block",
        Reason::Peer => "network-miss-peer",
        Reason::PodLabels => "network-miss-pod-labels",
        Reason::NamespaceLabels => "network-miss-namespace-labels",
        Reason::OtherNamespace => "network-miss-other-namespace",
        Reason::Except => "network-miss-except",
        Reason::Port => "network-miss-port",
        Reason::NamedPort => "network-miss-named-port",
        Reason::Protocol => "network-miss-protocol",
    };
    // A side without labels still has something to show.
    let shown = |text: &str| if text.is_empty() { "∅".to_owned() } else { text.to_owned() };
    Step { id, args: vec![("rule", named(&miss.rule)), ("wanted", shown(&miss.wanted)), ("found", shown(&miss.found))] }
}
