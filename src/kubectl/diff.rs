//! `kubectl diff` (kubectl v0.35 `pkg/cmd/diff/diff.go`): what is there beside what `kubectl apply` would make of it, in the
//! words of `diff -u -N`.

use serde_json::Value;

use super::apply::{annotation, applied, each};
use super::failure::Failure;
use super::kind::Kind;
use super::merge::{changes, merge_patch};
use super::output::yaml;
use super::session::{DryRun, Session};
use super::view;
use crate::object::Object;
use crate::text::unified;

/// Directories that kubectl writes both states to; their numbers are random.
const DIRECTORIES: [&str; 2] = ["/tmp/LIVE-2430741925", "/tmp/MERGED-1786120443"];

/// Runs `kubectl diff`: 0 without a difference, 1 with some, 2 when it fails.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let failed = |failure: Failure| Failure { exit: 2, ..failure };
    if !session.flags.words.is_empty() {
        return Err(failed(Failure::usage(session.path, format!("Unexpected args: [{}]", session.flags.words.join(" ")))));
    }
    if !session.flags.has("filename") && !session.flags.has("kustomize") {
        return Err(failed(Failure::error("must specify one of -f and -k")));
    }
    if session.flags.on("force-conflicts") && !session.flags.on("server-side") {
        return Err(failed(Failure::error("--force-conflicts only works with --server-side")));
    }
    for flag in ["prune", "server-side"] {
        if session.flags.on(flag) {
            return Err(failed(Failure::not_simulated(format!("kubectl diff --{flag}"))));
        }
    }
    let before = session.out.len();
    each(session, "diff", |session, _, object, _| compare(session, object)).map_err(failed)?;
    match session.out.len() == before {
        true => Ok(()),
        // Not an error of kubectl's: it says nothing of its own.
        false => Err(Failure { message: String::new(), exit: 1 }),
    }
}

fn compare(session: &mut Session<'_>, object: Object) -> Result<(), Failure> {
    let Some(kind) = Kind::of(&object.kind) else { return Err(Failure::not_simulated(&object.kind)) };
    let (namespace, name) = (object.namespace.clone(), object.name.clone());
    let live = view::find(session.world, kind, namespace.as_deref(), &name);
    let merged = match &live {
        None => session.create(object, DryRun::Server)?,
        Some(live) => merged(session, kind, live, &object)?,
    };
    let (mut live, mut merged) = (live.unwrap_or(Value::Null), merged);
    if kind.name == "Secret" {
        mask(&mut live, &mut merged);
    }
    let texts = [&live, &merged].map(|object| if object.is_null() { String::new() } else { yaml::write(object) });
    let group = if kind.group().is_empty() { String::new() } else { format!("{}.", kind.group()) };
    let version = kind.api_version.rsplit('/').next().unwrap_or_default();
    let file = format!("{group}{version}.{}.{}.{name}", kind.name, namespace.unwrap_or_default());
    let told = unified(&texts[0], &texts[1]);
    if !told.is_empty() {
        let now = session.world.facts.now.parse::<jiff::Timestamp>().unwrap_or_default().strftime("%Y-%m-%d %H:%M:%S.000000000 +0000");
        let [from, to] = DIRECTORIES.map(|directory| format!("{directory}/{file}"));
        session.out.push_str(&format!("diff -u -N {from} {to}\n--- {from}\t{now}\n+++ {to}\t{now}\n{told}"));
    }
    Ok(())
}

/// What `kubectl apply` would make of an object that is there, as the server would show it.
fn merged(session: &mut Session<'_>, kind: &Kind, live: &Value, object: &Object) -> Result<Value, Failure> {
    let stored = session.stored(kind, live);
    let manifest: Value = serde_json::from_str(&annotation(object)).unwrap_or_default();
    let wanted = applied(kind, &stored, &manifest, *session.world.facts.version);
    if wanted == stored {
        return Ok(live.clone());
    }
    let updated = session.update(&wanted, DryRun::Server)?;
    let mut shown = live.clone();
    merge_patch(&mut shown, &changes(&stored, &updated));
    if stored["spec"] != updated["spec"]
        && let Some(generation) = live["metadata"]["generation"].as_i64()
    {
        shown["metadata"]["generation"] = (generation + 1).into();
    }
    Ok(shown)
}

/// Hides what a Secret holds, and leaves to see whether it changes.
fn mask(from: &mut Value, to: &mut Value) {
    let data = |object: &Value| object["data"].as_object().cloned().unwrap_or_default();
    let (old, new) = (data(from), data(to));
    let word = |own: Option<&Value>, other: Option<&Value>, changed: &str| match (own, other) {
        (Some(own), Some(other)) if own != other => changed.to_owned(),
        _ => "***".to_owned(),
    };
    for key in old.keys() {
        from["data"][key] = word(old.get(key), new.get(key), "*** (before)").into();
    }
    for key in new.keys() {
        to["data"][key] = word(new.get(key), old.get(key), "*** (after)").into();
    }
}
