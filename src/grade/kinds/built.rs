//! `built`: a Dockerfile of the learner's gives an image.

use serde::Deserialize;

use super::CheckKind;
use crate::diag::Severity;
use crate::grade::{Sentence, recipe};
use crate::grade::case::{Case, Failure};
use crate::grade::verdict::Stage;
use crate::probe::Probe;
use crate::world::World;

const URL: &str = "https://docs.docker.com/reference/dockerfile/";

/// The image, as the world's `builds` names it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    image: String,
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Document
    }

    fn gates(&self) -> bool {
        true
    }

    fn asks(&self) -> Sentence {
        Sentence::new("check-built", &[("image", &self.image)])
    }

    fn probes(&self, _: &World) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let recipe = case.world.facts.builds.iter().find(|build| build.image == self.image);
        let file = recipe.map_or("", |build| build.dockerfile.as_str());
        let facts = [("image", self.image.as_str()), ("file", file)];
        let Some(document) = case.now.documents.iter().find(|document| document.file == file) else {
            return Failure::new("not-built", &facts).variant("missing").see(URL).err();
        };
        if document.accepted {
            return Ok(());
        }
        let error = document.diagnostics.iter().find(|found| found.severity == Severity::Error);
        let server = error.and_then(|error| error.server.as_deref()).unwrap_or("");
        let facts = [facts[0], facts[1], ("server", server)];
        let mut failure = Failure::new("not-built", &facts).see(URL);
        if document.message.is_none() {
            failure = failure.variant("unknown");
        }
        let Some(error) = error else { return failure.err() };
        recipe::by(failure, case, error).err()
    }
}
