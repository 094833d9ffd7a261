//! `cofferdam validate`: what the API server would say of the manifests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::paint::Role;
use super::{Context, Exit, Failure, Format};
use crate::diag::{self, Diagnostic, Look};
use crate::rules::{self, Document, Options};
use crate::schema::Version;
use crate::simulate;
use crate::text::{SourceFile, Span, TextEdit, apply_edits};

/// How often repairs may follow from repairs.
const ROUNDS: usize = 8;

/// The server's answer.
#[derive(Debug, clap::Args)]
pub(super) struct Validate {
    #[arg(value_name = "FILE", required = true)]
    files: Vec<String>,
    #[command(flatten)]
    server: Server,
    #[arg(long)]
    fix: bool,
}

/// Which server is asked, and in which context.
#[derive(Debug, clap::Args)]
pub(super) struct Server {
    #[arg(long, value_name = "1.35")]
    k8s_version: Option<String>,
    #[arg(short, long, value_name = "NS")]
    namespace: Option<String>,
    #[arg(long, value_name = "LEVEL[:vX.Y]")]
    pss: Option<String>,
}

impl Server {
    fn options(&self, cx: &Context<'_>) -> Result<Options, Failure> {
        let mut options = Options::default();
        if let Some(version) = &self.k8s_version {
            options.version = cx.version(version)?;
        }
        if let Some(namespace) = &self.namespace {
            options.namespace.clone_from(namespace);
        }
        if let Some(level) = &self.pss {
            let (name, version) = level.split_once(':').unwrap_or((level, "latest"));
            let known = ["privileged", "baseline", "restricted"].contains(&name)
                && (version == "latest" || version.strip_prefix("v1.").is_some_and(|minor| minor.parse::<u8>().is_ok()));
            if !known {
                return Err(Failure::Usage(cx.locale.format("cli-pss-unknown", &[("level", level)])));
            }
            options.pod_security = Some(level.clone());
        }
        Ok(options)
    }
}

impl Context<'_> {
    /// A Kubernetes version whose rules are known.
    pub(super) fn version(&self, text: &str) -> Result<Version, Failure> {
        text.parse().map_err(|_| {
            let (oldest, newest) = (Version::OLDEST.to_string(), Version::NEWEST.to_string());
            let args = [("version", text), ("oldest", oldest.as_str()), ("newest", newest.as_str())];
            Failure::Usage(self.locale.format("cli-version-unknown", &args))
        })
    }
}

impl Validate {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let options = self.server.options(cx)?;
        let mut files = cx.manifests(&self.files)?;
        if self.fix {
            // Of a Dockerfile nothing is repaired.
            files.retain(|file| !simulate::is_dockerfile(file.name()));
            let documents = judge(&files, &options);
            let documents = mend(cx, &mut files, documents, &options)?;
            return Ok(tell(cx, &files, documents.into_iter()));
        }
        if files.iter().any(|file| simulate::is_dockerfile(file.name())) {
            cx.talk(&cx.locale.text("cli-validate-dockerfile"));
        }
        match files.as_slice() {
            [file] if simulate::is_dockerfile(file.name()) => Ok(tell(cx, &files, std::iter::once(looked_at(file)))),
            // One file needs no other: each answer is told and forgotten.
            [_] => Ok(tell(cx, &files, rules::answers(&files, &options))),
            _ => {
                let (recipes, manifests): (Vec<_>, Vec<_>) = files.iter().cloned().partition(|file| simulate::is_dockerfile(file.name()));
                let documents = recipes.iter().map(looked_at).chain(judge(&manifests, &options));
                Ok(tell(cx, &files, documents.collect::<Vec<_>>().into_iter()))
            }
        }
    }
}

/// A Dockerfile: what can be said without the files it copies.
fn looked_at(file: &SourceFile) -> Document {
    let (diagnostics, message) = simulate::look(file);
    let accepted = !diagnostics.iter().any(|found| found.severity == diag::Severity::Error);
    Document { kind: Some("Dockerfile".into()), ..Document::of_file(file, accepted, message, diagnostics) }
}

/// Writes the answers in the form that is asked for.
fn tell(cx: &mut Context<'_>, files: &[SourceFile], documents: impl Iterator<Item = Document>) -> Exit {
    let mut documents = documents.peekable();
    if documents.peek().is_none() {
        // kubectl's own words for files without a document.
        cx.complain("error: no objects passed to apply");
        return Exit::Findings;
    }
    let mut report = Report {
        files: files.iter().map(|file| (file.name(), file)).collect(),
        urls: rules::registry().into_iter().filter_map(|rule| Some((rule.id, rule.url()?))).collect(),
        told: Told::default(),
    };
    if cx.format == Format::Sarif {
        report.sarif(cx, documents);
    } else {
        documents.for_each(|document| report.document(cx, &document));
        report.summary(cx);
    }
    Exit::passed(report.told.accepted == report.told.documents && report.told.findings == 0)
}

/// The server's answers. What one file makes is there for the next, as with `kubectl apply`; files that make the same
/// object are alternatives, and each is judged by itself.
fn judge(files: &[SourceFile], options: &Options) -> Vec<Document> {
    let together = rules::validate(files, options);
    let mut made = BTreeMap::new();
    let mut makes_again = |document: &Document| {
        let (Some(kind), Some(name)) = (&document.kind, &document.name) else { return false };
        let file = made.entry((kind.clone(), document.namespace.clone(), name.clone())).or_insert_with(|| document.file.clone());
        *file != document.file
    };
    if !together.iter().any(&mut makes_again) {
        return together;
    }
    files.iter().flat_map(|file| rules::validate(std::slice::from_ref(file), options)).collect()
}

/// Applies every certain repair until there is none, and writes the files that changed; standard input goes to stdout.
fn mend(cx: &mut Context<'_>, files: &mut [SourceFile], documents: Vec<Document>, options: &Options) -> Result<Vec<Document>, Failure> {
    let mut documents = documents;
    let mut counts = BTreeMap::<String, usize>::new();
    for _ in 0..ROUNDS {
        let edits = repairs(&documents);
        if edits.is_empty() {
            break;
        }
        for file in files.iter_mut() {
            let Some((count, edits)) = edits.get(file.name()) else { continue };
            *counts.entry(file.name().to_owned()).or_default() += count;
            *file = SourceFile::new(file.name(), apply_edits(file.text(), edits));
        }
        documents = judge(files, options);
    }
    for file in files.iter().filter(|file| counts.contains_key(file.name())) {
        if file.name() == "-" {
            cx.write(file.text());
        } else {
            cx.host.replace(Path::new(file.name()), file.text().as_bytes()).map_err(|error| cx.file_trouble(file.name(), &error))?;
        }
        let count = counts[file.name()].to_string();
        let text = cx.locale.format("cli-validate-fixed", &[("file", file.name()), ("count", &count)]);
        cx.talk(&text);
    }
    Ok(documents)
}

/// The best repair of every finding, by file: how many, and their edits. What would take away something that was written is left to
/// the person.
fn repairs(documents: &[Document]) -> BTreeMap<&str, (usize, Vec<TextEdit>)> {
    let mut edits = BTreeMap::<&str, (usize, Vec<TextEdit>)>::new();
    let mut taken = BTreeMap::<&str, BTreeMap<usize, usize>>::new();
    for diagnostic in documents.iter().flat_map(|document| &document.diagnostics) {
        if let Some(fix) = diagnostic.fixes.first().filter(|fix| fix.title != "fix-remove") {
            // A repair is made whole or in the next round.
            let taken = taken.entry(&diagnostic.file).or_default();
            if fix.edits.iter().any(|edit| clashes(taken, edit.span)) {
                continue;
            }
            for span in fix.edits.iter().map(|edit| edit.span) {
                let end = taken.entry(span.start).or_default();
                *end = span.end.max(*end);
            }
            let (count, all) = edits.entry(&diagnostic.file).or_default();
            *count += 1;
            all.extend(fix.edits.iter().cloned());
        }
    }
    edits
}

/// Whether a change of `span` would meet another: `taken` is start and end of the changes before it, which meet nowhere.
fn clashes(taken: &BTreeMap<usize, usize>, span: Span) -> bool {
    taken.range(..span.end).next_back().is_some_and(|(_, end)| *end > span.start)
}

/// The answer, ready to be written in any form.
struct Report<'r> {
    files: BTreeMap<&'r str, &'r SourceFile>,
    /// The official page of every rule.
    urls: BTreeMap<&'r str, &'r str>,
    told: Told,
}

/// What has been told.
#[derive(Default)]
struct Told {
    documents: usize,
    accepted: usize,
    findings: usize,
}

impl Told {
    fn count(&mut self, document: &Document) {
        self.documents += 1;
        self.accepted += usize::from(document.accepted);
        self.findings += document.diagnostics.len();
    }
}

impl Report<'_> {
    fn file(&self, name: &str) -> SourceFile {
        self.files.get(name).map_or_else(|| SourceFile::new(name, ""), |file| (*file).clone())
    }

    fn document(&mut self, cx: &mut Context<'_>, document: &Document) {
        self.told.count(document);
        match cx.format {
            Format::Json => self.json(cx, document),
            Format::Human => self.human(cx, document),
            _ => self.linear(cx, document),
        }
    }

    fn json(&self, cx: &mut Context<'_>, document: &Document) {
        let file = self.file(&document.file);
        let one = |diagnostic: &Diagnostic| diag::json(diagnostic, &file, &cx.locale, self.urls.get(diagnostic.rule).copied());
        let row = Row {
            file: &document.file,
            document: document.document,
            line: document.line,
            api_version: document.api_version.as_deref(),
            kind: document.kind.as_deref(),
            namespace: document.namespace.as_deref(),
            name: document.name.as_deref(),
            accepted: document.accepted,
            message: document.message.as_deref(),
            diagnostics: document.diagnostics.iter().map(one).collect(),
        };
        cx.json(&row);
    }

    fn sarif(&mut self, cx: &mut Context<'_>, documents: impl Iterator<Item = Document>) {
        let (mut ids, mut results) = (BTreeSet::new(), Vec::new());
        for document in documents {
            self.told.count(&document);
            for diagnostic in &document.diagnostics {
                ids.insert(diagnostic.rule);
                results.push(diag::sarif_result(diagnostic, &self.file(&diagnostic.file), &cx.locale));
            }
        }
        cx.json(&diag::sarif(results, ids.into_iter().map(|id| (id, self.urls.get(id).copied()))));
    }

    fn human(&self, cx: &mut Context<'_>, document: &Document) {
        let look = Look { color: cx.color, width: cx.width };
        for diagnostic in &document.diagnostics {
            let text = diag::human(diagnostic, &self.file(&diagnostic.file), &cx.locale, look);
            cx.line(&text);
            cx.line("");
        }
        self.outcome(cx, document);
    }

    fn linear(&self, cx: &mut Context<'_>, document: &Document) {
        for diagnostic in &document.diagnostics {
            diag::linear(diagnostic, &self.file(&diagnostic.file), &cx.locale).iter().for_each(|line| cx.line(line));
        }
        self.outcome(cx, document);
    }

    /// One line a document: accepted or refused, and what kubectl prints.
    fn outcome(&self, cx: &mut Context<'_>, document: &Document) {
        let (line, name) = (document.line.to_string(), object_name(cx, document));
        let args = [("file", document.file.as_str()), ("line", &line), ("object", &name)];
        let id = if document.accepted { "cli-validate-accepted" } else { "cli-validate-refused" };
        let (symbol, role) = if document.accepted { ("✓", Role::Good) } else { ("✗", Role::Bad) };
        let sentence = cx.locale.format(id, &args);
        let text = if cx.format == Format::Human { format!("{} {sentence}", cx.paint(role, symbol)) } else { sentence };
        cx.line(&text);
        if let Some(message) = document.message.as_ref().filter(|_| !document.accepted) {
            let indent = if cx.format == Format::Human { "  " } else { "" };
            message.lines().for_each(|line| cx.line(&format!("{indent}{line}")));
        }
        if cx.format == Format::Human && !document.diagnostics.is_empty() {
            cx.line("");
        }
    }

    /// How many there were; JSON has no such line.
    fn summary(&self, cx: &mut Context<'_>) {
        if cx.format == Format::Json {
            return;
        }
        let Told { documents, accepted, findings } = self.told;
        let (all, accepted, findings) = (documents.to_string(), accepted.to_string(), findings.to_string());
        let text = cx.locale.format("cli-validate-summary", &[("documents", &all), ("accepted", &accepted), ("findings", &findings)]);
        cx.talk(&text);
    }
}

fn object_name(cx: &Context<'_>, document: &Document) -> String {
    let Some(kind) = document.kind.as_deref() else {
        return cx.locale.format("cli-validate-document", &[("document", &document.document.to_string())]);
    };
    match (&document.namespace, &document.name) {
        (Some(namespace), Some(name)) => format!("{kind} {namespace}/{name}"),
        (None, Some(name)) => format!("{kind} {name}"),
        (_, None) => kind.to_owned(),
    }
}

/// A document with the keys and the order of the contract; what is unknown is absent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'r> {
    file: &'r str,
    document: usize,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_version: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'r str>,
    accepted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'r str>,
    diagnostics: Vec<Value>,
}
