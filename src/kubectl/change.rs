//! Commands that change stored objects: `label`, `annotate`, `set`, `patch`, `replace`, `delete`, `scale`.

use serde_json::{Map, Value, json};

use super::failure::Failure;
use super::flags::{Flag, short, short_switch, switch, value};
use super::kind::Kind;
use super::merge::{json_patch, merge_patch, strategic_patch};
use super::select::{Selection, Wanted, wanted};
use super::session::{DryRun, Session};
use super::view;

pub(super) const LABEL: &[Flag] = &[
    switch("overwrite"),
    switch("all"),
    switch("list"),
    switch("local"),
    short_switch("all-namespaces", 'A'),
    short("selector", 'l'),
    value("field-selector"),
    value("resource-version"),
];
pub(super) const SET: &[Flag] = &[
    switch("all"),
    switch("local"),
    short("selector", 'l'),
    short("containers", 'c'),
    short("env", 'e'),
    value("limits"),
    value("requests"),
];
pub(super) const PATCH: &[Flag] = &[short("patch", 'p'), value("type"), value("patch-file"), switch("local"), value("subresource")];
pub(super) const DELETE: &[Flag] = &[
    switch("all"),
    switch("force"),
    switch("now"),
    switch("ignore-not-found"),
    switch("wait"),
    short_switch("interactive", 'i'),
    short_switch("all-namespaces", 'A'),
    short("selector", 'l'),
    value("field-selector"),
    value("grace-period"),
    value("timeout"),
    value("cascade"),
    value("raw"),
];
pub(super) const SCALE: &[Flag] =
    &[value("replicas"), value("current-replicas"), value("resource-version"), value("timeout"), switch("all"), short("selector", 'l')];

impl Session<'_> {
    /// The objects of a kind with these names, selectors aside.
    pub fn select_by_name(&self, one: &Wanted) -> Result<Selection, Failure> {
        let namespace = one.kind.namespaced.then(|| self.namespace());
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for name in &one.names {
            match view::find(self.world, one.kind, namespace.as_deref(), name) {
                Some(object) => found.push((one.kind, object)),
                None => missing.push(Failure::not_found(one.kind, name)),
            }
        }
        Ok((found, missing))
    }

    /// The stored form of an object that kubectl was shown; a made one has none.
    pub fn stored(&self, kind: &Kind, object: &Value) -> Value {
        let metadata = &object["metadata"];
        let own = self.world.store.get(kind.name, metadata["namespace"].as_str(), metadata["name"].as_str().unwrap_or_default());
        own.map_or_else(|| object.clone(), |own| own.value.clone())
    }
}

/// The stored objects that the manifests of `-f` name.
pub(super) fn named(session: &Session<'_>) -> Result<Selection, Failure> {
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for file in session.manifests()? {
        for document in session.ask(&file) {
            let (Some(kind), Some(name)) = (document.kind.as_deref().and_then(Kind::of), document.name) else {
                missing.push(Failure::plain(document.message.unwrap_or_default()));
                continue;
            };
            match view::find(session.world, kind, document.namespace.as_deref(), &name) {
                Some(object) => found.push((kind, object)),
                None => missing.push(Failure::not_found(kind, &name)),
            }
        }
    }
    Ok((found, missing))
}

/// Resource words, without the words at the end that are changes (`a=b`, `c-`).
fn resources_and_changes(words: &[String]) -> (Vec<String>, Vec<String>) {
    let is_change = |word: &String| word.contains('=') || word.ends_with('-');
    let at = words.iter().position(is_change).unwrap_or(words.len());
    let (resources, changes) = words.split_at(at);
    (resources.to_vec(), changes.to_vec())
}

pub(super) fn targets(session: &Session<'_>, words: &[String], path: &str) -> Result<Selection, Failure> {
    if session.flags.has("filename") {
        return named(session);
    }
    let asked = wanted(words)?;
    if asked.is_empty() {
        return Err(Failure::error("one or more resources must be specified as <resource> <name> or <resource>/<name>"));
    }
    let all = session.flags.on("all")
        || session.flags.has("selector")
        || session.flags.has("field-selector")
        || session.flags.on("all-namespaces");
    if asked.iter().any(|one| one.names.is_empty()) && !all {
        let _ = path;
        return Err(Failure::error("resource(s) were provided, but no name was specified"));
    }
    session.select(&asked)
}

/// Runs `kubectl label` and `kubectl annotate`.
pub(super) fn label(session: &mut Session<'_>) -> Result<(), Failure> {
    let annotates = session.path == "kubectl annotate";
    let (field, noun, done) = if annotates { ("annotations", "annotation", "annotated") } else { ("labels", "label", "labeled") };
    let (resources, changes) = resources_and_changes(&session.flags.words.clone());
    let dry_run = session.dry_run()?;
    if changes.is_empty() && !session.flags.on("list") {
        let missing = if resources.is_empty() {
            "one or more resources must be specified as <resource> <name> or <resource>/<name>".into()
        } else {
            format!("at least one {noun} update is required")
        };
        return Err(Failure::error(missing));
    }
    let (mut set, mut unset) = (Vec::new(), Vec::new());
    for change in &changes {
        match change.split_once('=') {
            Some((key, value)) => set.push((key, value)),
            None => unset.push(change.trim_end_matches('-')),
        }
    }
    if set.iter().any(|(key, _)| unset.contains(key)) {
        return Err(Failure::error(format!("can not both modify and remove a {noun} in the same command")));
    }
    let (found, mut failures) = targets(session, &resources, session.path)?;
    for (kind, object) in found {
        if session.flags.on("list") {
            for (key, value) in object["metadata"][field].as_object().into_iter().flatten() {
                session.say(format!("{key}={}", value.as_str().unwrap_or_default()));
            }
            continue;
        }
        let before = session.stored(kind, &object);
        let mut own: Map<String, Value> = before["metadata"][field].as_object().cloned().unwrap_or_default();
        let taken = |key: &str| own.get(key).and_then(Value::as_str).map(str::to_owned);
        if !session.flags.on("overwrite") {
            let conflicts: Vec<_> =
                set.iter().filter_map(|(key, value)| taken(key).filter(|old| old != value).map(|old| (*key, old))).collect();
            if let Some((key, old)) = conflicts.first() {
                failures.push(match annotates {
                    true => Failure::error(format!(
                        "--overwrite is false but found the following declared annotation(s): '{key}' already has a value ({old})"
                    )),
                    false => Failure::error(format!("'{key}' already has a value ({old}), and --overwrite is false")),
                });
                continue;
            }
        }
        for key in &unset {
            if own.remove(*key).is_none() && !annotates {
                session.say(format!("label {key:?} not found."));
            }
        }
        for (key, value) in &set {
            own.insert((*key).to_owned(), (*value).into());
        }
        let mut after = before.clone();
        after["metadata"][field] = own.into();
        let changed = after["metadata"][field] != before["metadata"][field] && !(before["metadata"][field].is_null() && set.is_empty());
        let word = match (annotates, changed, set.is_empty()) {
            (true, ..) => done,
            (false, false, _) => "not labeled",
            (false, true, true) => "unlabeled",
            (false, true, false) => "labeled",
        };
        let result = match dry_run == DryRun::Client || !changed {
            true => Ok(after),
            false => session.update(&after, dry_run),
        };
        match result {
            Ok(after) => session.report(&after, word, dry_run)?,
            Err(failure) => failures.push(failure),
        }
    }
    Failure::several(failures)
}

/// The path of the Pod spec in an object of this kind.
fn pod_spec<'o>(kind: &Kind, object: &'o mut Value) -> Option<&'o mut Value> {
    let pointer = match kind.name {
        "Pod" => "/spec",
        "CronJob" => "/spec/jobTemplate/spec/template/spec",
        "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet" | "Job" | "ReplicationController" => "/spec/template/spec",
        _ => return None,
    };
    object.pointer_mut(pointer)
}

/// Runs `kubectl set image|serviceaccount|env|resources|selector`.
pub(super) fn set(session: &mut Session<'_>) -> Result<(), Failure> {
    let words = session.flags.words.clone();
    let Some((what, rest)) = words.split_first() else {
        return Err(Failure::subcommands(
            "Configure application resources.\n\n These commands help you make changes to existing application resources.\n\nAvailable Commands:\n  env              Update environment variables on a pod template\n  image            Update the image of a pod template\n  resources        Update resource requests/limits on objects with pod templates\n  selector         Set the selector on a resource\n  serviceaccount   Update the service account of a resource\n  subject          Update the user, group, or service account in a role binding or cluster role binding",
            "kubectl set",
            "SUBCOMMAND",
        ));
    };
    let dry_run = session.dry_run()?;
    match what.as_str() {
        "image" => {
            let (resources, changes) = resources_and_changes(rest);
            if changes.is_empty() {
                return Err(Failure::error("at least one image update is required"));
            }
            each_pod_spec(session, &resources, dry_run, "image updated", "failed to patch image update to pod template:", |spec| {
                let mut unknown = Vec::new();
                for (name, image) in changes.iter().filter_map(|change| change.split_once('=')) {
                    let mut hit = false;
                    for list in ["initContainers", "containers"] {
                        for container in spec[list].as_array_mut().into_iter().flatten().filter(|own| name == "*" || own["name"] == *name) {
                            container["image"] = image.into();
                            hit = true;
                        }
                    }
                    if !hit {
                        unknown.push(Failure::error(format!("unable to find container named {name:?}")));
                    }
                }
                Failure::several(unknown)
            })
        }
        "serviceaccount" | "sa" => {
            let Some((account, resources)) = rest.split_last().filter(|(_, resources)| !resources.is_empty()) else {
                return Err(Failure::error("serviceaccount is required"));
            };
            each_pod_spec(session, resources, dry_run, "serviceaccount updated", "failed to patch ServiceAccountName", |spec| {
                spec["serviceAccountName"] = account.as_str().into();
                Ok(())
            })
        }
        "env" => {
            let (resources, changes) = resources_and_changes(rest);
            each_pod_spec(session, &resources, dry_run, "env updated", "failed to patch env update to pod template:", |spec| {
                for container in spec["containers"].as_array_mut().into_iter().flatten() {
                    let mut own = container["env"].as_array().cloned().unwrap_or_default();
                    for change in &changes {
                        let (name, value) =
                            change.split_once('=').map_or((change.trim_end_matches('-'), None), |(name, value)| (name, Some(value)));
                        own.retain(|variable| variable["name"] != *name);
                        own.extend(value.map(|value| json!({"name": name, "value": value})));
                    }
                    container["env"] = own.into();
                }
                Ok(())
            })
        }
        "resources" => {
            let parts = |flag: &str| -> Result<Vec<(String, String)>, Failure> {
                let given = session.flags.get(flag).unwrap_or_default().split(',').filter(|part| !part.is_empty());
                let read = given.map(|part| match part.split_once('=') {
                    Some((name, amount)) if !name.is_empty() && !amount.is_empty() => Ok((name.to_owned(), amount.to_owned())),
                    _ => Err(Failure::error(format!("invalid argument syntax {part}, expected <resource>=<value>"))),
                });
                read.collect()
            };
            let (limits, requests) = (parts("limits")?, parts("requests")?);
            if limits.is_empty() && requests.is_empty() {
                return Err(Failure::error("you must specify an update to requests or limits (in the form of --requests/--limits)"));
            }
            let only = session.flags.get("containers").filter(|name| *name != "*").map(str::to_owned);
            each_pod_spec(
                session,
                rest,
                dry_run,
                "resource requirements updated",
                "failed to patch resources update to pod template",
                |spec| {
                    for container in spec["containers"].as_array_mut().into_iter().flatten() {
                        if only.as_ref().is_some_and(|name| container["name"] != **name) {
                            continue;
                        }
                        for (field, amounts) in [("limits", &limits), ("requests", &requests)] {
                            for (name, amount) in amounts {
                                container["resources"][field][name] = amount.as_str().into();
                            }
                        }
                    }
                    Ok(())
                },
            )
        }
        "selector" => selector(session, rest, dry_run),
        "subject" => Err(Failure::not_simulated(format!("kubectl set {what}"))),
        other => Err(Failure::usage("kubectl set", format!("unknown command {other:?}"))),
    }
}

/// `kubectl set selector service/web app=a`
fn selector(session: &mut Session<'_>, words: &[String], dry_run: DryRun) -> Result<(), Failure> {
    let Some((text, resources)) = words.split_last().filter(|(text, _)| text.contains('=')) else {
        return Err(Failure::error("one or more resources must be specified as <resource> <name> or <resource>/<name>"));
    };
    let (found, mut failures) = targets(session, resources, session.path)?;
    for (kind, object) in found {
        if kind.name != "Service" {
            failures.push(Failure::error("setting a selector is only supported for Services"));
            continue;
        }
        let mut after = session.stored(kind, &object);
        let pairs = text.split(',').filter_map(|pair| pair.split_once('='));
        after["spec"]["selector"] = pairs.map(|(key, value)| (key.to_owned(), Value::from(value))).collect::<Map<_, _>>().into();
        let result = if dry_run == DryRun::Client { Ok(after) } else { session.update(&after, dry_run) };
        match result {
            Ok(after) => session.report(&after, "selector updated", dry_run)?,
            Err(failure) => failures.push(failure),
        }
    }
    Failure::several(failures)
}

fn each_pod_spec(
    session: &mut Session<'_>,
    resources: &[String],
    dry_run: DryRun,
    done: &str,
    failing: &str,
    change: impl Fn(&mut Value) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (found, mut failures) = targets(session, resources, session.path)?;
    for (kind, object) in found {
        let before = session.stored(kind, &object);
        let mut after = before.clone();
        let Some(spec) = pod_spec(kind, &mut after) else {
            failures.push(Failure::error(format!(
                "{} the object is not a pod or does not have a pod template: {}",
                super::output::name_of(&object),
                kind.name
            )));
            continue;
        };
        if let Err(failure) = change(spec) {
            failures.push(failure);
            continue;
        }
        if after == before {
            continue;
        }
        let result = if dry_run == DryRun::Client { Ok(after) } else { session.update(&after, dry_run) };
        match result {
            Ok(after) => session.report(&after, done, dry_run)?,
            Err(failure) => {
                let said = failure.message.trim_start_matches("The ");
                failures.push(Failure::error(format!("{failing} {said}")));
            }
        }
    }
    Failure::several(failures)
}

/// Runs `kubectl patch`.
pub(super) fn patch(session: &mut Session<'_>) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    let text = match (session.flags.get("patch"), session.flags.get("patch-file")) {
        (Some(_), Some(_)) => return Err(Failure::error("cannot specify --patch and --patch-file together")),
        (None, None) => return Err(Failure::error("must specify --patch or --patch-file containing the contents of the patch")),
        (Some(text), None) => text.to_owned(),
        (None, Some(path)) => {
            let file = session.files.iter().find(|file| file.name() == path.trim_start_matches("./"));
            file.map(|file| file.text().to_owned())
                .ok_or_else(|| Failure::error(format!("unable to read patch file: open {path}: no such file or directory")))?
        }
    };
    let how = session.flags.get("type").unwrap_or("strategic").to_owned();
    if !["json", "merge", "strategic"].contains(&how.as_str()) {
        return Err(Failure::error(format!("--type must be one of [json merge strategic], not {how:?}")));
    }
    let file = crate::text::SourceFile::new("patch", text.clone());
    let patch = match serde_json::from_str(&text) {
        Ok(patch) => patch,
        Err(_) => crate::yaml::parse(&file)
            .0
            .first()
            .filter(|document| document.error.is_none())
            .and_then(|document| document.root.as_ref())
            .map_or(Value::Null, crate::object::from_node),
    };
    if patch.is_null() || patch.is_string() {
        return Err(Failure::error(format!("unable to parse {text:?}: yaml: mapping values are not allowed in this context")));
    }
    let words = session.flags.words.clone();
    let (found, mut failures) = targets(session, &words, "kubectl patch")?;
    for (kind, object) in found {
        let before = session.stored(kind, &object);
        let mut after = before.clone();
        match how.as_str() {
            "json" => json_patch(&mut after, &patch).map_err(|error| Failure::plain(format!("The request is invalid: {error}")))?,
            "merge" => merge_patch(&mut after, &patch),
            _ => strategic_patch(&mut after, &patch, kind.name == "Service"),
        }
        if after == before {
            session.report(&before, "patched (no change)", dry_run)?;
            continue;
        }
        let result = if dry_run == DryRun::Client { Ok(after) } else { session.update(&after, dry_run) };
        match result {
            Ok(after) => session.report(&after, "patched", dry_run)?,
            Err(failure) => failures.push(failure),
        }
    }
    Failure::several(failures)
}

/// Runs `kubectl replace`; with `--force` it deletes first.
pub(super) fn replace(session: &mut Session<'_>) -> Result<(), Failure> {
    if !session.flags.has("filename") {
        return Err(Failure::error("must specify one of -f and -k"));
    }
    if session.flags.on("force") {
        if session.flags.has("dry-run") {
            return Err(Failure::error("--dry-run can not be used when --force is set"));
        }
        return super::apply::each(session, "replace", |session, _, object, dry_run| {
            let Some(kind) = Kind::of(&object.kind) else { return Err(Failure::not_simulated(&object.kind)) };
            if view::find(session.world, kind, object.namespace.as_deref(), &object.name).is_some() {
                session.remove(kind, object.namespace.as_deref(), &object.name);
                let place = object.namespace.as_ref().map_or_else(String::new, |namespace| format!(" from {namespace} namespace"));
                session.say(format!("{} \"{}\" deleted{place}", kind.written(), object.name));
            }
            let created = session.create(object, dry_run)?;
            session.report(&created, "replaced", dry_run)
        });
    }
    super::apply::each(session, "replace", |session, document, object, dry_run| {
        let Some(kind) = Kind::of(&object.kind) else { return Err(Failure::not_simulated(&object.kind)) };
        if view::find(session.world, kind, object.namespace.as_deref(), &object.name).is_none() {
            return Err(Failure::plain(format!(
                "Error from server (NotFound): error when replacing {:?}: {} {:?} not found",
                document.file,
                kind.resource(),
                object.name
            )));
        }
        let updated = session.update(&object.value, dry_run)?;
        session.report(&updated, "replaced", dry_run)
    })
}

/// Runs `kubectl delete`.
pub(super) fn delete(session: &mut Session<'_>) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    let flags = &session.flags;
    if flags.on("all") && flags.has("selector") {
        return Err(Failure::error("cannot set --all and --selector at the same time"));
    }
    let at_once = flags.get("grace-period") == Some("0") || flags.on("now") && flags.on("force");
    let (found, mut missing) = if flags.has("filename") {
        named(session)?
    } else {
        let asked = wanted(&flags.words)?;
        if asked.is_empty() {
            return Err(Failure::no_resources());
        }
        let selects = flags.on("all") || flags.has("selector") || flags.has("field-selector");
        if asked.iter().any(|one| one.names.is_empty()) && !selects {
            return Err(Failure::error("resource(s) were provided, but no name was specified"));
        }
        session.select(&asked)?
    };
    if flags.on("ignore-not-found") || flags.on("all") || flags.has("selector") {
        missing.clear();
    }
    let forced = flags.on("force") || at_once;
    if flags.on("force") {
        session.warn("Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.");
    }
    if found.is_empty() && missing.is_empty() {
        session.say("No resources found");
    }
    for (kind, object) in found {
        let metadata = &object["metadata"];
        let (namespace, name) = (metadata["namespace"].as_str(), metadata["name"].as_str().unwrap_or_default());
        if dry_run == DryRun::None {
            session.remove(kind, namespace, name);
        }
        if session.flags.get("output") == Some("name") {
            session.say(super::output::name_of(&object));
            continue;
        }
        let word = if forced { "force deleted" } else { "deleted" };
        let place = namespace.filter(|_| kind.namespaced).map_or_else(String::new, |namespace| format!(" from {namespace} namespace"));
        session.say(format!("{} {name:?} {word}{place}{}", kind.written(), dry_run.suffix()));
    }
    Failure::several(missing)
}

/// Runs `kubectl scale`.
pub(super) fn scale(session: &mut Session<'_>) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    let Some(replicas) = session.flags.get("replicas").map(str::to_owned) else {
        return Err(Failure::error("required flag(s) \"replicas\" not set"));
    };
    let count: u64 = replicas
        .parse()
        .map_err(|_| Failure::error("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0"))?;
    let words = session.flags.words.clone();
    if words.is_empty() && !session.flags.has("filename") {
        return Err(Failure::no_resources());
    }
    let (found, mut failures) = targets(session, &words, "kubectl scale")?;
    for (kind, object) in found {
        if !["Deployment", "ReplicaSet", "StatefulSet", "ReplicationController"].contains(&kind.name) {
            failures.push(Failure::plain("Error from server (NotFound): the server could not find the requested resource"));
            continue;
        }
        let mut after = session.stored(kind, &object);
        after["spec"]["replicas"] = count.into();
        let updated = session.update(&after, dry_run)?;
        session.report(&updated, "scaled", dry_run)?;
    }
    Failure::several(failures)
}
