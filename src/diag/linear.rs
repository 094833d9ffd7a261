//! A finding for screen readers: one fact a line, no drawing.

use super::Diagnostic;
use crate::locale::Locale;
use crate::text::SourceFile;

/// Says `diagnostic`, which belongs to `file`, in lines.
pub fn linear(diagnostic: &Diagnostic, file: &SourceFile, locale: &Locale) -> Vec<String> {
    let place = file.position(diagnostic.span.start);
    let (line, column) = (place.line.to_string(), place.column.to_string());
    let (word, sentence) = (locale.text(diagnostic.severity.word()), diagnostic.sentence(locale));
    let args = [("file", file.name()), ("line", &line), ("column", &column), ("severity", &word), ("message", &sentence)];
    let mut lines = vec![locale.format("diag-linear", &args)];
    if !diagnostic.path.is_empty() {
        lines.push(locale.format("diag-linear-path", &[("path", &diagnostic.path)]));
    }
    if let Some(server) = diagnostic.server.as_ref().filter(|server| **server != sentence) {
        lines.push(locale.format("diag-linear-server", &[("server", server)]));
    }
    if let Some(help) = diagnostic.help(locale) {
        lines.push(locale.format("diag-linear-help", &[("help", &help)]));
    }
    if let Some(fix) = diagnostic.fixes.first() {
        lines.push(locale.format("diag-linear-fix", &[("fix", &fix.sentence(locale))]));
    }
    lines
}
