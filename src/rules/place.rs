//! Findings find their place in the text, and their repair.

use super::finding::Finding;
use super::value::quote;
use crate::diag::{Diagnostic, ErrorType, Fix};
use crate::object::{Decoded, SpanIndex, instead};
use crate::text::{SourceFile, Span};

/// The diagnostic for a finding on a decoded object.
pub fn place(finding: Finding, decoded: &Decoded, file: &SourceFile) -> Diagnostic {
    let span = span(&finding, &decoded.spans);
    let server = finding.text();
    Diagnostic {
        rule: finding.rule.map_or("unknown", |rule| rule.id),
        stage: finding.stage(),
        severity: finding.severity(),
        error: finding.error,
        args: finding.args(),
        server: (!server.is_empty()).then_some(server),
        fixes: fix(&finding, &decoded.spans, file).into_iter().collect(),
        path: finding.path,
        file: decoded.file.clone(),
        document: decoded.document,
        span,
        labels: Vec::new(),
    }
}

/// The value if it is written; a map's key if that is what is wrong; else the key of the nearest field above.
fn span(finding: &Finding, spans: &SpanIndex) -> Span {
    // A Secret's data may have been written as text.
    let text = finding.written.strip_prefix("data[").map(|rest| format!("stringData[{rest}"));
    if let Some(field) = text.and_then(|text| spans.get(&text)) {
        return field.key;
    }
    let Some(field) = spans.get(&finding.written) else { return spans.nearest_key(&finding.written) };
    // Whole structs are long: their key says enough.
    if finding.error == Some(ErrorType::Forbidden) || finding.value.as_deref().is_some_and(|value| value.starts_with('{')) {
        return field.key;
    }
    let key = finding.written.rsplit_once('[').and_then(|(_, key)| key.strip_suffix(']'));
    if key.is_some_and(|key| finding.value.as_deref() == Some(quote(key).as_str())) {
        return field.key;
    }
    spans.point(&finding.written)
}

fn fix(finding: &Finding, spans: &SpanIndex, file: &SourceFile) -> Option<Fix> {
    let replacement = finding.replacement.as_ref()?;
    let span = spans.get(&finding.written)?.value;
    Some(Fix { title: "rules-fix-replace", args: vec![("new", replacement.clone())], edits: vec![instead(file, span, replacement)] })
}
