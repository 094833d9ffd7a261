//! `absent`: an object does not exist after applying.

use serde::Deserialize;

use super::CheckKind;
use crate::grade::Sentence;
use crate::grade::case::{Case, Failure, ObjectRef};
use crate::grade::verdict::Stage;
use crate::probe::Probe;
use crate::world::World;

/// Which object.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    kind: String,
    name: String,
    namespace: Option<String>,
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Document
    }

    fn asks(&self) -> Sentence {
        self.unwanted().sentence("check-absent")
    }

    fn probes(&self, _: &World) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let Some(object) = self.unwanted().find(case.now.world, case.namespace) else { return Ok(()) };
        let namespace = object.namespace.clone().unwrap_or_default();
        let facts = [("kind", object.kind.as_str()), ("name", &object.name), ("namespace", &namespace)];
        Failure::new("object-unwanted", &facts).at(case.place(object, "metadata.name")).err()
    }
}

impl Spec {
    fn unwanted(&self) -> ObjectRef {
        ObjectRef { kind: self.kind.clone(), name: self.name.clone(), namespace: self.namespace.clone() }
    }
}
