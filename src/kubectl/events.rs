//! `kubectl events`: what happened, by object.

use serde_json::Value;

use super::failure::Failure;
use super::kind::Kind;
use super::session::Session;
use super::tabwriter::align;
use super::{age, view};

/// Runs `kubectl events`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let all = session.flags.on("all-namespaces");
    let namespace = session.namespace();
    let Some(kind) = Kind::of("Event") else { return Ok(()) };
    let mut events = view::list(session.world, kind, (!all).then_some(namespace.as_str()));
    if let Some(about) = session.flags.get("for") {
        let Some((word, name)) = about.split_once('/') else {
            return Err(Failure::error("--for must be in resource/name form"));
        };
        let Some(kind) = Kind::find(word) else {
            return Err(Failure::plain(format!("the server doesn't have a resource type {word:?}")));
        };
        events.retain(|event| event["involvedObject"]["kind"] == *kind.name && event["involvedObject"]["name"] == *name);
    }
    if let Some(types) = session.flags.get("types") {
        if types.split(',').any(|word| !["normal", "warning"].contains(&word.to_lowercase().as_str())) {
            return Err(Failure::error("valid --types are Normal or Warning"));
        }
        let wanted: Vec<_> = types.split(',').map(str::to_lowercase).collect();
        events.retain(|event| wanted.contains(&event["type"].as_str().unwrap_or_default().to_lowercase()));
    }
    if events.is_empty() {
        session.warn(if all { "No events found.".to_owned() } else { format!("No events found in {namespace} namespace.") });
        return Ok(());
    }
    let mut text = String::new();
    if !session.flags.on("no-headers") {
        text.push_str(if all { "NAMESPACE\t" } else { "" });
        text.push_str("LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n");
    }
    for event in &events {
        let say = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let about = &event["involvedObject"];
        let place = if all { format!("{}\t", say(&event["metadata"]["namespace"])) } else { String::new() };
        let seen = age::of_event(session.world, event);
        text.push_str(&format!(
            "{place}{seen}\t{}\t{}\t{}/{}\t{}\n",
            say(&event["type"]),
            say(&event["reason"]),
            say(&about["kind"]),
            say(&about["name"]),
            say(&event["message"]).trim()
        ));
    }
    session.out.push_str(&align(&text, 6, 3));
    Ok(())
}
