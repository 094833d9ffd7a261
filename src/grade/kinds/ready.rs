//! `ready`: a workload has all the Pods that it asks for, and they run.

use serde::Deserialize;

use super::CheckKind;
use super::object::missing;
use crate::grade::Sentence;
use crate::grade::case::{Case, Failure, ObjectRef};
use crate::grade::verdict::Stage;
use crate::object::Object;
use crate::probe::{Class, Probe};
use crate::world::World;

const URL: &str = "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment";

/// Which workload, and how many Pods it must have at the least.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    kind: String,
    name: String,
    namespace: String,
    #[serde(default = "one")]
    replicas: u64,
}

fn one() -> u64 {
    1
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Start
    }

    fn gates(&self) -> bool {
        true
    }

    fn asks(&self) -> Sentence {
        self.wanted().sentence("check-ready").with("replicas", self.replicas.to_string())
    }

    fn probes(&self, _: &World) -> Vec<Probe> {
        vec![self.probe()]
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let Some(object) = self.wanted().find(case.now.world, case.namespace) else {
            return missing(&self.wanted(), case, "object-missing").err();
        };
        let answer = case.answer(&self.probe())?;
        let facts = |reason: &str| {
            [("kind", self.kind.clone()), ("name", self.name.clone()), ("reason", reason.to_owned()), ("text", answer.stdout.trim().to_owned())]
        };
        let failure = |diag, reason: &str, path| {
            let facts = facts(reason);
            let facts = facts.each_ref().map(|(name, value)| (*name, value.as_str()));
            Failure::new(diag, &facts).at(case.place(object, path)).see(URL)
        };
        match &answer.class {
            Class::Running if self.kind == "Deployment" && stands_still(case, object) => {
                failure("workload-waiting", "", "spec.paused").variant("paused").err()
            }
            Class::Running => {
                let asked = object.value.pointer("/spec/replicas").and_then(serde_json::Value::as_u64).unwrap_or(1);
                let fewer = self.kind != "DaemonSet" && asked < self.replicas;
                if fewer { failure("workload-few", &asked.to_string(), "spec.replicas").err() } else { Ok(()) }
            }
            Class::Waiting(reason) if reason == "FailedCreate" => failure("workload-refused", reason, "spec.template.spec").err(),
            Class::Absent => failure("workload-few", "0", "spec.replicas").err(),
            other => failure("workload-waiting", &other.to_string(), "spec.template.spec").err(),
        }
    }
}

/// Whether a paused Deployment has another template than before: then no Pod is made of it.
fn stands_still(case: &Case, deployment: &Object) -> bool {
    let template = |object: &Object| object.value.pointer("/spec/template").cloned();
    let before = case.world.store.get(&deployment.kind, deployment.namespace.as_deref(), &deployment.name);
    let paused = deployment.value.pointer("/spec/paused").and_then(serde_json::Value::as_bool) == Some(true);
    paused && before.is_none_or(|before| template(before) != template(deployment))
}

impl Spec {
    fn wanted(&self) -> ObjectRef {
        ObjectRef { kind: self.kind.clone(), name: self.name.clone(), namespace: Some(self.namespace.clone()) }
    }

    fn probe(&self) -> Probe {
        Probe::Workload { kind: self.kind.clone(), namespace: self.namespace.clone(), name: self.name.clone() }
    }
}
