//! What may not change in a stored object: the rules say it, kubectl prints it.

use serde_json::Value;

use super::failure::Failure;
use super::kind::Kind;
use super::view;
use crate::object::Object;
use crate::rules::{self, Options};
use crate::world::World;

/// Refuses a change that the server refuses.
pub(super) fn check(world: &World, kind: &Kind, old: &Object, new: &Object) -> Result<(), Failure> {
    let refusal = |old: &Value, new: &Value| {
        let findings = rules::refused_changes(old, new, &Options::default());
        rules::invalid_message(kind.name, old["metadata"]["name"].as_str().unwrap_or_default(), &findings)
    };
    let Some(message) = refusal(&old.value, &new.value) else { return Ok(()) };
    // A Pod that runs has a node, in both of its states; the store knows of none.
    let node = node_of(world, kind, old);
    let message = node.and_then(|node| refusal(&on(&old.value, &node), &on(&new.value, &node))).unwrap_or(message);
    // The comparison of two states ends with a line's end of its own.
    let end = if message.contains("\n@@") && !message.ends_with('\n') { "\n" } else { "" };
    Err(Failure::plain(message + end))
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
