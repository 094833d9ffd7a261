//! `isolated`: whether a Pod is isolated for ingress and egress.

use serde::Deserialize;

use super::CheckKind;
use super::starts::absent;
use crate::grade::case::{Case, Failure, PodRef};
use crate::grade::verdict::Stage;
use crate::grade::{Sentence, explain};
use crate::probe::Direction;
use crate::probe::{Endpoint, Facts, Probe};
use crate::world::World;

const URL: &str = "https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation";

/// Which Pod, and the directions; one that is left out is not looked at.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    pod: PodRef,
    ingress: Option<bool>,
    egress: Option<bool>,
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Probe
    }

    fn asks(&self) -> Sentence {
        let word = |wanted: Option<bool>| wanted.map_or("any", |yes| if yes { "yes" } else { "no" });
        Sentence::new("check-isolated", &[("pod", &self.pod.to_string()), ("ingress", word(self.ingress)), ("egress", word(self.egress))])
    }

    fn probes(&self, _: &World) -> Vec<Probe> {
        vec![self.probe()]
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        if case.pod(&self.pod).is_none() {
            return absent(&self.pod, case).err();
        }
        let Facts::Isolation { ingress, egress } = &case.answer(&self.probe())?.facts else {
            return Failure::new("not-answered", &[]).err();
        };
        for (direction, wanted, policies) in [("ingress", self.ingress, ingress), ("egress", self.egress, egress)] {
            if wanted.is_some_and(|wanted| wanted == policies.is_empty()) {
                let facts = [("pod", self.pod.name.as_str()), ("direction", direction), ("policies", &policies.join(", "))];
                let failure = Failure::new("isolation-differs", &facts);
                let end = Endpoint::Pod { namespace: self.pod.namespace.clone(), name: self.pod.name.clone() };
                let failure = match (policies.is_empty(), direction) {
                    (false, _) => failure.variant("closed").at(explain::policy_place(case, policies, "spec.policyTypes")),
                    (true, direction) => {
                        let direction = if direction == "ingress" { Direction::Ingress } else { Direction::Egress };
                        let (reason, place) = explain::not_isolated(case, &end, direction);
                        failure.variant("open").because(reason).at(place)
                    }
                };
                return failure.see(URL).err();
            }
        }
        Ok(())
    }
}

impl Spec {
    fn probe(&self) -> Probe {
        Probe::Isolation { namespace: self.pod.namespace.clone(), pod: self.pod.name.clone() }
    }
}
