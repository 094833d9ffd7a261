//! `accepted`: the server takes every document of the learner's files.

use serde::Deserialize;

use super::CheckKind;
use crate::diag::{self, Diagnostic, ErrorType, Severity};
use crate::grade::Sentence;
use crate::grade::case::{Case, Failure};
use crate::grade::verdict::Stage;
use crate::probe::Probe;
use crate::rules::Document;
use crate::world::World;
use crate::yaml;

/// No settings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Document
    }

    fn gates(&self) -> bool {
        true
    }

    fn asks(&self) -> Sentence {
        Sentence::new("check-accepted", &[])
    }

    fn probes(&self, _: &World) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        // Of a Dockerfile the API server learns nothing.
        let is_manifest = |document: &&Document| !case.world.facts.builds.iter().any(|build| build.dockerfile == document.file);
        let mut manifests = case.now.documents.iter().filter(is_manifest).peekable();
        if manifests.peek().is_none() {
            return Failure::new("empty", &[]).err();
        }
        match manifests.find(|document| !document.accepted) {
            Some(document) => refused(case, document).err(),
            None => Ok(()),
        }
    }
}

fn refused(case: &Case, document: &Document) -> Failure {
    let error = document.diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    let kind = document.kind.as_deref().unwrap_or("");
    let name = document.name.as_deref().unwrap_or("");
    let server = error.and_then(|error| error.server.as_deref()).or(document.message.as_deref()).unwrap_or("");
    let number = document.document.to_string();
    let facts = [("kind", kind), ("name", name), ("server", server), ("document", &number), ("file", &document.file)];
    let mut failure = Failure::new(error.map_or("not-valid", diag_of), &facts);
    if name.is_empty() || kind.is_empty() {
        failure = failure.variant("unnamed");
    }
    let Some(error) = error else { return failure };
    failure.rule = Some(error.rule.to_owned());
    failure.place = case.at(&error.file, error.span, &error.path);
    if error.rule == "yaml-syntax" {
        // What kubectl says stands in the message; what it means is more than to say it again.
        return failure.because(Sentence::new("yaml-advice", &[("problem", &yaml::problem_word(error))]));
    }
    let args: Vec<_> = error.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    failure.because(Sentence::new(format!("rule-{}", error.rule), &args))
}

/// The family of a document finding, as content files name it; its rule is the finer name.
fn diag_of(error: &Diagnostic) -> &'static str {
    match (error.stage, error.rule, error.error) {
        (diag::Stage::Yaml, ..) => "not-parsed",
        (diag::Stage::Admission, ..) => "not-admitted",
        (diag::Stage::Decode, "unknown-field", _) => "unknown-field",
        (diag::Stage::Decode, "wrong-type", _) | (_, _, Some(ErrorType::TypeInvalid)) => "wrong-type",
        _ => "not-valid",
    }
}
