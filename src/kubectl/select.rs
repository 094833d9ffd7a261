//! The objects that words on the command line name: `pods`, `po,svc`, `pod web`, `pod/web svc/web`, `all`.

use serde_json::Value;

use super::failure::Failure;
use super::kind::{ALL, Kind};
use super::output::json::compact;
use super::resources::RESOURCES;
use super::selector::{Selects, label_selector};
use super::session::Session;
use super::view;
use crate::object::{Request, decode};
use crate::rules::Document;
use crate::text::SourceFile;

/// A kind and, unless all are meant, names of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    pub kind: &'static Kind,
    pub names: Vec<String>,
}

/// Reads resource words.
pub(super) fn wanted(words: &[String]) -> Result<Vec<Wanted>, Failure> {
    let mut found: Vec<Wanted> = Vec::new();
    if words.iter().any(|word| word.contains('/')) {
        for word in words {
            let Some((kind, name)) = word.split_once('/') else {
                return Err(Failure::error(
                    "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
                ));
            };
            if name.contains('/') {
                return Err(Failure::error("arguments in resource/name form may not have more than one slash"));
            }
            if kind.is_empty() || name.is_empty() {
                return Err(Failure::error("arguments in resource/name form must have a single resource and name"));
            }
            let kind = Kind::find(kind).ok_or_else(|| unknown(kind))?;
            found.push(Wanted { kind, names: vec![name.to_owned()] });
        }
        return Ok(found);
    }
    let Some((kinds, names)) = words.split_first() else { return Ok(found) };
    if names.iter().any(String::is_empty) {
        return Err(Failure::error("resource name may not be empty"));
    }
    for word in kinds.split(',') {
        match word {
            "all" => found.extend(ALL.iter().filter_map(|name| Kind::of(name)).map(|kind| Wanted { kind, names: names.to_vec() })),
            word => found.push(Wanted { kind: Kind::find(word).ok_or_else(|| unknown(word))?, names: names.to_vec() }),
        }
    }
    Ok(found)
}

/// What is said of a word that names no kind; one that a server has and this simulation has not is said to be such.
pub(super) fn unknown(word: &str) -> Failure {
    let lower = word.to_ascii_lowercase();
    match RESOURCES.iter().find(|resource| resource.is_called(&lower)) {
        Some(resource) => Failure::not_simulated(format!("the resource {}", resource.plural)),
        // Of `pods.v1.apps` it names the first part.
        None => Failure::error(format!("the server doesn't have a resource type {:?}", word.split('.').next().unwrap_or(word))),
    }
}

/// Fields that a server can select by, beside name and namespace (Kubernetes `pkg/apis/*/v1/conversion.go`).
fn selectable(kind: &Kind, field: &str) -> bool {
    let more: &[&str] = match kind.name {
        "Pod" => &[
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "spec.hostNetwork",
            "status.phase",
            "status.podIP",
            "status.podIPs",
            "status.nominatedNodeName",
        ],
        "Event" => &[
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "source",
            "type",
        ],
        "Secret" => &["type"],
        "Namespace" => &["status.phase"],
        "Node" => &["spec.unschedulable"],
        "ReplicationController" => &["status.replicas"],
        "Job" => &["status.successful"],
        "Service" => &["spec.clusterIP", "spec.type"],
        _ => &[],
    };
    ["metadata.name", "metadata.namespace"].contains(&field) || more.contains(&field)
}

/// Whether a kind has fields of its own to select by.
fn has_fields(kind: &Kind) -> bool {
    matches!(kind.name, "Pod" | "Event" | "Secret" | "Namespace" | "Node" | "ReplicationController" | "Job" | "Service")
}

/// What the server says of a list that it cannot select (kubectl v0.35 `pkg/cmd/util`, cli-runtime `resource/selector.go`).
fn unfit(kind: &Kind, labels: &str, fields: &str, error: &str) -> Failure {
    let version = kind.api_version.split_once('/').map_or_else(|| format!("/{}", kind.api_version), |_| kind.api_version.to_owned());
    Failure::plain(format!(
        "Error from server (BadRequest): Unable to find {:?} that match label selector {labels:?}, field selector {fields:?}: {error}",
        format!("{version}, Resource={}", kind.plural)
    ))
}

/// The label selector of the command line, asked of a kind.
pub(super) fn labels_of(kind: &Kind, text: &str) -> Result<Selects, Failure> {
    label_selector(text).map_err(|error| unfit(kind, text, "", &error))
}

/// A field selector of a kind: `metadata.name=x,status.phase!=Running`.
fn field_selector(kind: &Kind, text: &str) -> Result<Selects, String> {
    let mut tests = Vec::new();
    for part in text.split(',').filter(|part| !part.is_empty()) {
        let at = part.find('=').ok_or_else(|| format!("invalid selector: '{text}'; can't understand '{part}'"))?;
        let (path, wanted) = part[..at].strip_suffix('!').map_or((&part[..at], true), |path| (path, false));
        let value = part[at + 1..].strip_prefix('=').filter(|_| wanted).unwrap_or(&part[at + 1..]);
        if value.contains('=') {
            return Err("invalid field selector: unescaped character in value: =".into());
        }
        if !selectable(kind, path) {
            // Kinds without fields of their own say so otherwise (apimachinery `pkg/runtime/conversion.go`).
            return Err(match has_fields(kind) {
                true if kind.name == "Job" => format!("field label {path:?} not supported for Job"),
                true => format!("field label not supported: {path}"),
                false => format!("{path:?} is not a known field selector: only \"metadata.name\", \"metadata.namespace\""),
            });
        }
        tests.push((format!("/{}", path.trim().replace('.', "/")), value.trim().to_owned(), wanted));
    }
    Ok(Box::new(move |object: &Value| {
        let text = |path: &str| match object.pointer(path) {
            Some(Value::String(text)) => text.clone(),
            Some(other) if other.is_boolean() || other.is_number() => other.to_string(),
            // What is not there is false or nothing.
            _ if path.ends_with("unschedulable") || path.ends_with("hostNetwork") => "false".into(),
            _ => String::new(),
        };
        tests.iter().all(|(path, value, wanted)| (text(path) == *value) == *wanted)
    }))
}

/// What a selection found, with the failures of names that are not there.
pub(super) type Selection = (Vec<(&'static Kind, Value)>, Vec<Failure>);

impl Session<'_> {
    /// The objects that the words, `-l`, `--field-selector`, `--all` and `-A` select.
    pub fn select(&self, wanted: &[Wanted]) -> Result<Selection, Failure> {
        let everywhere = self.flags.on("all-namespaces");
        let (labelled, field_text) = (self.flags.get("selector").unwrap_or_default(), self.flags.get("field-selector"));
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for Wanted { kind, names } in wanted {
            if !names.is_empty() && everywhere && kind.namespaced {
                return Err(Failure::error("a resource cannot be retrieved by name across all namespaces"));
            }
            let refused = |error: String| unfit(kind, labelled, field_text.unwrap_or_default(), &error);
            let labels = self.flags.get("selector").map(label_selector).transpose().map_err(refused)?;
            let fields = field_text.map(|text| field_selector(kind, text)).transpose().map_err(refused)?;
            if !names.is_empty() && (labels.is_some() || fields.is_some()) {
                return Err(Failure::error("name cannot be provided when a selector is specified"));
            }
            let namespace = (kind.namespaced && !everywhere).then(|| self.namespace());
            if names.is_empty() {
                self.permit_search(kind, namespace.as_deref(), None)?;
                let all = view::list(self.world, kind, namespace.as_deref());
                let fits = |object: &Value| labels.as_ref().is_none_or(|f| f(object)) && fields.as_ref().is_none_or(|f| f(object));
                found.extend(all.into_iter().filter(fits).map(|object| (*kind, object)));
            }
            for name in names {
                if let Err(failure) = self.permit_search(kind, namespace.as_deref(), Some(name)) {
                    missing.push(failure);
                    continue;
                }
                match view::find(self.world, kind, namespace.as_deref(), name) {
                    Some(object) => found.push((*kind, object)),
                    None if self.unasked() => found.push((*kind, named_only(kind, namespace.as_deref(), name))),
                    // It is the server that does not find what is to go.
                    None if self.path == "kubectl delete" => missing.push(Failure::not_found(kind, name)),
                    None => missing.push(self.missing(kind, namespace.as_deref(), name)),
                }
            }
        }
        Ok((found, missing))
    }
}

impl Session<'_> {
    /// The objects of a kind with these names, selectors aside.
    pub fn select_by_name(&self, one: &Wanted) -> Result<Selection, Failure> {
        let namespace = one.kind.namespaced.then(|| self.namespace());
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for name in &one.names {
            if let Err(failure) = self.permit_search(one.kind, namespace.as_deref(), Some(name)) {
                missing.push(failure);
                continue;
            }
            match view::find(self.world, one.kind, namespace.as_deref(), name) {
                Some(object) => found.push((one.kind, object)),
                None => missing.push(self.missing(one.kind, namespace.as_deref(), name)),
            }
        }
        Ok((found, missing))
    }

    /// Neither names nor kinds were given, though there may be something to choose by (cli-runtime v0.35 `pkg/resource/builder.go`).
    pub fn nothing_named(&self) -> Failure {
        let chooses = |flag: &str| self.flags.get(flag).is_some_and(|text| !text.is_empty());
        if self.flags.on("all") || chooses("selector") || chooses("field-selector") {
            return Failure::error("at least one resource must be specified to use a selector");
        }
        Failure::no_resources()
    }

    /// Whether the server is not asked at all: a dry run on this side takes every name that is to go for one that is there.
    fn unasked(&self) -> bool {
        self.path == "kubectl delete" && self.flags.get("dry-run").is_some_and(|form| ["client", "true", "unchanged", ""].contains(&form))
    }

    /// The stored form of an object that kubectl was shown; a made one has none.
    pub fn stored(&self, kind: &Kind, object: &Value) -> Value {
        let metadata = &object["metadata"];
        let own = self.world.store.get(kind.name, metadata["namespace"].as_str(), metadata["name"].as_str().unwrap_or_default());
        own.map_or_else(|| object.clone(), |own| own.value.clone())
    }
}

/// All that is known of an object that was named and not looked at.
fn named_only(kind: &Kind, namespace: Option<&str>, name: &str) -> Value {
    serde_json::json!({"apiVersion": kind.api_version, "kind": kind.name, "metadata": {"name": name, "namespace": namespace}})
}

/// Why kubectl cannot read a document that it only takes a name from.
fn unread(session: &Session<'_>, file: &SourceFile, document: &Document) -> Option<Failure> {
    let said = document.message.as_deref()?;
    if said.starts_with("error: error parsing ") {
        return Some(Failure::plain(said));
    }
    let request = Request { version: *session.world.facts.version, namespace: session.namespace() };
    let sent = decode(file, &request).into_iter().nth(document.document - 1).map(|read| read.sent).filter(Value::is_object);
    let sent = sent.or_else(|| serde_yaml::from_str::<Value>(file.text()).ok())?;
    let lacks = sent.is_object() && sent["kind"].as_str().is_none_or(str::is_empty);
    lacks.then(|| Failure::error(format!("unable to decode {:?}: Object 'Kind' is missing in '{}'", document.file, compact(&sent))))
}

/// The stored objects that the manifests of `-f` name.
pub(super) fn named(session: &Session<'_>) -> Result<Selection, Failure> {
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for file in session.manifests()? {
        for document in session.ask(&file) {
            if let Some(failure) = unread(session, &file, &document) {
                missing.push(failure);
                continue;
            }
            let (Some(kind), Some(name)) = (document.kind.as_deref().and_then(Kind::of), document.name) else {
                missing.push(Failure::plain(document.message.unwrap_or_default()));
                continue;
            };
            match view::find(session.world, kind, document.namespace.as_deref(), &name) {
                Some(object) => found.push((kind, object)),
                None if session.unasked() => found.push((kind, named_only(kind, document.namespace.as_deref(), &name))),
                None => missing.push(Failure::not_found(kind, &name)),
            }
        }
    }
    Ok((found, missing))
}

/// The objects that the words name; without a name, `--all` or a selector must say that all are meant.
pub(super) fn targets(session: &Session<'_>, words: &[String]) -> Result<Selection, Failure> {
    if session.flags.has("filename") {
        return named(session);
    }
    let asked = wanted(words)?;
    if asked.is_empty() {
        return Err(session.nothing_named());
    }
    let flags = &session.flags;
    let all = flags.on("all") || flags.has("selector") || flags.has("field-selector") || flags.on("all-namespaces");
    if asked.iter().any(|one| one.names.is_empty()) && !all {
        return Err(Failure::error("resource(s) were provided, but no name was specified"));
    }
    session.select(&asked)
}

/// As [`targets`], for commands to which a kind alone means all of it.
pub(super) fn all_or_targets(session: &Session<'_>, words: &[String]) -> Result<Selection, Failure> {
    if session.flags.has("filename") { named(session) } else { session.select(&wanted(words)?) }
}

/// A selector as the `LabelSelector` of an object (apimachinery `ParseToLabelSelector`).
pub(super) fn match_selector(text: &str) -> Result<Value, Failure> {
    let (mut labels, mut expressions) = (serde_json::Map::new(), Vec::new());
    let tests =
        super::selector::parse(text).map_err(|error| Failure::error(format!("couldn't parse the selector string {text:?}: {error}")))?;
    for test in tests {
        match (test.values.as_slice(), test.wanted) {
            ([value], _) if test.exact => {
                labels.insert(test.key, value.as_str().into());
            }
            ([], wanted) => {
                expressions.push(serde_json::json!({"key": test.key, "operator": if wanted { "Exists" } else { "DoesNotExist" }}))
            }
            (values, wanted) => {
                expressions.push(serde_json::json!({"key": test.key, "operator": if wanted { "In" } else { "NotIn" }, "values": values}));
            }
        }
    }
    let mut made = serde_json::Map::new();
    if !labels.is_empty() {
        made.insert("matchLabels".into(), labels.into());
    }
    if !expressions.is_empty() {
        made.insert("matchExpressions".into(), expressions.into());
    }
    Ok(made.into())
}

#[cfg(test)]
mod tests {
    use super::wanted;

    #[test]
    fn words_name_kinds_and_objects() {
        let read = |words: &[&str]| {
            let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
            match wanted(&words) {
                Ok(found) => found.iter().map(|one| format!("{}:{}", one.kind.plural, one.names.join("+"))).collect::<Vec<_>>().join(" "),
                Err(failure) => failure.message,
            }
        };
        assert_eq!(read(&["po,netpol"]), "pods: networkpolicies:");
        assert_eq!(read(&["deploy", "a", "b"]), "deployments:a+b");
        assert_eq!(read(&["pod/a", "svc/b"]), "pods:a services:b");
        assert_eq!(read(&["foo"]), "error: the server doesn't have a resource type \"foo\"");
        assert!(read(&["pod/a", "b"]).starts_with("error: there is no need"));
    }
}
