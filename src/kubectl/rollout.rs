//! `kubectl rollout` (kubectl v0.35 `pkg/cmd/rollout`, `pkg/polymorphichelpers`).

use serde_json::{Value, json};

use super::describe;
use super::failure::Failure;
use super::kind::Kind;
use super::output::Format;
use super::session::{DryRun, Session};
use super::tabwriter::align;
use crate::world::{Key, Revision};

pub(super) const CHANGE_CAUSE: &str = "kubernetes.io/change-cause";

/// The workloads that keep earlier templates.
pub(super) const KEEPING: [&str; 3] = ["Deployment", "DaemonSet", "StatefulSet"];

/// Runs a step for every workload that the words name.
fn each(session: &mut Session<'_>, step: impl Fn(&mut Session<'_>, &'static Kind, &Value) -> Result<(), Failure>) -> Result<(), Failure> {
    let words = session.flags.words.clone();
    if words.is_empty() && !session.flags.has("filename") && !session.flags.has("kustomize") {
        return Err(Failure::error("required resource not specified"));
    }
    let (found, mut failures) = super::select::all_or_targets(session, &words)?;
    if found.is_empty() && failures.is_empty() {
        let namespace = session.namespace();
        session.warn(format!("No resources found in {namespace} namespace."));
    }
    for (kind, object) in found {
        failures.extend(step(session, kind, &object).err());
    }
    Failure::several(failures)
}

/// Runs `kubectl rollout status`. What is not so now will not be within the deadline, which passes.
pub(super) fn status(session: &mut Session<'_>) -> Result<(), Failure> {
    each(session, |session, kind, object| {
        let name = plain(object);
        let wanted = session.flags.number("revision").unwrap_or(0);
        let current = session.world.history.current(&key(kind, object)) as i64;
        if wanted > 0 && kind.name == "Deployment" && wanted != current {
            return Err(Failure::error(format!("desired revision ({wanted}) is different from the running revision ({current})")));
        }
        let (said, done) = progress(kind, object)?;
        session.say(said);
        let watches = session.flags.get("watch") != Some("false");
        let timeout = session.flags.get("timeout").is_some_and(|time| !matches!(time, "0" | "0s"));
        if !done && watches {
            let given = session.flags.get("timeout").and_then(super::flags::duration).filter(|seconds| *seconds > 0.0);
            let deadline = object["spec"]["progressDeadlineSeconds"].as_u64().unwrap_or(600) as f64 + 1.0;
            crate::simulate::pass(session.world, given.unwrap_or(deadline).min(86_400.0) as u32);
        }
        match (done || !watches, kind.name, timeout) {
            (true, ..) => Ok(()),
            (false, "Deployment", false) => Err(Failure::error(format!("deployment {name:?} exceeded its progress deadline"))),
            _ => Err(Failure::error("timed out waiting for the condition")),
        }
    })
}

fn progress(kind: &Kind, object: &Value) -> Result<(String, bool), Failure> {
    let name = plain(object);
    let count = |value: &Value| value.as_u64().unwrap_or(0);
    let (state, wanted) = (&object["status"], object["spec"]["replicas"].as_u64().unwrap_or(1));
    Ok(match kind.name {
        "Deployment" => {
            let (updated, available) = (count(&state["updatedReplicas"]), count(&state["availableReplicas"]));
            match () {
                () if updated < wanted => (
                    format!(
                        "Waiting for deployment {name:?} rollout to finish: {updated} out of {wanted} new replicas have been updated..."
                    ),
                    false,
                ),
                () if available < updated => (
                    format!(
                        "Waiting for deployment {name:?} rollout to finish: {available} of {updated} updated replicas are available..."
                    ),
                    false,
                ),
                () => (format!("deployment {name:?} successfully rolled out"), true),
            }
        }
        "DaemonSet" => {
            let (desired, updated, available) =
                (count(&state["desiredNumberScheduled"]), count(&state["updatedNumberScheduled"]), count(&state["numberAvailable"]));
            match () {
                () if object["spec"]["updateStrategy"]["type"] == "OnDelete" => {
                    return Err(Failure::error("rollout status is only available for RollingUpdate strategy type"));
                }
                () if updated < desired => (
                    format!("Waiting for daemon set {name:?} rollout to finish: {updated} out of {desired} new pods have been updated..."),
                    false,
                ),
                () if available < desired => (
                    format!("Waiting for daemon set {name:?} rollout to finish: {available} of {desired} updated pods are available..."),
                    false,
                ),
                () => (format!("daemon set {name:?} successfully rolled out"), true),
            }
        }
        "StatefulSet" => {
            let ready = count(&state["readyReplicas"]);
            match () {
                () if object["spec"]["updateStrategy"]["type"] == "OnDelete" => {
                    return Err(Failure::error("rollout status is only available for RollingUpdate strategy type"));
                }
                () if ready < wanted => (format!("Waiting for {} pods to be ready...", wanted - ready), false),
                () => (format!("partitioned roll out complete: {wanted} new pods have been updated..."), true),
            }
        }
        _ => return Err(Failure::error(format!("no status viewer has been implemented for {}", group_kind(kind)))),
    })
}

/// `Job.batch`, `Pod`
fn group_kind(kind: &Kind) -> String {
    if kind.group().is_empty() { kind.name.to_owned() } else { format!("{}.{}", kind.name, kind.group()) }
}

fn key(kind: &Kind, object: &Value) -> Key {
    let metadata = &object["metadata"];
    Key { kind: kind.name.to_owned(), namespace: metadata["namespace"].as_str().map(str::to_owned), name: plain(object).to_owned() }
}

fn plain(object: &Value) -> &str {
    object["metadata"]["name"].as_str().unwrap_or_default()
}

/// Every template that the workload had and has, oldest first.
fn revisions(session: &Session<'_>, kind: &Kind, object: &Value) -> Vec<Revision> {
    let key = key(kind, object);
    let mut all = session.world.history.earlier(&key).to_vec();
    let cause = object["metadata"]["annotations"][CHANGE_CAUSE].as_str().map(str::to_owned);
    let template = session.stored(kind, object)["spec"]["template"].clone();
    all.push(Revision { number: session.world.history.current(&key), template, cause, since: None });
    all
}

/// Runs `kubectl rollout history`.
pub(super) fn history(session: &mut Session<'_>) -> Result<(), Failure> {
    let wanted = session.flags.number("revision").unwrap_or(0);
    if wanted < 0 {
        return Err(Failure::error(format!("revision must be a positive integer: {wanted}")));
    }
    if session.format()? != (Format::Table { wide: false }) {
        return Err(Failure::not_simulated("kubectl rollout history -o"));
    }
    each(session, |session, kind, object| {
        if !KEEPING.contains(&kind.name) {
            return Err(Failure::error(format!("no history viewer has been implemented for {:?}", group_kind(kind))));
        }
        let all = revisions(session, kind, object);
        let name = super::output::name_of(object);
        if wanted == 0 {
            let rows = all.iter().map(|one| format!("{}\t{}\n", one.number, one.cause.as_deref().unwrap_or("<none>"))).collect::<String>();
            let table = align(&format!("REVISION\tCHANGE-CAUSE\n{rows}"), 0, 2);
            session.say(format!("{name} \n{table}"));
            return Ok(());
        }
        let Some(one) = all.iter().find(|one| one.number as i64 == wanted) else {
            return Err(Failure::error("unable to find the specified revision"));
        };
        let text = shown(kind, one);
        session.say(format!("{name} with revision #{wanted}\n{text}"));
        Ok(())
    })
}

/// A template as `describe` shows it.
fn shown(kind: &Kind, one: &Revision) -> String {
    let mut template = one.template.clone();
    if kind.name == "Deployment" {
        let hash = crate::simulate::template_hash(&one.template);
        template["metadata"]["labels"]["pod-template-hash"] = hash.into();
    }
    if let Some(cause) = one.cause.as_ref().filter(|_| kind.name == "Deployment") {
        template["metadata"]["annotations"][CHANGE_CAUSE] = cause.as_str().into();
    }
    describe::template(&template)
}

/// Runs `kubectl rollout undo`.
pub(super) fn undo(session: &mut Session<'_>) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    let to = session.flags.number("to-revision").unwrap_or(0);
    each(session, |session, kind, object| {
        if !KEEPING.contains(&kind.name) {
            return Err(Failure::error(format!("no rollbacker has been implemented for {:?}", group_kind(kind))));
        }
        if to < 0 {
            return Err(missing(to));
        }
        let all = revisions(session, kind, object);
        let (current, earlier) = all.split_last().ok_or_else(|| missing(to))?;
        let chosen = match to {
            0 => earlier.last(),
            to => all.iter().find(|one| one.number as i64 == to),
        };
        let Some(chosen) = chosen.cloned() else {
            return Err(match (to, kind.name) {
                (0, "Deployment") => Failure::error(format!("no rollout history found for deployment {:?}", plain(object))),
                (0, _) => Failure::error("no last revision to roll back to"),
                (to, _) => missing(to),
            });
        };
        let mut after = session.stored(kind, object);
        if dry_run == DryRun::Client {
            let text = shown(kind, &chosen);
            return session.report(&after, &text, dry_run);
        }
        if after["spec"]["paused"] == true {
            return Err(Failure::error(
                "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
            ));
        }
        if chosen.template == current.template {
            let done = format!("skipped rollback (current template already matches revision {to})");
            return session.report(&after, &done, dry_run);
        }
        after["spec"]["template"] = chosen.template;
        if kind.name == "Deployment" {
            match (chosen.cause, after["metadata"]["annotations"].as_object_mut()) {
                (Some(cause), Some(own)) => {
                    own.insert(CHANGE_CAUSE.into(), cause.into());
                }
                (Some(cause), None) => after["metadata"]["annotations"] = json!({CHANGE_CAUSE: cause}),
                (None, Some(own)) => {
                    own.remove(CHANGE_CAUSE);
                }
                (None, None) => {}
            }
        }
        let updated = session.update(&after, dry_run)?;
        session.report(&updated, "rolled back", dry_run)
    })
}

fn missing(revision: i64) -> Failure {
    Failure::error(format!("unable to find specified revision {revision} in history"))
}

/// Runs `kubectl rollout restart`.
pub(super) fn restart(session: &mut Session<'_>) -> Result<(), Failure> {
    each(session, |session, kind, object| {
        let mut after = session.stored(kind, object);
        if !KEEPING.contains(&kind.name) {
            return Err(Failure::error(format!("{} restarting is not supported", quoted(kind, object))));
        }
        if kind.name == "Deployment" && after["spec"]["paused"] == true {
            return Err(Failure::error(format!("{} can't restart paused deployment (run rollout resume first)", quoted(kind, object))));
        }
        let now = session.world.facts.now.clone();
        let metadata = &mut after["spec"]["template"]["metadata"];
        if metadata["annotations"].is_null() {
            metadata["annotations"] = json!({});
        }
        metadata["annotations"]["kubectl.kubernetes.io/restartedAt"] = now.into();
        finish(session, &after, "restarted")
    })
}

/// Runs `kubectl rollout pause`.
pub(super) fn pause(session: &mut Session<'_>) -> Result<(), Failure> {
    each(session, |session, kind, object| {
        let mut after = session.stored(kind, object);
        match (kind.name, after["spec"]["paused"] == true) {
            ("Deployment", true) => Err(Failure::error(format!("{} is already paused", quoted(kind, object)))),
            ("Deployment", false) => {
                after["spec"]["paused"] = true.into();
                finish(session, &after, "paused")
            }
            _ => Err(Failure::error(format!("{} pausing is not supported", quoted(kind, object)))),
        }
    })
}

/// Runs `kubectl rollout resume`.
pub(super) fn resume(session: &mut Session<'_>) -> Result<(), Failure> {
    each(session, |session, kind, object| {
        let mut after = session.stored(kind, object);
        match (kind.name, after["spec"]["paused"] == true) {
            ("Deployment", false) => Err(Failure::error(format!("{} is not paused", quoted(kind, object)))),
            ("Deployment", true) => {
                after["spec"].as_object_mut().map(|spec| spec.remove("paused"));
                finish(session, &after, "resumed")
            }
            _ => Err(Failure::error(format!("{} resuming is not supported", quoted(kind, object)))),
        }
    })
}

fn finish(session: &mut Session<'_>, after: &Value, done: &str) -> Result<(), Failure> {
    let updated = session.update(after, DryRun::None)?;
    session.report(&updated, done, DryRun::None)
}

/// `deployments.apps "web"`
fn quoted(kind: &Kind, object: &Value) -> String {
    format!("{} {:?}", kind.resource(), plain(object))
}
