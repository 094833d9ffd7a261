//! Events → a flat list of raw nodes → the tree, with aliases, merge keys and scalars resolved as go-yaml v2
//! resolves them.

use std::collections::{BTreeSet, HashMap};

use super::cursor::Mark;
use super::grammar::{EventKind, Grammar, Properties, Scalar};
use super::scalar::resolve;
use super::token::Failure;
use super::{Duplicate, Entry, Node, Value};
use crate::text::{Span, quote, quote_ascii};

/// Deeper nodes are cut off. The deepest field of a served kind lies at level 25, so nothing is lost.
const MAX_DEPTH: usize = 100;

#[derive(Clone)]
enum Kind {
    Scalar(Scalar),
    Sequence(Children),
    Mapping(Children),
    Alias(usize, String),
}

/// The nodes of a collection: a chain, for most have so few that a list of their own costs more than they do.
#[derive(Clone, Copy, Default)]
struct Children {
    first: Option<usize>,
    last: usize,
    count: usize,
}

struct Raw {
    kind: Kind,
    /// The next node of the same collection.
    next: Option<usize>,
    /// What it is told to be; empty for almost all.
    tag: Box<str>,
    span: Span,
    line: u32,
    /// Whether an anchor covers it: then it may be read again.
    anchored: bool,
}

impl Raw {
    /// What it is, taken out unless somebody may come again.
    fn take(&mut self) -> Kind {
        if self.anchored { self.kind.clone() } else { std::mem::replace(&mut self.kind, Kind::Sequence(Children::default())) }
    }
}

/// What was read of one document.
#[derive(Default)]
pub(super) struct Composed {
    /// The tree; `None` for an empty document.
    pub root: Option<Node>,
    /// Why the text is no YAML.
    pub failure: Option<Box<Failure>>,
    /// Why the YAML cannot become JSON, and where.
    pub refusal: Option<(String, Span)>,
    /// Keys that a mapping has twice.
    pub duplicates: Vec<Duplicate>,
}

/// Reads the first document of `text[start..end]`, as far as it goes.
pub(super) fn compose(text: &str, start: usize, end: usize) -> Composed {
    // A guess at the nodes of a manifest; a long text is not worth more in advance.
    let mut raw = RawTree { nodes: Vec::with_capacity(((end - start) / 6).min(256)), ..RawTree::default() };
    let failure = raw.read(Grammar::new(text, start, end), end).err();
    let Some(root) = raw.root else { return Composed { failure, ..Composed::default() } };
    let mut resolver = Resolver::new(raw.nodes);
    let root = resolver.node(root, 0);
    let refusal = resolver.error.or(resolver.late_error);
    Composed { root: Some(root), failure, refusal, duplicates: resolver.duplicates }
}

#[derive(Default)]
struct RawTree {
    nodes: Vec<Raw>,
    open: Vec<usize>,
    /// How many of the open collections an anchor covers.
    anchored: usize,
    anchors: HashMap<String, usize>,
    root: Option<usize>,
}

impl RawTree {
    fn read(&mut self, mut grammar: Grammar<'_>, end: usize) -> Result<(), Box<Failure>> {
        loop {
            let event = grammar.next()?;
            let span = Span::new(event.start.byte.min(end), event.end.byte.min(end));
            match event.kind {
                EventKind::StreamEnd | EventKind::DocumentEnd => return Ok(()),
                EventKind::DocumentStart => {}
                EventKind::Alias(name) => match self.anchors.get(&name) {
                    Some(target) => {
                        self.add(Kind::Alias(*target, name), None, span, event.start);
                    }
                    None => {
                        // go-yaml names no line here.
                        let at = Mark { byte: event.start.byte, ..Mark::default() };
                        let problem = format!("unknown anchor '{name}' referenced");
                        return Err(Box::new(Failure { problem, at, context: None, scanner: false }));
                    }
                },
                EventKind::Scalar(mut scalar) => {
                    let properties = scalar.properties.take();
                    self.add(Kind::Scalar(scalar), properties, span, event.start);
                }
                EventKind::SequenceStart(properties) => self.enter(Kind::Sequence(Children::default()), properties, span, event.start),
                EventKind::MappingStart(properties) => self.enter(Kind::Mapping(Children::default()), properties, span, event.start),
                EventKind::SequenceEnd | EventKind::MappingEnd => self.leave(span),
            }
        }
    }

    fn add(&mut self, kind: Kind, properties: Option<Box<Properties>>, span: Span, start: Mark) -> usize {
        let id = self.nodes.len();
        let mut raw = Raw { kind, next: None, tag: Box::default(), span, line: start.line, anchored: self.anchored > 0 };
        if let Some(properties) = properties {
            raw.tag = properties.tag.into();
            if let Some(anchor) = properties.anchor {
                raw.anchored = true;
                self.anchors.insert(anchor, id);
            }
        }
        self.nodes.push(raw);
        let mut before = None;
        match self.open.last().map(|parent| &mut self.nodes[*parent]) {
            Some(Raw { kind: Kind::Sequence(children) | Kind::Mapping(children), span: parent, .. }) => {
                before = children.first.is_some().then_some(children.last);
                *children = Children { first: children.first.or(Some(id)), last: id, count: children.count + 1 };
                parent.end = parent.end.max(span.end);
            }
            _ => self.root = self.root.or(Some(id)),
        }
        if let Some(before) = before {
            self.nodes[before].next = Some(id);
        }
        id
    }

    fn enter(&mut self, kind: Kind, properties: Option<Box<Properties>>, span: Span, start: Mark) {
        let id = self.add(kind, properties, span, start);
        self.anchored += usize::from(self.nodes[id].anchored);
        self.open.push(id);
    }

    /// A block collection ends with its last child, a flow collection with its bracket.
    fn leave(&mut self, closing: Span) {
        let Some(id) = self.open.pop() else { return };
        self.anchored -= usize::from(self.nodes[id].anchored);
        if closing.end > closing.start {
            self.nodes[id].span.end = self.nodes[id].span.end.max(closing.end);
        }
        let end = self.nodes[id].span.end;
        if let Some(parent) = self.open.last() {
            self.nodes[*parent].span.end = self.nodes[*parent].span.end.max(end);
        }
    }
}

struct Resolver {
    raw: Vec<Raw>,
    /// Nodes decoded, and those of them inside of aliases: go-yaml's measure of alias bombs.
    decoded: usize,
    aliased: usize,
    inside: Vec<usize>,
    /// go-yaml's first error.
    error: Option<(String, Span)>,
    /// The first error of the conversion to JSON, which comes after.
    late_error: Option<(String, Span)>,
    duplicates: Vec<Duplicate>,
}

impl Resolver {
    fn new(raw: Vec<Raw>) -> Self {
        // go-yaml counts the document as a node.
        Self { raw, decoded: 1, aliased: 0, inside: Vec::new(), error: None, late_error: None, duplicates: Vec::new() }
    }

    fn fail(&mut self, text: String, span: Span) {
        self.error.get_or_insert((format!("yaml: {text}"), span));
    }

    /// Counts a node. `false` once the aliases have multiplied beyond measure.
    fn count(&mut self, span: Span) -> bool {
        const LOW: f64 = 400_000.0;
        const HIGH: f64 = 4_000_000.0;
        self.decoded += 1;
        self.aliased += usize::from(!self.inside.is_empty());
        if self.aliased > 100 && self.decoded > 1000 {
            let decoded = self.decoded as f64;
            let allowed = (0.99 - 0.89 * ((decoded - LOW) / (HIGH - LOW))).clamp(0.10, 0.99);
            if self.aliased as f64 / decoded > allowed {
                self.fail("document contains excessive aliasing".into(), span);
                return false;
            }
        }
        true
    }

    fn node(&mut self, id: usize, depth: usize) -> Node {
        let span = self.raw[id].span;
        let null = Node { value: Value::Null, span };
        if !self.count(span) {
            return null;
        }
        let value = match self.raw[id].take() {
            Kind::Scalar(scalar) => match resolve(&scalar.text, &self.raw[id].tag, scalar.implicit) {
                Ok(None) => Value::String(scalar.text),
                Ok(Some(value)) => {
                    if let Value::Float(number) = value
                        && !number.is_finite()
                    {
                        let sign = if number.is_nan() {
                            "NaN"
                        } else if number > 0.0 {
                            "+Inf"
                        } else {
                            "-Inf"
                        };
                        self.late_error.get_or_insert((format!("json: unsupported value: {sign}"), span));
                    }
                    value
                }
                Err(text) => {
                    self.fail(text, span);
                    Value::String(scalar.text)
                }
            },
            Kind::Alias(target, name) => {
                if self.inside.contains(&id) {
                    self.fail(format!("anchor '{name}' value contains itself"), span);
                    return null;
                }
                self.inside.push(id);
                let node = self.node(target, depth + 1);
                self.inside.pop();
                node.value
            }
            Kind::Sequence(_) if depth >= MAX_DEPTH => Value::Sequence(Vec::new()),
            Kind::Mapping(_) if depth >= MAX_DEPTH => Value::Mapping(Vec::new()),
            Kind::Sequence(children) => {
                let mut items = Vec::with_capacity(children.count);
                let mut next = children.first;
                while let Some(child) = next {
                    next = self.raw[child].next;
                    items.push(self.node(child, depth + 1));
                    if self.error.is_some() && self.decoded > 100_000 {
                        break;
                    }
                }
                Value::Sequence(items)
            }
            Kind::Mapping(children) => {
                let mut entries = Entries { made: Vec::with_capacity(children.count / 2), ..Entries::default() };
                self.entries(children.first, depth, &mut entries);
                Value::Mapping(entries.made)
            }
        };
        Node { value, span }
    }

    /// Keys and values take turns from `first` on.
    fn entries(&mut self, first: Option<usize>, depth: usize, entries: &mut Entries) {
        let mut next = first;
        while let Some(key_id) = next {
            if self.error.is_some() && self.decoded > 100_000 {
                return;
            }
            let key = &self.raw[key_id];
            let key_span = key.span;
            next = key.next.and_then(|value| self.raw[value].next);
            let Some(value) = key.next else {
                // The text broke off behind the key.
                if let Kind::Scalar(scalar) = &key.kind {
                    let value = Node { value: Value::Null, span: Span::new(key.span.end, key.span.end) };
                    entries.made.push(Entry { key: scalar.text.clone(), key_span, value });
                }
                continue;
            };
            if is_merge(key) {
                self.merge(value, depth, entries);
                continue;
            }
            let key = self.node(key_id, depth + 1);
            if matches!(key.value, Value::Sequence(_) | Value::Mapping(_)) {
                self.fail(format!("invalid map key: {}", go_syntax(&key.value)), key_span);
                continue;
            }
            let value_node = self.node(value, depth + 1);
            let is_text = matches!(key.value, Value::String(_));
            if let Some(key) = self.key(key, &value_node) {
                let line = self.raw[value].line;
                self.push(entries, Entry { key, key_span, value: value_node }, Origin { line, is_text, merged: false });
            }
        }
    }

    /// The key as JSON has it.
    fn key(&mut self, key: Node, value: &Node) -> Option<String> {
        Some(match key.value {
            Value::String(text) => text,
            Value::Int(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Float(number) => float_key(number),
            Value::Sequence(_) | Value::Mapping(_) => return None,
            Value::Null | Value::UInt(_) => {
                let (kind, shown) = match key.value {
                    Value::UInt(number) => ("uint64", format!("{number:#x}")),
                    _ => ("%!s(<nil>)", "<nil>".into()),
                };
                let value = match &value.value {
                    Value::Null => "<nil>".into(),
                    Value::Int(number) if *number >= 0 => format!("+{number}"),
                    Value::String(text) => quote_ascii(text),
                    other => go_syntax(other),
                };
                let text = format!("unsupported map key of type: {kind}, key: {shown}, value: {value}");
                self.late_error.get_or_insert((text, key.span));
                return None;
            }
        })
    }

    /// `<<`: the entries of a mapping, or of a list's mappings (earlier ones win), in this place.
    fn merge(&mut self, id: usize, depth: usize, entries: &mut Entries) {
        let span = self.raw[id].span;
        let sources = match &self.raw[id].kind {
            Kind::Sequence(children) => std::iter::successors(children.first, |child| self.raw[*child].next).collect(),
            _ => vec![id],
        };
        for source in sources.into_iter().rev() {
            if !self.is_mapping(source) {
                self.fail("map merge requires map or sequence of maps as the value".into(), span);
                return;
            }
            let duplicates = self.duplicates.len();
            if let Value::Mapping(merged) = self.node(source, depth + 1).value {
                self.duplicates.truncate(duplicates);
                let line = self.raw[source].line;
                merged.into_iter().for_each(|entry| self.push(entries, entry, Origin { line, is_text: true, merged: true }));
            }
        }
    }

    fn is_mapping(&self, id: usize) -> bool {
        match &self.raw[id].kind {
            Kind::Alias(target, _) => matches!(self.raw[*target].kind, Kind::Mapping(_)),
            kind => matches!(kind, Kind::Mapping(_)),
        }
    }

    /// Adds an entry and notes when its key is there already.
    fn push(&mut self, entries: &mut Entries, entry: Entry, origin: Origin) {
        if let Some(first) = entries.earlier(&entry, origin.merged)
            && self.duplicates.len() < MAX_DUPLICATES
        {
            let shown = if origin.is_text { quote(&entry.key) } else { entry.key.clone() };
            self.duplicates.push(Duplicate {
                key: entry.key.clone(),
                first: first.span,
                again: entry.key_span,
                value: entry.value.span,
                merged: origin.merged || first.merged,
                server: format!("line {}: key {shown} already set in map", origin.line + 1),
            });
        }
        if origin.merged {
            entries.merged.insert(entries.made.len());
        }
        entries.made.push(entry);
    }
}

/// Where an entry comes from.
struct Origin {
    /// The line of its value, from 0.
    line: u32,
    /// Whether its key is text, which Go prints in quotes.
    is_text: bool,
    /// Whether a merge key brought it.
    merged: bool,
}

/// Up to this many entries are compared one by one.
const FEW: usize = 16;
/// How many repeated keys of one document are told.
const MAX_DUPLICATES: usize = 1000;

/// The entries of a mapping so far.
#[derive(Default)]
struct Entries {
    made: Vec<Entry>,
    /// Those that a merge key brought.
    merged: BTreeSet<usize>,
    /// Where each key stands first, once there are many.
    seen: HashMap<String, Place>,
}

/// Where a key stands, and whether it came there by a merge key.
#[derive(Clone, Copy)]
struct Place {
    span: Span,
    merged: bool,
}

impl Entries {
    /// Where the key of `entry` stands already: the first place where it is written, else the first where it is merged in.
    fn earlier(&mut self, entry: &Entry, merged: bool) -> Option<Place> {
        if self.made.len() < FEW {
            if self.made.iter().all(|known| known.key != entry.key) {
                return None;
            }
            let mut same = self.places().filter(|(key, _)| *key == entry.key).map(|(_, place)| place);
            return same.clone().find(|place| !place.merged).or_else(|| same.next());
        }
        if self.seen.is_empty() {
            let mut seen = HashMap::new();
            self.places().for_each(|(key, place)| note(&mut seen, key, place));
            self.seen = seen;
        }
        let earlier = self.seen.get(&entry.key).copied();
        note(&mut self.seen, &entry.key, Place { span: entry.key_span, merged });
        earlier
    }

    /// The keys so far, and where they stand.
    fn places(&self) -> impl Iterator<Item = (&str, Place)> + Clone {
        let place = |(at, entry): (usize, &Entry)| Place { span: entry.key_span, merged: self.merged.contains(&at) };
        self.made.iter().enumerate().map(move |one| (one.1.key.as_str(), place(one)))
    }
}

/// A written key counts before a merged one.
fn note(seen: &mut HashMap<String, Place>, key: &str, place: Place) {
    let known = seen.entry(key.to_owned()).or_insert(place);
    if known.merged && !place.merged {
        *known = place;
    }
}

fn is_merge(key: &Raw) -> bool {
    matches!(&key.kind, Kind::Scalar(scalar) if scalar.text == "<<" && (scalar.implicit || *key.tag == *"tag:yaml.org,2002:merge"))
}

/// A floating-point key: Go's `FormatFloat(x, 'g', -1, 32)`.
fn float_key(number: f64) -> String {
    let number = number as f32;
    if number.is_nan() {
        return ".nan".into();
    }
    if number.is_infinite() {
        return if number > 0.0 { ".inf".into() } else { "-.inf".into() };
    }
    let scientific = format!("{number:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    match exponent.parse::<i32>().unwrap_or(0) {
        -4..=5 => format!("{number}"),
        exponent => format!("{mantissa}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs()),
    }
}

/// A value in Go's syntax (`%#v`).
fn go_syntax(value: &Value) -> String {
    match value {
        Value::Null => "interface {}(nil)".into(),
        Value::Bool(value) => value.to_string(),
        Value::Int(number) => number.to_string(),
        Value::UInt(number) => format!("{number:#x}"),
        Value::Float(number) => float_key(*number),
        Value::String(text) => quote(text),
        Value::Sequence(items) => {
            let items: Vec<_> = items.iter().map(|item| go_syntax(&item.value)).collect();
            format!("[]interface {{}}{{{}}}", items.join(", "))
        }
        Value::Mapping(entries) => {
            // Go prints its maps by key.
            let sorted: std::collections::BTreeMap<_, _> = entries.iter().map(|e| (&e.key, &e.value.value)).collect();
            let entries: Vec<_> = sorted.into_iter().map(|(key, value)| format!("{}:{}", quote(key), go_syntax(value))).collect();
            format!("map[interface {{}}]interface {{}}{{{}}}", entries.join(", "))
        }
    }
}
