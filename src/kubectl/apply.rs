//! `kubectl apply -f`, `kubectl create -f`, `kubectl replace -f`: manifests to the server.

use serde_json::Value;

use super::failure::Failure;
use super::kind::Kind;
use super::output::json::compact;
use super::patchable::has_patch;
use super::selector::label_selector;
use super::session::{DryRun, Session};
use super::strategic::{Rules, three_way};
use super::view;
use crate::object::{Decoded, Object, Request, Step, decode};
use crate::rules::Document;
use crate::schema::Version;
use crate::text::SourceFile;
use crate::world::World;

/// The annotation in which `kubectl apply` keeps the last manifest.
pub(super) const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// What is done with an accepted document.
type Send = fn(&mut Session<'_>, &Document, Object, DryRun) -> Result<(), Failure>;

/// Runs `kubectl apply`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    if !session.flags.words.is_empty() {
        return Err(Failure::usage("kubectl apply", format!("Unexpected args: [{}]", session.flags.words.join(" "))));
    }
    if !session.flags.has("filename") && !session.flags.has("kustomize") {
        return Err(Failure::error("must specify one of -f and -k"));
    }
    if session.flags.on("force-conflicts") && !session.flags.on("server-side") {
        return Err(Failure::error("--force-conflicts only works with --server-side"));
    }
    if session.flags.on("server-side") && session.flags.on("force") {
        return Err(Failure::error("--force cannot be used with --server-side"));
    }
    if session.flags.on("prune") {
        return Err(match session.flags.on("all") || session.flags.get("selector").is_some_and(|text| !text.is_empty()) {
            true => Failure::not_simulated("kubectl apply --prune"),
            false => Failure::error(
                "all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not \
                 mean to prune all resources, specify a label selector",
            ),
        });
    }
    session.format()?;
    if session.flags.on("server-side") && session.dry_run()? == DryRun::Client {
        return Err(Failure::error("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)"));
    }
    let step = if session.flags.on("server-side") { server_side } else { apply_one };
    each(session, "apply", step)
}

/// Runs `kubectl create -f`.
pub(super) fn create_files(session: &mut Session<'_>) -> Result<(), Failure> {
    if session.dry_run()? == DryRun::Client {
        return create_nothing(session);
    }
    each(session, "create", |session, document, object, dry_run| {
        let created = session.create(object, dry_run).map_err(|failure| placed(failure, "creating", &document.file))?;
        session.report(&created, "created", dry_run)
    })
}

/// `kubectl create -f --dry-run=client`: no server is asked, so that what is there already or would be refused is printed too.
fn create_nothing(session: &mut Session<'_>) -> Result<(), Failure> {
    let request = Request { version: *session.world.facts.version, namespace: session.namespace() };
    let (mut failures, mut count) = (Vec::new(), 0);
    for read in session.manifests()?.iter().flat_map(|file| decode(file, &request)) {
        count += 1;
        match read.refusal.filter(|refusal| matches!(refusal.step, Step::Parse | Step::Mapping)) {
            Some(refusal) => failures.push(Failure::plain(refusal.message)),
            None => {
                let mut object = read.sent;
                if let (Some(namespace), true) = (read.namespace, object["metadata"].is_object()) {
                    object["metadata"]["namespace"] = namespace.into();
                }
                session.report(&object, "created", DryRun::Client)?;
            }
        }
    }
    if count == 0 {
        return Err(Failure::error("no objects passed to create"));
    }
    Failure::several(failures)
}

/// Sends every document of every file; what is refused does not stop the others.
pub(super) fn each(session: &mut Session<'_>, verb: &str, step: Send) -> Result<(), Failure> {
    let dry_run = session.dry_run()?;
    let files = session.manifests()?;
    let selector = session.flags.get("selector").filter(|text| !text.is_empty());
    let selects = selector.map(label_selector).transpose().map_err(Failure::error)?;
    let mut failures = Vec::new();
    let mut count = 0;
    for file in &files {
        // Each file is read after the one before it is in force: its namespace may be there by now.
        session.unknown_fields(file);
        for document in session.ask(file) {
            if selects.as_ref().is_some_and(|selects| !session.sent(file, &document).is_some_and(|sent| selects(&sent))) {
                continue;
            }
            count += 1;
            // A namespace made by an earlier document exists for a later one.
            let document = session.again(file, document);
            if let Some(failure) = session.nameless(file, &document, verb) {
                failures.push((None, failure));
                continue;
            }
            session.warnings(&document);
            match (&document.object, document.accepted) {
                (Some(object), true) => {
                    if session.flags.has("namespace")
                        && document.namespace.is_some()
                        && document.namespace.as_deref() != Some(&session.namespace())
                    {
                        let (asked, own) = (document.namespace.as_deref().unwrap_or_default(), session.namespace());
                        failures.push((None, Failure::other_namespace(asked, &own)));
                        continue;
                    }
                    let failed = step(session, &document, object.clone(), dry_run).err();
                    failures.extend(failed.map(|failure| (long(session, &document, verb, &failure), failure)));
                }
                // A dry run on this side does not ask the server what it thinks of what is not there yet.
                _ if verb == "apply" && dry_run == DryRun::Client && session.reported_unseen(file, &document)? => {}
                _ => {
                    let failure = session.absent(&document, verb).unwrap_or_else(|| session.refused(file, &document, verb));
                    failures.push((long(session, &document, verb, &failure), failure));
                }
            }
        }
    }
    if count == 0 {
        return Err(Failure::error(format!("no objects passed to {verb}")));
    }
    let several = failures.len() > 1;
    let told = |(long, failure): (Option<String>, Failure)| match long.filter(|_| several) {
        Some(message) => Failure { message, ..failure },
        None => failure,
    };
    Failure::several(failures.into_iter().map(told).collect())
}

/// What validation refuses, as kubectl says it beside other failures: then it is an error like any other (`cmd/util` checkErr).
fn long(session: &Session<'_>, document: &Document, verb: &str, failure: &Failure) -> Option<String> {
    let kind = Kind::of(document.kind.as_deref()?)?;
    failure.invalid()?;
    let there = session.world.store.get(kind.name, document.namespace.as_deref(), document.name.as_deref()?).is_some();
    let doing = match verb {
        "replace" => "replacing",
        _ if there => return None,
        _ => "creating",
    };
    Some(format!("Error from server (Invalid): error when {doing} {:?}: {}", document.file, failure.of_server(kind)?))
}

impl Session<'_> {
    /// A document as kubectl reads it.
    fn read(&self, file: &SourceFile, document: &Document) -> Option<Decoded> {
        let request = Request { version: *self.world.facts.version, namespace: self.namespace() };
        decode(file, &request).into_iter().nth(document.document - 1)
    }

    /// A document as its author wrote it.
    fn sent(&self, file: &SourceFile, document: &Document) -> Option<Value> {
        self.read(file, document).map(|read| read.sent)
    }

    /// What is put in the place of nothing is not looked at any closer, once it can be read.
    fn absent(&self, document: &Document, verb: &str) -> Option<Failure> {
        let kind = Kind::of(document.kind.as_deref()?).filter(|_| verb == "replace" && super::immutable::is_invalid(document))?;
        let name = document.name.as_deref()?;
        let missing = view::find(self.world, kind, document.namespace.as_deref(), name).is_none();
        missing.then(|| placed(Failure::not_found(kind, name), "replacing", &document.file))
    }

    /// Without a name `kubectl apply` cannot ask for what is there, and sends nothing, whatever else is wrong with the document
    /// (`pkg/cmd/apply` applyOneObject, `rest.Request.Name`).
    fn nameless(&self, file: &SourceFile, document: &Document, verb: &str) -> Option<Failure> {
        let unread = document.message.as_deref().is_some_and(|said| said.starts_with("error: "));
        if verb != "apply" || unread || document.name.as_deref().is_some_and(|name| !name.is_empty()) {
            return None;
        }
        let kind = Kind::of(document.kind.as_deref()?)?;
        let sent = self.sent(file, document)?;
        if let Some(prefix) = sent["metadata"]["generateName"].as_str().filter(|prefix| !prefix.is_empty()) {
            return Some(Failure::error(format!("from {prefix}: cannot use generate name with apply")));
        }
        let failure = Failure::error("resource name may not be empty");
        match self.flags.on("server-side") {
            true => Some(failure),
            false => Some(unseen(kind, document.namespace.as_deref(), "", &document.file, &failure)),
        }
    }

    /// Reports a document as `apply --dry-run=client` does when there is no such object, whatever the server would say of it.
    fn reported_unseen(&mut self, file: &SourceFile, document: &Document) -> Result<bool, Failure> {
        let (Some(kind), Some(name)) = (document.kind.as_deref().and_then(Kind::of), document.name.as_deref()) else { return Ok(false) };
        let Some(read) = self.read(file, document) else { return Ok(false) };
        let unsent = read.refusal.as_ref().is_some_and(|refusal| matches!(refusal.step, Step::Parse | Step::Mapping));
        if unsent || view::find(self.world, kind, document.namespace.as_deref(), name).is_some() {
            return Ok(false);
        }
        let mut object = read.sent;
        if let (Some(namespace), true) = (read.namespace, object["metadata"].is_object()) {
            object["metadata"]["namespace"] = namespace.into();
        }
        self.report(&object, "created", DryRun::Client)?;
        Ok(true)
    }

    /// Why a document is refused: as a change, where there is an object that it would change.
    fn refused(&self, file: &SourceFile, document: &Document, verb: &str) -> Failure {
        let changed = || {
            let kind = Kind::of(document.kind.as_deref()?)?;
            let (namespace, name) = (document.namespace.as_deref(), document.name.as_deref()?);
            let old = &self.world.store.get(kind.name, namespace, name)?.value;
            let mut new = self.sent(file, document)?;
            if let (Some(namespace), true) = (namespace, new["metadata"].is_object()) {
                new["metadata"]["namespace"] = namespace.into();
            }
            if verb == "apply" {
                new = applied(kind, old, &new, *self.world.facts.version);
            }
            super::immutable::judged(self, kind, old, &new)
        };
        let change = ["apply", "replace"].contains(&verb) && super::immutable::is_invalid(document);
        change.then(changed).flatten().unwrap_or_else(|| {
            // Judged is a new object; it was to take another's place, or to be looked at.
            let said = document.message.clone().unwrap_or_default();
            let created = format!("error when creating {:?}: ", document.file);
            Failure::plain(match verb {
                "replace" => said.replacen(&created, &format!("error when replacing {:?}: ", document.file), 1),
                "diff" => said.replacen(&created, "", 1),
                _ => said,
            })
        })
    }

    /// The document asked anew if it was refused for something that an earlier one may have brought.
    fn again(&self, file: &SourceFile, document: Document) -> Document {
        let early = document.message.as_deref().is_some_and(|said| {
            said.contains("namespaces \"") && said.contains("not found") || said.contains("error looking up service account")
        });
        if !early {
            return document;
        }
        let number = document.document;
        let name = document.name.as_deref().unwrap_or_default();
        let kind = document.kind.as_deref().and_then(Kind::of);
        let there = kind.is_some_and(|kind| view::find(self.world, kind, document.namespace.as_deref(), name).is_some());
        let answers = if there { self.ask_update(file) } else { self.ask(file) };
        answers.into_iter().find(|again| again.document == number).unwrap_or(document)
    }
}

/// A server's refusal with the place kubectl adds: `error when creating "pod.yaml": `.
pub(super) fn placed(failure: Failure, doing: &str, file: &str) -> Failure {
    match failure.message.split_once("): ") {
        Some((head, said)) if head.starts_with("Error from server (") => {
            Failure::plain(format!("{head}): error when {doing} \"{file}\": {said}"))
        }
        _ => failure,
    }
}

/// What is said of an object that one may not look at (`pkg/cmd/apply` addSourceToErr).
fn unseen(kind: &Kind, namespace: Option<&str>, name: &str, file: &str, failure: &Failure) -> Failure {
    let (head, said) = match (failure.message.split_once("): "), failure.message.split_once(": ")) {
        (Some((head, said)), _) => (format!("{head})"), said),
        (None, Some((head, said))) => (head.to_owned(), said),
        (None, None) => return failure.clone(),
    };
    let version = if kind.api_version.contains('/') { kind.api_version.to_owned() } else { format!("/{}", kind.api_version) };
    let namespace = namespace.unwrap_or_default();
    Failure::plain(format!(
        "{head}: error when retrieving current configuration of:\nResource: \"{version}, Resource={}\", GroupVersionKind: \"{version}, \
         Kind={}\"\nName: {:?}, Namespace: {namespace:?}\nfrom server for: {file:?}: {said}",
        kind.plural, kind.name, name
    ))
}

/// Marks the objects that came from files as `kubectl apply` would have.
pub fn as_applied(world: &mut World) {
    let bare = |object: &&Object| object.origin.is_some() && object.value["metadata"]["annotations"][LAST_APPLIED].is_null();
    let found: Vec<_> = world.store.iter().filter(bare).cloned().collect();
    for mut object in found {
        let last = annotation(&object);
        if object.value["metadata"]["annotations"].is_null() {
            object.value["metadata"]["annotations"] = serde_json::json!({});
        }
        object.value["metadata"]["annotations"][LAST_APPLIED] = last.into();
        world.store.insert(object);
    }
}

/// The manifest as the annotation keeps it, with a newline at its end.
pub(super) fn annotation(object: &Object) -> String {
    let mut sent = written(object);
    // kubectl writes annotations and the namespace in, so that the text is complete.
    sent["metadata"]["annotations"] = match sent["metadata"]["annotations"].take() {
        Value::Object(mut map) => {
            map.remove(LAST_APPLIED);
            Value::Object(map)
        }
        _ => serde_json::json!({}),
    };
    if let Some(namespace) = &object.namespace {
        sent["metadata"]["namespace"] = namespace.as_str().into();
    }
    format!("{}\n", compact(&sent))
}

/// What the learner wrote, without the server's defaults.
fn written(object: &Object) -> Value {
    object.origin.as_ref().and_then(|origin| origin.spans.tree()).map_or_else(|| object.value.clone(), crate::object::from_node)
}

/// Runs `kubectl apply view-last-applied`.
pub(super) fn view_last(session: &mut Session<'_>) -> Result<(), Failure> {
    let words = session.flags.words.clone();
    if words.is_empty() && !session.flags.has("filename") {
        return Err(Failure::no_resources());
    }
    let (found, missing) = super::select::targets(session, &words)?;
    for (kind, object) in found {
        let stored = session.stored(kind, &object);
        let Some(text) = stored["metadata"]["annotations"][LAST_APPLIED].as_str() else {
            let name = object["metadata"]["name"].as_str().unwrap_or_default();
            return Err(Failure::error(format!("no last-applied-configuration annotation found on resource: {name}")));
        };
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        match session.flags.get("output").unwrap_or("yaml") {
            "json" => session.say(super::output::json::indented(&super::output::json::sorted(&value), "  ")),
            "yaml" | "" => session.out.push_str(&super::output::yaml::write(&value)),
            other => return Err(Failure::error(format!("Unexpected -o output mode: {other}, the flag 'output' must be one of yaml|json"))),
        }
    }
    Failure::several(missing)
}

/// `--server-side`: the server merges, and fields that somebody else set would conflict. Who set what is not kept here, so
/// that only a change of what `apply` itself set, or of nothing, is answered.
fn server_side(session: &mut Session<'_>, document: &Document, object: Object, dry_run: DryRun) -> Result<(), Failure> {
    let Some(kind) = Kind::of(&object.kind) else { return Err(Failure::not_simulated(&object.kind)) };
    let stored = session.world.store.get(kind.name, object.namespace.as_deref(), &object.name).map(|own| own.value.clone());
    let Some(stored) = stored else {
        let created = session.create(object, dry_run).map_err(|failure| placed(failure, "creating", &document.file))?;
        return session.report(&created, "serverside-applied", dry_run);
    };
    let merged = applied(kind, &stored, &written(&object), *session.world.facts.version);
    if merged == stored {
        return session.report(&stored, "serverside-applied", dry_run);
    }
    if last_applied(&stored).is_none() && !session.flags.on("force-conflicts") {
        return Err(Failure::not_simulated("which fields conflict in kubectl apply --server-side"));
    }
    let updated = session.update(&merged, dry_run)?;
    session.report(&updated, "serverside-applied", dry_run)
}

/// The manifest that was applied last; `None` when the object was made otherwise.
fn last_applied(stored: &Value) -> Option<Value> {
    stored["metadata"]["annotations"][LAST_APPLIED].as_str().and_then(|text| serde_json::from_str(text).ok())
}

/// What `kubectl apply` makes of a stored object.
pub(super) fn applied(kind: &Kind, stored: &Value, manifest: &Value, version: Version) -> Value {
    let mut merged = stored.clone();
    three_way(&mut merged, &last_applied(stored).unwrap_or_default(), manifest, Rules::of(kind.api_version, kind.name, version));
    merged
}

/// Writes the annotation into an object that kubectl made itself (`--save-config`).
pub(super) fn annotate(object: &mut Value, text: String) {
    if !object["metadata"]["annotations"].is_object() {
        object["metadata"]["annotations"] = serde_json::json!({});
    }
    object["metadata"]["annotations"][LAST_APPLIED] = text.into();
}

fn apply_one(session: &mut Session<'_>, document: &Document, mut object: Object, dry_run: DryRun) -> Result<(), Failure> {
    let Some(kind) = Kind::of(&object.kind) else { return Err(Failure::not_simulated(&object.kind)) };
    session
        .permit("get", kind, "", object.namespace.as_deref(), Some(&object.name))
        .map_err(|failure| unseen(kind, object.namespace.as_deref(), &object.name, &document.file, &failure))?;
    let last = annotation(&object);
    let manifest: Value = serde_json::from_str(&last).unwrap_or_default();
    let Some(live) = view::find(session.world, kind, object.namespace.as_deref(), &object.name) else {
        object.value["metadata"]["annotations"][LAST_APPLIED] = last.into();
        let created = session.create(object, dry_run).map_err(|failure| placed(failure, "creating", &document.file))?;
        return session.report(&created, "created", dry_run);
    };
    let stored =
        session.world.store.get(kind.name, object.namespace.as_deref(), &object.name).map_or_else(|| live.clone(), |own| own.value.clone());
    if last_applied(&stored).is_none() {
        session.warn(format!(
            "Warning: resource {}/{} is missing the {LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.",
            kind.plural, object.name
        ));
    }
    let version = *session.world.facts.version;
    let mut merged = applied(kind, &stored, &manifest, version);
    merged["metadata"]["annotations"][LAST_APPLIED] = last.into();
    if dry_run == DryRun::Client {
        // Without the server nobody knows whether it changes anything.
        return session.report(&merged, "configured", dry_run);
    }
    if merged == stored {
        // What the server makes of a patch is not kubectl's business.
        let sent = has_patch(&live, &last_applied(&stored).unwrap_or_default(), &manifest, Rules::of(kind.api_version, kind.name, version));
        return session.report(&stored, if sent { "configured" } else { "unchanged" }, dry_run);
    }
    let updated = session.update(&merged, dry_run)?;
    session.report(&updated, "configured", dry_run)
}
