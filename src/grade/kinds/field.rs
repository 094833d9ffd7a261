//! `field`: a field holds what the task asks for literally.

use serde::Deserialize;
use serde_json::Value;

use super::CheckKind;
use super::kept::short;
use super::object::missing;
use crate::grade::case::{Case, Failure, ObjectRef};
use crate::grade::meaning::{field_meaning, meaning};
use crate::grade::verdict::Stage;
use crate::grade::{Sentence, path};
use crate::probe::Probe;
use crate::world::World;

/// Which field of which object, and what it must hold: exactly one of `equals`, `present`, `contains`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    kind: String,
    name: String,
    namespace: Option<String>,
    path: String,
    equals: Option<Value>,
    contains: Option<Value>,
    present: Option<bool>,
}

/// What the field must hold.
enum Wanted<'s> {
    Equals(&'s Value),
    Contains(&'s Value),
    Present(bool),
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Document
    }

    fn asks(&self) -> Sentence {
        self.sentence("check-field")
    }

    fn probes(&self, _: &World) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let wanted = self.object();
        let Some(object) = wanted.find(case.now.world, case.namespace) else {
            return missing(&wanted, case, "object-missing").err();
        };
        let in_reference = wanted.find(case.reference.world, case.namespace).map_or(&Value::Null, |object| &object.value);
        let path = path::counterpart(in_reference, &object.value, &self.path);
        let found = path::get(&object.value, &path);
        if self.wanted().holds(found) || self.is_meant(path::get(&meaning(object, &case.now.world.facts), &path)) {
            return Ok(());
        }
        let mut failure = Failure::new("field-differs", &[]);
        failure.message = self.sentence("diag-field-differs").with("found", found.map_or_else(String::new, short));
        if found.is_none() {
            failure = failure.variant("absent");
        }
        failure.at(case.place(object, &path)).err()
    }
}

impl Spec {
    fn object(&self) -> ObjectRef {
        ObjectRef { kind: self.kind.clone(), name: self.name.clone(), namespace: self.namespace.clone() }
    }

    /// Whether a part that is written in another way is the value asked for.
    fn is_meant(&self, meaning: Option<&Value>) -> bool {
        let field = self.path.rsplit('.').next().unwrap_or("");
        self.equals.as_ref().is_some_and(|wanted| meaning == Some(&field_meaning(field, wanted)))
    }

    fn wanted(&self) -> Wanted<'_> {
        match (&self.equals, &self.contains, self.present) {
            (Some(value), ..) => Wanted::Equals(value),
            (None, Some(value), _) => Wanted::Contains(value),
            (None, None, present) => Wanted::Present(present.unwrap_or(true)),
        }
    }

    fn sentence(&self, id: &str) -> Sentence {
        let (relation, value) = match self.wanted() {
            Wanted::Equals(value) => ("equals", short(value)),
            Wanted::Contains(value) => ("contains", short(value)),
            Wanted::Present(true) => ("present", String::new()),
            Wanted::Present(false) => ("absent", String::new()),
        };
        self.object().sentence(id).with("path", &self.path).with("relation", relation).with("value", value)
    }
}

impl Wanted<'_> {
    fn holds(&self, found: Option<&Value>) -> bool {
        match (self, found) {
            (Wanted::Equals(value), found) => found == Some(*value),
            (Wanted::Present(wanted), found) => found.is_some_and(|value| !value.is_null()) == *wanted,
            (Wanted::Contains(value), Some(Value::Array(items))) => items.contains(value),
            (Wanted::Contains(Value::String(key)), Some(Value::Object(map))) => map.contains_key(key),
            (Wanted::Contains(Value::String(part)), Some(Value::String(text))) => text.contains(part.as_str()),
            (Wanted::Contains(_), _) => false,
        }
    }
}
