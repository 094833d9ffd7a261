//! `kubectl explain`: the documentation of a kind or a field (kubectl v0.35 `pkg/explain/v2/templates/plaintext.tmpl`).

use super::failure::Failure;
use super::kind::Kind;
use super::session::Session;
use crate::schema::asset::{Definition, Field, Shape, Type, TypeId};
use crate::schema::explain::{structure, type_name};
use crate::schema::{self, Version, docs};

/// How deep `--recursive` goes.
const DEPTH: usize = 16;

/// Runs `kubectl explain`.
pub(super) fn run(session: &mut Session<'_>) -> Result<(), Failure> {
    let [path] = session.flags.words.as_slice() else {
        return Err(Failure::error(match session.flags.words.is_empty() {
            true => {
                "You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete list of supported resources."
            }
            false => "We accept only this format: explain RESOURCE",
        }));
    };
    let version = *session.world.facts.version;
    if let Some(form) = session.flags.get("output").filter(|form| !["", "plaintext", "plaintext-openapiv2"].contains(form)) {
        return Err(Failure::error(format!("unrecognized format: {form}")));
    }
    if session.flags.get("output") == Some("plaintext-openapiv2") {
        return Err(Failure::not_simulated("--output=plaintext-openapiv2"));
    }
    // kubectl reads `{.PATH}` as a JSONPath, and takes fields alone (pkg/explain/explain.go).
    if path.starts_with('.') || path.contains('[') {
        return Err(Failure::error("invalid jsonpath syntax, first node must be field node"));
    }
    let resource = path.split('.').next().unwrap_or_default();
    let kind = Kind::find(resource).ok_or_else(|| absent(resource))?;
    let words = behind_group(path, kind).split('.').skip(1).filter(|word| !word.is_empty());
    if let Some(asked) = session.flags.get("api-version").filter(|asked| !asked.is_empty() && *asked != kind.api_version) {
        // A group that nobody serves has no document at all; one that does has none of this resource.
        let known = schema::asset::kinds().iter().any(|kind| kind.api_version == asked);
        let asked = if asked.contains('/') { asked.to_owned() } else { format!("/{asked}") };
        return Err(Failure::error(match known {
            true => format!("GVR ({asked}, Resource={}) not found in OpenAPI schema", kind.plural),
            false => format!("couldn't find resource for \"{asked}, Resource={}\"", kind.plural),
        }));
    }
    let Some(served) = schema::kind(kind.api_version, kind.name, version) else {
        return Err(absent(resource));
    };
    let mut found = Found { field: None, inside: Some(served.root), said: docs::of_type(served.root, version) };
    let last = path.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    for word in words {
        let Some(next) = found.step(word, version) else {
            // The template has begun by then, and names the last word.
            session.out.push_str(&head(kind));
            return Err(Failure::error(format!("field {last:?} does not exist")));
        };
        found = next;
    }
    let text = page(kind, &found, version, session.flags.on("recursive"));
    session.out.push_str(&text);
    Ok(())
}

/// The path without the group that may stand behind its kind's plural: `networkpolicies.networking.k8s.io.spec` (kubectl v0.35
/// `pkg/explain/explain.go` SplitAndParseResourceRequestWithMatchingPrefix). Behind another name it is taken for a field.
fn behind_group<'p>(path: &'p str, kind: &Kind) -> &'p str {
    match path.strip_prefix(&kind.resource()).filter(|_| !kind.group().is_empty()) {
        Some("") => "",
        Some(rest) if rest.starts_with('.') => rest,
        _ => path,
    }
}

/// Here kubectl says it without calling it an error.
fn absent(resource: &str) -> Failure {
    let said = super::select::unknown(resource).message;
    Failure::plain(if said.contains("not simulated") { said } else { said.trim_start_matches("error: ").to_owned() })
}

/// Where a path leads.
struct Found {
    /// The field; `None` for the kind itself.
    field: Option<&'static Field>,
    /// The struct there, if it is one.
    inside: Option<TypeId>,
    /// What it means.
    said: String,
}

impl Found {
    fn step(&self, name: &str, version: Version) -> Option<Self> {
        let field = self.inside?.field(name, version)?;
        let inside = structure(&field.kind);
        let mut said = described(field, version);
        if let Some(own) = described_type(&field.kind).map(|own| docs::of_type(own, version)).filter(|own| !own.is_empty()) {
            said = format!("{said}\n{own}");
        }
        Some(Self { field: Some(field), inside, said })
    }
}

/// The type whose own words follow a field's: those of a struct and of what reads its JSON itself, which OpenAPI refers to.
fn described_type(kind: &Type) -> Option<TypeId> {
    match &kind.shape {
        Shape::Pointer(inner) | Shape::List(inner) | Shape::Map(inner) => described_type(inner),
        Shape::Named(id) => match id.definition() {
            Definition::Struct(_) | Definition::Special(_) => Some(*id),
            Definition::Alias(target, _) => described_type(target),
        },
        _ => None,
    }
}

/// The enum that a field is, and its values.
fn choices(kind: &Type, version: Version) -> Option<(TypeId, Vec<&'static str>)> {
    match &kind.shape {
        Shape::Pointer(inner) => choices(inner, version),
        Shape::Named(id) => match id.definition() {
            Definition::Alias(_, values) if !values.is_empty() => {
                let mut values: Vec<_> = values.iter().filter(|one| one.versions.contains(version)).map(|one| one.value).collect();
                values.sort_unstable();
                Some((*id, values))
            }
            _ => None,
        },
        _ => None,
    }
}

/// What a field means, and each value that it may have (k8s.io/kube-openapi pkg/generators/enum.go DescriptionLines).
fn described(field: &Field, version: Version) -> String {
    let said = docs::of_field(field.owner, field.name, version);
    let Some((id, values)) = choices(&field.kind, version) else { return said };
    let mut lines: Vec<_> = values
        .iter()
        .map(|value| format!(" - `\"{value}\"` {}", docs::of_value(id, value, version)).trim_end_matches(' ').to_owned())
        .collect();
    lines.sort_unstable();
    format!("{said}\n\nPossible enum values:\n{}", lines.join("\n")).trim_start().to_owned()
}

/// A value as it is listed.
fn shown(value: &'static str) -> &'static str {
    if value.is_empty() { "\"\"" } else { value }
}

/// Group, kind and version.
fn head(kind: &Kind) -> String {
    let group = if kind.group().is_empty() { String::new() } else { format!("GROUP:      {}\n", kind.group()) };
    let api = kind.api_version.rsplit('/').next().unwrap_or(kind.api_version);
    format!("{group}KIND:       {}\nVERSION:    {api}\n\n", kind.name)
}

fn page(kind: &Kind, found: &Found, version: Version, recursive: bool) -> String {
    let mut out = head(kind);
    if let Some(field) = found.field {
        out.push_str(&format!("FIELD: {} <{}>\n", field.name, type_name(&field.kind)));
        if let Some((_, values)) = choices(&field.kind, version) {
            out.push_str("ENUM:");
            values.iter().for_each(|value| out.push_str(&format!("\n    {}", shown(value))));
        }
        out.push_str("\n\n");
    }
    let said = if found.said.is_empty() { "<empty>".to_owned() } else { format!("{}\n", found.said) };
    out.push_str(&format!("DESCRIPTION:\n{}\n", indent(&wrap(&said, 76), 4)));
    if let Some(inside) = found.inside {
        out.push_str("FIELDS:\n");
        list(&mut out, inside, version, 1, recursive);
    }
    out.push('\n');
    out
}

/// The fields of a struct, by name; with `recursive`, their fields too, without words.
fn list(out: &mut String, inside: TypeId, version: Version, level: usize, recursive: bool) {
    let mut fields: Vec<_> = inside.fields().iter().filter(|field| field.versions.contains(version)).collect();
    fields.sort_by_key(|field| field.name);
    for field in fields {
        let before = " ".repeat(level * 2);
        out.push_str(&format!("{before}{}\t<{}>", field.name, type_name(&field.kind)));
        if !field.optional {
            out.push_str(" -required-");
        }
        if let Some((_, values)) = choices(&field.kind, version) {
            let more = if values.len() > 4 { ", ...." } else { "" };
            out.push_str(&format!(
                "\n{before}enum: {}{more}",
                values.iter().take(4).map(|value| shown(value)).collect::<Vec<_>>().join(", ")
            ));
        }
        out.push('\n');
        if recursive {
            let inner = structure(&field.kind).filter(|inner| *inner != inside && level < DEPTH && inner.short() != "JSONSchemaProps");
            if let Some(inner) = inner {
                list(out, inner, version, level + 1, true);
            }
        } else {
            let said = described(field, version);
            let said = if said.is_empty() { "<no description>".to_owned() } else { said };
            out.push_str(&format!("{}\n\n", indent(&wrap(&said, 78 - level * 2), level * 2 + 2)));
        }
    }
}

fn indent(text: &str, by: usize) -> String {
    let pad = " ".repeat(by);
    format!("{pad}{}", text.replace('\n', &format!("\n{pad}")))
}

/// Breaks lines at blanks so that none is longer than `limit`; blanks within a line stay as they are
/// (github.com/mitchellh/go-wordwrap).
fn wrap(text: &str, limit: usize) -> String {
    let (mut out, mut word, mut blanks) = (String::new(), String::new(), String::new());
    let mut column = 0;
    for c in text.chars() {
        if c == '\n' {
            if word.is_empty() {
                if column + blanks.chars().count() <= limit {
                    out.push_str(&blanks);
                }
            } else {
                out.push_str(&blanks);
                out.push_str(&word);
                word.clear();
            }
            blanks.clear();
            out.push('\n');
            column = 0;
        } else if c.is_whitespace() {
            if blanks.is_empty() || !word.is_empty() {
                column += blanks.chars().count() + word.chars().count();
                out.push_str(&blanks);
                out.push_str(&word);
                blanks.clear();
                word.clear();
            }
            blanks.push(c);
        } else {
            word.push(c);
            if column + blanks.chars().count() + word.chars().count() > limit && word.chars().count() < limit {
                out.push('\n');
                column = 0;
                blanks.clear();
            }
        }
    }
    out.push_str(&blanks);
    out.push_str(&word);
    out
}
