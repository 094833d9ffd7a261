//! What a build says of a Dockerfile, as diagnostics.

use super::instruction::{Fault, Instruction};
use crate::diag::{Diagnostic, Fix, Label, Severity, Stage};
use crate::text::{Span, TextEdit};

/// A finding in `file`.
pub fn finding(file: &str, rule: &'static str, severity: Severity, span: Span, args: &[(&'static str, &str)]) -> Diagnostic {
    Diagnostic {
        rule,
        stage: if severity == Severity::Advice { Stage::Advice } else { Stage::Build },
        severity,
        error: None,
        path: String::new(),
        file: file.to_owned(),
        document: 1,
        span,
        server: None,
        args: args.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        labels: Vec::new(),
        fixes: Vec::new(),
    }
}

/// What the reader of the file refuses.
pub fn syntax(file: &str, fault: Fault) -> Diagnostic {
    let problem = fault.text.strip_prefix("dockerfile parse error on line ").and_then(|rest| rest.split_once(": ")).map(|(_, text)| text);
    let problem = problem.unwrap_or(&fault.text).to_owned();
    let found = finding(file, "dockerfile-syntax", Severity::Error, fault.span, &[("problem", &problem)]);
    Diagnostic { server: Some(fault.text), ..found }
}

/// One of BuildKit's checks (`docker build --check`).
pub fn check(file: &str, name: &str, span: Span, text: String) -> Diagnostic {
    let found = finding(file, "dockerfile-check", Severity::Warning, span, &[("check", name), ("problem", &text)]);
    Diagnostic { server: Some(text), ..found }
}

/// An instruction that became arguments of the one above it; `failed`: and with these that one fails.
pub fn swallowed(file: &str, instruction: &Instruction, text: &str, failed: Option<String>) -> Option<Diagnostic> {
    let (escape, name, place) = instruction.swallowed().into_iter().next()?;
    let severity = if failed.is_some() { Severity::Error } else { Severity::Advice };
    let args = [("instruction", name), ("into", instruction.name), ("fails", if failed.is_some() { "yes" } else { "no" })];
    let mut found = finding(file, "dockerfile-swallowed", severity, escape, &args);
    found.labels.push(Label { span: place, message: "label-swallowed" });
    let blanks = text[..escape.start].len() - text[..escape.start].trim_end_matches([' ', '\t']).len();
    let edit = TextEdit { span: Span::new(escape.start - blanks, escape.end), text: String::new() };
    found.fixes.push(Fix { title: "fix-swallowed", args: vec![("instruction", name.to_owned())], edits: vec![edit] });
    found.server = failed;
    Some(found)
}
