//! `kubectl scale` (kubectl v0.35 `pkg/cmd/scale`).

use super::failure::Failure;
use super::select::targets;
use super::session::{DryRun, Session};

/// Runs `kubectl scale`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    let count = session.flags.number("replicas").and_then(|count| u64::try_from(count).ok());
    let Some(count) = count else {
        return Err(Failure::error("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0"));
    };
    let current = session.flags.number("current-replicas").unwrap_or(-1);
    if current < -1 {
        return Err(Failure::error("The --current-replicas must specify an integer of -1 or greater"));
    }
    let words = session.flags.words.clone();
    if words.is_empty() && !session.flags.has("filename") {
        return Err(Failure::no_resources());
    }
    let (found, mut failures) = targets(session, &words)?;
    if found.is_empty() && failures.is_empty() {
        return Err(Failure::error("no objects passed to scale"));
    }
    for (kind, object) in found {
        if dry_run == DryRun::Client {
            session.report(&object, "scaled", dry_run)?;
            continue;
        }
        if !["Deployment", "ReplicaSet", "StatefulSet", "ReplicationController"].contains(&kind.name) {
            return Err(Failure::plain("Error from server (NotFound): the server could not find the requested resource"));
        }
        let version = session.flags.get("resource-version").filter(|version| !version.is_empty());
        if let (Some(asked), Some(own)) = (version, object["metadata"]["resourceVersion"].as_str())
            && asked != own
        {
            return Err(Failure::error(format!("Expected resource version to be {asked}, was {own}")));
        }
        let mut after = session.stored(kind, &object);
        let before = after["spec"]["replicas"].as_i64().unwrap_or(1);
        if current >= 0 && current != before {
            return Err(Failure::error(format!("Expected replicas to be {current}, was {before}")));
        }
        after["spec"]["replicas"] = count.into();
        match session.update(&after, dry_run) {
            Ok(updated) => session.report(&updated, "scaled", dry_run)?,
            Err(failure) => failures.push(failure),
        }
    }
    Failure::several(failures)
}
