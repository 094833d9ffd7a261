//! The diagnostics of decoding: what the server's sentences mean, where, and what would mend it.

use super::suggest::{self, Hint};
use super::typed::{Misfit, Unknown};
use super::{Decoded, repair};
use crate::diag::{Diagnostic, Fix, Severity, Stage};
use crate::schema::asset::{Definition, Shape, TypeId};
use crate::schema::{Kind, Version};
use crate::text::{SourceFile, Span, TextEdit, quote};

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
pub fn refused_by_kubectl(decoded: &mut Decoded, problem: &str, path: &str, file: &SourceFile) {
    let span = decoded.spans.point(path);
    let mut diagnostic = finding(decoded, "kubectl-refuses", path, span, vec![("problem", problem.to_owned())]);
    // The first value that is no text is told; its neighbours are none either, as often as not.
    let whole = ["metadata.labels", "metadata.annotations"].into_iter().find(|map| path.starts_with(map)).unwrap_or(path);
    if problem.ends_with(" of type string")
        && let Some(node) = decoded.spans.node(whole)
    {
        let edits = repair::quoted(file, node);
        if let Some(first) = edits.first() {
            diagnostic.fixes.push(Fix { title: "fix-replace", args: vec![("new", first.text.clone())], edits });
        }
    }
    decoded.diagnostics.push(diagnostic);
}

/// No such kind in this version of Kubernetes.
pub fn unknown_kind(decoded: &mut Decoded, version: Version, file: &SourceFile) {
    let (kind, api) = (decoded.kind.clone().unwrap_or_default(), decoded.api_version.clone().unwrap_or_default());
    let meant = suggest::for_kind(&api, &kind, version);
    let wrong_version = meant.is_some_and(|meant| meant.kind == kind);
    let mut args = vec![("kind", kind), ("api", api), ("version", version.to_string())];
    let mut fixes = Vec::new();
    if let Some(meant) = meant {
        args.extend([("hint", "meant".into()), ("meant", meant.kind.to_owned()), ("meantapi", meant.api_version.to_owned())]);
        for (path, new) in [("kind", meant.kind), ("apiVersion", meant.api_version)] {
            if let Some(field) = decoded.spans.get(path)
                && decoded.sent_text(path) != Some(new)
            {
                fixes.push(repair::instead(file, field.value, new));
            }
        }
    } else {
        args.extend([("hint", "none".into()), ("meant", String::new()), ("meantapi", String::new())]);
    }
    let path = if wrong_version { "apiVersion" } else { "kind" };
    let mut diagnostic = finding(decoded, "unknown-kind", path, decoded.spans.nearest(path), args);
    if let Some(meant) = meant
        && !fixes.is_empty()
    {
        let new = format!("{} {}", meant.api_version, meant.kind);
        diagnostic.fixes.push(Fix { title: "fix-replace", args: vec![("new", new)], edits: fixes });
    }
    decoded.diagnostics.push(diagnostic);
}

/// A value does not fit the type of its field.
pub fn wrong_type(decoded: &mut Decoded, misfit: &Misfit, file: &SourceFile) {
    let wanted = plain_type(&misfit.wanted);
    let args = vec![("field", misfit.path.clone()), ("wanted", wanted.to_owned()), ("go", misfit.wanted.clone())];
    let mut diagnostic = finding(decoded, "wrong-type", &misfit.path, decoded.spans.point(&misfit.path), args);
    if let Some(field) = decoded.spans.get(&misfit.path)
        && let Some(text) = repair::retyped(file.slice(field.value), wanted)
    {
        let args = vec![("new", text.clone())];
        diagnostic.fixes.push(Fix { title: "fix-replace", args, edits: vec![TextEdit { span: field.value, text }] });
    }
    decoded.diagnostics.push(diagnostic);
}

/// A Go type in a word that the tables know.
fn plain_type(go: &str) -> &'static str {
    match go {
        "string" => "text",
        "bool" => "boolean",
        "v1.Time" | "v1.MicroTime" => "time",
        "resource.Quantity" => "quantity",
        "[]uint8" => "base64",
        go if go.starts_with("int") || go.starts_with("uint") || go.starts_with("float") => "number",
        go if go.starts_with("[]") => "list",
        go if go.starts_with("map[") => "map",
        go => match TypeId::by_go_name(go).map(TypeId::definition) {
            Some(Definition::Alias(target, _)) if matches!(target.shape, Shape::String) => "text",
            Some(Definition::Alias(target, _)) if matches!(target.shape, Shape::Map(_)) => "map",
            _ => "object",
        },
    }
}

/// Fields that their structs do not have.
pub fn unknown_fields(decoded: &mut Decoded, kind: &Kind, unknown: &[Unknown], version: Version, file: &SourceFile) {
    for field in unknown {
        let key = decoded.spans.nearest_key(&field.path);
        let (mut hint, mut meant, mut fixes) = ("none", String::new(), Vec::new());
        match suggest::for_field(kind, field, version) {
            Hint::Misspelled(name) => {
                (hint, meant) = ("misspelled", name.to_owned());
                let edits = vec![repair::instead(file, key, name)];
                fixes.push(Fix { title: "fix-rename", args: vec![("new", name.to_owned())], edits });
            }
            Hint::Misplaced(place) => {
                (hint, meant) = ("misplaced", if place.is_empty() { kind.kind.to_owned() } else { suggest::shown(&place) });
                if let Some(edits) = repair::move_field(file, &decoded.spans, &field.path, &place) {
                    fixes.push(Fix { title: "fix-move", args: vec![("place", meant.clone())], edits });
                }
            }
            Hint::Unclear => {}
        }
        if let Some(edit) = decoded.spans.get(&field.path).and_then(|field| repair::remove(file, field)) {
            fixes.push(Fix { title: "fix-remove", args: vec![("field", field.name.clone())], edits: vec![edit] });
        }
        let args = vec![
            ("field", field.name.clone()),
            ("path", field.path.clone()),
            ("owner", field.owner.short().to_owned()),
            ("hint", hint.to_owned()),
            ("meant", meant),
        ];
        let mut diagnostic = finding(decoded, "unknown-field", &field.path, key, args);
        diagnostic.server = Some(format!("unknown field {}", quote(&field.path)));
        diagnostic.fixes = fixes;
        decoded.diagnostics.push(diagnostic);
    }
}

impl Decoded {
    fn sent_text(&self, key: &str) -> Option<&str> {
        match key {
            "kind" => self.kind.as_deref(),
            _ => self.api_version.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::object::{Request, decode};
    use crate::text::{SourceFile, apply_edits};

    /// The text after the first fix of the first finding.
    fn mended(text: &str) -> String {
        let file = SourceFile::new("f.yaml", text);
        let all = decode(&file, &Request::default());
        let finding = all.iter().flat_map(|decoded| &decoded.diagnostics).next().expect("a finding");
        finding.fixes.first().map_or_else(String::new, |fix| apply_edits(text, &fix.edits))
    }

    const HEAD: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n";

    #[test]
    fn the_first_fix_mends_the_finding() {
        let table = [
            // renamed, quoted, unquoted, made a list
            ("  hostnetwork: true\n", "  hostNetwork: true\n"),
            ("  hostname: 5\n", "  hostname: \"5\"\n"),
            ("  hostNetwork: \"true\"\n", "  hostNetwork: true\n"),
            ("  containers:\n  - name: a\n    args: x\n", "  containers:\n  - name: a\n    args: [x]\n"),
            // moved up, down into what is there, and into what has to be made
            (
                "  containers:\n  - name: a\n    securityContext:\n      fsGroup: 1\n      runAsUser: 2\n  securityContext:\n    runAsGroup: 3\n",
                "  containers:\n  - name: a\n    securityContext:\n      runAsUser: 2\n  securityContext:\n    runAsGroup: 3\n    fsGroup: 1\n",
            ),
            (
                "  securityContext:\n    capabilities: # all\n      drop: [ALL]\n  containers:\n  - name: a\n    image: b\n",
                "  containers:\n  - name: a\n    image: b\n    securityContext:\n      capabilities: # all\n        drop: [ALL]\n",
            ),
            (
                "  containers:\n  - name: a\n    image: b\n    runAsUser: 5",
                "  containers:\n  - name: a\n    image: b\n    securityContext:\n      runAsUser: 5\n",
            ),
        ];
        for (before, after) in table {
            assert_eq!(mended(&format!("{HEAD}{before}")), format!("{HEAD}{after}"), "{before}");
        }
        assert_eq!(
            mended("apiVersion: v1\nkind: Deploymnet\nmetadata: {name: a}\n"),
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"
        );
    }

    #[test]
    fn repairs_keep_the_ends_of_lines_and_quote_every_label() {
        let mended = |text: &str| {
            let file = SourceFile::new("f.yaml", text);
            let decoded = crate::object::decode(&file, &crate::object::Request::default()).remove(0);
            let edits: Vec<_> =
                decoded.diagnostics.iter().filter_map(|found| found.fixes.first()).flat_map(|fix| fix.edits.clone()).collect();
            crate::text::apply_edits(text, &edits)
        };
        let pod = "apiVersion: v1\r\nkind: Pod\r\nmetadata: {name: a}\r\nspec:\r\n  runAsUser: 1 # why\r\n  containers:\r\n  - {name: a, image: a}\r\n";
        let wanted = "  - {name: a, image: a}\r\n  securityContext:\r\n    runAsUser: 1 # why\r\n";
        assert!(mended(pod).ends_with(wanted), "{:?}", mended(pod));
        let labels = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {a: 1, b: yes, c: d}} # c\n";
        assert_eq!(mended(labels), labels.replace("a: 1, b: yes", "a: \"1\", b: \"yes\""));
    }

    /// Editors and other programs read the file as JSON.
    #[test]
    fn repairs_leave_json_what_it_is() {
        let table = [
            (
                r#"{"metadata": {"name": "a", "labels": {"a": 1}}, "spec": {}}"#,
                r#"{"metadata": {"name": "a", "labels": {"a": "1"}}, "spec": {}}"#,
            ),
            (
                r#"{"metadata": {"name": "a"}, "spec": {"hostnetwork": true}}"#,
                r#"{"metadata": {"name": "a"}, "spec": {"hostNetwork": true}}"#,
            ),
        ];
        let with_kind = |text: &str| text.replacen('{', r#"{"apiVersion": "v1", "kind": "Pod", "#, 1);
        for (before, after) in table {
            assert_eq!(mended(&with_kind(before)), with_kind(after));
        }
        assert_eq!(
            mended(r#"{"apiVersion": "v1", "kind": "pod", "metadata": {}}"#),
            r#"{"apiVersion": "v1", "kind": "Pod", "metadata": {}}"#
        );
        // What is no text all through is left to the person.
        assert_eq!(mended(&with_kind(r#"{"metadata": {"labels": {"a": {"b": 1}}}}"#)), "");
    }
}
