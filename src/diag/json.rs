//! A finding for programs: JSON with the keys and the order of the command line's contract, and SARIF 2.1.0.

use serde_json::{Map, Value, json};

use super::{Diagnostic, Severity};
use crate::locale::Locale;
use crate::text::SourceFile;

/// `diagnostic`, which belongs to `file`, as an object; what is unknown is absent. `url` is the official page of its rule.
pub fn json(diagnostic: &Diagnostic, file: &SourceFile, locale: &Locale, url: Option<&str>) -> Value {
    let (start, end) = (file.position(diagnostic.span.start), file.position(diagnostic.span.end));
    let mut row = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            row.insert(key.to_owned(), value);
        }
    };
    put("rule", Some(diagnostic.rule.into()));
    put("stage", Some(diagnostic.stage.as_str().into()));
    put("severity", Some(diagnostic.severity.as_str().into()));
    put("type", diagnostic.error.map(|error| error.as_str().into()));
    put("path", Some(diagnostic.path.as_str()).filter(|path| !path.is_empty()).map(Into::into));
    put("line", Some(start.line.into()));
    put("column", Some(start.column.into()));
    put("endLine", Some(end.line.into()));
    put("endColumn", Some(end.column.into()));
    put("server", diagnostic.server.as_deref().map(Into::into));
    put("message", Some(diagnostic.sentence(locale).into()));
    put("help", diagnostic.help(locale).map(Into::into));
    put("url", url.map(Into::into));
    Value::Object(row)
}

/// One result of a SARIF run (OASIS SARIF 2.1.0, 3.27).
pub fn sarif_result(diagnostic: &Diagnostic, file: &SourceFile, locale: &Locale) -> Value {
    let (start, end) = (file.position(diagnostic.span.start), file.position(diagnostic.span.end));
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    };
    json!({
        "ruleId": diagnostic.rule,
        "level": level,
        "message": {"text": diagnostic.sentence(locale)},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": file.name().replace('\\', "/").replace(' ', "%20")},
            "region": {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column},
        }}],
    })
}

/// A SARIF log of one run. `rules` are the ids of the results' rules with their official pages.
pub fn sarif<'r>(results: Vec<Value>, rules: impl IntoIterator<Item = (&'r str, Option<&'r str>)>) -> Value {
    let rules: Vec<_> = rules
        .into_iter()
        .map(|(id, url)| match url {
            Some(url) => json!({"id": id, "helpUri": url}),
            None => json!({"id": id}),
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "cofferdam", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}
