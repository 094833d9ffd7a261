//! A file → what kubectl sends → what the server decodes, or why not.

use std::sync::Arc;

use serde_json::Value;

use super::{SpanIndex, json};
use crate::diag::Diagnostic;
use crate::schema::Version;
use crate::text::SourceFile;
use crate::yaml::{self, Document};

/// What the answer depends on besides the text.
#[derive(Clone, Debug)]
pub struct Request {
    /// The API server's version.
    pub version: Version,
    /// The namespace of the kubectl context, for objects that name none.
    pub namespace: String,
}

impl Default for Request {
    fn default() -> Self {
        Self { version: Version::DEFAULT, namespace: "default".into() }
    }
}

/// Where the way of a document ends before validation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// kubectl cannot read the document, or it lacks apiVersion or kind.
    Parse,
    /// The server does not serve the kind.
    Mapping,
    /// A value has the wrong type or form.
    Decode,
    /// Unknown fields.
    Strict,
}

/// The end of a document's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where.
    pub step: Step,
    /// What kubectl prints (`error: …`, `Error from server (BadRequest): …`).
    pub message: String,
    /// The error alone, without what kubectl puts before it; absent for unknown fields.
    pub error: Option<String>,
}

/// One object of a file, as far as it got.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The file's name.
    pub file: String,
    /// Number of the object in its file, from 1. The items of a `List` count one each.
    pub document: usize,
    /// First line of the document with content, from 1.
    pub line: usize,
    /// As far as it could be read.
    pub api_version: Option<String>,
    /// As far as it could be read.
    pub kind: Option<String>,
    /// As far as it could be read.
    pub name: Option<String>,
    /// The request's namespace; `None` for cluster-scoped kinds and for what makes no request.
    pub namespace: Option<String>,
    /// Why it gets no further; `None` if it decodes without a complaint.
    pub refusal: Option<Refusal>,
    /// The server's strict decoding errors (`unknown field "spec.foo"`), in its order.
    pub strict: Vec<String>,
    /// The same if the YAML text itself were sent to the server: repeated keys show only here.
    pub strict_yaml: Vec<String>,
    /// The JSON that kubectl sends; `Null` if it cannot read the document.
    pub sent: Value,
    /// The JSON that the server has after decoding, not yet defaulted: unknown fields and nulls are gone. There
    /// also after unknown fields, for what validation would say next; `None` if decoding fails.
    pub value: Option<Value>,
    /// Field path → place.
    pub spans: Arc<SpanIndex>,
    /// What is to be said so far: syntax, types, unknown fields, and advice.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads every object of `file` as kubectl and the API server's decoder do.
pub fn decode(file: &SourceFile, request: &Request) -> Vec<Decoded> {
    let (documents, diagnostics) = yaml::parse(file);
    let mut diagnostics = diagnostics.into_iter().peekable();
    let mut all: Vec<Decoded> = Vec::new();
    for document in documents {
        let own = std::iter::from_fn(|| diagnostics.next_if(|d| d.document == document.number)).collect();
        read(file, request, Arc::new(document), own, &mut all);
    }
    all
}

fn read(file: &SourceFile, request: &Request, document: Arc<Document>, diagnostics: Vec<Diagnostic>, all: &mut Vec<Decoded>) {
    let sent = document.root.as_ref().map_or(Value::Null, json::from_node);
    if sent.is_null() && document.error.is_none() {
        return;
    }
    let text = |pointer: &str| sent.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let refusal = document.error.as_ref().map(|error| {
        let error = format!("error parsing {}: {error}", file.name());
        Refusal { step: Step::Parse, message: format!("error: {error}"), error: Some(error) }
    });
    all.push(Decoded {
        file: file.name().to_owned(),
        document: all.len() + 1,
        line: document.line,
        api_version: text("/apiVersion"),
        kind: text("/kind"),
        name: text("/metadata/name"),
        namespace: Some(text("/metadata/namespace").unwrap_or_else(|| request.namespace.clone())),
        value: refusal.is_none().then(|| without_nulls(sent.clone())),
        refusal,
        strict: Vec::new(),
        strict_yaml: Vec::new(),
        sent,
        spans: Arc::new(SpanIndex::new(document)),
        diagnostics,
    });
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(map.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, without_nulls(v))).collect()),
        Value::Array(items) => Value::Array(items.into_iter().map(without_nulls).collect()),
        value => value,
    }
}
