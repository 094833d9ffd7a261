//! Which field the cursor stands on, read from indentation alone, so that it works in a text that does not parse yet.

use crate::schema::asset::{Definition, Field, Shape, Type, TypeId};
use crate::schema::{self, Version, kind, kinds};

/// One step from a document's root towards the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub name: String,
    /// Column of the key, in characters.
    pub column: usize,
}

/// What stands under the cursor.
#[derive(Clone, Debug)]
pub(super) struct Under {
    /// Keys from the root to the mapping in which the cursor's row stands.
    pub path: Vec<String>,
    /// The key of the cursor's row, if it has one.
    pub key: Option<String>,
    /// Whether the cursor stands behind the row's colon.
    pub in_value: bool,
    /// What is typed of the word at the cursor.
    pub word: String,
    /// Keys that the mapping has already.
    pub siblings: Vec<String>,
    api_version: String,
    kind: String,
}

/// The column of a row's content and the key it begins with; list dashes count as indentation.
fn key_of(row: &str) -> Option<Key> {
    let trimmed = row.trim_start_matches([' ', '-']);
    let dashes_end = row.len() - trimmed.len();
    let prefix = &row[..dashes_end];
    // `---` is no list, and a dash needs a space behind it.
    if prefix.contains("--") || trimmed.starts_with('#') || trimmed.is_empty() {
        return None;
    }
    let end = trimmed.find(':').filter(|at| trimmed[at + 1..].is_empty() || trimmed[at + 1..].starts_with(' '))?;
    Some(Key { name: trimmed[..end].trim_matches(['"', '\'']).to_owned(), column: dashes_end })
}

fn content_column(row: &str) -> usize {
    row.len() - row.trim_start_matches([' ', '-']).len()
}

/// Reads the rows around the cursor.
pub(super) fn under(rows: &[String], row: usize, col: usize) -> Under {
    let first = rows[..row.min(rows.len())].iter().rposition(|line| line.starts_with("---")).map_or(0, |at| at + 1);
    let last = rows.iter().enumerate().skip(row + 1).find(|(_, line)| line.starts_with("---")).map_or(rows.len(), |(at, _)| at);
    let here = rows.get(row).map(String::as_str).unwrap_or_default();
    let before: String = here.chars().take(col).collect();
    let key = key_of(here);
    let in_value = key.as_ref().is_some_and(|key| before.len() > key.column + key.name.len());
    let column = if here.trim_matches([' ', '-']).is_empty() { col } else { content_column(here) };
    let mut path = Vec::new();
    let mut siblings = Vec::new();
    let mut limit = column;
    let mut same_mapping = true;
    let mut dashed = here.trim_start().starts_with("- ");
    for line in rows[first..row.min(rows.len())].iter().rev() {
        let Some(key) = key_of(line) else { continue };
        let dash = line.trim_start().starts_with('-');
        if key.column == column && same_mapping && !dashed {
            siblings.push(key.name.clone());
            dashed = dash;
        }
        // A list may stand at its key's own column: `ports:` over `- port`.
        let opens = key.column < limit || (dashed_list(here, column, &key, line) && key.column + 2 == limit);
        if opens {
            limit = if dash { line.len() - line.trim_start().len() + 1 } else { key.column };
            same_mapping = false;
            path.push(key.name);
            if limit == 0 {
                break;
            }
        }
    }
    for line in rows.iter().take(last).skip(row + 1) {
        match key_of(line) {
            Some(key) if key.column == column && !line.trim_start().starts_with('-') => siblings.push(key.name),
            Some(key) if key.column < column => break,
            _ => {}
        }
    }
    path.reverse();
    let top = |name: &str| {
        let value = rows.get(first..last).unwrap_or_default().iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        value.map(|value| value.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']).to_owned()).unwrap_or_default()
    };
    let word: String = before.chars().rev().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '/')).collect();
    Under {
        path,
        key: key.map(|key| key.name),
        in_value,
        word: word.chars().rev().collect(),
        siblings,
        api_version: top("apiVersion"),
        kind: top("kind"),
    }
}

fn dashed_list(here: &str, column: usize, key: &Key, line: &str) -> bool {
    here.trim_start().starts_with("- ") && column == key.column + 2 && line.trim_end().ends_with(':')
}

/// Something that can stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub text: String,
    /// Its type, as Go prints it.
    pub note: String,
    /// What is put behind it: a colon, and a space or a new line.
    pub tail: &'static str,
}

impl Under {
    /// The struct in which the cursor's row stands.
    fn mapping(&self, version: Version) -> Option<TypeId> {
        let mut at = kind(&self.api_version, &self.kind, version)?.root;
        for name in &self.path {
            at = named(&at.field(name, version)?.kind)?;
        }
        Some(at)
    }

    /// The field of the cursor's row.
    pub fn field(&self, version: Version) -> Option<&'static Field> {
        self.mapping(version)?.field(self.key.as_deref()?, version)
    }

    /// What can stand here, in the order of the schema.
    pub fn candidates(&self, version: Version) -> Vec<Candidate> {
        if self.in_value {
            return self.values(version);
        }
        let fields: Vec<Candidate> = match self.mapping(version) {
            Some(id) => id.fields().iter().filter(|field| field.versions.contains(version)).map(candidate).collect(),
            None if self.path.is_empty() => ["apiVersion", "kind", "metadata", "spec"].map(|name| plain(name, ": ")).to_vec(),
            None => Vec::new(),
        };
        let fits = |candidate: &Candidate| candidate.text.starts_with(&self.word) && !self.siblings.contains(&candidate.text);
        fields.into_iter().filter(fits).collect()
    }

    fn values(&self, version: Version) -> Vec<Candidate> {
        let words: Vec<String> = match (self.path.is_empty(), self.key.as_deref()) {
            (true, Some("kind")) => {
                let served = kinds().iter().filter(|known| known.versions.contains(version));
                served
                    .filter(|known| self.api_version.is_empty() || known.api_version == self.api_version)
                    .map(|known| known.kind.to_owned())
                    .collect()
            }
            (true, Some("apiVersion")) => {
                let mut versions: Vec<String> =
                    kinds().iter().filter(|known| known.versions.contains(version)).map(|known| known.api_version.to_owned()).collect();
                versions.sort();
                versions.dedup();
                versions
            }
            _ => self.field(version).map(|field| allowed(&field.kind)).unwrap_or_default(),
        };
        words.into_iter().filter(|word| word.starts_with(&self.word)).map(|word| plain(&word, "")).collect()
    }
}

fn plain(text: &str, tail: &'static str) -> Candidate {
    Candidate { text: text.to_owned(), note: String::new(), tail }
}

fn candidate(field: &'static Field) -> Candidate {
    let nested = named(&field.kind).is_some_and(|id| matches!(id.definition(), Definition::Struct(_)))
        || matches!(field.kind.target().shape, Shape::List(_) | Shape::Map(_));
    Candidate { text: field.name.to_owned(), note: field.kind.go(), tail: if nested { ":" } else { ": " } }
}

/// The named type at the bottom of pointers, lists and maps.
fn named(kind: &Type) -> Option<TypeId> {
    match &kind.shape {
        Shape::Pointer(inner) | Shape::List(inner) | Shape::Map(inner) => named(inner),
        Shape::Named(id) => Some(*id),
        _ => None,
    }
}

/// The only values that a type may have, if it says so.
fn allowed(kind: &Type) -> Vec<String> {
    match &kind.shape {
        Shape::Bool => vec!["true".into(), "false".into()],
        Shape::Pointer(inner) | Shape::List(inner) => allowed(inner),
        Shape::Named(id) => match id.definition() {
            Definition::Alias(_, values) => values.iter().map(|value| (*value).to_owned()).collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// A sentence of the learner's language with its facts.
type Words<'a> = dyn Fn(&str, &[(&str, &str)]) -> String + 'a;

/// A field in Markdown: its path, type, values, default, and the fields below it.
pub(super) fn page(under: &Under, version: Version, words: &Words<'_>) -> Option<(String, String)> {
    let field = under.field(version)?;
    let mut path = under.path.clone();
    path.push(field.name.to_owned());
    let path = path.join(".");
    let fact = schema::fact(field);
    // What names the object's kind is optional in the type and never in a manifest: without it nobody knows the type.
    let needed = fact.required || matches!(path.as_str(), "kind" | "apiVersion");
    let mut out = format!("`{path}` · `<{}>`\n\n", fact.kind);
    out.push_str(&words(if needed { "tui-docs-required" } else { "tui-docs-optional" }, &[]));
    if let Some(default) = field.default {
        out.push_str(&format!(" {}", words("tui-docs-default", &[("value", default)])));
    }
    let values = allowed(&field.kind);
    if !values.is_empty() {
        let list: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        out.push_str(&format!("\n\n{}", words("tui-docs-values", &[("values", &list.join(", "))])));
    }
    let below = named(&field.kind).map(TypeId::fields).unwrap_or_default();
    let below: Vec<_> = below.iter().filter(|field| field.versions.contains(version)).collect();
    if !below.is_empty() {
        out.push_str(&format!("\n\n| {} | |\n|---|---|\n", words("tui-docs-fields", &[])));
        for field in below {
            out.push_str(&format!("| `{}` | `<{}>` |\n", field.name, schema::fact(field).kind));
        }
    }
    if !fact.description.is_empty() {
        // The API's own words, in English as `kubectl explain` has them.
        out.push_str(&format!("\n\n> {}", fact.description.split("\n\n").next().unwrap_or_default().replace('\n', " ")));
    }
    out.push_str(&format!("\n\n`kubectl explain {}.{path}`\n", under.kind.to_lowercase()));
    Some((path, out))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Under {
        let (before, after) = text.split_once('|').unwrap();
        let row = before.matches('\n').count();
        let col = before.rsplit('\n').next().unwrap().chars().count();
        let rows: Vec<String> = format!("{before}{after}").lines().map(str::to_owned).collect();
        under(&rows, row, col)
    }

    fn texts(text: &str) -> Vec<String> {
        at(text).candidates(Version::DEFAULT).into_iter().map(|candidate| candidate.text).collect()
    }

    const POLICY: &str = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: x\nspec:\n";

    #[test]
    fn the_path_follows_indentation_and_dashes() {
        assert_eq!(at(&format!("{POLICY}  ing|")).path, ["spec"]);
        assert_eq!(at(&format!("{POLICY}  ingress:\n  - from:\n    - podSel|")).path, ["spec", "ingress", "from"]);
        assert_eq!(at(&format!("{POLICY}  ingress:\n  - from:\n    - podSelector: {{}}\n    po|")).path, ["spec", "ingress"]);
        assert_eq!(at("a: 1\n---\nki|").path, Vec::<String>::new());
    }

    #[test]
    fn fields_that_are_there_are_not_offered_again() {
        assert_eq!(texts(&format!("{POLICY}  p|")), ["podSelector", "policyTypes"]);
        assert_eq!(texts(&format!("{POLICY}  podSelector: {{}}\n  p|")), ["policyTypes"]);
        assert_eq!(texts(&format!("{POLICY}  ingress:\n  - from:\n    - |")), ["podSelector", "namespaceSelector", "ipBlock"]);
    }

    #[test]
    fn values_are_those_of_the_schema() {
        assert!(texts("kind: Net|").contains(&"NetworkPolicy".to_owned()));
        assert_eq!(texts("apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - imagePullPolicy: Al|"), ["Always"]);
        assert_eq!(texts("apiVersion: v1\nkind: Pod\nspec:\n  hostPID: t|"), ["true"]);
    }

    #[test]
    fn a_field_has_a_page() {
        let (path, page) = page(&at(&format!("{POLICY}  podSel|ector: {{}}")), Version::DEFAULT, &|id, _| id.to_owned()).unwrap();
        assert_eq!(path, "spec.podSelector");
        assert!(page.contains("matchLabels"), "{page}");
    }
}
