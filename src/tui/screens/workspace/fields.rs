//! What can stand at the cursor and what the field under it means, as the editor shows it.

use crate::object::complete::{self, Known};
use crate::schema::Version;
use crate::text::SourceFile;
use crate::tui::dialogs::completion::Offer;

/// What can stand at a place of the text.
#[derive(Debug)]
pub(super) struct Offers {
    /// What is typed of it, before the cursor.
    pub word: String,
    /// Fields and values, in the order of the schema.
    pub offers: Vec<Offer>,
}

/// What can stand at byte `offset`.
pub(super) fn offers(file: &SourceFile, offset: usize, version: Version, known: &Known) -> Option<Offers> {
    let found = complete::at(file, offset, version, known)?;
    let offer = |item: complete::Item| Offer {
        text: item.label,
        note: item.field.map_or(item.of, |field| format!("<{}>", field.kind)),
        insert: item.insert,
    };
    Some(Offers { word: file.slice(found.span).to_owned(), offers: found.items.into_iter().map(offer).collect() })
}

/// A sentence of the learner's language with its facts.
type Words<'a> = dyn Fn(&str, &[(&str, &str)]) -> String + 'a;

/// A field in Markdown: its path, type, values, default, and the fields below it.
pub(super) fn page(file: &SourceFile, offset: usize, version: Version, words: &Words<'_>) -> Option<(String, String)> {
    let found = complete::hover(file, offset, version)?;
    let field = found.field?;
    let path = found.path.join(".");
    // What names the object's kind is optional in the type and never in a manifest: without it nobody knows the type.
    let needed = field.required || matches!(path.as_str(), "kind" | "apiVersion");
    let mut out = format!("`{path}` · `<{}>`\n\n", field.kind);
    out.push_str(&words(if needed { "tui-docs-required" } else { "tui-docs-optional" }, &[]));
    if let Some(default) = field.default {
        out.push_str(&format!(" {}", words("tui-docs-default", &[("value", default)])));
    }
    if let Some(since) = field.versions.since {
        out.push_str(&format!(" {}", words("tui-docs-since", &[("version", &format!("1.{since}"))])));
    }
    if let Some(until) = field.versions.until {
        out.push_str(&format!(" {}", words("tui-docs-until", &[("version", &format!("1.{until}"))])));
    }
    if !field.values.is_empty() {
        let list: Vec<String> = field.values.iter().map(|value| format!("`{value}`")).collect();
        out.push_str(&format!("\n\n{}", words("tui-docs-values", &[("values", &list.join(", "))])));
    }
    if !found.fields.is_empty() {
        out.push_str(&format!("\n\n| {} | |\n|---|---|\n", words("tui-docs-fields", &[])));
        for field in &found.fields {
            out.push_str(&format!("| `{}` | `<{}>` |\n", field.name, field.kind));
        }
    }
    if !field.description.is_empty() {
        // The API's own words, in English as `kubectl explain` has them.
        out.push_str(&format!("\n\n> {}", field.description.split("\n\n").next().unwrap_or_default().replace('\n', " ")));
    }
    out.push_str(&format!("\n\n`kubectl explain {}.{path}`\n", found.kind.kind.to_lowercase()));
    Some((path, out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_a_page() {
        let text = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: x\nspec:\n  podSelector: {}\n";
        let offset = text.find("Selector").expect("the field");
        let (path, page) = page(&SourceFile::new("f.yaml", text), offset, Version::DEFAULT, &|id, _| id.to_owned()).expect("a page");
        assert_eq!(path, "spec.podSelector");
        assert!(page.contains("matchLabels"), "{page}");
    }
}
