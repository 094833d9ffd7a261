//! Two networks compared over *all* their flows, and the flow that shows the difference best.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{Network, Verdict};
use crate::probe::{Endpoint, Port};

/// A flow that one network allows and the other forbids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The judgement of the network that was asked.
    pub here: Verdict,
    /// The judgement of the other.
    pub there: Verdict,
}

impl Difference {
    /// Whether the flow is open here and closed there.
    pub fn leaks(&self) -> bool {
        self.here.allowed()
    }
}

/// What makes one difference more instructive than another: the smallest is the best to show.
type Plainness = (bool, bool, bool, bool, Reverse<bool>, u8, Endpoint, Endpoint, Port);

impl Network {
    /// Every flow on which the two differ, the most instructive first. Without ports, it is asked about
    /// ports that stand for all there are, so that no difference goes unseen. Parties that only one of
    /// the two knows are left out: their flows are not comparable.
    pub fn differences(&self, other: &Network, ports: &[Port]) -> Vec<Difference> {
        let mut ports: BTreeSet<_> = ports.iter().copied().collect();
        if ports.is_empty() {
            ports = self.representative_ports();
            ports.extend(other.representative_ports());
        }
        let mut found: Vec<_> = self.differing(other, &ports).map(|difference| (self.plainness(&difference), difference)).collect();
        found.sort_by(|(one, _), (two, _)| one.cmp(two));
        found.into_iter().map(|(_, difference)| difference).collect()
    }

    fn differing<'a>(&'a self, other: &'a Network, ports: &'a BTreeSet<Port>) -> impl Iterator<Item = Difference> + 'a {
        let pairs = self.pairs().filter_map(|(src, dst)| {
            let there = (other.party(&self.endpoint(src))?, other.party(&self.endpoint(dst))?);
            Some(((src, dst), there))
        });
        pairs.flat_map(move |(here, there)| {
            ports.iter().filter_map(move |port| {
                let differs = self.decide(here.0, here.1, *port).allowed() != other.decide(there.0, there.1, *port).allowed();
                differs.then(|| Difference { here: self.explain(here.0, here.1, *port), there: other.explain(there.0, there.1, *port) })
            })
        })
    }

    /// Best is what a learner can try and explain: two Pods, a port that the destination declares, TCP,
    /// one namespace, something that should be closed and is open, and one side to blame.
    fn plainness(&self, difference: &Difference) -> Plainness {
        let verdict = &difference.here;
        let (src, dst) = (self.party(&verdict.src), self.party(&verdict.dst));
        let declared = dst.and_then(|dst| self.pod_entry(dst)).is_some_and(|pod| pod.ports.iter().any(|(_, port)| *port == verdict.port));
        let outside = |endpoint: &Endpoint| matches!(endpoint, Endpoint::External(_));
        let apart = match (src.and_then(|p| self.pod_entry(p)), dst.and_then(|p| self.pod_entry(p))) {
            (Some(src), Some(dst)) => src.namespace != dst.namespace,
            _ => true,
        };
        let closed = if difference.leaks() { &difference.there } else { verdict };
        let blamed = u8::from(!closed.ingress.allowed()) + u8::from(!closed.egress.allowed());
        (
            outside(&verdict.src) || outside(&verdict.dst),
            !declared,
            verdict.port.protocol != crate::probe::Protocol::Tcp,
            apart,
            Reverse(difference.leaks()),
            blamed,
            verdict.src.clone(),
            verdict.dst.clone(),
            verdict.port,
        )
    }
}
