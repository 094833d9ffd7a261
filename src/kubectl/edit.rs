//! `kubectl edit` (kubectl v0.35 `pkg/cmd/util/editor/editoptions.go`): an object in an editor, again and again until the server
//! takes what was saved or nothing more is changed.

use serde_json::Value;

use super::failure::Failure;
use super::kind::Kind;
use super::merge::{changes, merge_patch};
use super::output::Format;
use super::session::{DryRun, Session};
use crate::object::{Decoded, Refusal, Request, Step, decode};
use crate::text::SourceFile;

/// Lets somebody change a text.
pub trait Editor {
    /// Opens a file that holds `text` and whose name ends in `suffix`; back comes what was saved.
    ///
    /// # Errors
    /// Why the editor did not do it, in kubectl's words.
    fn open(&mut self, text: &str, suffix: &str) -> Result<Saved, String>;
}

/// A file that was in an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its path.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// kubectl opens an editor as often as it takes; one that never saves the same twice is stopped here.
const ROUNDS: usize = 100;

const NOTHING_VALID: &str = "Edit cancelled, no valid changes were saved.";
/// How kubectl begins what it says of a file that it cannot read.
const PARSING: &str = "error parsing edited-file: ";

const HEADER: &str = "# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
";

/// Runs `kubectl edit`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    for flag in ["save-config", "output-patch", "windows-line-endings"] {
        if session.flags.on(flag) {
            return Err(Failure::not_simulated(format!("kubectl edit --{flag}")));
        }
    }
    if session.flags.get("subresource").is_some_and(|name| !name.is_empty()) {
        return Err(Failure::not_simulated("kubectl edit --subresource"));
    }
    let words = session.flags.words.clone();
    if words.is_empty() && !session.flags.has("filename") {
        return Err(Failure::no_resources());
    }
    let (found, missing) = super::select::all_or_targets(session, &words)?;
    Failure::several(missing)?;
    if found.is_empty() {
        return Err(Failure::error("edit cancelled, no objects found"));
    }
    let Some(editor) = session.editor.take() else {
        return Err(Failure::plain(
            "error: kubectl edit opens a terminal editor, which is not simulated here\nEdit the file and run: kubectl apply -f FILE (or kubectl replace --force -f FILE for a Pod); or use kubectl patch",
        ));
    };
    rounds(session, editor, &found)
}

/// What goes into a file before an object that was not taken: a sentence and its details.
struct Reason {
    head: String,
    details: Vec<String>,
}

/// How one round ended.
enum Round {
    /// Everything that was changed is stored.
    Done,
    /// The file is opened again, with the reasons in it.
    Again(Vec<Reason>),
}

fn rounds(session: &mut Session<'_>, editor: &mut dyn Editor, originals: &[(&'static Kind, Value)]) -> Result<(), Failure> {
    let format = session.format()?;
    let (header, suffix) = if matches!(format, Format::Json) { ("", ".json") } else { (HEADER, ".yaml") };
    let format = if matches!(format, Format::Table { .. }) { Format::Yaml } else { format };
    let objects: Vec<_> = originals.iter().map(|(_, object)| object.clone()).collect();
    let original = format.print(&objects, objects.len() > 1, false)?;
    let mut last: Option<(Saved, Vec<Reason>)> = None;
    for _ in 0..ROUNDS {
        let text = match &last {
            None => format!("{header}{original}"),
            Some((saved, reasons)) => format!("{}{}", header_with(header, reasons), without_comments(&saved.text)),
        };
        let saved = match editor.open(&text, suffix) {
            Ok(saved) => saved,
            Err(said) => return Err(kept(session, last.as_ref().map(|(saved, _)| saved), Failure::error(said))),
        };
        if last.as_ref().is_some_and(|(before, _)| meaning(&before.text) == meaning(&saved.text)) {
            return Err(kept(session, Some(&saved), Failure::error(NOTHING_VALID)));
        }
        if let Some(said) = unreadable(session, &saved.text) {
            last = Some((saved, vec![invalid(session, &originals[0], vec![said])]));
            continue;
        }
        if meaning(&original) == meaning(&saved.text) {
            session.warn("Edit cancelled, no changes made.");
            return Ok(());
        }
        if saved.text.lines().all(|line| line.trim().is_empty() || line.trim().starts_with('#')) {
            session.warn("Edit cancelled, saved file was empty.");
            return Ok(());
        }
        match store(session, originals, &saved)? {
            Round::Done => return Ok(()),
            Round::Again(reasons) => last = Some((saved, reasons)),
        }
    }
    Err(kept(session, last.as_ref().map(|(saved, _)| saved), Failure::error(NOTHING_VALID)))
}

/// What kubectl itself finds wrong before it sends anything: text that is no YAML, an object without a kind
/// (kubectl v0.35 `pkg/validation/schema.go`).
fn unreadable(session: &Session<'_>, text: &str) -> Option<String> {
    let found = objects(session, text);
    let error = |one: &Decoded| one.refusal.as_ref().filter(|refusal| refusal.step == Step::Parse).map(|refusal| refusal.message.clone());
    let said = match found.is_empty() {
        true => Some("EOF".to_owned()),
        false => found.iter().find_map(error),
    }?;
    let said = said.strip_prefix("error: ").unwrap_or(&said);
    Some(format!("<nil>: Invalid value: \"The edited file failed validation\": {}", said.strip_prefix(PARSING).unwrap_or(said)))
}

/// Says that an object is invalid; the reason for the file that is opened again.
fn invalid(session: &mut Session<'_>, (kind, original): &(&'static Kind, Value), details: Vec<String>) -> Reason {
    let name = original["metadata"]["name"].as_str().unwrap_or_default();
    session.warn(format!("error: {} {name:?} is invalid", kind.resource()));
    Reason { head: format!("{} {name:?} was not valid", kind.resource()), details }
}

/// Sends what was saved, object by object.
fn store(session: &mut Session<'_>, originals: &[(&'static Kind, Value)], saved: &Saved) -> Result<Round, Failure> {
    let edited = match read(session, &saved.text) {
        Ok(edited) => edited,
        Err(error) => {
            let head = format!("The edited file had a syntax error: {error}");
            return Ok(Round::Again(vec![Reason { head, details: Vec::new() }]));
        }
    };
    for object in &edited {
        in_this_namespace(session, object).map_err(|failure| kept(session, Some(saved), failure))?;
    }
    let (mut reasons, mut could_not, mut gone) = (Vec::new(), false, false);
    for mut object in edited {
        let uid = &object["metadata"]["uid"];
        let Some(pair @ (kind, original)) = originals.iter().find(|(_, original)| original["metadata"]["uid"] == *uid) else {
            return Err(Failure::not_simulated("kubectl edit of metadata.uid"));
        };
        if object["metadata"].get("resourceVersion").is_none() {
            // The items of a list are read without theirs.
            object["metadata"]["resourceVersion"] = original["metadata"]["resourceVersion"].clone();
        }
        if *original == object {
            session.report(&object, "skipped", DryRun::None)?;
            continue;
        }
        let name = original["metadata"]["name"].as_str().unwrap_or_default();
        if ["/apiVersion", "/kind", "/metadata/name"].iter().any(|field| original.pointer(field) != object.pointer(field)) {
            return Err(kept(session, Some(saved), Failure::error("At least one of apiVersion, kind and name was changed")));
        }
        let mut after = session.stored(kind, original);
        let patch = changes(original, &object);
        merge_patch(&mut after, &patch);
        match session.update(&after, DryRun::None) {
            Ok(stored) => session.report(&stored, "edited", DryRun::None)?,
            Err(failure) => match causes(&failure, &patch) {
                Some(details) => reasons.push(invalid(session, pair, details)),
                None if failure.message.contains("(NotFound)") => {
                    session.warn(format!("error: {} {name:?} could not be found on the server", kind.resource()));
                    gone = true;
                }
                None => {
                    let said = failure.of_server(kind).unwrap_or(failure.message);
                    session.warn(format!("error: {} {name:?} could not be patched: {said}", kind.resource()));
                    could_not = true;
                }
            },
        }
    }
    if could_not {
        keep_file(session, saved);
        session.warn(format!("You can run `kubectl replace -f {}` to try this update again.", saved.path));
        return Err(Failure::plain(""));
    }
    if gone {
        keep_file(session, saved);
        session.warn(format!("The edits you made on deleted resources have been saved to {:?}", saved.path));
        return Err(Failure::plain(""));
    }
    Ok(if reasons.is_empty() { Round::Done } else { Round::Again(reasons) })
}

fn objects(session: &Session<'_>, text: &str) -> Vec<Decoded> {
    let request = Request { version: *session.world.facts.version, namespace: session.namespace() };
    decode(&SourceFile::new("edited-file", text), &request)
}

/// The objects of a file; a `List` is its items.
fn read(session: &Session<'_>, text: &str) -> Result<Vec<Value>, String> {
    let read = objects(session, text).into_iter().map(|one| match one.refusal {
        Some(Refusal { step: Step::Mapping, message, .. }) => Err(message.strip_prefix("error: ").map_or(message.clone(), str::to_owned)),
        _ => Ok(one.sent),
    });
    read.collect()
}

/// Refuses an object that was moved to another namespace (`resource.RequireNamespace`).
fn in_this_namespace(session: &Session<'_>, object: &Value) -> Result<(), Failure> {
    let (own, here) = (object["metadata"]["namespace"].as_str().unwrap_or_default(), session.namespace());
    match own.is_empty() || own == here {
        true => Ok(()),
        false => Err(Failure::other_namespace(own, &here)),
    }
}

/// What validation objects to, a sentence a cause; `None` when something else refused. What a patch brings that does not decode is invalid, too
/// (Kubernetes `staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go`).
fn causes(failure: &Failure, patch: &Value) -> Option<Vec<String>> {
    if let Some((_, error)) = failure.message.split_once(" cannot be handled as a ").and_then(|(_, rest)| rest.split_once(": ")) {
        return Some(vec![format!("patch: Invalid value: {:?}: {error}", patch.to_string())]);
    }
    failure.invalid().map(|(_, causes)| causes.into_iter().map(str::to_owned).collect())
}

/// The end of a command whose work is not lost.
fn kept(session: &mut Session<'_>, saved: Option<&Saved>, failure: Failure) -> Failure {
    if let Some(saved) = saved {
        keep_file(session, saved);
        session.warn(format!("A copy of your changes has been stored to {:?}", saved.path));
    }
    failure
}

fn keep_file(session: &mut Session<'_>, saved: &Saved) {
    session.written.push((saved.path.clone(), saved.text.clone()));
}

fn header_with(header: &str, reasons: &[Reason]) -> String {
    let mut text = header.to_owned();
    for reason in reasons.iter().filter(|_| !header.is_empty()) {
        let colon = if reason.details.is_empty() { "" } else { ":" };
        text += &format!("# {}{colon}\n", commented(&reason.head));
        for detail in &reason.details {
            text += &format!("# * {}\n", commented(detail));
        }
        text += "#\n";
    }
    text
}

/// A sentence of several lines stays a comment.
fn commented(text: &str) -> String {
    text.trim_end_matches('\n').replace('\n', "\n# ")
}

/// What a file says, whatever its comments and its layout; one that is no YAML, its lines without comments.
fn meaning(text: &str) -> Result<Value, String> {
    serde_yaml::from_str::<Value>(text).map_err(|_| without_comments(text))
}

fn without_comments(text: &str) -> String {
    let is_comment = |line: &&str| line.trim_start().starts_with('#') && !line.trim_start().starts_with("#!");
    text.split_inclusive('\n').filter(|line| !is_comment(line)).collect()
}
