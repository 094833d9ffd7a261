//! `minimal`: a container holds no capability beyond those the task needs.

use serde::Deserialize;

use super::CheckKind;
use super::effective::names;
use super::starts::absent;
use crate::grade::Sentence;
use crate::grade::case::{Case, Failure, PodRef, containers};
use crate::grade::verdict::Stage;
use crate::probe::{Facts, Probe};
use crate::world::World;

const URL: &str = "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-capabilities-for-a-container";

/// Which container, and the most that its bounding set may hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    pod: PodRef,
    container: Option<String>,
    caps: Vec<String>,
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Quality
    }

    fn asks(&self) -> Sentence {
        Sentence::new("check-minimal", &[("pod", &self.pod.to_string()), ("caps", &names(&self.caps))])
    }

    fn probes(&self, world: &World) -> Vec<Probe> {
        self.pod.targets(world, self.container.as_deref()).into_iter().map(Probe::Effective).collect()
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let Some(pod) = case.pod(&self.pod) else { return absent(&self.pod, case).err() };
        for (name, field) in containers(pod, self.container.as_deref()) {
            let Facts::Effective(effective) = &case.answer(&Probe::Effective(self.pod.target(&name)))?.facts else {
                return Failure::new("not-answered", &[]).err();
            };
            let extra: Vec<_> = effective.bounding.iter().filter(|cap| !self.caps.contains(cap)).map(String::as_str).collect();
            if !extra.is_empty() {
                let facts =
                    [("pod", self.pod.name.as_str()), ("container", &name), ("extra", &extra.join(" ")), ("needed", &names(&self.caps))];
                let place = case.place(pod, &format!("{field}.securityContext.capabilities"));
                return Failure::new("too-much", &facts).variant("capabilities").at(place).see(URL).err();
            }
        }
        Ok(())
    }
}
