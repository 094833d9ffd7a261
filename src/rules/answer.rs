//! From text to the server's answer: decode, default, admit, prepare, validate, and Pod Security.

use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde_json::Value;

use super::admission::{self, Made, Request};
use super::field::{Known, Walk, inside, member};
use super::finding::Finding;
use super::kinds::{self, Kind};
use super::place::place;
use super::pod_security::{self, Policy, Standard};
use super::rule::{Step, walk};
use super::{Document, Options, prepare, warning};
use crate::diag::{Diagnostic, Stage};
use crate::object::{self, Decoded, Object, Origin};
use crate::schema::Version;
use crate::text::SourceFile;

/// Asks about every document of every file, in order. What is accepted is there for those after it. `keep` hands the stored
/// objects over, which take a tenth of the time to make.
pub fn validate<'f>(files: &'f [SourceFile], options: &'f Options, keep: bool) -> impl Iterator<Item = Document> + use<'f> {
    let request = object::Request { version: options.version, namespace: options.namespace.clone() };
    let mut made = Made::default();
    let decoded = files.iter().flat_map(move |file| object::each(file, request.clone()).map(move |decoded| (file, decoded)));
    decoded.map(move |(file, decoded)| {
        let mut document = answer(decoded, file, options, &made, keep);
        if let Some(object) = &document.object {
            remember(object, &mut made);
        }
        document.object = document.object.filter(|_| keep);
        document
    })
}

fn remember(object: &Object, made: &mut Made) {
    match object.kind.as_str() {
        "Namespace" => {
            made.namespaces.insert(object.name.clone(), object.labels());
        }
        "ServiceAccount" => {
            made.service_accounts.insert(object.key(), object.value.clone());
        }
        _ => {}
    }
}

/// What one request is answered with, in parts.
#[derive(Default)]
struct Answer {
    message: Option<String>,
    findings: Vec<Finding>,
}

impl Answer {
    /// The first refusal is the one kubectl prints.
    fn refuse(&mut self, message: String) {
        self.message.get_or_insert(message);
    }
}

fn answer(mut decoded: Decoded, file: &SourceFile, options: &Options, made: &Made, keep: bool) -> Document {
    let mut answer = Answer { message: decoded.refusal.take().map(|refusal| refusal.message), ..Answer::default() };
    let mut diagnostics = std::mem::take(&mut decoded.diagnostics);
    let mut value = decoded.value.take();
    if let Some(value) = &mut value {
        object::apply_defaults(value, options.version);
        let text = |name: &str| member(value, name).and_then(Value::as_str).unwrap_or_default();
        if let Some(kind) = kinds::kind(text("apiVersion"), text("kind")) {
            let name = decoded.name.clone().unwrap_or_default();
            let (kind_name, namespace) = (kind.name, decoded.namespace.as_deref());
            let request =
                Request { options, made, kind: kind_name, namespace, name: &name, drawn: Cell::new(false), token_volume: Cell::new(false) };
            create(&request, kind, value, &decoded.file, &mut answer);
        }
    }
    let own: Vec<Diagnostic> = answer.findings.into_iter().map(|finding| place(finding, &decoded, file)).collect();
    let advice = diagnostics.iter().position(|d| d.stage == Stage::Advice).unwrap_or(diagnostics.len());
    diagnostics.splice(advice..advice, own);
    let accepted = answer.message.is_none();
    let needed = keep || matches!(decoded.kind.as_deref(), Some("Namespace" | "ServiceAccount"));
    let object = value.filter(|_| accepted && needed).map(|value| stored(value, &decoded, options.version));
    Document {
        file: decoded.file,
        document: decoded.document,
        line: decoded.line,
        api_version: decoded.api_version,
        kind: decoded.kind,
        namespace: decoded.namespace,
        name: decoded.name,
        accepted,
        message: answer.message,
        diagnostics,
        object,
    }
}

/// What the server makes of a Pod that a controller sends: defaults, and what admission writes. Whether it is refused is not
/// asked here.
pub fn complete_pod(pod: &mut Value, options: &Options) {
    object::apply_defaults(pod, options.version);
    let made = Made::default();
    let namespace = pod.pointer("/metadata/namespace").and_then(Value::as_str).unwrap_or("default").to_owned();
    let request = Request {
        options,
        made: &made,
        kind: "Pod",
        namespace: Some(&namespace),
        name: "",
        drawn: Cell::new(false),
        token_volume: Cell::new(false),
    };
    admission::admit(&request, pod);
    prepare::prepare(pod, "Pod", options.version);
}

/// The way of a decoded and defaulted object through admission, the registry, and admission again.
fn create(request: &Request<'_>, kind: &'static Kind, value: &mut Value, file: &str, answer: &mut Answer) {
    if let (Some(namespace), Some(metadata)) = (request.namespace, value.get_mut("metadata").and_then(Value::as_object_mut)) {
        metadata.entry("namespace").or_insert_with(|| namespace.into());
    }
    let from_server =
        |reason: &str, text: &str| format!("Error from server ({reason}): error when creating {}: {text}", super::value::quote(file));
    // Warnings come with what passed it (`registry/rest/create.go` BeforeCreate): of what did not, the server says none.
    let refusal = admission::admit(request, value);
    let refused = refusal.is_some();
    if let Some(refusal) = refusal {
        answer.refuse(from_server(refusal.reason, &refusal.finding.detail));
        answer.findings.push(refusal.finding);
    }
    let unsaid = |finding: Finding| match refused && finding.announced.is_none() {
        true => Finding { announced: Some(finding.detail), detail: String::new(), ..finding },
        false => finding,
    };
    // The letters that the server draws; one draw may have gone into the name of the token's volume.
    prepare::generate_name(value, if request.drawn.get() { "txhzt" } else { "xn8fg" });
    let early = if kind.name == "Pod" { run(warning::ON_PREPARED_POD, kind, value, Known::NOTHING, request.options) } else { Vec::new() };
    prepare::prepare(value, kind.name, request.options.version);
    // Pod Security looks at what would be stored: annotations are fields by then.
    let denials = secure(request, value);
    let known = Known { token_volume: request.token_volume.get(), ..Known::of(value) };
    let mut findings = registry(kind, value, known, request.options);
    let valid = findings.is_empty();
    if valid {
        findings = run(kind.after, kind, value, known, request.options);
    }
    let name = inside(value, "metadata.name").and_then(Value::as_str).unwrap_or_default();
    if let Some(problem) = findings.iter().find(|finding| finding.error.is_none()) {
        answer.refuse(from_server("InternalError", &problem.detail));
    } else if let Some(message) = invalid_message(kind.name, name, &findings) {
        answer.refuse(message);
    }
    answer.findings.append(&mut findings);
    answer.findings.extend(early.into_iter().map(&unsaid));
    if let Some(refusal) = admission::validate_overhead(request, value).filter(|_| valid) {
        answer.refuse(from_server(refusal.reason, &refusal.finding.detail));
        answer.findings.push(refusal.finding);
    }
    if let Some(text) = denials.refusal {
        answer.refuse(from_server("Forbidden", &text));
    }
    answer.findings.extend(denials.refusing);
    if valid {
        let mut seen = HashSet::new();
        // Pod Security has its say of workloads last: not of what is refused anyway.
        let secure = denials.warnings.into_iter().filter(|_| answer.message.is_none());
        let warnings: Vec<_> = run(kind.warn, kind, value, known, request.options).into_iter().map(&unsaid).chain(secure).collect();
        answer.findings.extend(warnings.into_iter().filter(|warning| warning.detail.is_empty() || seen.insert(warning.detail.clone())));
    }
    answer.findings.extend(run(kind.advise, kind, value, known, request.options));
}

/// What Pod Security says.
#[derive(Default)]
struct Denials {
    refusal: Option<String>,
    refusing: Vec<Finding>,
    warnings: Vec<Finding>,
}

/// Pods are refused; Pods and workloads are warned about, Pods only where they are not refused anyway.
fn secure(request: &Request<'_>, value: &Value) -> Denials {
    let mut denials = Denials::default();
    let Some(pointer) = object::pod_spec_pointer(request.kind) else { return denials };
    let Some(policy) = policy(request) else { return denials };
    let template = pointer.strip_suffix("/spec").unwrap_or_default();
    if request.kind == "Pod" {
        denials.refusing = evaluate(request, value, template, policy.enforce).1;
        if !denials.refusing.is_empty() {
            let all: Vec<_> = denials.refusing.iter().map(|finding| finding.detail.as_str()).collect();
            let name = super::value::quote(request.name);
            let standard = super::value::quote(&policy.enforce.to_string());
            denials.refusal = Some(format!("pods {name} is forbidden: violates PodSecurity {standard}: {}", all.join(", ")));
            return denials;
        }
    }
    let (text, mut findings) = evaluate(request, value, template, policy.warn);
    // One warning in the server's words; the others show the places.
    for (i, finding) in findings.iter_mut().enumerate() {
        let own = std::mem::take(&mut finding.detail);
        if i == 0 {
            finding.detail = format!("would violate PodSecurity {}: {text}", super::value::quote(&policy.warn.to_string()));
        }
        finding.announced = Some(own);
    }
    denials.warnings = findings;
    denials
}

fn policy(request: &Request<'_>) -> Option<Policy> {
    if let Some(standard) = request.options.pod_security.as_deref().and_then(Standard::parse) {
        return Some(Policy { enforce: standard, warn: standard });
    }
    let labels: &BTreeMap<_, _> = request.labels(request.namespace?)?;
    Some(Policy::of_labels(labels))
}

/// The summary and a finding for each check that denies, at the first place to blame.
fn evaluate(request: &Request<'_>, value: &Value, template: &str, standard: Standard) -> (String, Vec<Finding>) {
    let session = Walk::new(request.options, request.kind);
    let root = session.root(value);
    let object = template.split('/').filter(|name| !name.is_empty()).fold(root, |field, name| field.at(name));
    let denials = pod_security::evaluate(standard, object);
    let findings = denials.iter().map(|(check, denial)| {
        let place = denial.places.first();
        Finding {
            rule: Some(check.rule),
            error: None,
            path: place.map_or_else(String::new, |field| field.shown_path()),
            written: place.map_or_else(String::new, |field| field.written_path()),
            value: None,
            detail: denial.text(),
            replacement: None,
            announced: None,
        }
    });
    (pod_security::summary(&denials), findings.collect())
}

fn stored(mut value: Value, decoded: &Decoded, version: Version) -> Object {
    object::leave_out_empty(&mut value, version);
    Object {
        api_version: decoded.api_version.clone().unwrap_or_default(),
        kind: decoded.kind.clone().unwrap_or_default(),
        namespace: decoded.namespace.clone(),
        name: inside(&value, "metadata.name").and_then(Value::as_str).unwrap_or_default().to_owned(),
        value,
        origin: Some(Origin { file: decoded.file.clone(), document: decoded.document, spans: Arc::clone(&decoded.spans) }),
    }
}

/// What the registry says of an object that is decoded and defaulted only.
pub fn findings(value: &Value, options: &Options) -> Vec<Finding> {
    let Some(kind) = kind_of(value) else { return Vec::new() };
    let mut value = value.clone();
    prepare::generate_name(&mut value, "xn8fg");
    prepare::prepare(&mut value, kind.name, options.version);
    registry(kind, &value, Known::of(&value), options)
}

fn kind_of(value: &Value) -> Option<&'static Kind> {
    let text = |name: &str| member(value, name).and_then(Value::as_str).unwrap_or_default();
    kinds::kind(text("apiVersion"), text("kind"))
}

/// What the registry refuses of an object in the place of `old` before it looks at anything else.
pub fn allocation_of_change(value: &Value, old: &Value, options: &Options) -> Vec<Finding> {
    kind_of(value).map_or_else(Vec::new, |kind| run_beside(Some(old), kind.allocate_change, kind, value, Known::of(value), options))
}

/// Validation of an object in the place of `old`.
pub fn validation_of_change(value: &Value, old: &Value, options: &Options) -> Vec<Finding> {
    let Some(kind) = kind_of(value) else { return Vec::new() };
    let mut settled = value.clone();
    match (kind.settle_change, kind.settle) {
        (Some(settle), _) => settle(&mut settled, old),
        (None, Some(settle)) => settle(&mut settled),
        (None, None) => {}
    }
    run_beside(Some(old), kind.validate, kind, &settled, Known::of(&settled), options)
}

/// The registry's allocation, or else its validation, of an object of which something is known.
fn registry(kind: &'static Kind, value: &Value, known: Known, options: &Options) -> Vec<Finding> {
    let refused = run(kind.allocate, kind, value, known, options);
    if !refused.is_empty() {
        return refused;
    }
    let Some(settle) = kind.settle else { return run(kind.validate, kind, value, known, options) };
    let mut settled = value.clone();
    settle(&mut settled);
    run(kind.validate, kind, &settled, Known::of(&settled), options)
}

fn run(steps: &'static [Step], kind: &Kind, value: &Value, known: Known, options: &Options) -> Vec<Finding> {
    run_beside(None, steps, kind, value, known, options)
}

fn run_beside(old: Option<&Value>, steps: &'static [Step], kind: &Kind, value: &Value, known: Known, options: &Options) -> Vec<Finding> {
    if steps.is_empty() {
        return Vec::new();
    }
    let mut session = Walk::new(options, kind.name).knowing(known);
    session.old = old;
    walk(steps, session.root(value));
    session.take()
}

/// What kubectl prints of an Invalid status; equal causes once.
pub fn invalid_message(kind: &str, name: &str, findings: &[Finding]) -> Option<String> {
    if findings.is_empty() {
        return None;
    }
    let mut seen = HashSet::new();
    let mut causes: Vec<String> = findings.iter().map(Finding::text).collect();
    causes.retain(|cause| seen.insert(cause.clone()));
    let name = super::value::quote(name);
    match &causes[..] {
        [] => None,
        [one] => Some(format!("The {kind} {name} is invalid: {one}")),
        all => Some(format!("The {kind} {name} is invalid: \n* {}", all.join("\n* "))),
    }
}
