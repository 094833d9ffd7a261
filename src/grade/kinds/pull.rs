//! `pull`: what becomes of a container's image, and with whose credential.

use serde::Deserialize;

use super::CheckKind;
use super::starts::absent;
use crate::grade::case::{Case, Failure, PodRef, containers};
use crate::grade::verdict::Stage;
use crate::grade::{Sentence, path};
use crate::locale::Word;
use crate::probe::{Class, Facts, Observation, Probe, Step, Target};
use crate::world::World;

const URL: &str = "https://kubernetes.io/docs/concepts/containers/images/#using-a-private-registry";

/// Which container, what becomes of its image, and the Secret that must have opened the registry.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    pod: PodRef,
    container: Option<String>,
    result: Class,
    secret: Option<String>,
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Image
    }

    fn gates(&self) -> bool {
        true
    }

    fn asks(&self) -> Sentence {
        let sentence = Sentence::new("check-pull", &[("pod", &self.pod.to_string()), ("result", &self.result.to_string())]);
        sentence.with_word("word", self.result.word().unwrap_or_else(|| Word::Message("class-other".into())))
    }

    fn probes(&self, world: &World) -> Vec<Probe> {
        self.pod.targets(world, self.container.as_deref()).into_iter().map(Probe::Pull).collect()
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let Some(pod) = case.pod(&self.pod) else { return absent(&self.pod, case).err() };
        for (name, field) in containers(pod, self.container.as_deref()) {
            let answer = case.answer(&Probe::Pull(self.pod.target(&name)))?;
            let image = path::get(&pod.value, &format!("{field}.image")).and_then(|image| image.as_str()).unwrap_or("");
            let facts = [("pod", self.pod.name.as_str()), ("container", &name), ("image", image)];
            if answer.class != self.result {
                let failure = Failure::new(diag_of(&answer.class), &facts);
                return failure.because(why(answer)).at(case.place(pod, &format!("{field}.image"))).see(URL).err();
            }
            if let (Some(wanted), Facts::Secret(used)) = (&self.secret, &answer.facts) {
                let full = format!("{}/{wanted}", self.pod.namespace);
                if used.as_deref() != Some(full.as_str()) {
                    let failure = Failure::new("pull-other-secret", &facts);
                    let message = failure.message.clone().with("wanted", wanted).with("found", used.clone().unwrap_or_default());
                    let failure = Failure { message, ..failure };
                    return failure.at(case.place(pod, "spec.imagePullSecrets")).see(URL).err();
                }
            }
        }
        Ok(())
    }
}

impl PodRef {
    /// A container of the Pod.
    pub fn target(&self, container: &str) -> Target {
        Target { namespace: self.namespace.clone(), pod: self.name.clone(), container: Some(container.to_owned()) }
    }

    /// The containers of the Pod in `world` that `wanted` means.
    pub fn targets(&self, world: &World, wanted: Option<&str>) -> Vec<Target> {
        let pod = world.store.get("Pod", Some(&self.namespace), &self.name);
        pod.map_or_else(Vec::new, |pod| containers(pod, wanted)).into_iter().map(|(name, _)| self.target(&name)).collect()
    }
}

fn diag_of(class: &Class) -> &'static str {
    match class {
        Class::Unauthorized => "pull-unauthorized",
        Class::ImageNotFound => "pull-not-found",
        Class::Unreachable => "pull-unreachable",
        Class::InvalidImageName => "pull-invalid-name",
        Class::NeverPull => "pull-never",
        Class::Pulled | Class::Present => "pull-succeeded",
        _ => "pull-other",
    }
}

/// The simulator's last step is the one that decided.
pub fn why(answer: &Observation) -> Option<Sentence> {
    answer.trace.last().map(Step::sentence)
}
