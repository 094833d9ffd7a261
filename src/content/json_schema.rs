//! JSON Schemas of scenario.yaml and lesson.yaml, with which any editor completes and checks them.
//!
//! No key is written down twice: each reader is given a key that nobody has, and its own objection names those it
//! expected. What a value may be stands in the table below; a key without a line there may hold anything.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::scenario::Kind;
use super::yaml::{BodyFile, FlowsFile, HeadFile, LessonFile, ProbeFile, TabFile, UngradedFile, WorkloadFile, WrongFile};
use crate::grade::Check;
use crate::locale::Locale;
use crate::world::{Build, Facts, Network, Node, Outside, Registry, Runtime};

/// Keys that both pages must have.
const SCENARIO: [&str; 9] = ["id", "version", "kind", "difficulty", "title", "lesson", "points", "minutes", "checks"];
const LESSON: [&str; 6] = ["id", "module", "title", "minutes", "seeds", "urls"];

/// The schema of scenario.yaml.
pub fn scenario() -> Value {
    let keys = [expected::<HeadFile>(UNKNOWN), expected::<BodyFile>(UNKNOWN)].concat();
    let root = object(&keys, &SCENARIO, |key| match key {
        "version" | "difficulty" | "points" | "minutes" => json!({"type": "integer", "minimum": 1}),
        "kind" => json!({"enum": expected::<Kind>("'?'")}),
        "title" => localized(),
        "exams" => list(json!({"enum": ["cka", "ckad", "cks"]})),
        "tags" | "seeds" | "misconceptions" | "unsaid" => list(json!({"type": "string"})),
        "id" | "lesson" | "namespace" => json!({"type": "string"}),
        "world" => world(),
        "files" => list(plain::<TabFile>(&["path"])),
        "checks" => list(check()),
        "probes" => list(probe()),
        "hints" => list(localized()),
        "wrong" => list(plain::<WrongFile>(&["dir", "check", "diag"])),
        "ungraded" => list(plain::<UngradedFile>(&["line", "why"])),
        _ => json!({}),
    });
    page("scenario.yaml", root)
}

/// The schema of lesson.yaml.
pub fn lesson() -> Value {
    let root = object(&expected::<LessonFile>(UNKNOWN), &LESSON, |key| match key {
        "module" | "minutes" | "placement" => json!({"type": "integer", "minimum": 1}),
        "title" => localized(),
        "scenarios" | "seeds" | "misconceptions" | "urls" => list(json!({"type": "string"})),
        "id" | "version" => json!({"type": "string"}),
        _ => json!({}),
    });
    page("lesson.yaml", root)
}

fn page(name: &str, mut root: Value) -> Value {
    root["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    root["title"] = format!("cofferdam {name}").into();
    root
}

/// A check: its id, its weight, and one kind with that kind's own keys.
fn check() -> Value {
    let keys = expected::<Check>(UNKNOWN);
    object(&keys, &["id", "weight"], |key| match key {
        "id" => json!({"type": "string"}),
        "weight" => json!({"type": "integer", "minimum": 1, "maximum": 100}),
        kind => {
            let own = expected::<Check>(&format!("{{id: a, weight: 1, {kind}: {UNKNOWN}}}"));
            // A kind without keys says so, and one that reads its keys by hand names none: anything goes there.
            if own.is_empty() { json!({"type": "object"}) } else { object(&own, &[], |_| json!({})) }
        }
    })
}

fn probe() -> Value {
    object(&expected::<ProbeFile>(UNKNOWN), &[], |key| match key {
        "in" | "run" | "pull" | "start" => json!({"type": "string"}),
        "ready" => plain::<WorkloadFile>(&["kind", "namespace", "name"]),
        "flows" => plain::<FlowsFile>(&[]),
        _ => json!({}),
    })
}

fn world() -> Value {
    object(&expected::<Facts>(UNKNOWN), &[], |key| match key {
        "version" => json!({"type": "string"}),
        "network" => plain::<Network>(&[]),
        "runtime" => plain::<Runtime>(&[]),
        "builds" => list(plain::<Build>(&["image"])),
        "nodes" => list(plain::<Node>(&[])),
        "outside" => list(plain::<Outside>(&["name", "ip"])),
        "registries" => list(plain::<Registry>(&["host"])),
        _ => json!({}),
    })
}

fn plain<T: DeserializeOwned>(required: &[&str]) -> Value {
    object(&expected::<T>(UNKNOWN), required, |_| json!({}))
}

fn list(items: Value) -> Value {
    json!({"type": "array", "items": items})
}

/// One text a language.
fn localized() -> Value {
    let languages: Vec<_> = Locale::available().into_iter().map(str::to_owned).collect();
    let required: Vec<_> = languages.iter().map(String::as_str).collect();
    object(&languages, &required, |_| json!({"type": "string"}))
}

fn object(keys: &[String], required: &[&str], value: impl Fn(&str) -> Value) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.clone(), value(key))).collect();
    let mut object = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if !required.is_empty() {
        object["required"] = required.into();
    }
    object
}

/// A mapping with a key that nobody has.
const UNKNOWN: &str = "{'?': 0}";

/// The names that a reader says it expected instead of what stands in `text`.
fn expected<T: DeserializeOwned>(text: &str) -> Vec<String> {
    let Err(error) = serde_yaml::from_str::<T>(text) else { return Vec::new() };
    let message = error.to_string();
    let Some((_, names)) = message.split_once("expected ") else { return Vec::new() };
    names.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
