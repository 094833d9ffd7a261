//! `absent`: an object does not exist after applying, or none of a kind but those that are asked for.

use serde::Deserialize;

use super::CheckKind;
use super::selects::AsReference;
use crate::grade::Sentence;
use crate::grade::case::{Case, Failure, ObjectRef};
use crate::grade::verdict::Stage;
use crate::object::Object;
use crate::probe::Probe;
use crate::world::World;

/// Which objects must not be there.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "SpecFile")]
pub struct Spec {
    kind: String,
    unwanted: Unwanted,
}

#[derive(Clone, Debug)]
enum Unwanted {
    /// This one.
    Named { name: String, namespace: Option<String> },
    /// Every one of the learner's that the reference solution has not.
    BesidesReference,
    /// Every one of the learner's in a namespace that is not listed.
    Outside(Vec<String>),
}

/// As authors write it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecFile {
    kind: String,
    name: Option<String>,
    namespace: Option<String>,
    besides: Option<AsReference>,
    outside: Option<Vec<String>>,
}

impl TryFrom<SpecFile> for Spec {
    type Error = &'static str;

    fn try_from(file: SpecFile) -> Result<Self, Self::Error> {
        let unwanted = match (file.name, file.namespace, file.besides, file.outside) {
            (Some(name), namespace, None, None) => Unwanted::Named { name, namespace },
            (None, None, Some(AsReference::Reference), None) => Unwanted::BesidesReference,
            (None, None, None, Some(namespaces)) => Unwanted::Outside(namespaces),
            _ => return Err("`absent` needs a name (and its namespace), or `besides: reference`, or `outside`"),
        };
        Ok(Self { kind: file.kind, unwanted })
    }
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Document
    }

    fn asks(&self) -> Sentence {
        match &self.unwanted {
            Unwanted::Named { name, namespace } => self.named(name, namespace.as_ref()).sentence("check-absent"),
            Unwanted::BesidesReference => Sentence::new("check-absent-besides", &[("kind", &self.kind)]),
            Unwanted::Outside(namespaces) => {
                Sentence::new("check-absent-outside", &[("kind", &self.kind), ("namespaces", &namespaces.join(", "))])
            }
        }
    }

    fn probes(&self, _: &World) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let Some(object) = self.found(case) else { return Ok(()) };
        let namespace = object.namespace.clone().unwrap_or_default();
        let facts = [("kind", object.kind.as_str()), ("name", &object.name), ("namespace", &namespace)];
        Failure::new("object-unwanted", &facts).at(case.place(object, "metadata.name")).err()
    }
}

impl Spec {
    fn named(&self, name: &str, namespace: Option<&String>) -> ObjectRef {
        ObjectRef { kind: self.kind.clone(), name: name.to_owned(), namespace: namespace.cloned() }
    }

    /// An object that must not be there.
    fn found<'a>(&self, case: &Case<'a>) -> Option<&'a Object> {
        let mut own = case.now.world.store.iter().filter(|object| object.kind == self.kind && object.origin.is_some());
        match &self.unwanted {
            Unwanted::Named { name, namespace } => self.named(name, namespace.as_ref()).find(case.now.world, case.namespace),
            Unwanted::BesidesReference => {
                let asked = |object: &Object| case.reference.world.store.get(&object.kind, object.namespace.as_deref(), &object.name);
                own.find(|object| asked(object).is_none())
            }
            Unwanted::Outside(namespaces) => {
                own.find(|object| object.namespace.as_ref().is_none_or(|namespace| !namespaces.contains(namespace)))
            }
        }
    }
}
