//! What the server says of an object before validation: its kind, its types, its fields.
//!
//! apiserver `pkg/endpoints/handlers/{create,rest}.go`; kubectl's last steps before the request.

use serde_json::{Map, Value};

use super::{Decoded, Refusal, Request, Step, findings, json, kubectl, typed};
use crate::schema::{self, Kind, Version};
use crate::text::{SourceFile, quote};

/// Sends `object` and records the answer; what was sent, only if it is kept.
pub fn receive(decoded: &mut Decoded, mut object: Map<String, Value>, request: &Request, keep: bool, file: &SourceFile) {
    let text = |object: &Map<String, Value>, pointer: &[&str]| {
        let mut value = json::member(object, pointer[0]);
        for key in &pointer[1..] {
            value = value.and_then(Value::as_object).and_then(|value| json::member(value, key));
        }
        value.and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let (api_version, kind) = (text(&object, &["apiVersion"]), text(&object, &["kind"]));
    let name = text(&object, &["metadata", "name"]);
    let own_namespace = text(&object, &["metadata", "namespace"]);
    decoded.api_version = Some(api_version.clone());
    decoded.kind = Some(kind.clone());
    decoded.name = Some(name.clone());
    let (group, version) = kubectl::group_version(&api_version).unwrap_or_default();

    // `/v1` is `v1`.
    let served_version = api_version.strip_prefix('/').unwrap_or(&api_version);
    let Some(served) = lookup(served_version, &kind, request.version) else {
        let in_core = lookup("v1", &kind, request.version).is_some();
        if version.is_empty() && in_core {
            let error = "the server could not find the requested resource".to_owned();
            decoded.refuse(Step::Mapping, Some("NotFound"), error);
        } else {
            let shown = if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") };
            let [shown, kind, name, source, namespace] = [&shown, &kind, &name, &decoded.file, &own_namespace].map(|text| quote(text));
            let error = format!(
                "resource mapping not found for name: {name} namespace: {namespace} from {source}: \
                 no matches for kind {kind} in version {shown}\nensure CRDs are installed first"
            );
            decoded.refuse(Step::Mapping, None, error);
        }
        findings::unknown_kind(decoded, request.version, file);
        decoded.sent = Value::Object(object);
        return;
    };

    if served.namespaced {
        let namespace = if own_namespace.is_empty() { request.namespace.clone() } else { own_namespace };
        let problems = path_segment_problems(&namespace);
        if !problems.is_empty() {
            let (source, quoted) = (quote(&decoded.file), quote(&namespace));
            let error = format!("error when creating {source}: invalid namespace {quoted}: [{}]", problems.join(" "));
            decoded.refuse(Step::Parse, None, error);
            findings::refused_by_kubectl(decoded, &problems.join(", "), "metadata.namespace", file);
            decoded.sent = Value::Object(object);
            return;
        }
        set_namespace(&mut object, Some(&namespace));
        decoded.namespace = Some(namespace);
    }
    if let Some(Value::Object(metadata)) = json::member_mut(&mut object, "metadata") {
        remove(metadata, "resourceVersion");
    }

    if served.kind != kind {
        let [kind, version] = [&kind, served_version].map(quote);
        let error = format!("no kind {kind} is registered for version {version} in scheme \"pkg/runtime/scheme.go:111\"");
        decoded.refuse_body(Step::Decode, served, error);
        findings::unknown_kind(decoded, request.version, file);
    } else {
        let body = Value::Object(object);
        let outcome = typed::decode(&body, served.root, request.version);
        if let Some(misfit) = outcome.misfit {
            decoded.refuse_body(Step::Decode, served, misfit.text.clone());
            decoded.sent = if keep { body } else { Value::Null };
            findings::wrong_type(decoded, &misfit, file);
        } else {
            decoded.strict = outcome.unknown.iter().map(|field| format!("unknown field {}", quote(&field.path))).collect();
            if !decoded.strict.is_empty() {
                decoded.refuse_body(Step::Strict, served, format!("strict decoding error: {}", decoded.strict.join(", ")));
                findings::unknown_fields(decoded, served, &outcome.unknown, request.version, file);
            }
            let mut value = if keep {
                let value = outcome.value.unwrap_or_else(|| body.clone());
                decoded.sent = body;
                value
            } else {
                outcome.value.unwrap_or(body)
            };
            if let Value::Object(object) = &mut value {
                // The server does the same as kubectl, for what kubectl could not put it into.
                set_namespace(object, decoded.namespace.as_deref());
                wipe_system_fields(object);
                object.insert("apiVersion".into(), served.api_version.into());
            }
            decoded.value = Some(value);
        }
        return;
    }
    decoded.sent = Value::Object(object);
}

/// kubectl finds a kind in lower case too; the server then refuses it.
fn lookup(api_version: &str, kind: &str, version: Version) -> Option<&'static Kind> {
    schema::kind(api_version, kind, version).or_else(|| {
        let fits =
            |known: &&Kind| known.api_version == api_version && known.versions.contains(version) && known.kind.to_lowercase() == kind;
        schema::kinds().iter().find(fits)
    })
}

/// Puts the namespace where kubectl puts it, or takes it out of an object that lives in none.
fn set_namespace(object: &mut Map<String, Value>, namespace: Option<&str>) {
    if let Some(namespace) = namespace
        && json::member(object, "metadata").is_none()
    {
        put(object, "metadata", Value::Object(Map::from_iter([("namespace".into(), Value::from(namespace))])));
        return;
    }
    if let Some(Value::Object(metadata)) = json::member_mut(object, "metadata") {
        match namespace {
            None => remove(metadata, "namespace"),
            Some(namespace) => put(metadata, "namespace", Value::from(namespace)),
        }
    }
}

/// Sets a field of an object whose fields are in order, and keeps them so.
fn put(object: &mut Map<String, Value>, key: &str, value: Value) {
    if let Some(field) = json::member_mut(object, key) {
        *field = value;
    } else {
        let place = object.keys().position(|known| known.as_str() > key).unwrap_or(object.len());
        object.shift_insert(place, key.to_owned(), value);
    }
}

/// What a client may say but not decide (apiserver `pkg/registry/rest/meta.go`).
fn wipe_system_fields(object: &mut Map<String, Value>) {
    if let Some(Value::Object(metadata)) = json::member_mut(object, "metadata") {
        for field in ["creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "uid", "selfLink"] {
            remove(metadata, field);
        }
    }
}

/// Takes a field out if it is there, which is rare.
fn remove(object: &mut Map<String, Value>, field: &str) {
    if json::member(object, field).is_some() {
        object.shift_remove(field);
    }
}

/// client-go `rest/request.go`, IsValidPathSegmentName.
fn path_segment_problems(name: &str) -> Vec<String> {
    if matches!(name, "." | "..") {
        return vec![format!("may not be '{name}'")];
    }
    ["/", "%"].iter().filter(|part| name.contains(**part)).map(|part| format!("may not contain '{part}'")).collect()
}

impl Decoded {
    /// Ends the way with an error of kubectl's, or with a status of the server's.
    fn refuse(&mut self, step: Step, reason: Option<&str>, error: String) {
        let message = match reason {
            None => format!("error: {error}"),
            Some(reason) => format!("Error from server ({reason}): error when creating {}: {error}", quote(&self.file)),
        };
        self.refusal = Some(Refusal { step, message, error: Some(error) });
    }

    /// Ends the way because the server cannot make the body into the kind of its URL.
    fn refuse_body(&mut self, step: Step, served: &Kind, problem: String) {
        let kind = self.kind.as_deref().unwrap_or_default();
        let version = served.api_version.rsplit('/').next().unwrap_or_default();
        let error = format!("{kind} in version {} cannot be handled as a {}: {problem}", quote(version), served.kind);
        self.refuse(step, Some("BadRequest"), error);
        if step == Step::Strict
            && let Some(refusal) = &mut self.refusal
        {
            refusal.error = None;
        }
    }
}
