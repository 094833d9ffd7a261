//! `kubectl delete` (kubectl v0.35 `pkg/cmd/delete`). The world settles at once, so that what is waited for is over.

use serde_json::Value;

use super::failure::Failure;
use super::kind::Kind;
use super::select::{named, wanted};
use super::session::{DryRun, Session};

/// Runs `kubectl delete`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    if session.flags.has("raw") {
        return Err(Failure::not_simulated("kubectl delete --raw"));
    }
    let by_force = check(session)?;
    let flags = &session.flags;
    let selects = flags.on("all") || flags.has("selector") || flags.has("field-selector");
    // What is named counts as found until the server says otherwise.
    let mut names_cluster_wide = false;
    let (found, mut missing) = if flags.has("filename") {
        let (found, missing) = named(session)?;
        let files = session.flags.list("filename");
        let file = files.first().map_or("", |file| if *file == "-" { "STDIN" } else { file });
        (found, missing.into_iter().map(|failure| super::apply::placed(failure, "deleting", file)).collect())
    } else {
        let asked = wanted(&flags.words)?;
        if asked.is_empty() {
            return Err(session.nothing_named());
        }
        if asked.iter().any(|one| one.names.is_empty()) && !selects && !flags.on("all-namespaces") {
            return Err(Failure::error("resource(s) were provided, but no name was specified"));
        }
        if asked.iter().any(|one| !one.names.is_empty()) && selects {
            return Err(Failure::error("name cannot be provided when a selector is specified"));
        }
        names_cluster_wide = asked.iter().any(|one| !one.kind.namespaced && !one.names.is_empty());
        session.select(&asked)?
    };
    let tolerant = flags.on("ignore-not-found") || selects && !flags.has("ignore-not-found");
    if tolerant {
        missing.clear();
    }
    if flags.on("interactive") && !agreed(session, &found) {
        return Ok(());
    }
    if found.is_empty() && missing.is_empty() && (selects || session.flags.on("all-namespaces")) && !session.flags.has("filename") {
        session.say("No resources found");
    }
    let scoped = session.flags.has("namespace") && !session.flags.on("all-namespaces");
    if scoped && (names_cluster_wide || found.iter().any(|(kind, _)| !kind.namespaced)) {
        session.warn("Warning: deleting cluster-scoped resources, not scoped to the provided namespace");
    }
    let orphans = matches!(session.flags.get("cascade"), Some("orphan" | "false"));
    if orphans && found.iter().any(|(kind, _)| OWNERS.contains(&kind.name)) {
        return Err(Failure::not_simulated("kubectl delete --cascade=orphan"));
    }
    for (kind, object) in found {
        delete_one(session, kind, &object, by_force, dry_run);
    }
    Failure::several(missing)
}

/// The kinds whose objects make others.
const OWNERS: &[&str] = &["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController", "Job", "CronJob"];

/// What may not stand together; and whether the kubelet is not waited for.
fn check(session: &mut Session<'_>) -> Result<bool, Failure> {
    let flags = &session.flags;
    if !matches!(flags.get("cascade").unwrap_or("background"), "background" | "orphan" | "foreground" | "true" | "false") {
        let given = flags.get("cascade").unwrap_or_default();
        return Err(Failure::error(format!("invalid cascade value ({given}). Must be \"background\", \"foreground\", or \"orphan\"")));
    }
    let grace = flags.number("grace-period").unwrap_or(-1);
    if flags.on("now") && flags.has("grace-period") && grace >= 0 {
        return Err(Failure::error("--now and --grace-period cannot be specified together"));
    }
    if flags.get("output").is_some_and(|form| !form.is_empty() && form != "name") {
        let form = flags.get("output").unwrap_or_default();
        return Err(Failure::error(format!("unexpected -o output mode: {form}. We only support '-o name'")));
    }
    for other in ["selector", "field-selector"] {
        if flags.on("all") && flags.get(other).is_some_and(|text| !text.is_empty()) {
            return Err(Failure::error("setting 'all' parameter but found a non empty selector. "));
        }
    }
    if flags.on("force") && grace > 0 {
        return Err(Failure::error("--force and --grace-period greater than 0 cannot be specified together"));
    }
    // Without `--force`, a period of 0 counts as 1.
    let by_force = flags.on("force") && !flags.on("now");
    if by_force {
        session.warn("Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.");
    }
    Ok(by_force)
}

/// `-i`: the answer comes from standard input.
fn agreed(session: &mut Session<'_>, found: &[(&'static Kind, Value)]) -> bool {
    if found.is_empty() {
        return true;
    }
    session.say(format!("You are about to delete the following {} resource(s):", found.len()));
    found.iter().for_each(|(kind, object)| {
        session.say(format!("{}/{}", kind.written(), object["metadata"]["name"].as_str().unwrap_or_default()));
    });
    session.out.push_str("Do you want to continue? (y/N): ");
    let agreed = matches!(session.stdin.split_whitespace().next(), Some("y" | "Y"));
    if !agreed {
        session.say("deletion is cancelled");
    }
    agreed
}

fn delete_one(session: &mut Session<'_>, kind: &Kind, object: &Value, by_force: bool, dry_run: DryRun) {
    let metadata = &object["metadata"];
    let (namespace, name) = (metadata["namespace"].as_str(), metadata["name"].as_str().unwrap_or_default());
    if dry_run == DryRun::None {
        session.remove(kind, namespace, name);
    }
    if session.flags.get("output") == Some("name") {
        session.say(super::output::name_of(object));
        return;
    }
    let word = if by_force { "force deleted" } else { "deleted" };
    let place = namespace.filter(|_| kind.namespaced).map_or_else(String::new, |namespace| format!(" from {namespace} namespace"));
    session.say(format!("{} {name:?} {word}{place}{}", kind.written(), dry_run.suffix()));
}
