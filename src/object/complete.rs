//! What may stand at the cursor, and what the field under it means.
//!
//! The place is read off the indentation of the lines, not off a tree: while a person types, the text is seldom
//! YAML. Flow style on one line is left alone.

use crate::schema::asset::{Shape, Type, TypeId};
use crate::schema::explain::{Explained, Fact, explain_field, facts, structure, values};
use crate::schema::{Kind, Version, kind, kinds};
use crate::text::{SourceFile, Span};

/// What may stand at the cursor.
#[derive(Clone, Debug)]
pub struct Completion {
    /// What an item replaces: the part of the word before the cursor.
    pub span: Span,
    /// In the API's order, required fields first.
    pub items: Vec<Item>,
}

/// One thing that may stand there.
#[derive(Clone, Debug)]
pub struct Item {
    /// The field or the value.
    pub label: String,
    /// What to put into the text: a field comes with its colon and, if it holds more, with the next line.
    pub insert: String,
    /// The field's facts; `None` for a value.
    pub field: Option<Fact>,
}

/// The names of fields and values that may stand at byte `offset`. `None` where nothing is known.
pub fn at(file: &SourceFile, offset: usize, version: Version) -> Option<Completion> {
    let place = Place::find(file, offset)?;
    let root = place.kind(version);
    let span = Span::new(place.word, offset);
    let typed = file.slice(span).to_lowercase();
    let mut items = match &place.value_of {
        Some(key) => place.values(root, key, version),
        None => place.keys(root, version),
    };
    items.retain(|item| item.label.to_lowercase().starts_with(&typed));
    (!items.is_empty()).then_some(Completion { span, items })
}

/// What the field under byte `offset` means.
pub fn hover(file: &SourceFile, offset: usize, version: Version) -> Option<Explained> {
    let place = Place::find(file, offset)?;
    let kind = place.kind(version)?;
    let mut path: Vec<&str> = place.path.iter().map(String::as_str).collect();
    path.extend(place.value_of.as_deref().or(place.key.as_deref()));
    explain_field(kind, &path, version).ok()
}

/// One line, taken apart.
struct Line<'t> {
    /// Byte offset of its start.
    start: usize,
    /// Columns of the dashes before its key.
    dashes: Vec<usize>,
    /// Column at which its key begins.
    column: usize,
    /// Its key, if it has one.
    key: Option<&'t str>,
    /// Where the value begins, as a column.
    value: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn parse(text: &'t str, start: usize) -> Self {
        let text = text.trim_end_matches(['\n', '\r']);
        let spaces = |from: usize| text[from..].bytes().take_while(|b| *b == b' ').count();
        let mut column = spaces(0);
        let mut dashes = Vec::new();
        while text[column..].starts_with("- ") || &text[column..] == "-" {
            dashes.push(column);
            column += 1;
            column += spaces(column).max(usize::from(column == text.len()));
            column = column.min(text.len());
        }
        let content = &text[column..];
        let colon = content.find(": ").or_else(|| content.ends_with(':').then(|| content.len() - 1));
        let key = colon.map(|colon| content[..colon].trim_matches(['"', '\''])).filter(|key| !key.contains(['{', '[', '#', ' ']));
        let value = key.and(colon).map_or(text.len(), |colon| column + colon + 1);
        Self { start, dashes, column, key, value, text }
    }

    fn is_blank(&self) -> bool {
        let content = self.text[self.column.min(self.text.len())..].trim();
        (content.is_empty() && self.dashes.is_empty()) || content.starts_with('#')
    }
}

/// Where the cursor is.
struct Place {
    api_version: Option<String>,
    kind: Option<String>,
    /// The fields around it.
    path: Vec<String>,
    /// The fields beside it.
    siblings: Vec<String>,
    /// The key of the cursor's line.
    key: Option<String>,
    /// The key whose value is being written.
    value_of: Option<String>,
    /// Where the word before the cursor begins.
    word: usize,
    /// Column of the keys here.
    column: usize,
}

impl Place {
    fn find(file: &SourceFile, offset: usize) -> Option<Self> {
        let text = file.text();
        let offset = offset.min(text.len());
        let line_start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
        let from = text[..line_start].rmatch_indices("\n---").next().map_or(0, |(at, _)| at + 1);
        let to = text[line_start..].find("\n---").map_or(text.len(), |at| line_start + at);
        let mut lines = Vec::new();
        let mut start = from;
        for line in text[from..to].split_inclusive('\n') {
            lines.push(Line::parse(line, start));
            start += line.len();
        }
        if lines.last().is_none_or(|last| text[last.start..to].ends_with('\n')) {
            lines.push(Line::parse("", to));
        }
        let here = lines.iter().position(|line| line.start == line_start)?;
        let current = &lines[here];
        let at = offset - line_start;
        let before = current.text.get(..at)?;
        if before.contains(" #") || before.starts_with('#') || before.contains(['{', '[']) {
            return None;
        }
        let in_value = current.key.is_some() && at >= current.value;
        let column = if current.is_blank() { at } else { current.column };
        let word = if in_value {
            line_start + before[current.value..].len() - before[current.value..].trim_start().len() + current.value
        } else {
            line_start + column.min(at)
        };
        let top = |key: &str| {
            let line = lines.iter().find(|line| line.column == 0 && line.key == Some(key))?;
            let value = line.text[line.value..].split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']);
            (!value.is_empty()).then(|| value.to_owned())
        };
        let (path, siblings) = around(&lines, here, column);
        Some(Self {
            api_version: top("apiVersion"),
            kind: top("kind"),
            path,
            siblings,
            key: current.key.map(str::to_owned),
            value_of: if in_value { current.key.map(str::to_owned) } else { None },
            word,
            column,
        })
    }

    fn kind(&self, version: Version) -> Option<&'static Kind> {
        kind(self.api_version.as_deref()?, self.kind.as_deref()?, version)
    }

    /// The type of the field that the path leads to.
    fn container(&self, root: Option<&'static Kind>, version: Version) -> Option<Container> {
        let mut owner = Container::Struct(root?.root);
        for name in &self.path {
            owner = match owner {
                Container::Struct(id) => Container::of(&id.field(name, version)?.kind),
                Container::Map(kind) => Container::of(kind),
                Container::Value(_) => return None,
            };
        }
        Some(owner)
    }

    fn keys(&self, root: Option<&'static Kind>, version: Version) -> Vec<Item> {
        if root.is_none() && self.path.is_empty() {
            let known = ["apiVersion", "kind", "metadata", "spec"].into_iter().filter(|key| !self.siblings.iter().any(|s| s == key));
            return known.map(|key| Item { label: key.into(), insert: format!("{key}: "), field: None }).collect();
        }
        match self.container(root, version) {
            Some(Container::Struct(id)) => {
                let mut fields = facts(id, version);
                fields.retain(|field| !self.siblings.iter().any(|sibling| sibling == field.name));
                fields.retain(|field| !(self.path.is_empty() && field.name == "status"));
                fields.sort_by_key(|field| !field.required);
                fields.into_iter().map(|field| self.item(id, field, version)).collect()
            }
            Some(Container::Value(kind)) => plain(values(kind)),
            _ => Vec::new(),
        }
    }

    fn item(&self, owner: TypeId, field: Fact, version: Version) -> Item {
        let deeper = " ".repeat(self.column + 2);
        let insert = match owner.field(field.name, version).map(|found| found.kind.target()) {
            Some(Type { shape: Shape::List(_), .. }) => format!("{}:\n{deeper}- ", field.name),
            Some(Type { shape: Shape::Map(_), .. }) => format!("{}:\n{deeper}", field.name),
            Some(kind) if structure(kind).is_some() => format!("{}:\n{deeper}", field.name),
            _ => format!("{}: ", field.name),
        };
        Item { label: field.name.into(), insert, field: Some(field) }
    }

    fn values(&self, root: Option<&'static Kind>, key: &str, version: Version) -> Vec<Item> {
        if self.path.is_empty() && key == "kind" {
            let fits =
                |known: &&Kind| known.versions.contains(version) && self.api_version.as_deref().is_none_or(|api| api == known.api_version);
            return plain(kinds().iter().filter(fits).map(|known| known.kind).collect());
        }
        if self.path.is_empty() && key == "apiVersion" {
            let fits = |known: &&Kind| known.versions.contains(version) && self.kind.as_deref().is_none_or(|kind| kind == known.kind);
            let mut versions: Vec<_> = kinds().iter().filter(fits).map(|known| known.api_version).collect();
            versions.dedup();
            return plain(versions);
        }
        match self.container(root, version) {
            Some(Container::Struct(id)) => id.field(key, version).map(|field| plain(values(&field.kind))).unwrap_or_default(),
            _ => Vec::new(),
        }
    }
}

fn plain(values: Vec<&'static str>) -> Vec<Item> {
    values.into_iter().map(|value| Item { label: value.into(), insert: value.into(), field: None }).collect()
}

/// What the lines at one place are.
#[derive(Clone, Copy)]
enum Container {
    /// Fields of a struct.
    Struct(TypeId),
    /// Entries of a map, each of this type.
    Map(&'static Type),
    /// Items that are plain values.
    Value(&'static Type),
}

impl Container {
    fn of(kind: &'static Type) -> Self {
        match &kind.target().shape {
            Shape::Map(inner) => Self::Map(inner),
            _ => structure(kind).map_or(Self::Value(kind), Self::Struct),
        }
    }
}

/// The keys that lead to the mapping at `column` of line `here`, and the keys beside it.
fn around(lines: &[Line<'_>], here: usize, column: usize) -> (Vec<String>, Vec<String>) {
    let (mut path, mut siblings) = (Vec::new(), Vec::new());
    // The column of the mapping whose parent is looked for; behind a dash, that of the list.
    let (mut column, mut in_list) = (column, false);
    let mut beside = true;
    if let Some(dash) = lines[here].dashes.first() {
        (column, in_list, beside) = (*dash, true, false);
    }
    for line in lines[..here].iter().rev().filter(|line| !line.is_blank()) {
        let dash = line.dashes.first().copied();
        let Some(key) = line.key else { continue };
        if in_list {
            // The list belongs to the next key that is not deeper than its dashes and is no item itself.
            let parent = if dash.is_none() { line.column <= column } else { line.column < column };
            if !parent {
                continue;
            }
        } else if line.column > column {
            continue;
        } else if line.column == column {
            if beside {
                siblings.push(key.to_owned());
            }
            if let Some(dash) = dash {
                (column, in_list, beside) = (dash, true, false);
            }
            continue;
        }
        path.push(key.to_owned());
        (column, in_list, beside) = (dash.unwrap_or(line.column), dash.is_some(), false);
    }
    path.reverse();
    let below = lines[here + 1..].iter().filter(|line| !line.is_blank());
    let own = if lines[here].is_blank() { lines[here].text.len().max(column) } else { lines[here].column };
    let own = if beside { column } else { own };
    for line in below {
        if line.column < own || line.dashes.first().is_some_and(|dash| *dash < own) {
            break;
        }
        if line.column == own {
            siblings.extend(line.key.map(str::to_owned));
        }
    }
    (path, siblings)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The labels at `|`.
    fn labels(text: &str) -> Vec<String> {
        let offset = text.find('|').expect("a cursor");
        let file = SourceFile::new("f.yaml", text.replacen('|', "", 1));
        at(&file, offset, Version::DEFAULT).map(|found| found.items.into_iter().map(|item| item.label).collect()).unwrap_or_default()
    }

    const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n";

    #[test]
    fn keys_come_from_the_struct_around_the_cursor() {
        assert_eq!(labels(&format!("{POD}  containers:\n  - name: a\n    securityContext:\n      priv|")), ["privileged"]);
        assert_eq!(labels(&format!("{POD}  containers:\n  - na|")), ["name"]);
        assert_eq!(labels(&format!("{POD}  containers:\n    - name: a\n      imageP|\n      image: b\n")), ["imagePullPolicy"]);
        assert_eq!(labels(&format!("{POD}  hostNe|\n  containers: []\n")), ["hostNetwork"]);
        assert_eq!(labels(&format!("{POD}  hostNetwork: true\n  hostNe|")), [""; 0]);
        assert_eq!(labels("apiVersion: v1\nkind: Pod\nmeta|"), ["metadata"]);
        assert_eq!(labels("ki|"), ["kind"]);
    }

    #[test]
    fn values_come_from_the_fields_type() {
        assert_eq!(labels(&format!("{POD}  restartPolicy: |")), ["Always", "OnFailure", "Never"]);
        assert_eq!(labels(&format!("{POD}  hostPID: t|")), ["true"]);
        assert_eq!(labels("apiVersion: networking.k8s.io/v1\nkind: NetworkP|"), ["NetworkPolicy"]);
        let policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n  policyTypes:\n  - E|";
        assert_eq!(labels(policy), ["Egress"]);
    }

    #[test]
    fn the_field_under_the_cursor_is_explained() {
        let text = format!("{POD}  containers:\n  - name: a\n    securityContext:\n      runAsUser: 1000\n");
        let offset = text.find("runAs").expect("the field") + 2;
        let found = hover(&SourceFile::new("f.yaml", text), offset, Version::DEFAULT).expect("a field");
        assert_eq!(found.path, ["spec", "containers", "securityContext", "runAsUser"]);
        assert_eq!(found.field.map(|field| field.kind).as_deref(), Some("integer"));
    }
}
