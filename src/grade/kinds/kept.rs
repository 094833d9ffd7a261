//! `kept`: parts of an object are as they were.

use serde::Deserialize;
use serde_json::Value;

use super::CheckKind;
use super::object::missing;
use crate::grade::case::{Case, Failure, ObjectRef};
use crate::grade::meaning::meaning;
use crate::grade::verdict::Stage;
use crate::grade::{Sentence, path};
use crate::object::Object;
use crate::probe::Probe;
use crate::world::{Facts, World};

/// Which object, and which parts; without `paths`, all of it but metadata and status.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    kind: String,
    name: String,
    namespace: Option<String>,
    #[serde(default)]
    paths: Vec<String>,
}

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Document
    }

    fn asks(&self) -> Sentence {
        match self.paths.as_slice() {
            [] => self.kept().sentence("check-kept"),
            paths => self.kept().sentence("check-kept-paths").with("paths", paths.join(", ")),
        }
    }

    fn probes(&self, _: &World) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let kept = self.kept();
        // A start that the server refuses has no stored object; the reference solution kept what is to be kept.
        let sides = [case.start.world, case.world, case.reference.world];
        let before = sides.iter().find_map(|world| kept.find(world, case.namespace));
        let Some(now) = kept.find(case.now.world, case.namespace) else {
            let failure = missing(&kept, case, "kept-missing");
            // What the server refuses is not gone: it never came.
            let why = failure.reason.as_ref().map_or("", |why| why.id.as_str());
            let refused = matches!(why, "why-document-refused" | "why-file-unreadable");
            return if refused { failure.variant("refused") } else { failure }.err();
        };
        before.and_then(|before| self.first_change(before, now, &case.now.world.facts)).map_or(Ok(()), |(path, was, is)| {
            let facts = [("kind", now.kind.as_str()), ("name", &now.name), ("path", &path), ("was", &was), ("is", &is)];
            let failure = match (was.is_empty(), is.is_empty()) {
                (false, true) => Failure::new("kept-changed", &facts).variant("removed"),
                (true, false) => Failure::new("kept-changed", &facts).variant("added"),
                _ => Failure::new("kept-changed", &facts),
            };
            failure.at(case.place(now, &path)).err()
        })
    }
}

impl Spec {
    fn kept(&self) -> ObjectRef {
        ObjectRef { kind: self.kind.clone(), name: self.name.clone(), namespace: self.namespace.clone() }
    }

    /// The first part that differs: its path, what was there and what is there now.
    fn first_change(&self, before: &Object, now: &Object, facts: &Facts) -> Option<(String, String, String)> {
        let everything: Vec<String>;
        let paths = match self.paths.as_slice() {
            [] => {
                let keys = before.value.as_object().into_iter().chain(now.value.as_object()).flat_map(|map| map.keys());
                let skipped = ["apiVersion", "kind", "metadata", "status"];
                everything = keys.filter(|key| !skipped.contains(&key.as_str())).cloned().collect();
                &everything
            }
            paths => paths,
        };
        let (meant, means) = (meaning(before, facts), meaning(now, facts));
        paths.iter().find_map(|path| {
            let here = path::counterpart(&before.value, &now.value, path);
            let part = |was, is| deepest(&here, path::get(was, path), path::get(is, &here));
            // What was written tells more than the form in which it is compared, where it differs at all.
            part(&meant, &means).map(|change| part(&before.value, &now.value).unwrap_or(change))
        })
    }
}

/// The deepest place at which two values part ways.
fn deepest(path: &str, was: Option<&Value>, is: Option<&Value>) -> Option<(String, String, String)> {
    if was == is {
        return None;
    }
    let inner = match (was, is) {
        (Some(Value::Object(was)), Some(Value::Object(is))) => was.keys().chain(is.keys()).find_map(|key| {
            let mut step = path.to_owned();
            path::push(&mut step, key);
            deepest(&step, was.get(key), is.get(key))
        }),
        (Some(Value::Array(was)), Some(Value::Array(is))) => {
            (0..was.len().max(is.len())).find_map(|index| deepest(&format!("{path}[{index}]"), was.get(index), is.get(index)))
        }
        _ => None,
    };
    let text = |value: Option<&Value>| value.map_or_else(String::new, short);
    inner.or_else(|| Some((path.to_owned(), text(was), text(is))))
}

/// A value in one line, as YAML's flow style has it; strings without quotes.
pub fn short(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn a_change_is_named_at_its_deepest_place() {
        let (was, is) = (json!({"a": [{"b": 1, "c": 2}]}), json!({"a": [{"b": 1, "c": 3}]}));
        assert_eq!(super::deepest("spec", Some(&was), Some(&is)), Some(("spec.a[0].c".into(), "2".into(), "3".into())));
        assert_eq!(super::deepest("spec", Some(&was), Some(&was)), None);
    }
}
