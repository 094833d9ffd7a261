//! YAML as kubectl reads it: text → documents of spanned nodes.
//!
//! [`parse`] is total: broken input gives a smaller tree and diagnostics, never an error. Scalars follow
//! YAML 1.1 as go-yaml v2 does (`yes` is a boolean, `0644` is 420); the original text stays at hand.
//!
//! ```text
//! stream   file → documents, at lines that begin with ---
//! scanner  text → tokens           (cursor, scan_scalar, scan_tag)
//! grammar  tokens → events
//! compose  events → nodes          (scalar; anchors, aliases, merge keys)
//! recover  where the error is, and a tree around it
//! ```
//!
//! The scanner and the grammar are our own, because the judge has to refuse what kubectl refuses, with
//! kubectl's words and line numbers; DECISIONS.md has the measurements.

mod compose;
mod cursor;
mod grammar;
mod json;
mod recover;
mod scalar;
mod scan_scalar;
mod scan_tag;
mod scanner;
mod stream;
mod token;

use crate::diag::{Diagnostic, Label, Severity, Stage};
use crate::text::{SourceFile, Span};

pub use scalar::reads_as_text;

/// A node with its place in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// What it covers in the text; for an alias, the alias.
    pub span: Span,
}

/// What a node holds, after scalar resolution, alias expansion and merge keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~`, nothing.
    Null,
    /// A boolean, `yes` and `on` included.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An integer above `i64::MAX`.
    UInt(u64),
    /// A floating-point number.
    Float(f64),
    /// Text.
    String(String),
    /// A list.
    Sequence(Vec<Node>),
    /// A mapping in the order of the text. Keys may repeat; the last one counts.
    Mapping(Vec<Entry>),
}

impl Node {
    /// The value of `key` in a mapping: the last one if the key is there twice.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let Value::Mapping(entries) = &self.value else { return None };
        entries.iter().rev().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text) } else { None }
    }
}

/// One `key: value` of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key as text (`1:` is `"1"`, `on:` is `"true"`), as sigs.k8s.io/yaml makes it.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// A key that stands in its mapping again. kubectl keeps the last one.
#[derive(Clone, Debug, PartialEq)]
pub struct Duplicate {
    /// The key.
    pub key: String,
    /// Where it stands first.
    pub first: Span,
    /// Where it stands again.
    pub again: Span,
    /// The value there.
    pub value: Span,
    /// Whether one of the two comes from a merge key (`<<`), where that is the point.
    pub merged: bool,
    /// The server's line, were it sent the YAML text (`line 5: key "name" already set in map`).
    pub server: String,
}

/// One document of a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Number in its file, from 1; documents without content are not counted.
    pub number: usize,
    /// First line with content, from 1.
    pub line: usize,
    /// What it covers, without the `---` lines.
    pub span: Span,
    /// Its content: all of it, or what could be read around the errors. `None` when there is nothing.
    pub root: Option<Node>,
    /// What kubectl says when it cannot read the document (`error converting YAML to JSON: yaml: …`).
    pub error: Option<String>,
    /// Keys that stand twice in one mapping.
    pub duplicates: Vec<Duplicate>,
    /// Whether nothing else stands between the same separators (JSON values may follow each other).
    pub alone: bool,
    /// Whether it follows another document between the same separators.
    pub follows: bool,
    /// Whether it is JSON, which kubectl does not write anew before it looks at it.
    pub is_json: bool,
}

/// Reads every document of `file`. Total: it returns for any text. The diagnostics are those of the text
/// itself: `yaml-syntax` for what kubectl cannot read, `duplicate-key` as advice.
pub fn parse(file: &SourceFile) -> (Vec<Document>, Vec<Diagnostic>) {
    let (mut documents, mut diagnostics) = (Vec::new(), Vec::new());
    for (more, told) in read(file) {
        documents.extend(more);
        diagnostics.extend(told);
    }
    (documents, diagnostics)
}

/// As [`parse`], one step for what stands between two separators: a document, or JSON values that follow each other.
pub fn read(file: &SourceFile) -> impl Iterator<Item = (Vec<Document>, Vec<Diagnostic>)> {
    let mut before = 0;
    stream::split(file.text()).into_iter().map(move |chunk| {
        let mut reader = Reader { file, before, follows: false, documents: Vec::new(), diagnostics: Vec::new() };
        reader.read(&chunk);
        before += reader.documents.len();
        (reader.documents, reader.diagnostics)
    })
}

struct Reader<'f> {
    file: &'f SourceFile,
    /// How many documents stand before its chunk.
    before: usize,
    /// Whether a document of the same chunk came before.
    follows: bool,
    documents: Vec<Document>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads the documents of a chunk: one, unless it is a stream of JSON values.
    fn read(&mut self, chunk: &stream::Chunk) {
        let text = self.file.text();
        if chunk.separator.is_some() || !json::looks_like(&text[chunk.start..chunk.end]) {
            return self.read_yaml(chunk, chunk.start, None);
        }
        let (mut at, mut count) = (chunk.start, 0);
        loop {
            match json::value(text, at, chunk.end) {
                Ok(None) => return,
                Ok(Some((root, end))) => {
                    // Only a text with one object could be sent to the server as it is.
                    let duplicates = match count {
                        0 => compose::compose(text, chunk.start, chunk.end).duplicates,
                        _ => Vec::new(),
                    };
                    if let (1, Some(first)) = (count, self.documents.last_mut()) {
                        first.alone = false;
                    }
                    self.add(chunk, root.span, Some(root), None, duplicates, count == 0);
                    self.documents.last_mut().into_iter().for_each(|document| document.is_json = true);
                    self.follows = true;
                    (at, count) = (end, count + 1);
                }
                Err(failure) => {
                    let (error, place) = match failure {
                        json::Failure::Syntax(problem, place) if count > 1 => (problem, place),
                        json::Failure::Syntax(problem, place) => (format!("json: offset {}: {problem}", place + 1 - chunk.start), place),
                        json::Failure::End => ("unexpected EOF".to_owned(), chunk.end),
                    };
                    let Some(start) = json::where_yaml_may_begin(text, at, chunk.end).filter(|_| count <= 1) else {
                        let span = character(text, place, chunk.end);
                        return self.refuse(chunk, trimmed(self.file, Span::new(at, chunk.end)), span, error, None);
                    };
                    // Flow style, perhaps: YAML has the last word, but the error is JSON's.
                    return self.read_yaml(chunk, start, Some(error));
                }
            }
        }
    }

    /// The number of the next document.
    fn number(&self) -> usize {
        self.before + self.documents.len() + 1
    }

    fn read_yaml(&mut self, chunk: &stream::Chunk, start: usize, json_error: Option<String>) {
        let text = self.file.text();
        let composed = compose::compose(text, start, chunk.end);
        let covers = trimmed(self.file, Span::new(chunk.content.max(start), chunk.end));
        let mut root = composed.root;
        let mut wrong = None;
        if let Some(separator) = &chunk.separator {
            let error = format!("invalid Yaml document separator: {separator}");
            wrong = Some((error, trimmed(self.file, Span::new(chunk.content, chunk.start))));
        }
        if let Some(failure) = &composed.failure {
            root = recover::recover(text, start, chunk.end, failure, root);
            let error = format!("error converting YAML to JSON: yaml: {}", failure.text());
            wrong.get_or_insert((error, trimmed(self.file, recover::cause(text, chunk.end, failure))));
        } else if let Some((problem, span)) = composed.refusal {
            wrong.get_or_insert((format!("error converting YAML to JSON: {problem}"), span));
        }
        match wrong {
            None => self.add(chunk, covers, root, None, composed.duplicates, true),
            Some((error, span)) => {
                self.refuse(chunk, covers, span, json_error.unwrap_or(error), root);
            }
        }
    }

    fn add(
        &mut self,
        chunk: &stream::Chunk,
        span: Span,
        root: Option<Node>,
        error: Option<String>,
        duplicates: Vec<Duplicate>,
        alone: bool,
    ) {
        let number = self.number();
        let told = duplicates.iter().filter(|duplicate| !duplicate.merged).map(|duplicate| advice(self.file, number, duplicate));
        self.diagnostics.extend(told);
        let line = self.file.position(chunk.content).line;
        self.documents.push(Document { number, line, span, root, error, duplicates, alone, follows: self.follows, is_json: false });
    }

    fn refuse(&mut self, chunk: &stream::Chunk, covers: Span, span: Span, error: String, root: Option<Node>) {
        let problem = error.strip_prefix("error converting YAML to JSON: ").unwrap_or(&error);
        let problem = problem.strip_prefix("yaml: ").unwrap_or(problem);
        self.diagnostics.push(syntax(self.file, self.number(), span, &error, problem));
        self.add(chunk, covers, root, Some(error), Vec::new(), false);
    }
}

fn trimmed(file: &SourceFile, span: Span) -> Span {
    Span::new(span.start, span.start + file.slice(span).trim_end().len())
}

fn syntax(file: &SourceFile, document: usize, span: Span, server: &str, problem: &str) -> Diagnostic {
    Diagnostic {
        rule: "yaml-syntax",
        stage: Stage::Yaml,
        severity: Severity::Error,
        error: None,
        path: String::new(),
        file: file.name().to_owned(),
        document,
        span,
        server: Some(server.to_owned()),
        args: vec![("problem", problem.to_owned())],
        labels: Vec::new(),
        fixes: Vec::new(),
    }
}

/// The problem of a `yaml-syntax` finding as a word for message tables: `did-not-find-expected-key`.
pub fn problem_word(finding: &Diagnostic) -> String {
    let problem = finding.args.iter().find(|(name, _)| *name == "problem").map_or("", |(_, text)| text.as_str());
    let behind = problem.strip_prefix("line ").and_then(|rest| rest.split_once(": ")).map_or(problem, |(_, rest)| rest);
    let words = behind.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

fn advice(file: &SourceFile, document: usize, duplicate: &Duplicate) -> Diagnostic {
    Diagnostic {
        rule: "duplicate-key",
        stage: Stage::Advice,
        severity: Severity::Advice,
        error: None,
        path: String::new(),
        file: file.name().to_owned(),
        document,
        span: duplicate.again,
        server: None,
        args: vec![("key", duplicate.key.clone()), ("first", file.position(duplicate.first.start).line.to_string())],
        labels: vec![Label { span: duplicate.first, message: "label-first-here" }],
        fixes: Vec::new(),
    }
}

/// The character at `place`, where Go sees a byte; nothing at the end.
fn character(text: &str, place: usize, end: usize) -> Span {
    let length = text.get(place..end).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Span::new(place, place + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        let (documents, _) = parse(&SourceFile::new("f.yaml", text));
        documents.iter().find_map(|document| document.error.clone()).unwrap_or_default()
    }

    fn culprit(text: &str) -> String {
        let file = SourceFile::new("f.yaml", text);
        let (_, diagnostics) = parse(&file);
        file.slice(diagnostics[0].span).to_owned()
    }

    /// Asked of kubectl's YAML reader (go.yaml.in/yaml/v2 2.4.2).
    #[test]
    fn errors_are_worded_and_placed_as_kubectl_does() {
        let table = [
            ("a: b: c\n", "yaml: mapping values are not allowed in this context"),
            ("x: 1\na: \"b\nc: d\n", "yaml: line 4: found unexpected end of stream"),
            ("a: 1\nb\nc: 2\n", "yaml: line 3: could not find expected ':'"),
            ("a:\n\t- b\n", "yaml: line 2: found character that cannot start any token"),
            ("a: [1, 2\nb: 3\n", "yaml: line 1: did not find expected ',' or ']'"),
            ("a: *b\n", "yaml: unknown anchor 'b' referenced"),
            ("a:\n  b: 1\n c: 2\n", "yaml: line 2: did not find expected key"),
            ("a: {{ x }}\n", "yaml: invalid map key: map[interface {}]interface {}{\"x\":interface {}(nil)}"),
            ("a: \u{1}\n", "yaml: control characters are not allowed"),
        ];
        for (text, expected) in table {
            assert_eq!(error(text), format!("error converting YAML to JSON: {expected}"), "{text}");
        }
    }

    #[test]
    fn an_error_of_json_points_at_a_whole_character() {
        let text = "{é";
        let spans: Vec<_> = parse(&SourceFile::new("f.yaml", text)).1.iter().map(|d| text.get(d.span.start..d.span.end)).collect();
        assert_eq!(spans, [Some("é")]);
    }

    #[test]
    fn an_error_points_at_its_cause() {
        assert_eq!(culprit("a: \"b\nc: d\n"), "\"b");
        assert_eq!(culprit("a: [1, 2\nb: 3\n"), "[1, 2");
        assert_eq!(culprit("a: 1\nb\nc: 2\n"), "b");
        assert_eq!(culprit("a: b: c\n"), ": c");
        assert_eq!(culprit("a: 1\n  b: 2\n"), "b: 2");
    }

    /// What is merged in may be overridden; what is written twice is told, also beside a merge.
    #[test]
    fn a_merged_key_may_be_written_again() {
        let many = (0..20).map(|i| format!("  k{i}: 1\n")).collect::<String>();
        let told = |text: &str| parse(&SourceFile::new("f.yaml", text)).1.iter().filter(|d| d.rule == "duplicate-key").count();
        for filler in ["", &many] {
            assert_eq!(told(&format!("a: &c {{x: 1}}\nb:\n{filler}  <<: *c\n  x: 2\n")), 0);
            assert_eq!(told(&format!("a: &c {{x: 1}}\nb:\n{filler}  <<: *c\n  x: 2\n  x: 3\n")), 1);
            assert_eq!(told(&format!("a: &c {{x: 1}}\nb:\n{filler}  x: 2\n  <<: *c\n")), 0);
        }
    }

    #[test]
    fn what_surrounds_an_error_is_still_read() {
        let (documents, _) = parse(&SourceFile::new("f.yaml", "a: 1\nb: \"x\nc: 3\n---\nd: 4\n"));
        assert_eq!(documents.len(), 2);
        let root = documents[0].root.as_ref().expect("a tree");
        assert_eq!(root.get("a").map(|n| &n.value), Some(&Value::Int(1)));
        assert_eq!(root.get("b").map(|n| &n.value), Some(&Value::Null));
        assert_eq!(root.get("c").map(|n| &n.value), Some(&Value::Int(3)));
    }
}
