//! `kubectl rollout`: status, restart, pause and resume. Earlier revisions are not kept, so that `history` and `undo` say so.

use serde_json::{Value, json};

use super::change::{named, targets};
use super::failure::Failure;
use super::flags::{Flag, short, short_switch, value};
use super::kind::Kind;
use super::session::{DryRun, Session};

pub(super) const FLAGS: &[Flag] =
    &[short_switch("watch", 'w'), value("timeout"), value("revision"), value("to-revision"), short("selector", 'l')];

const USAGE: &str = "Manage the rollout of one or many resources.\n        \n Valid resource types include:\n\n  *  deployments\n  *  daemonsets\n  *  statefulsets\n\nAvailable Commands:\n  history       View rollout history\n  pause         Mark the provided resource as paused\n  restart       Restart a resource\n  resume        Resume a paused resource\n  status        Show the status of the rollout\n  undo          Undo a previous rollout";

/// Runs `kubectl rollout`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let words = session.flags.words.clone();
    let Some((what, resources)) = words.split_first() else {
        return Err(Failure::subcommands(USAGE, "kubectl rollout", "SUBCOMMAND"));
    };
    let known = ["status", "restart", "pause", "resume", "history", "undo"].contains(&what.as_str());
    if !known {
        return Err(Failure::usage("kubectl rollout", format!("unknown command {what:?}")));
    }
    if resources.is_empty() && !session.flags.has("filename") {
        return Err(Failure::error("required resource not specified"));
    }
    if matches!(what.as_str(), "history" | "undo") {
        return Err(Failure::not_simulated(format!("kubectl rollout {what} (no earlier revision is kept)")));
    }
    let (found, mut failures) =
        if session.flags.has("filename") { named(session)? } else { targets(session, resources, "kubectl rollout")? };
    let dry_run = session.dry_run()?;
    for (kind, object) in found {
        let done = match what.as_str() {
            "status" => status(session, kind, &object),
            word => change(session, word, kind, &object, dry_run),
        };
        failures.extend(done.err());
    }
    Failure::several(failures)
}

/// polymorphichelpers `rollout_status.go`. The world has settled: what is not so now will not be within the deadline.
fn status(session: &mut Session<'_>, kind: &Kind, object: &Value) -> Result<(), Failure> {
    let name = object["metadata"]["name"].as_str().unwrap_or_default().to_owned();
    let count = |value: &Value| value.as_u64().unwrap_or(0);
    let (state, wanted) = (&object["status"], object["spec"]["replicas"].as_u64().unwrap_or(1));
    let waiting = match kind.name {
        "Deployment" => {
            let (updated, available) = (count(&state["updatedReplicas"]), count(&state["availableReplicas"]));
            match () {
                () if updated < wanted => Some(format!(
                    "Waiting for deployment {name:?} rollout to finish: {updated} out of {wanted} new replicas have been updated..."
                )),
                () if available < updated => Some(format!(
                    "Waiting for deployment {name:?} rollout to finish: {available} of {updated} updated replicas are available..."
                )),
                () => None,
            }
        }
        "DaemonSet" => {
            let (desired, available) = (count(&state["desiredNumberScheduled"]), count(&state["numberAvailable"]));
            (available < desired).then(|| {
                format!("Waiting for daemon set {name:?} rollout to finish: {available} of {desired} updated pods are available...")
            })
        }
        "StatefulSet" => {
            let ready = count(&state["readyReplicas"]);
            (ready < wanted).then(|| format!("Waiting for {} pods to be ready...", wanted - ready))
        }
        _ => return Err(Failure::error(format!("no status viewer has been implemented for {}", kind.name))),
    };
    match (waiting, kind.name) {
        (Some(text), _) => {
            session.say(text);
            match (session.flags.get("watch"), session.flags.has("timeout"), kind.name) {
                (Some("false"), ..) => Ok(()),
                (_, false, "Deployment") => Err(Failure::error(format!("deployment {name:?} exceeded its progress deadline"))),
                _ => Err(Failure::error("timed out waiting for the condition")),
            }
        }
        (None, "StatefulSet") => {
            session.say(format!("partitioned roll out complete: {wanted} new pods have been updated..."));
            Ok(())
        }
        (None, "DaemonSet") => {
            session.say(format!("daemon set {name:?} successfully rolled out"));
            Ok(())
        }
        (None, _) => {
            session.say(format!("deployment {name:?} successfully rolled out"));
            Ok(())
        }
    }
}

fn change(session: &mut Session<'_>, word: &str, kind: &Kind, object: &Value, dry_run: DryRun) -> Result<(), Failure> {
    let mut after = session.stored(kind, object);
    let name = super::output::name_of(object);
    let paused = after["spec"]["paused"] == true;
    match (word, kind.name) {
        ("restart", "Deployment") if paused => {
            return Err(Failure::error(format!(
                "{} {:?} can't restart paused deployment (run rollout resume first)",
                kind.resource(),
                plain(object)
            )));
        }
        ("restart", "Deployment" | "DaemonSet" | "StatefulSet") => {
            let now = session.world.facts.now.clone();
            let metadata = &mut after["spec"]["template"]["metadata"];
            if metadata["annotations"].is_null() {
                metadata["annotations"] = json!({});
            }
            metadata["annotations"]["kubectl.kubernetes.io/restartedAt"] = now.into();
        }
        ("pause", "Deployment") if paused => {
            return Err(Failure::error(format!("{} {:?} is already paused", kind.resource(), plain(object))));
        }
        ("resume", "Deployment") if !paused => {
            return Err(Failure::error(format!("{} {:?} is not paused", kind.resource(), plain(object))));
        }
        ("pause", "Deployment") => after["spec"]["paused"] = true.into(),
        ("resume", "Deployment") => {
            after["spec"].as_object_mut().map(|spec| spec.remove("paused"));
        }
        ("restart", _) => return Err(Failure::error(format!("{name} restarting is not supported"))),
        (word, _) => {
            return Err(Failure::error(format!("{name} {} is not supported", if word == "pause" { "pausing" } else { "resuming" })));
        }
    }
    let done = match word {
        "restart" => "restarted",
        "pause" => "paused",
        _ => "resumed",
    };
    let updated = session.update(&after, dry_run)?;
    session.report(&updated, done, dry_run)
}

fn plain(object: &Value) -> &str {
    object["metadata"]["name"].as_str().unwrap_or_default()
}
