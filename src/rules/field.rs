//! A cursor over one object: a value, the path as the server writes it, and the path as the learner wrote it.

use std::cell::{Cell, RefCell};

use serde_json::Value;

use super::finding::Finding;
use super::rule::Rule;
use super::value::{Rendered, go_json, go_struct};
use crate::diag::ErrorType;
use crate::rules::Options;
use crate::schema::Version;

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// `.name`
    Name(&'a str),
    /// `[0]`
    Index(usize),
    /// `[key]`
    Key(&'a str),
    /// Nothing: the server leaves this step out.
    Hidden,
}

#[derive(Debug)]
struct Node<'a> {
    parent: u32,
    value: Option<&'a Value>,
    /// As the server writes it.
    shown: Segment<'a>,
    /// As the manifest has it.
    written: Segment<'a>,
    /// Another node that tells the written place.
    stands_for: u32,
}

const NONE: u32 = u32::MAX;

/// One run of the rules over one object. Arena of the paths walked, and the findings so far.
pub struct Walk<'a> {
    /// What the server was asked with.
    pub options: &'a Options,
    /// The object's kind.
    pub kind: &'a str,
    /// The stored object on an update.
    pub old: Option<&'a Value>,
    nodes: RefCell<Vec<Node<'a>>>,
    findings: RefCell<Vec<Finding>>,
    pub(super) rule: Cell<Option<&'static Rule>>,
    pub(super) volumes: RefCell<Vec<(&'a str, Option<&'a str>)>>,
}

/// A place in the object, whether or not something is written there. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    walk: &'a Walk<'a>,
    node: u32,
    value: Option<&'a Value>,
}

impl<'a> Walk<'a> {
    /// A walk over an object of `kind`.
    pub fn new(options: &'a Options, kind: &'a str) -> Self {
        Self {
            options,
            kind,
            old: None,
            nodes: RefCell::new(Vec::with_capacity(128)),
            findings: RefCell::default(),
            rule: Cell::new(None),
            volumes: RefCell::default(),
        }
    }

    /// The object itself, at the empty path.
    pub fn root(&'a self, value: &'a Value) -> Field<'a> {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { parent: NONE, value: Some(value), shown: Segment::Hidden, written: Segment::Hidden, stands_for: NONE });
        Field { walk: self, node: u32::try_from(nodes.len() - 1).unwrap_or(0), value: Some(value) }
    }

    /// How many findings there are so far.
    pub fn count(&self) -> usize {
        self.findings.borrow().len()
    }

    /// The source of the sound volume called `name` (its field's name), of those walked so far.
    pub fn volume(&self, name: &str) -> Option<&'a str> {
        self.volumes.borrow().iter().find(|(known, _)| *known == name).map(|(_, source)| source.unwrap_or(""))
    }

    /// What is reported outside of a rule's run is reported in this one's name.
    pub fn set_rule(&self, rule: &'static Rule) {
        self.rule.set(Some(rule));
    }

    /// Takes the findings out.
    pub fn take(&self) -> Vec<Finding> {
        self.findings.take()
    }
}

impl<'a> Field<'a> {
    /// The walk.
    pub fn walk(self) -> &'a Walk<'a> {
        self.walk
    }

    /// The server's version.
    pub fn version(self) -> Version {
        self.walk.options.version
    }

    /// Whether the server's version is 1.`minor` or later.
    pub fn since(self, minor: u8) -> bool {
        self.walk.options.version.minor >= minor
    }

    fn child(self, value: Option<&'a Value>, shown: Segment<'a>, written: Segment<'a>) -> Self {
        let mut nodes = self.walk.nodes.borrow_mut();
        let value = value.filter(|v| !v.is_null());
        nodes.push(Node { parent: self.node, value, shown, written, stands_for: NONE });
        Field { walk: self.walk, node: u32::try_from(nodes.len() - 1).unwrap_or(0), value }
    }

    /// The field `name` of this one.
    pub fn at(self, name: &'a str) -> Self {
        self.child(self.value.and_then(|v| v.get(name)), Segment::Name(name), Segment::Name(name))
    }

    /// The field `name`, which the server calls `shown`.
    pub fn at_shown(self, name: &'a str, shown: &'a str) -> Self {
        self.child(self.value.and_then(|v| v.get(name)), Segment::Name(shown), Segment::Name(name))
    }

    /// A field that is not written in the server's path.
    pub fn at_hidden(self, name: &'a str) -> Self {
        self.child(self.value.and_then(|v| v.get(name)), Segment::Hidden, Segment::Name(name))
    }

    /// The server's name for a place in this field, where `written` is what the manifest has.
    pub fn alias(self, name: &'a str, written: Field<'a>) -> Self {
        self.child(None, Segment::Name(name), Segment::Hidden).standing_for(written)
    }

    /// This place in the server's words, with the value and the written place of `written`.
    pub fn standing_for(self, written: Field<'a>) -> Self {
        let mut nodes = self.walk.nodes.borrow_mut();
        let own = &nodes[self.node as usize];
        let node = Node { parent: own.parent, value: written.value, shown: own.shown, written: own.written, stands_for: written.node };
        nodes.push(node);
        Field { walk: self.walk, node: u32::try_from(nodes.len() - 1).unwrap_or(0), value: written.value }
    }

    /// The item at `shown` of this list in the server's words, which is `written`.
    pub fn item_as(self, shown: usize, written: Field<'a>) -> Self {
        self.child(written.value, Segment::Index(shown), Segment::Index(written.index())).standing_for(written)
    }

    /// Several names deep.
    pub fn path(self, names: &'a str) -> Self {
        names.split('.').fold(self, Field::at)
    }

    /// The item `index` of the list, which may be past its end.
    pub fn item(self, index: usize) -> Self {
        self.child(self.value.and_then(|v| v.get(index)), Segment::Index(index), Segment::Index(index))
    }

    /// The map's entry `key`.
    pub fn key(self, key: &'a str) -> Self {
        self.child(self.value.and_then(|v| v.get(key)), Segment::Key(key), Segment::Key(key))
    }

    /// The items of a list.
    pub fn each(self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        let items = self.value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        items.iter().enumerate().map(move |(i, item)| self.child(Some(item), Segment::Index(i), Segment::Index(i)))
    }

    /// The items of a list whose index the server leaves out.
    pub fn each_hidden(self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        let items = self.value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        items.iter().enumerate().map(move |(i, item)| self.child(Some(item), Segment::Hidden, Segment::Index(i)))
    }

    /// The entries of a map by key, in the order of the keys (Go's own order is random).
    pub fn entries(self) -> impl Iterator<Item = (&'a str, Field<'a>)> + use<'a> {
        let mut entries: Vec<_> = self.value.and_then(Value::as_object).into_iter().flatten().collect();
        entries.sort_by_key(|(key, _)| key.as_str());
        entries.into_iter().map(move |(key, value)| (key.as_str(), self.child(Some(value), Segment::Key(key), Segment::Key(key))))
    }

    /// The map's entry `key`, which the server's path leaves out: for errors that name only the map.
    pub fn key_hidden(self, key: &'a str) -> Self {
        self.child(self.value.and_then(|v| v.get(key)), Segment::Hidden, Segment::Key(key))
    }

    /// The field this one is in.
    pub fn up(self) -> Self {
        let nodes = self.walk.nodes.borrow();
        let parent = nodes[self.node as usize].parent;
        if parent == NONE {
            return self;
        }
        Field { walk: self.walk, node: parent, value: nodes[parent as usize].value }
    }

    /// The nearest field above that is called `name`, or the root.
    pub fn above(self, name: &str) -> Self {
        let nodes = self.walk.nodes.borrow();
        let mut node = self.node;
        while nodes[node as usize].parent != NONE {
            if nodes[node as usize].written == Segment::Name(name) {
                break;
            }
            node = nodes[node as usize].parent;
        }
        Field { walk: self.walk, node, value: nodes[node as usize].value }
    }

    /// The Pod spec this field is in.
    pub fn pod_spec(self) -> Self {
        self.above("spec")
    }

    /// The last step as the manifest has it.
    pub fn segment(self) -> Segment<'a> {
        self.walk.nodes.borrow()[self.node as usize].written
    }

    /// The position in its list.
    pub fn index(self) -> usize {
        match self.segment() {
            Segment::Index(i) => i,
            _ => 0,
        }
    }

    /// The field's name, or nothing for items and entries.
    pub fn name(self) -> &'a str {
        match self.segment() {
            Segment::Name(name) => name,
            _ => "",
        }
    }

    fn render(self, written: bool) -> String {
        let nodes = self.walk.nodes.borrow();
        let mut steps = Vec::new();
        let mut at = self.node;
        while at != NONE {
            let node = &nodes[at as usize];
            if written && node.stands_for != NONE {
                at = node.stands_for;
                continue;
            }
            steps.push(if written { node.written } else { node.shown });
            at = node.parent;
        }
        let mut out = String::new();
        for step in steps.into_iter().rev() {
            match step {
                Segment::Name(name) => {
                    if !out.is_empty() {
                        out.push('.');
                    }
                    out.push_str(name);
                }
                Segment::Index(i) => out.push_str(&format!("[{i}]")),
                Segment::Key(key) => {
                    out.push('[');
                    out.push_str(key);
                    out.push(']');
                }
                Segment::Hidden => {}
            }
        }
        out
    }

    /// The path as the server writes it.
    pub fn shown_path(self) -> String {
        self.render(false)
    }

    /// The path as the manifest has it.
    pub fn written_path(self) -> String {
        self.render(true)
    }

    /// Whether it is the object itself.
    pub fn is_root(self) -> bool {
        self.walk.nodes.borrow()[self.node as usize].parent == NONE
    }

    /// `metadata.name` of the object.
    pub fn root_name(self) -> &'a str {
        let root = self.walk.nodes.borrow()[0].value;
        root.and_then(|root| root.get("metadata")?.get("name")?.as_str()).unwrap_or("")
    }

    /// Whether anything has been found in this object so far.
    pub fn found_something(self) -> bool {
        self.walk.count() > 0
    }

    // ---- values -------------------------------------------------------------------------------------------

    /// The JSON value, unless it is absent or null.
    pub fn value(self) -> Option<&'a Value> {
        self.value
    }

    /// Whether something is written here.
    pub fn exists(self) -> bool {
        self.value.is_some()
    }

    /// The text, `""` when absent.
    pub fn str(self) -> &'a str {
        self.opt_str().unwrap_or("")
    }

    /// The text.
    pub fn opt_str(self) -> Option<&'a str> {
        self.value.and_then(Value::as_str)
    }

    /// The number; a float is cut off.
    #[allow(clippy::cast_possible_truncation)]
    pub fn int(self) -> Option<i64> {
        self.value.and_then(|v| v.as_i64().or_else(|| v.as_f64().map(|f| f as i64)))
    }

    /// The boolean, false when absent.
    pub fn bool(self) -> bool {
        self.opt_bool().unwrap_or(false)
    }

    /// The boolean.
    pub fn opt_bool(self) -> Option<bool> {
        self.value.and_then(Value::as_bool)
    }

    /// Number of items or entries.
    pub fn len(self) -> usize {
        match self.value {
            Some(Value::Array(items)) => items.len(),
            Some(Value::Object(map)) => map.len(),
            Some(Value::String(text)) => text.len(),
            _ => 0,
        }
    }

    /// Absent, or without items, entries or characters.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    // ---- findings -----------------------------------------------------------------------------------------

    fn report(self, error: ErrorType, value: Option<Rendered>, detail: String) {
        let finding = Finding {
            rule: self.walk.rule.get(),
            error: Some(error),
            path: self.shown_path(),
            written: self.written_path(),
            value: value.map(|v| v.0),
            detail,
            replacement: None,
            only_warns: false,
        };
        self.walk.findings.borrow_mut().push(finding);
    }

    /// The bad value as the server renders it when its Go type is a plain string, number, boolean, list or map.
    fn rendered(self) -> Rendered {
        match self.value {
            None => Rendered::text(""),
            Some(Value::String(text)) => Rendered::text(text),
            Some(Value::Number(number)) => Rendered::bare(number),
            Some(Value::Bool(value)) => Rendered::bare(value),
            Some(other) => Rendered(go_json(other)),
        }
    }

    /// `Required value`
    pub fn required(self, detail: impl Into<String>) {
        self.report(ErrorType::Required, None, detail.into());
    }

    /// `Forbidden`
    pub fn forbidden(self, detail: impl Into<String>) {
        self.report(ErrorType::Forbidden, None, detail.into());
    }

    /// `Invalid value`, the value being a string, number, boolean, or list or map of them.
    pub fn invalid(self, detail: impl Into<String>) {
        self.report(ErrorType::Invalid, Some(self.rendered()), detail.into());
    }

    /// One `Invalid value` for each detail.
    pub fn invalid_each(self, details: impl IntoIterator<Item = String>) {
        for detail in details {
            self.invalid(detail);
        }
    }

    /// `Invalid value` of a number, 0 when absent.
    pub fn invalid_int(self, detail: impl Into<String>) {
        self.report(ErrorType::Invalid, Some(Rendered::bare(self.int().unwrap_or(0))), detail.into());
    }

    /// `Invalid value` of a string type of its own.
    pub fn invalid_word(self, detail: impl Into<String>) {
        self.report(ErrorType::Invalid, Some(Rendered::word(self.str())), detail.into());
    }

    /// `Invalid value` with a value given.
    pub fn invalid_value(self, value: Rendered, detail: impl Into<String>) {
        self.report(ErrorType::Invalid, Some(value), detail.into());
    }

    /// `Invalid value` of the whole internal struct `name`.
    pub fn invalid_struct(self, name: &str, detail: impl Into<String>) {
        self.report(ErrorType::Invalid, Some(Rendered(go_struct(self.value, name))), detail.into());
    }

    /// `Invalid value` at this field, the value being the whole of another.
    pub fn invalid_other_struct(self, other: Field<'a>, name: &str, detail: impl Into<String>) {
        self.report(ErrorType::Invalid, Some(Rendered(go_struct(other.value, name))), detail.into());
    }

    /// `Invalid value` without a value.
    pub fn invalid_omitted(self, detail: impl Into<String>) {
        self.report(ErrorType::Invalid, None, detail.into());
    }

    /// `Unsupported value` of a string type of its own, with the supported ones as given.
    pub fn unsupported(self, supported: &[&str]) {
        self.unsupported_value(Rendered::word(self.str()), supported);
    }

    /// `Unsupported value` with a value given.
    pub fn unsupported_value(self, value: Rendered, supported: &[&str]) {
        let list: Vec<_> = supported.iter().map(|word| super::value::quote(word)).collect();
        let detail = if list.is_empty() { String::new() } else { format!("supported values: {}", list.join(", ")) };
        self.report(ErrorType::NotSupported, Some(value), detail);
        let meant = supported.iter().find(|word| !word.is_empty() && word.eq_ignore_ascii_case(self.str().trim()));
        if let (Some(word), Some(finding)) = (meant, self.walk.findings.borrow_mut().last_mut()) {
            finding.replacement = Some((*word).to_owned());
        }
    }

    /// `Duplicate value`
    pub fn duplicate(self) {
        self.report(ErrorType::Duplicate, Some(self.rendered()), String::new());
    }

    /// `Duplicate value` with a value given.
    pub fn duplicate_value(self, value: Rendered) {
        self.report(ErrorType::Duplicate, Some(value), String::new());
    }

    /// `Not found`
    pub fn not_found(self) {
        self.report(ErrorType::NotFound, Some(self.rendered()), String::new());
    }

    /// `Not found` with a value given.
    pub fn not_found_value(self, value: Rendered) {
        self.report(ErrorType::NotFound, Some(value), String::new());
    }

    /// `Not found` with a value and a detail.
    pub fn not_found_detail(self, value: Rendered, detail: impl Into<String>) {
        self.report(ErrorType::NotFound, Some(value), detail.into());
    }

    /// `Too long`
    pub fn too_long(self, max: usize) {
        let unit = if max == 1 { "byte" } else { "bytes" };
        self.report(ErrorType::TooLong, None, format!("may not be more than {max} {unit}"));
    }

    /// `Too many`
    pub fn too_many(self, count: usize, max: usize) {
        let unit = if max == 1 { "item" } else { "items" };
        self.report(ErrorType::TooMany, Some(Rendered::bare(count)), format!("must have at most {max} {unit}"));
    }

    /// `Internal error`
    pub fn internal(self, detail: impl Into<String>) {
        self.report(ErrorType::Internal, None, detail.into());
    }

    /// A warning or a piece of advice: the server's sentence, or nothing for our own.
    pub fn say(self, text: impl Into<String>) {
        let finding = Finding {
            rule: self.walk.rule.get(),
            error: None,
            path: self.shown_path(),
            written: self.written_path(),
            value: None,
            detail: text.into(),
            replacement: None,
            only_warns: false,
        };
        self.walk.findings.borrow_mut().push(finding);
    }

    /// Our own advice, with what should stand here if that is certain.
    pub fn advise(self, replacement: Option<String>) {
        let value = self.rendered().0;
        self.say("");
        if let Some(finding) = self.walk.findings.borrow_mut().last_mut() {
            finding.value = Some(value);
            finding.replacement = replacement;
        }
    }
}
