//! `starts`: a container runs.

use serde::Deserialize;

use super::CheckKind;
use super::object::missing;
use crate::grade::Sentence;
use crate::grade::case::{Case, Failure, ObjectRef, PodRef, containers};
use crate::grade::verdict::Stage;
use crate::probe::{Class, Observation, Probe, Step};
use crate::world::World;

const URL: &str = "https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/";

/// Which container; all of the Pod's without a name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    pod: PodRef,
    container: Option<String>,
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Start
    }

    fn gates(&self) -> bool {
        true
    }

    fn asks(&self) -> Sentence {
        Sentence::new("check-starts", &[("pod", &self.pod.to_string()), ("container", self.container.as_deref().unwrap_or("all"))])
    }

    fn probes(&self, world: &World) -> Vec<Probe> {
        self.pod.targets(world, self.container.as_deref()).into_iter().map(Probe::Start).collect()
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let Some(pod) = case.pod(&self.pod) else { return absent(&self.pod, case).err() };
        let found = containers(pod, self.container.as_deref());
        if found.is_empty() {
            return no_container(&self.pod, self.container.as_deref(), case).err();
        }
        for (name, field) in found {
            let answer = case.answer(&Probe::Start(self.pod.target(&name)))?;
            let (diag, reason) = match &answer.class {
                Class::Running => continue,
                Class::Ended(reason) => ("start-ended", reason.clone()),
                Class::Absent => ("start-absent", String::new()),
                Class::Waiting(reason) => ("start-waiting", reason.clone()),
                other => ("start-waiting", other.to_string()),
            };
            let text = if answer.stdout.is_empty() { answer.stderr.trim() } else { answer.stdout.trim() };
            let facts = [("pod", self.pod.name.as_str()), ("container", &name), ("reason", &reason), ("text", text)];
            return Failure::new(diag, &facts).because(reason_of(answer, &name)).at(case.place(pod, &field)).see(URL).err();
        }
        Ok(())
    }
}

/// The step that decided about this container. The trace tells of all containers of the Pod: those of others
/// are left out, unless an init container keeps this one from starting.
fn reason_of(answer: &Observation, container: &str) -> Option<Sentence> {
    let about = |step: &Step| step.args.iter().find(|(name, _)| *name == "container").map(|(_, value)| value.clone());
    let own = answer.trace.iter().rfind(|step| about(step).as_deref() == Some(container));
    let step = own.or_else(|| answer.trace.iter().rfind(|step| step.id == "start-init-blocks" || about(step).is_none()))?;
    // That it was tried is only the heading of what follows.
    (step.id != "start-container").then(|| step.sentence())
}

/// The failure for a Pod that is not there.
pub fn absent(pod: &PodRef, case: &Case) -> Failure {
    let wanted = ObjectRef { kind: "Pod".into(), name: pod.name.clone(), namespace: Some(pod.namespace.clone()) };
    missing(&wanted, case, "start-absent")
}

/// The failure for a Pod without the container that is asked for.
pub fn no_container(pod: &PodRef, container: Option<&str>, case: &Case) -> Failure {
    let place = case.pod(pod).and_then(|pod| case.place(pod, "spec.containers"));
    let facts = [("pod", pod.name.as_str()), ("container", container.unwrap_or("")), ("reason", ""), ("text", "")];
    Failure::new("start-absent", &facts).variant("container").at(place)
}
