//! From text to the server's answer: decode, default, validate, and put the findings where they belong.

use std::sync::Arc;

use serde_json::Value;

use super::field::Walk;
use super::finding::Finding;
use super::kinds::{self, Kind};
use super::rule::walk;
use super::{Document, Options};
use crate::diag::{Diagnostic, Stage};
use crate::object::{self, Decoded, Object, Origin, Request, SpanIndex};
use crate::text::SourceFile;

/// Asks about every document of every file, in order.
pub fn validate(files: &[SourceFile], options: &Options) -> Vec<Document> {
    let request = Request { version: options.version, namespace: options.namespace.clone() };
    let mut documents = Vec::new();
    for file in files {
        for decoded in object::decode(file, &request) {
            documents.push(answer(decoded, options));
        }
    }
    documents
}

fn answer(mut decoded: Decoded, options: &Options) -> Document {
    let mut message = decoded.refusal.take().map(|refusal| refusal.message);
    let mut diagnostics = std::mem::take(&mut decoded.diagnostics);
    let mut object = None;
    if let Some(mut value) = decoded.value.take() {
        object::apply_defaults(&mut value, options.version);
        let findings = findings(&value, options);
        let kind = decoded.kind.as_deref().unwrap_or_default();
        let name = decoded.name.as_deref().unwrap_or_default();
        if message.is_none() {
            message = invalid_message(kind, name, &findings);
        }
        diagnostics.extend(findings.into_iter().map(|finding| place(finding, &decoded)));
        object = Some(value);
    }
    let accepted = message.is_none();
    let object = object.filter(|_| accepted).map(|value| stored(value, &decoded));
    Document {
        file: decoded.file,
        document: decoded.document,
        line: decoded.line,
        api_version: decoded.api_version,
        kind: decoded.kind,
        namespace: decoded.namespace,
        name: decoded.name,
        accepted,
        message,
        diagnostics,
        object,
    }
}

fn stored(value: Value, decoded: &Decoded) -> Object {
    Object {
        api_version: decoded.api_version.clone().unwrap_or_default(),
        kind: decoded.kind.clone().unwrap_or_default(),
        namespace: decoded.namespace.clone(),
        name: decoded.name.clone().unwrap_or_default(),
        value,
        origin: Some(Origin { file: decoded.file.clone(), document: decoded.document, spans: Arc::clone(&decoded.spans) }),
    }
}

/// What the registry finds: its allocation's refusals, or else those of validation.
pub fn findings(value: &Value, options: &Options) -> Vec<Finding> {
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    let Some(kind) = kinds::kind(text("apiVersion"), text("kind")) else { return Vec::new() };
    let refused = run(kind.allocate, kind, value, options);
    if !refused.is_empty() {
        return refused;
    }
    if kind.allocate.is_empty() {
        return run(kind.validate, kind, value, options);
    }
    let mut settled = value.clone();
    (kind.settle)(&mut settled);
    run(kind.validate, kind, &settled, options)
}

fn run(steps: &'static [super::rule::Step], kind: &Kind, value: &Value, options: &Options) -> Vec<Finding> {
    if steps.is_empty() {
        return Vec::new();
    }
    let session = Walk::new(options, kind.name);
    walk(steps, session.root(value));
    session.take()
}

/// What kubectl prints of an Invalid status; equal causes once.
fn invalid_message(kind: &str, name: &str, findings: &[Finding]) -> Option<String> {
    let mut causes: Vec<String> = Vec::new();
    for text in findings.iter().filter(|finding| finding.stage() == Stage::Validate).map(Finding::text) {
        if !causes.contains(&text) {
            causes.push(text);
        }
    }
    let name = super::value::quote(name);
    match &causes[..] {
        [] => None,
        [one] => Some(format!("The {kind} {name} is invalid: {one}")),
        all => Some(format!("The {kind} {name} is invalid: \n* {}", all.join("\n* "))),
    }
}

fn place(finding: Finding, decoded: &Decoded) -> Diagnostic {
    let span = span(&finding, &decoded.spans);
    let server = finding.text();
    Diagnostic {
        rule: finding.rule.map_or("unknown", |rule| rule.id),
        stage: finding.stage(),
        severity: finding.severity(),
        error: finding.error,
        args: finding.args(),
        server: (!server.is_empty()).then_some(server),
        path: finding.path,
        file: decoded.file.clone(),
        document: decoded.document,
        span,
        labels: Vec::new(),
        fixes: Vec::new(),
    }
}

/// The value if it is written; a map's key if that is what is wrong; else the key of the nearest field above.
fn span(finding: &Finding, spans: &SpanIndex) -> crate::text::Span {
    let Some(field) = spans.get(&finding.written) else { return spans.nearest_key(&finding.written) };
    let key = finding.written.rsplit_once('[').and_then(|(_, key)| key.strip_suffix(']'));
    if key.is_some_and(|key| finding.value.as_deref() == Some(super::value::quote(key).as_str())) {
        return field.key;
    }
    spans.point(&finding.written)
}
