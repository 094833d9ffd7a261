//! `selects`: a policy selects exactly these Pods.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::CheckKind;
use super::object::missing;
use crate::grade::Sentence;
use crate::grade::case::{Case, Failure, ObjectRef, PodRef};
use crate::grade::explain;
use crate::grade::verdict::Stage;
use crate::probe::{Facts, Observations, Probe};
use crate::world::World;

const URL: &str = "https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource";

/// Which policy, and the Pods it must select.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    policy: PodRef,
    pods: Pods,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Pods {
    These(Vec<PodRef>),
    Reference(AsReference),
}

/// The word `reference`: what the reference solution's world answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AsReference {
    /// `reference`
    Reference,
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Probe
    }

    fn asks(&self) -> Sentence {
        Sentence::new("check-selects", &[("policy", &self.policy.to_string())])
    }

    fn probes(&self, _: &World) -> Vec<Probe> {
        vec![self.probe()]
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let wanted =
            ObjectRef { kind: "NetworkPolicy".into(), name: self.policy.name.clone(), namespace: Some(self.policy.namespace.clone()) };
        let Some(policy) = wanted.find(case.now.world, case.namespace) else { return missing(&wanted, case, "object-missing").err() };
        case.answer(&self.probe())?;
        let found = self.selected(case.now.answers);
        let wanted = match &self.pods {
            Pods::These(pods) => pods.iter().map(PodRef::to_string).collect(),
            Pods::Reference(_) => self.selected(case.reference.answers),
        };
        let extra: Vec<_> = found.difference(&wanted).cloned().collect();
        let lacking: Vec<_> = wanted.difference(&found).cloned().collect();
        let (diag, pod) = match (found.is_empty(), extra.first(), lacking.first()) {
            (_, None, None) => return Ok(()),
            (true, _, Some(pod)) => ("selects-nothing", pod),
            (_, Some(pod), _) => ("selects-too-many", pod),
            (_, None, Some(pod)) => ("selects-too-few", pod),
        };
        let facts = [("policy", self.policy.name.as_str()), ("pod", pod), ("extra", &extra.join(", ")), ("lacking", &lacking.join(", "))];
        let reason = explain::selector_against(case, policy, pod);
        Failure::new(diag, &facts).because(reason).at(case.place(policy, "spec.podSelector")).see(URL).err()
    }
}

impl Spec {
    fn probe(&self) -> Probe {
        Probe::Selects { namespace: self.policy.namespace.clone(), policy: self.policy.name.clone() }
    }

    fn selected(&self, answers: &Observations) -> BTreeSet<String> {
        match answers.get(&self.probe()).map(|answer| &answer.facts) {
            Some(Facts::Pods(pods)) => pods.iter().cloned().collect(),
            _ => BTreeSet::new(),
        }
    }
}
