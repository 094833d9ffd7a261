//! `kubectl patch`: strategic, merge and JSON patches (kubectl v0.35 `pkg/cmd/patch`).

use serde_json::Value;

use super::failure::Failure;
use super::kind::Kind;
use super::merge::{json_patch, merge_patch};
use super::output::go_text;
use super::output::json::compact;
use super::select::targets;
use super::session::{DryRun, Session};
use super::strategic::{Rules, strategic_patch};
use crate::object::{leave_out_empty, restored};
use crate::rules::format::json_error;

/// Runs `kubectl patch`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    let given = |flag: &str| session.flags.get(flag).filter(|text| !text.is_empty()).map(str::to_owned);
    let text = match (given("patch"), given("patch-file")) {
        (Some(_), Some(_)) => return Err(Failure::error("cannot specify --patch and --patch-file together")),
        (None, None) => return Err(Failure::error("must specify --patch or --patch-file containing the contents of the patch")),
        (Some(text), None) => Source::Given(text),
        (None, Some(path)) => Source::File(path),
    };
    if session.flags.on("local") {
        return Err(Failure::not_simulated("kubectl patch --local"));
    }
    let form = session.flags.get("type").unwrap_or("strategic").to_ascii_lowercase();
    if !["json", "merge", "strategic"].contains(&form.as_str()) {
        let given = session.flags.get("type").unwrap_or_default();
        return Err(Failure::error(format!("--type must be one of [json merge strategic], not {given:?}")));
    }
    let patch = text.read(session, &form)?;
    let part = session.flags.get("subresource").filter(|part| !part.is_empty()).map(str::to_owned);
    let words = session.flags.words.clone();
    if words.is_empty() && !session.flags.has("filename") {
        return Err(Failure::no_resources());
    }
    let (found, mut failures) = targets(session, &words)?;
    for (kind, object) in found {
        match part.as_deref() {
            Some(part) if !super::get::has_part(kind, part) => {
                failures.push(Failure::plain("Error from server (NotFound): the server could not find the requested resource"));
                continue;
            }
            Some(part) => return Err(Failure::not_simulated(format!("--subresource={part}"))),
            None => {}
        }
        failures.extend(patch_one(session, kind, &object, &form, &patch, dry_run).err());
    }
    Failure::several(failures)
}

/// Where the patch stands.
enum Source {
    Given(String),
    File(String),
}

impl Source {
    fn read(&self, session: &Session<'_>, form: &str) -> Result<Value, Failure> {
        let text = match self {
            Self::Given(text) => text.clone(),
            Self::File(path) => session
                .file(path)
                .ok_or_else(|| Failure::error(format!("unable to read patch file: open {path}: no such file or directory")))?,
        };
        // What begins as an object of JSON is sent as it is, and the server reads it (apimachinery `util/yaml` ToJSON).
        if text.trim_start().starts_with('{')
            && let Some(error) = json_error(text.as_bytes())
        {
            let doing = if form == "strategic" { "" } else { "error decoding patch: " };
            return Err(Failure::plain(format!("Error from server (BadRequest): {doing}{error}")));
        }
        // Else the patch may be YAML, which JSON is a part of.
        let shown = if matches!(self, Self::Given(_)) { text.as_str() } else { "" };
        serde_yaml::from_str(&text).map_err(|error| {
            let place = error.location().map_or(1, |place| place.line());
            Failure::error(format!("unable to parse {shown:?}: yaml: line {place}: {}", in_gos_words(&error.to_string())))
        })
    }
}

/// The most common mistakes as Go's YAML reader names them; others as they come.
fn in_gos_words(error: &str) -> &str {
    match error {
        text if text.contains("expected ',' or '}'") => "did not find expected ',' or '}'",
        text if text.contains("expected ',' or ']'") => "did not find expected ',' or ']'",
        text if text.contains("mapping values are not allowed") => "mapping values are not allowed in this context",
        text => text,
    }
}

fn patch_one(
    session: &mut Session<'_>,
    kind: &'static Kind,
    object: &Value,
    form: &str,
    patch: &Value,
    dry_run: DryRun,
) -> Result<(), Failure> {
    let before = session.stored(kind, object);
    let mut after = before.clone();
    // Nothing is a patch that changes nothing.
    let nothing = Value::Object(serde_json::Map::new());
    let patch = if patch.is_null() && form != "json" { &nothing } else { patch };
    if form == "json" && !patch.is_array() || form != "json" && !patch.is_object() {
        let (found, wanted) = match form {
            "json" => ("object", "[]handlers.jsonPatchOp"),
            _ if patch.is_string() => ("string", "map[string]interface {}"),
            _ if patch.is_number() => ("number", "map[string]interface {}"),
            _ if patch.is_boolean() => ("bool", "map[string]interface {}"),
            _ => ("array", "map[string]interface {}"),
        };
        let decoding = if form == "json" { "error decoding patch: " } else { "" };
        return Err(Failure::plain(format!(
            "Error from server (BadRequest): {decoding}json: cannot unmarshal {found} into Go value of type {wanted}"
        )));
    }
    match form {
        // The server keeps the reason to itself.
        "json" => json_patch(&mut after, patch)
            .map_err(|_| Failure::plain("The request is invalid: the server rejected our request due to an error in our request"))?,
        "merge" => merge_patch(&mut after, patch),
        _ => {
            let rules = Rules::of(kind.api_version, kind.name, *session.world.facts.version);
            strategic_patch(&mut after, patch, rules).map_err(|said| Failure::plain(format!("Error from server: {said}")))?;
        }
    }
    if let Some(said) = unreadable(session, kind, &after, form) {
        let sent = if form == "strategic" { go_text(patch) } else { compact(&after) };
        return Err(Failure::plain(format!("The request is invalid: patch: Invalid value: {sent:?}: {said}")));
    }
    for field in ["apiVersion", "kind"] {
        after[field] = before[field].clone();
    }
    let written = |field: &str| {
        patch.pointer(&format!("/metadata/{field}")).and_then(Value::as_str).filter(|text| form != "json" && !text.is_empty())
    };
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    if written("resourceVersion").is_some_and(|text| object["metadata"]["resourceVersion"] != *text) {
        return Err(conflict(kind, name));
    }
    if let Some(uid) = written("uid").filter(|uid| object["metadata"]["uid"] != **uid) {
        return Err(Failure::plain(format!(
            "The {} {name:?} is invalid: metadata.uid: Invalid value: {uid:?}: field is immutable",
            kind.name
        )));
    }
    if after["metadata"]["namespace"] != before["metadata"]["namespace"] {
        return Err(Failure::plain(
            "Error from server (BadRequest): the namespace of the provided object does not match the namespace sent on the request",
        ));
    }
    if after["metadata"]["name"] != before["metadata"]["name"] {
        let name = |object: &Value| object["metadata"]["name"].as_str().unwrap_or_default().to_owned();
        return Err(Failure::plain(format!(
            "Error from server (BadRequest): the name of the object ({}) does not match the name on the URL ({})",
            name(&after),
            name(&before)
        )));
    }
    session.drop_unknown(&mut after);
    // The registry of policies compares Go's values, in which an empty list is something, and counts a change
    // (`pkg/registry/networking/networkpolicy/strategy.go`).
    let counted = kind.name == "NetworkPolicy" && before["spec"] != after["spec"];
    if !counted && stores_the_same(session, &before, &after) {
        return session.report(&before, "patched (no change)", DryRun::None);
    }
    let after = if dry_run == DryRun::Client { after } else { session.update(&after, dry_run)? };
    let word = if after == before && !counted { "patched (no change)" } else { "patched" };
    // It prints no suffix for a dry run (patch.go ToPrinter is made before the strategy is known).
    session.report(&after, word, DryRun::None)
}

/// Whether the server stores the same of both.
fn stores_the_same(session: &Session<'_>, before: &Value, after: &Value) -> bool {
    let stored = |object: &Value| {
        let mut object = session.decoded(object);
        leave_out_empty(&mut object, *session.world.facts.version);
        object
    };
    before == after || stored(before) == stored(after)
}

/// What is said of a change of another version than the one that is there.
pub(super) fn conflict(kind: &Kind, name: &str) -> Failure {
    Failure::plain(format!(
        "Error from server (Conflict): Operation cannot be fulfilled on {} {name:?}: the object has been modified; please apply your changes to \
         the latest version and try again",
        kind.resource()
    ))
}

/// Why the patched object cannot be read: of a strategic patch the server restores a map, of others it decodes a text.
fn unreadable(session: &Session<'_>, kind: &Kind, after: &Value, form: &str) -> Option<String> {
    let version = *session.world.facts.version;
    let root = crate::schema::kind(kind.api_version, kind.name, version)?.root;
    match form {
        "strategic" => restored::misfit(after, root, version),
        _ => restored::undecoded(after, root, version),
    }
}
