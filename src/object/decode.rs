//! A file → what kubectl sends → what the server decodes, or why not.

use std::sync::Arc;

use serde_json::Value;

use super::kubectl::{self, Sent};
use super::{SpanIndex, findings, json, server};
use crate::diag::Diagnostic;
use crate::schema::Version;
use crate::text::{SourceFile, Span};
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
    /// The JSON that kubectl sends; `Null` if it cannot read the document, or if nobody asked ([`each`]).
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
    objects(file, request.clone(), true).collect()
}

/// As [`decode`], one object after the other: what is done with is forgotten, however long the file is. What was sent becomes
/// what is decoded, without a copy.
pub fn each(file: &SourceFile, request: Request) -> impl Iterator<Item = Decoded> {
    objects(file, request, false)
}

fn objects(file: &SourceFile, request: Request, keep_sent: bool) -> impl Iterator<Item = Decoded> {
    let mut before = 0;
    yaml::read(file).flat_map(move |(documents, diagnostics)| {
        let mut objects = between_separators(file, &request, keep_sent, documents, diagnostics);
        for decoded in &mut objects {
            before += 1;
            decoded.document = before;
            decoded.diagnostics.iter_mut().for_each(|diagnostic| diagnostic.document = before);
        }
        objects
    })
}

/// The objects of documents that no `---` parts.
fn between_separators(
    file: &SourceFile,
    request: &Request,
    keep_sent: bool,
    documents: Vec<Document>,
    diagnostics: Vec<Diagnostic>,
) -> Vec<Decoded> {
    let mut diagnostics = diagnostics.into_iter().peekable();
    let mut all: Vec<Decoded> = Vec::new();
    // The first object of a stream of JSON values that kubectl cannot read.
    let mut unread = None;
    for document in documents {
        let own = std::iter::from_fn(|| diagnostics.next_if(|d| d.document == document.number)).collect();
        if !document.follows {
            unread = None;
        } else if unread.is_some_and(|at: usize| all[at].ends_stream()) {
            continue;
        }
        read(file, request, keep_sent, Arc::new(document), own, &mut all);
        if all.last().is_some_and(Decoded::is_unread) {
            match unread {
                Some(at) => all.pop().into_iter().for_each(|next| all[at].also_unread(next)),
                None => unread = Some(all.len() - 1),
            }
        }
    }
    all
}

fn read(
    file: &SourceFile,
    request: &Request,
    keep_sent: bool,
    document: Arc<Document>,
    diagnostics: Vec<Diagnostic>,
    all: &mut Vec<Decoded>,
) {
    let mut sent = document.root.as_ref().map_or(Value::Null, json::from_node);
    let blank = Decoded {
        file: file.name().to_owned(),
        document: 0,
        line: document.line,
        api_version: None,
        kind: None,
        name: None,
        namespace: None,
        refusal: None,
        strict: Vec::new(),
        strict_yaml: Vec::new(),
        sent: Value::Null,
        value: None,
        spans: Arc::new(SpanIndex::new(document.clone())),
        diagnostics: Vec::new(),
    };
    let mut made = Vec::new();
    if let Some(error) = &document.error {
        let error = format!("error parsing {}: {error}", file.name());
        made.push(blank.parsing_refused(error, &sent));
    } else if !sent.is_null() {
        let written = document.root.as_ref().filter(|_| document.is_json);
        let json = written.map(|root| kubectl::Json {
            text: file.slice(document.span),
            metadata: root.get("metadata").map(json::in_order),
            too_large: first_infinite(root).map(|span| file.slice(span)),
        });
        let (objects, refused) = kubectl::objects(&sent, file.name(), json.as_ref(), request.version);
        let alone = document.alone && objects.len() == 1;
        for object in objects {
            let mut decoded = blank.clone();
            let is_document = matches!(object, Sent::Document);
            let value = match object {
                Sent::Document => std::mem::take(&mut sent),
                Sent::Item(item, value) => {
                    decoded.spans = Arc::new(SpanIndex::of_item(document.clone(), item));
                    Value::Object(value)
                }
            };
            if let Value::Object(value) = value {
                server::receive(&mut decoded, value, request, keep_sent, file);
            }
            if alone && is_document && decoded.value.is_some() {
                decoded.strict_yaml = strict_yaml(&document, &decoded.strict);
            }
            made.push(decoded);
        }
        if let Some(refused) = refused {
            let refused = match blank.spans.node(&refused.path).map(|node| (&node.value, node.span)) {
                Some((yaml::Value::UInt(number), _)) => refused.in_digits(&number.to_string()),
                Some((yaml::Value::Float(_), span)) if document.is_json => refused.in_digits(file.slice(span)),
                _ => refused,
            };
            let mut decoded = blank.parsing_refused(refused.text, &sent);
            if let (Some(printed), Some(refusal)) = (refused.printed, &mut decoded.refusal) {
                refusal.message = printed;
            }
            findings::refused_by_kubectl(&mut decoded, &refused.problem, &refused.path, file);
            made.push(decoded);
        }
    }
    if let Some(first) = made.first_mut() {
        first.diagnostics.splice(0..0, diagnostics);
    }
    all.append(&mut made);
}

/// Where the first number stands that no float holds, in the order of the text.
fn first_infinite(node: &yaml::Node) -> Option<Span> {
    match &node.value {
        yaml::Value::Float(number) => number.is_infinite().then_some(node.span),
        yaml::Value::Sequence(items) => items.iter().find_map(first_infinite),
        yaml::Value::Mapping(entries) => entries.iter().find_map(|entry| first_infinite(&entry.value)),
        _ => None,
    }
}

impl Decoded {
    /// Whether kubectl cannot read it.
    fn is_unread(&self) -> bool {
        self.refusal.as_ref().is_some_and(|refusal| refusal.step == Step::Parse)
    }

    /// Whether kubectl reads no further in a stream of JSON values: it goes on behind an object that it cannot decode.
    fn ends_stream(&self) -> bool {
        let error = self.refusal.as_ref().and_then(|refusal| refusal.error.as_deref());
        error.is_some_and(|error| error.lines().any(|line| !line.starts_with("unable to ")))
    }

    /// Another error of one stream of JSON values: kubectl prints several errors a line each, without `error: `.
    fn also_unread(&mut self, next: Self) {
        if let (Some(refusal), Some(other)) = (&mut self.refusal, next.refusal.and_then(|other| other.error)) {
            let error = format!("{}\n{other}", refusal.error.take().unwrap_or_default());
            refusal.message.clone_from(&error);
            refusal.error = Some(error);
        }
        let number = self.document;
        self.diagnostics.extend(next.diagnostics.into_iter().map(|diagnostic| Diagnostic { document: number, ..diagnostic }));
    }

    /// The end of a document that kubectl cannot read; what it is called is looked up all the same.
    fn parsing_refused(mut self, error: String, sent: &Value) -> Self {
        let text = |pointer: &str| sent.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        (self.api_version, self.kind, self.name) = (text("/apiVersion"), text("/kind"), text("/metadata/name"));
        self.refusal = Some(Refusal { step: Step::Parse, message: format!("error: {error}"), error: Some(error) });
        self
    }
}

/// The strict errors of the YAML text itself: the repeated keys in one error, then the unknown fields.
fn strict_yaml(document: &Document, strict: &[String]) -> Vec<String> {
    let repeated: Vec<_> = document.duplicates.iter().map(|duplicate| format!("\n  {}", duplicate.server)).collect();
    let repeated = (!repeated.is_empty()).then(|| format!("yaml: unmarshal errors:{}", repeated.concat()));
    repeated.into_iter().chain(strict.iter().cloned()).collect()
}
