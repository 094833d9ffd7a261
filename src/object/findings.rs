//! The diagnostics of decoding: what the server's sentences mean, where, and what would mend it.

use super::Decoded;
use super::typed::{Misfit, Unknown};
use crate::diag::{Diagnostic, Severity, Stage};
use crate::schema::{Kind, Version};
use crate::text::Span;

fn finding(decoded: &Decoded, rule: &'static str, path: &str, span: Span, args: Vec<(&'static str, String)>) -> Diagnostic {
    let refusal = decoded.refusal.as_ref();
    Diagnostic {
        rule,
        stage: Stage::Decode,
        severity: Severity::Error,
        error: None,
        path: path.to_owned(),
        file: decoded.file.clone(),
        document: decoded.document,
        span,
        server: refusal.map(|refusal| refusal.error.clone().unwrap_or_else(|| refusal.message.clone())),
        args,
        labels: Vec::new(),
        fixes: Vec::new(),
    }
}

/// What kubectl finds in `apiVersion`, `kind` and `metadata`.
pub fn refused_by_kubectl(decoded: &mut Decoded, problem: &str, path: &str) {
    let span = decoded.spans.point(path);
    let diagnostic = finding(decoded, "kubectl-refuses", path, span, vec![("problem", problem.to_owned())]);
    decoded.diagnostics.push(diagnostic);
}

/// No such kind in this version of Kubernetes.
pub fn unknown_kind(decoded: &mut Decoded, version: Version) {
    let args = vec![
        ("kind", decoded.kind.clone().unwrap_or_default()),
        ("api", decoded.api_version.clone().unwrap_or_default()),
        ("version", version.to_string()),
    ];
    let diagnostic = finding(decoded, "unknown-kind", "kind", decoded.spans.nearest("kind"), args);
    decoded.diagnostics.push(diagnostic);
}

/// A value does not fit the type of its field.
pub fn wrong_type(decoded: &mut Decoded, misfit: &Misfit) {
    let span = decoded.spans.point(&misfit.path);
    let args = vec![("field", misfit.path.clone()), ("wanted", misfit.wanted.clone())];
    let diagnostic = finding(decoded, "wrong-type", &misfit.path, span, args);
    decoded.diagnostics.push(diagnostic);
}

/// Fields that their structs do not have.
pub fn unknown_fields(decoded: &mut Decoded, _kind: &Kind, unknown: &[Unknown], _version: Version) {
    for field in unknown {
        let span = decoded.spans.nearest_key(&field.path);
        let args = vec![("field", field.name.clone()), ("path", field.path.clone()), ("owner", field.owner.short().to_owned())];
        let diagnostic = finding(decoded, "unknown-field", &field.path, span, args);
        decoded.diagnostics.push(diagnostic);
    }
}
