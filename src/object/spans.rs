//! Field path → place in the text.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::text::Span;
use crate::yaml::{Document, Entry, Node, Value};

/// The places of every field that was written. Cheap to clone; looks fields up in the document's tree.
#[derive(Clone, Debug, Default)]
pub struct SpanIndex {
    document: Option<Arc<Document>>,
    /// Which item of the document, if it is a list of objects.
    item: Option<usize>,
    /// The entries of large mappings by key, of those that were looked into: a place is asked for every finding, and
    /// ten thousand wrong labels are ten thousand findings in one mapping.
    sorted: Arc<Mutex<HashMap<usize, Arc<[u32]>>>>,
}

/// From this many entries on, a mapping is looked into by halves.
const LARGE: usize = 32;

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
        Self { document: Some(document), ..Self::default() }
    }

    /// The places of `items[item]` of a document that is a list of objects.
    pub fn of_item(document: Arc<Document>, item: usize) -> Self {
        Self { document: Some(document), item: Some(item), ..Self::default() }
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
            (_, node, rest) = self.step(node, rest)?;
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
            let Some((key, child, left)) = self.step(node, rest) else { break };
            found = Some(FieldSpan { key, value: child.span });
            node = child;
            rest = left;
        }
        (found, rest)
    }

    /// One step along a path: `[3]`, `[key]`, or the longest key that fits (keys of maps may hold dots).
    fn step<'n, 'p>(&self, node: &'n Node, path: &'p str) -> Option<(Span, &'n Node, &'p str)> {
        let (inner, bracketed) = match path.strip_prefix('[') {
            Some(inner) => (inner, true),
            None => (path.strip_prefix('.').unwrap_or(path), false),
        };
        match &node.value {
            Value::Sequence(items) if bracketed => {
                let (number, rest) = inner.split_once(']')?;
                let item = items.get(number.parse::<usize>().ok()?)?;
                Some((item.span, item, rest))
            }
            Value::Mapping(entries) => {
                let mut cuts = cuts(inner, bracketed);
                let find = |(key, rest)| self.entry(entries, key).map(|entry| (entry.key_span, &entry.value, rest));
                if bracketed { cuts.find_map(find) } else { cuts.rev().find_map(find) }
            }
            _ => None,
        }
    }

    /// The last entry with this key, which is the one that counts.
    fn entry<'n>(&self, entries: &'n [Entry], key: &str) -> Option<&'n Entry> {
        if entries.len() < LARGE {
            return entries.iter().rev().find(|entry| entry.key.as_str() == key);
        }
        let mut sorted = self.sorted.lock().unwrap_or_else(PoisonError::into_inner);
        let order = sorted.entry(entries.as_ptr() as usize).or_insert_with(|| by_key(entries));
        let after = order.partition_point(|&i| entries[i as usize].key.as_str() <= key);
        let entry = &entries[*order.get(after.checked_sub(1)?)? as usize];
        (entry.key.as_str() == key).then_some(entry)
    }
}

/// The entries in the order of their keys, equal ones as they are written.
fn by_key(entries: &[Entry]) -> Arc<[u32]> {
    let mut order: Vec<u32> = (0..entries.len()).filter_map(|i| u32::try_from(i).ok()).collect();
    order.sort_by(|&a, &b| entries[a as usize].key.as_str().cmp(entries[b as usize].key.as_str()));
    order.into()
}

/// Where the first key of a path may end: the key, and the rest of the path.
fn cuts(path: &str, bracketed: bool) -> impl DoubleEndedIterator<Item = (&str, &str)> {
    let ends = path.bytes().enumerate().filter(move |(_, byte)| if bracketed { *byte == b']' } else { matches!(byte, b'.' | b'[') });
    let whole = (!bracketed).then_some((path, ""));
    let cut = move |(at, _): (usize, u8)| (&path[..at], &path[at + usize::from(bracketed)..]);
    ends.map(cut).chain(whole).filter(move |(_, rest)| !bracketed || rest.is_empty() || rest.starts_with(['.', '[']))
}
