//! `object`: an object exists after applying.

use serde::Deserialize;

use super::CheckKind;
use crate::grade::Sentence;
use crate::grade::case::{Case, Failure, ObjectRef};
use crate::grade::verdict::Stage;
use crate::diag::{self, Severity};
use crate::object::Object;
use crate::probe::Probe;
use crate::rules::Document;
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

    fn gates(&self) -> bool {
        true
    }

    fn asks(&self) -> Sentence {
        self.wanted().sentence("check-object")
    }

    fn probes(&self, _: &World) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        match self.wanted().find(case.now.world, case.namespace) {
            Some(_) => Ok(()),
            None => missing(&self.wanted(), case, "object-missing").err(),
        }
    }
}

impl Spec {
    fn wanted(&self) -> ObjectRef {
        ObjectRef { kind: self.kind.clone(), name: self.name.clone(), namespace: self.namespace.clone() }
    }
}

/// Whether a document that was refused may be the one that is missed: it says so, or does not say what it is.
fn could_be(document: &Document, wanted: &ObjectRef) -> bool {
    let is = |said: &Option<String>, wanted: &str| said.as_deref().is_none_or(|said| said == wanted);
    let broken = document.diagnostics.iter().any(|found| found.stage == diag::Stage::Yaml && found.severity == Severity::Error);
    let named = document.kind.is_some() && document.name.is_some();
    (named || broken) && is(&document.kind, &wanted.kind) && is(&document.name, &wanted.name)
}

/// The failure for an object that is not there, with the learner's object that comes nearest.
pub fn missing(wanted: &ObjectRef, case: &Case, diag: &'static str) -> Failure {
    let namespace = wanted.namespace(case.namespace);
    let facts = [("kind", wanted.kind.as_str()), ("name", &wanted.name), ("namespace", namespace)];
    let failure = Failure::new(diag, &facts);
    if let Some(document) = case.now.documents.iter().find(|document| !document.accepted && could_be(document, wanted)) {
        let unread = document.kind.is_none() || document.name.is_none();
        let id = if unread { "why-file-unreadable" } else { "why-document-refused" };
        let facts = [("kind", wanted.kind.as_str()), ("name", &wanted.name), ("file", &document.file)];
        let error = document.diagnostics.iter().find(|found| found.severity == Severity::Error);
        let place = error.and_then(|error| case.at(&error.file, error.span, &error.path));
        return failure.because(Sentence::new(id, &facts)).at(place);
    }
    let written = || case.now.world.store.iter().filter(|object| object.origin.is_some());
    let place = |object: &Object, path| case.place(object, path);
    if let Some(other) = written().find(|o| o.kind == wanted.kind && o.name == wanted.name) {
        let found = other.namespace.clone().unwrap_or_default();
        let reason = Sentence::new("why-other-namespace", &[("name", &wanted.name), ("found", &found), ("namespace", namespace)]);
        return failure.because(reason).at(place(other, "metadata.namespace"));
    }
    if let Some(other) = written().find(|o| o.kind != wanted.kind && o.name == wanted.name) {
        let reason = Sentence::new("why-other-kind", &[("name", &wanted.name), ("found", &other.kind), ("kind", &wanted.kind)]);
        return failure.because(reason).at(place(other, "kind"));
    }
    if let Some(was) = wanted.find(case.start.world, case.namespace).and_then(|object| object.origin.as_ref()) {
        return failure.because(Sentence::new("why-was-in-file", &[("kind", &wanted.kind), ("name", &wanted.name), ("file", &was.file)]));
    }
    // An object that the task asks for under its own name is no misspelling of another.
    let asked = |o: &Object| case.reference.world.store.get(&o.kind, o.namespace.as_deref(), &o.name).is_some();
    if let Some(other) = written().find(|o| o.kind == wanted.kind && o.namespace.as_deref() == Some(namespace) && !asked(o)) {
        let reason = Sentence::new("why-other-name", &[("name", &wanted.name), ("found", &other.name), ("kind", &wanted.kind)]);
        return failure.because(reason).at(place(other, "metadata.name"));
    }
    failure.because(Sentence::new("why-no-such-object", &facts))
}
