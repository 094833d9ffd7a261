//! A cursor over one object: a value, the path as the server writes it, and the path as the learner wrote it.

mod arena;
mod known;
mod names;
mod report;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::finding::Finding;
use super::rule::Rule;
use crate::object;
use crate::rules::Options;
use crate::schema::Version;

use arena::{Arena, Mark, NONE, Node};
pub use known::Known;

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

/// The member `name`, if `value` is an object that has it.
pub fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    object::member(value.as_object()?, name)
}

/// The member at `path`, several names deep.
pub fn inside<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    let (mut value, mut rest) = (value, path);
    while let Some((name, deeper)) = first_name(rest) {
        value = member(value, name)?;
        rest = deeper;
    }
    member(value, rest)
}

/// A value that says something.
#[inline]
fn some(value: &Value) -> Option<&Value> {
    Some(value).filter(|value| !value.is_null())
}

/// The first of several names and the others. Paths are short and asked for by the thousand: `split` prepares for more.
#[inline]
fn first_name(names: &str) -> Option<(&str, &str)> {
    let dot = names.bytes().position(|byte| byte == b'.')?;
    Some((&names[..dot], &names[dot + 1..]))
}

/// One run of the rules over one object. Arena of the paths walked, and the findings so far.
pub struct Walk<'a> {
    /// What the server was asked with.
    pub options: &'a Options,
    /// The object's kind.
    pub kind: &'a str,
    /// The stored object on an update.
    pub old: Option<&'a Value>,
    /// What the rules need not look for.
    pub(super) known: Known,
    arena: RefCell<Arena<'a>>,
    findings: RefCell<Vec<Finding>>,
    pub(super) rule: Cell<Option<&'static Rule>>,
    pub(super) volumes: RefCell<BTreeMap<&'a str, Option<&'a str>>>,
    containers: OnceCell<HashMap<(&'a str, &'a str), usize>>,
    pub(super) ephemeral: OnceCell<HashSet<&'a str>>,
    pub(super) constraints: OnceCell<HashMap<(&'a str, &'a str), usize>>,
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
            known: Known::NOTHING,
            arena: RefCell::new(Arena::with_room(128)),
            findings: RefCell::default(),
            rule: Cell::new(None),
            volumes: RefCell::default(),
            containers: OnceCell::new(),
            ephemeral: OnceCell::new(),
            constraints: OnceCell::new(),
        }
    }

    /// The same walk, over an object of which something is known.
    pub fn knowing(self, known: Known) -> Self {
        Self { known, ..self }
    }

    /// The object itself, at the empty path.
    pub fn root(&'a self, value: &'a Value) -> Field<'a> {
        let node = self.arena.borrow_mut().add(Node { value: Some(value), shown: Segment::Hidden, parent: NONE, written: NONE });
        Field { walk: self, node, value: Some(value) }
    }

    /// How many places have been walked: what `forget_after` takes.
    #[inline]
    pub(super) fn mark(&self) -> Mark {
        self.arena.borrow().mark()
    }

    /// Forgets the places walked since the mark, so that the arena stays as small as the deepest rule needs. Findings keep
    /// their paths as text; no field of those places may be used any more.
    #[inline]
    pub(super) fn forget_after(&self, mark: Mark) {
        self.arena.borrow_mut().forget_after(mark);
    }

    /// How many findings there are so far.
    pub fn count(&self) -> usize {
        self.findings.borrow().len()
    }

    /// The source of the sound volume called `name` (its field's name), of those walked so far.
    pub fn volume(&self, name: &str) -> Option<&'a str> {
        self.volumes.borrow().get(name).map(|source| source.unwrap_or(""))
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

    /// The field `name` of the value, unless it is absent or null. Most that rules ask for is not there, and then
    /// nowhere in the object.
    #[inline]
    fn member(self, name: &str) -> Option<&'a Value> {
        let value = self.value?;
        if !self.walk.known.names.may_have(name) {
            return None;
        }
        some(member(value, name)?)
    }

    /// A place in this one, written as it is shown.
    #[inline]
    fn step(self, value: Option<&'a Value>, shown: Segment<'a>) -> Self {
        let node = self.walk.arena.borrow_mut().add(Node { value, shown, parent: self.node, written: NONE });
        Field { walk: self.walk, node, value }
    }

    fn child(self, value: Option<&'a Value>, shown: Segment<'a>, written: Segment<'a>) -> Self {
        let value = value.and_then(some);
        if shown == written {
            return self.step(value, shown);
        }
        let mut arena = self.walk.arena.borrow_mut();
        let written = arena.add_written(written, NONE);
        let node = arena.add(Node { value, shown, parent: self.node, written });
        Field { walk: self.walk, node, value }
    }

    /// The field `name` of this one.
    pub fn at(self, name: &'a str) -> Self {
        self.step(self.member(name), Segment::Name(name))
    }

    /// The field `name`, which the server calls `shown`.
    pub fn at_shown(self, name: &'a str, shown: &'a str) -> Self {
        self.child(self.member(name), Segment::Name(shown), Segment::Name(name))
    }

    /// A field that is not written in the server's path.
    pub fn at_hidden(self, name: &'a str) -> Self {
        self.child(self.member(name), Segment::Hidden, Segment::Name(name))
    }

    /// The server's name for a place in this field, where `written` is what the manifest has.
    pub fn alias(self, name: &'a str, written: Field<'a>) -> Self {
        self.child(None, Segment::Name(name), Segment::Hidden).standing_for(written)
    }

    /// This place in the server's words, with the value and the written place of `written`.
    pub fn standing_for(self, written: Field<'a>) -> Self {
        let mut arena = self.walk.arena.borrow_mut();
        let Node { parent, shown, .. } = arena.nodes[self.node as usize];
        let segment = arena.segment(&arena.nodes[self.node as usize]);
        let told = arena.add_written(segment, written.node);
        let node = arena.add(Node { value: written.value, shown, parent, written: told });
        Field { walk: self.walk, node, value: written.value }
    }

    /// This place where the server names none: `field.NewPath("")`, which prints as `[]`.
    pub fn nameless(self) -> Self {
        let root = Field { walk: self.walk, node: 0, value: None };
        root.child(None, Segment::Key(""), Segment::Hidden).standing_for(self)
    }

    /// The item at `shown` of this list in the server's words, which is `written`.
    pub fn item_as(self, shown: usize, written: Field<'a>) -> Self {
        self.child(written.value, Segment::Index(shown), Segment::Index(written.index())).standing_for(written)
    }

    /// The map's entry `key` if it is written; the key need not live as long as the object.
    pub fn entry(self, key: &str) -> Option<Self> {
        let (key, _) = self.value?.as_object()?.get_key_value(key)?;
        Some(self.key(key))
    }

    /// Several names deep.
    pub fn path(self, names: &'a str) -> Self {
        let (mut field, mut rest) = (self, names);
        while let Some((name, deeper)) = first_name(rest) {
            field = field.at(name);
            rest = deeper;
        }
        field.at(rest)
    }

    /// The item `index` of the list, which may be past its end.
    pub fn item(self, index: usize) -> Self {
        self.step(self.value.and_then(|v| some(v.get(index)?)), Segment::Index(index))
    }

    /// The map's entry `key`.
    pub fn key(self, key: &'a str) -> Self {
        self.step(self.member(key), Segment::Key(key))
    }

    /// The items of a list.
    pub fn each(self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        let items = self.value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        items.iter().enumerate().map(move |(i, item)| self.step(some(item), Segment::Index(i)))
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
        entries.into_iter().map(move |(key, value)| (key.as_str(), self.step(some(value), Segment::Key(key))))
    }

    /// The map's entry `key`, which the server's path leaves out: for errors that name only the map.
    pub fn key_hidden(self, key: &'a str) -> Self {
        self.child(self.member(key), Segment::Hidden, Segment::Key(key))
    }

    /// The field this one is in.
    pub fn up(self) -> Self {
        let arena = self.walk.arena.borrow();
        let parent = arena.nodes[self.node as usize].parent;
        if parent == NONE {
            return self;
        }
        Field { walk: self.walk, node: parent, value: arena.nodes[parent as usize].value }
    }

    /// The nearest field above that is called `name`, or the root.
    pub fn above(self, name: &str) -> Self {
        let arena = self.walk.arena.borrow();
        let mut at = self.node;
        loop {
            let node = &arena.nodes[at as usize];
            if node.parent == NONE || arena.segment(node) == Segment::Name(name) {
                return Field { walk: self.walk, node: at, value: node.value };
            }
            at = node.parent;
        }
    }

    /// Whether it is the volume that admission has made for the account's token.
    pub fn is_token_volume(self) -> bool {
        self.walk.known.token_volume && self.index() + 1 == self.up().len()
    }

    /// The Pod spec this field is in.
    pub fn pod_spec(self) -> Self {
        self.above("spec")
    }

    /// Where the first container called `name` stands in `list` of this Pod's spec.
    pub fn first_container(self, list: &'a str, name: &'a str) -> Option<usize> {
        let containers = self.walk.containers.get_or_init(|| {
            let mut first = HashMap::new();
            for list in ["initContainers", "containers", "ephemeralContainers"] {
                let items = self.member(list).and_then(Value::as_array);
                for (at, item) in items.into_iter().flatten().enumerate() {
                    let name = member(item, "name").and_then(Value::as_str).unwrap_or_default();
                    first.entry((list, name)).or_insert(at);
                }
            }
            first
        });
        containers.get(&(list, name)).copied()
    }

    /// The last step as the manifest has it.
    pub fn segment(self) -> Segment<'a> {
        let arena = self.walk.arena.borrow();
        arena.segment(&arena.nodes[self.node as usize])
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
        let arena = self.walk.arena.borrow();
        let mut steps = Vec::new();
        let mut at = self.node;
        while at != NONE {
            let node = &arena.nodes[at as usize];
            let other = arena.stands_for(node);
            if written && other != NONE {
                at = other;
                continue;
            }
            steps.push(if written { arena.segment(node) } else { node.shown });
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
        self.walk.arena.borrow().nodes[self.node as usize].parent == NONE
    }

    /// `metadata.name` of the object.
    pub fn root_name(self) -> &'a str {
        let root = self.walk.arena.borrow().nodes[0].value;
        root.and_then(|root| inside(root, "metadata.name")?.as_str()).unwrap_or("")
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

    /// Whether the field `name` of this one is written.
    pub fn has(self, name: &str) -> bool {
        self.member(name).is_some()
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
}
