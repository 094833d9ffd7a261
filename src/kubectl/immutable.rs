//! What the server refuses of a change of a stored object: the rules say it, kubectl prints it.

use serde_json::Value;

use super::failure::Failure;
use super::kind::Kind;
use super::session::Session;
use super::view;
use crate::diag::{Severity, Stage};
use crate::object::{Object, Request, apply_defaults, decode};
use crate::rules::{self, Document, Options};
use crate::text::SourceFile;
use crate::world::World;

/// Whether validation refuses a document, and nothing else does.
pub(super) fn is_invalid(document: &Document) -> bool {
    let mut errors = document.diagnostics.iter().filter(|found| found.severity == Severity::Error).peekable();
    !document.accepted && errors.peek().is_some() && errors.all(|found| found.stage == Stage::Validate)
}

/// The refusal of `new` in the place of `old`: what cannot change and what is wrong in itself, in one answer. `new` is as a client
/// sends it, and validation refuses it.
pub(super) fn judged(session: &Session<'_>, kind: &Kind, old: &Value, new: &Value) -> Option<Failure> {
    let options = session.options();
    let request = Request { version: options.version, namespace: options.namespace.clone() };
    let mut new = decode(&SourceFile::new("-", new.to_string()), &request).into_iter().next()?.value?;
    apply_defaults(&mut new, options.version);
    let findings = rules::validate_update(old, &new, &options);
    rules::invalid_message(kind.name, old["metadata"]["name"].as_str().unwrap_or_default(), &findings).map(Failure::plain)
}

/// Refuses a change that the server refuses.
pub(super) fn check(world: &World, kind: &Kind, old: &Object, new: &Object) -> Result<(), Failure> {
    let refusal = |old: &Value, new: &Value| {
        let findings = rules::refused_changes(old, new, &Options::default());
        rules::invalid_message(kind.name, old["metadata"]["name"].as_str().unwrap_or_default(), &findings)
    };
    // A Pod that runs has a node, in both of its states; the store knows of none.
    let node = node_of(world, kind, old);
    // Whoever sends back what was shown sends its node, too.
    let sent = node.as_ref().filter(|node| new.value["spec"]["nodeName"] == **node);
    let before = sent.map_or_else(|| old.value.clone(), |node| on(&old.value, node));
    let Some(message) = refusal(&before, &new.value) else { return Ok(()) };
    let message = node.and_then(|node| refusal(&on(&old.value, &node), &on(&new.value, &node))).unwrap_or(message);
    Err(Failure::plain(message))
}

/// Refuses a manifest in the place of a Pod that has a node by now, a token and what else it was given when it was made: whoever
/// replaces it has to send all of that back.
pub(super) fn check_whole(world: &World, kind: &Kind, new: &Object) -> Result<(), Failure> {
    let live = view::find(world, kind, new.namespace.as_deref(), &new.name);
    let Some(live) = live.filter(|live| live["spec"]["nodeName"].is_string() && new.value["spec"]["nodeName"].is_null()) else {
        return Ok(());
    };
    let findings = rules::refused_changes(&live, &new.value, &Options::default());
    rules::invalid_message(kind.name, &new.name, &findings).map_or(Ok(()), |said| Err(Failure::plain(said)))
}

fn node_of(world: &World, kind: &Kind, object: &Object) -> Option<String> {
    let live = (kind.name == "Pod").then(|| view::find(world, kind, object.namespace.as_deref(), &object.name))??;
    live["spec"]["nodeName"].as_str().map(str::to_owned)
}

fn on(pod: &Value, node: &str) -> Value {
    let mut pod = pod.clone();
    if pod["spec"]["nodeName"].is_null() {
        pod["spec"]["nodeName"] = node.into();
    }
    pod
}
