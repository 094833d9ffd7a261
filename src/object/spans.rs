//! Field path → place in the text.

use std::sync::Arc;

use crate::text::Span;
use crate::yaml::{Document, Node, Value};

/// The places of every field that was written. Cheap to clone; looks fields up in the document's tree.
#[derive(Clone, Debug, Default)]
pub struct SpanIndex {
    document: Option<Arc<Document>>,
    /// Which item of the document, if it is a list of objects.
    item: Option<usize>,
}

/// The places of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSpan {
    /// The key; for a list item, the item.
    pub key: Span,
    /// The value.
    pub value: Span,
}

impl SpanIndex {
    /// The places of a whole document.
    pub fn new(document: Arc<Document>) -> Self {
        Self { document: Some(document), item: None }
    }

    /// The places of `items[item]` of a document that is a list of objects.
    pub fn of_item(document: Arc<Document>, item: usize) -> Self {
        Self { document: Some(document), item: Some(item) }
    }

    /// The object's tree, as far as the text gives one.
    pub fn tree(&self) -> Option<&Node> {
        let root = self.document.as_ref()?.root.as_ref()?;
        match (self.item, &root.value) {
            (None, _) => Some(root),
            (Some(item), Value::Mapping(_)) => match &root.get("items")?.value {
                Value::Sequence(items) => items.get(item),
                _ => None,
            },
            (Some(item), Value::Sequence(items)) => items.get(item),
            _ => None,
        }
    }

    /// The whole object.
    pub fn root(&self) -> Span {
        self.tree().map(|node| node.span).or_else(|| Some(self.document.as_ref()?.span)).unwrap_or_default()
    }

    /// The field at `path`, written as the server writes it (`spec.containers[0].image`, `data[.key]`).
    /// `None` unless the text has it.
    pub fn get(&self, path: &str) -> Option<FieldSpan> {
        let (found, rest) = self.walk(path);
        if rest.is_empty() { found } else { None }
    }

    /// The tree of the field at `path`.
    pub fn node(&self, path: &str) -> Option<&Node> {
        let (mut node, mut rest) = (self.tree()?, path);
        while !rest.is_empty() {
            (_, node, rest) = step(node, rest)?;
        }
        Some(node)
    }

    /// The value of the field at `path`, or of the nearest field above it that was written.
    pub fn nearest(&self, path: &str) -> Span {
        self.walk(path).0.map_or_else(|| self.root(), |field| field.value)
    }

    /// Where to point for a finding on `path`: the value if it is short, else the key. For what is missing,
    /// the key of the nearest field above.
    pub fn point(&self, path: &str) -> Span {
        match self.walk(path) {
            (None, _) => self.root(),
            (Some(field), _) if field.value.end - field.value.start <= 80 && field.value.end > field.value.start => field.value,
            (Some(field), _) => field.key,
        }
    }

    /// The key of the field at `path`, or of the nearest field above it.
    pub fn nearest_key(&self, path: &str) -> Span {
        self.walk(path).0.map_or_else(|| self.root(), |field| field.key)
    }

    /// Goes along `path`; the deepest field found and what is left of the path.
    fn walk<'p>(&self, path: &'p str) -> (Option<FieldSpan>, &'p str) {
        let Some(mut node) = self.tree() else { return (None, path) };
        let mut found = None;
        let mut rest = path;
        while !rest.is_empty() {
            let Some((key, child, left)) = step(node, rest) else { break };
            found = Some(FieldSpan { key, value: child.span });
            node = child;
            rest = left;
        }
        (found, rest)
    }
}

/// One step along a path: `[3]`, `[key]`, or the longest key that fits (keys of maps may hold dots).
fn step<'n, 'p>(node: &'n Node, path: &'p str) -> Option<(Span, &'n Node, &'p str)> {
    if let Some(inner) = path.strip_prefix('[') {
        return match &node.value {
            Value::Sequence(items) => {
                let (number, rest) = inner.split_once(']')?;
                let item = items.get(number.parse::<usize>().ok()?)?;
                Some((item.span, item, rest))
            }
            Value::Mapping(entries) => entries.iter().rev().find_map(|entry| {
                let rest = inner.strip_prefix(entry.key.as_str())?.strip_prefix(']')?;
                Some((entry.key_span, &entry.value, rest))
            }),
            _ => None,
        };
    }
    let path = path.strip_prefix('.').unwrap_or(path);
    let Value::Mapping(entries) = &node.value else { return None };
    let fitting = entries.iter().rev().filter_map(|entry| {
        let rest = path.strip_prefix(entry.key.as_str())?;
        (rest.is_empty() || rest.starts_with(['.', '['])).then_some((entry.key_span, &entry.value, rest))
    });
    fitting.min_by_key(|(_, _, rest)| rest.len())
}
