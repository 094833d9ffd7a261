//! `starts`: a container runs.

use serde::Deserialize;

use super::CheckKind;
use super::object::missing;
use crate::grade::Sentence;
use crate::grade::case::{Case, Failure, ObjectRef, PodRef, containers};
use crate::grade::recipe;
use crate::grade::verdict::Stage;
use crate::probe::{Change, Class, Observation, Probe, Step, Target};
use crate::world::World;

const URL: &str = "https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/";

/// Which container; all of the Pod's without a name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    pod: PodRef,
    container: Option<String>,
    /// Seconds after which it has to run still.
    still_after: Option<u32>,
}

/// How often it is asked whether a container still runs, and after how many seconds again: one that ends and is started anew
/// runs now and then.
const LOOKS: u32 = 3;
const BETWEEN: u32 = 100;

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Start
    }

    fn gates(&self) -> bool {
        true
    }

    fn asks(&self) -> Sentence {
        let facts = [("pod", self.pod.to_string()), ("container", self.container.clone().unwrap_or_else(|| "all".into()))];
        let facts = facts.each_ref().map(|(name, value)| (*name, value.as_str()));
        Sentence::new(if self.still_after.is_some() { "check-starts-stays" } else { "check-starts" }, &facts)
    }

    fn probes(&self, world: &World) -> Vec<Probe> {
        let targets = self.pod.targets(world, self.container.as_deref());
        targets.iter().flat_map(|target| self.looks().map(|later| at(later, target.clone()))).collect()
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let Some(pod) = case.pod(&self.pod) else { return absent(&self.pod, case).err() };
        let found = containers(pod, self.container.as_deref());
        if found.is_empty() {
            return no_container(&self.pod, self.container.as_deref(), case).err();
        }
        for (name, field) in found {
            for later in self.looks() {
                let answer = case.answer(&at(later, self.pod.target(&name)))?;
                let (diag, reason) = match &answer.class {
                    Class::Running => continue,
                    Class::Ended(reason) => ("start-ended", reason.clone()),
                    Class::Absent => ("start-absent", String::new()),
                    Class::Waiting(reason) => ("start-waiting", reason.clone()),
                    other => ("start-waiting", other.to_string()),
                };
                let text = if answer.stdout.is_empty() { answer.stderr.trim() } else { answer.stdout.trim() };
                let after = later.to_string();
                let facts = [("pod", self.pod.name.as_str()), ("container", &name), ("reason", &reason), ("text", text), ("after", &after)];
                let failure = Failure::new(diag, &facts).because(reason_of(answer, &name)).at(case.place(pod, &field)).see(URL);
                let failure = if reason == "CreateContainerConfigError" { recipe::by_user(failure, case, pod, &name) } else { failure };
                let told = if later > 0 && diag != "start-absent" { failure.variant("later") } else { failure };
                return told.err();
            }
        }
        Ok(())
    }
}

impl Spec {
    /// The seconds after which it is asked.
    fn looks(&self) -> impl Iterator<Item = u32> + use<> {
        let still = self.still_after.into_iter().flat_map(|first| (0..LOOKS).map(move |look| first.saturating_add(look * BETWEEN)));
        std::iter::once(0).chain(still)
    }
}

/// Whether the container runs so many seconds later.
fn at(later: u32, target: Target) -> Probe {
    let probe = Probe::Start(target);
    match later {
        0 => probe,
        _ => Probe::If { change: Change { later: Some(later), ..Change::default() }, probe: Box::new(probe) },
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
