//! JSON → the JSON that the server has after decoding it into a kind's Go struct, or Go's error.
//!
//! This follows `sigs.k8s.io/json`: case-sensitive; `null` leaves a field as it is; unknown fields are noted
//! and skipped; the first wrong type is noted and decoding goes on, but an error of a type that reads its JSON
//! itself (Quantity, Time, …) ends it at once and hides what was noted.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::custom;
use super::golang;
use crate::schema::Version;
use crate::schema::asset::{Definition, Shape, Special, Type, TypeId};

/// How much the server notes of unknown fields.
const MAX_UNKNOWN: usize = 100;

/// One step of a path in JSON.
#[derive(Clone, Copy, Debug)]
enum Step<'v> {
    Key(&'v str),
    Index(usize),
}

/// A value that does not fit its type.
#[derive(Clone, Debug, PartialEq)]
pub struct Misfit {
    /// Go's sentence.
    pub text: String,
    /// The value's path (`spec.containers[0].image`).
    pub path: String,
    /// The type it should have, as Go prints it.
    pub wanted: String,
}

/// A field that its struct does not have.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// The field's path as the server writes it.
    pub path: String,
    /// Its name.
    pub name: String,
    /// The struct that should have had it.
    pub owner: TypeId,
}

/// What decoding gives.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The value as decoded, if nothing was wrong but unknown fields; `None` if decoding leaves it as it is, which is the rule.
    pub value: Option<Value>,
    /// What makes the server refuse to decode.
    pub misfit: Option<Misfit>,
    /// In the server's order.
    pub unknown: Vec<Unknown>,
}

/// Decodes `value` into the struct `root`.
pub fn decode(value: &Value, root: TypeId, version: Version) -> Outcome {
    Walk::new(version).run(value, root, |walk, value, root| walk.structure(value, root))
}

/// Decodes only `metadata`, as kubectl does before it sends an object
/// (cli-runtime `pkg/resource/metadata_decoder.go`).
pub fn decode_metadata(metadata: &Value, version: Version) -> Option<Misfit> {
    static META: LazyLock<Option<TypeId>> = LazyLock::new(|| TypeId::named("meta/v1.ObjectMeta"));
    let meta = (*META)?;
    let outcome = Walk::new(version).run(metadata, meta, |walk, value, root| {
        walk.context = "metadataOnlyObject";
        walk.fields.push("metadata");
        walk.path.push(Step::Key("metadata"));
        walk.named(value, root, "v1.ObjectMeta")
    });
    outcome.misfit
}

/// Ends decoding: the error of a type that reads its JSON itself.
struct Abort(Misfit);

/// What decoding makes of a value. Most values stay as they are, and are not copied to say so.
pub enum Read {
    /// It stays as it is.
    AsWritten,
    /// Nothing was set.
    Nothing,
    /// It becomes another value.
    Other(Value),
}

type Walked = Result<Read, Abort>;

struct Walk<'v> {
    version: Version,
    path: Vec<Step<'v>>,
    /// Go's error context: the innermost struct (with its package, which Go leaves out), and the fields that lead to the value.
    context: &'static str,
    fields: Vec<&'static str>,
    saved: Option<Misfit>,
    unknown: Vec<Unknown>,
}

impl<'v> Walk<'v> {
    fn new(version: Version) -> Self {
        Self { version, path: Vec::new(), context: "", fields: Vec::new(), saved: None, unknown: Vec::new() }
    }

    fn run(mut self, value: &'v Value, root: TypeId, walk: impl FnOnce(&mut Self, &'v Value, TypeId) -> Walked) -> Outcome {
        match walk(&mut self, value, root) {
            Ok(read) => {
                let value = match read {
                    Read::AsWritten => None,
                    Read::Nothing => Some(Value::Null),
                    Read::Other(value) => Some(value),
                };
                Outcome { value, misfit: self.saved, unknown: self.unknown }
            }
            Err(Abort(misfit)) => Outcome { value: Some(Value::Null), misfit: Some(misfit), unknown: self.unknown },
        }
    }

    fn path(&self) -> String {
        let mut text = String::new();
        for step in &self.path {
            match step {
                Step::Index(index) => text.push_str(&format!("[{index}]")),
                Step::Key(key) => {
                    if !text.is_empty() {
                        text.push('.');
                    }
                    text.push_str(key);
                }
            }
        }
        text
    }

    fn misfit(&self, text: String, wanted: String) -> Misfit {
        Misfit { text, path: self.path(), wanted }
    }

    /// Go's `UnmarshalTypeError`.
    fn type_error(&self, found: &str, wanted: String) -> Misfit {
        let text = if self.context.is_empty() && self.fields.is_empty() {
            format!("json: cannot unmarshal {found} into Go value of type {wanted}")
        } else {
            let fields = self.fields.join(".");
            let context = self.context.rsplit('.').next().unwrap_or_default();
            format!("json: cannot unmarshal {found} into Go struct field {context}.{fields} of type {wanted}")
        };
        self.misfit(text, wanted)
    }

    fn save(&mut self, found: &str, wanted: String) {
        if self.saved.is_none() {
            self.saved = Some(self.type_error(found, wanted));
        }
    }

    /// A value of a type expression.
    fn value(&mut self, value: &'v Value, kind: &Type) -> Walked {
        let kind = kind.target();
        let go = || kind.go();
        match (&kind.shape, value) {
            (Shape::Named(id), _) => self.named_as(value, *id, go),
            (shape, value) => self.plain(value, shape, go),
        }
    }

    fn named(&mut self, value: &'v Value, id: TypeId, go: &str) -> Walked {
        self.named_as(value, id, || go.to_owned())
    }

    fn named_as(&mut self, value: &'v Value, id: TypeId, go: impl Fn() -> String) -> Walked {
        match id.definition() {
            Definition::Struct(_) => match value {
                Value::Object(_) => self.structure(value, id),
                Value::Null => Ok(Read::Nothing),
                _ => {
                    self.save(golang::kind_of(value), go());
                    Ok(Read::Nothing)
                }
            },
            Definition::Alias(target, _) => self.plain(value, &target.shape, go),
            Definition::Special(special) => match custom::read(value, *special) {
                Ok(read) => Ok(read),
                Err(custom::Error::Type { found, wanted }) => Err(Abort(self.type_error(&found, wanted.into()))),
                Err(custom::Error::Text(text)) => Err(Abort(self.misfit(text, go()))),
            },
        }
    }

    fn plain(&mut self, value: &'v Value, shape: &Shape, go: impl Fn() -> String) -> Walked {
        match (shape, value) {
            (Shape::Any, _) => Ok(Read::AsWritten),
            (_, Value::Null) => Ok(Read::Nothing),
            (Shape::Pointer(target), value) => self.value(value, target),
            (Shape::Named(id), value) => self.named_as(value, *id, go),
            (Shape::Bool, Value::Bool(_)) | (Shape::String, Value::String(_)) | (Shape::Float, Value::Number(_)) => Ok(Read::AsWritten),
            (Shape::Int(bits, unsigned), Value::Number(number)) => {
                if golang::fits(number, *bits, *unsigned) {
                    return Ok(Read::AsWritten);
                }
                self.save(&format!("number {}", golang::number(number)), go());
                Ok(Read::Nothing)
            }
            (Shape::Bytes, Value::String(text)) => match golang::base64_error(text) {
                None if !text.contains(['\r', '\n']) => Ok(Read::AsWritten),
                None => Ok(Read::Other(Value::String(text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect()))),
                Some(at) => {
                    if self.saved.is_none() {
                        self.saved = Some(self.misfit(format!("illegal base64 data at input byte {at}"), go()));
                    }
                    Ok(Read::Nothing)
                }
            },
            (Shape::List(item), Value::Array(items)) => self.list(items, item),
            (Shape::Bytes, Value::Array(items)) => {
                self.list(items, &Type::BYTE)?;
                Ok(Read::Nothing)
            }
            (Shape::Map(item), Value::Object(entries)) => self.map(entries, item),
            (_, value) => {
                self.save(golang::kind_of(value), go());
                Ok(Read::Nothing)
            }
        }
    }

    fn list(&mut self, items: &'v [Value], kind: &Type) -> Walked {
        let mut changed: Option<Vec<Value>> = None;
        for (index, item) in items.iter().enumerate() {
            self.path.push(Step::Index(index));
            let read = self.value(item, kind)?;
            self.path.pop();
            if let (Read::AsWritten, None) = (&read, &changed) {
                continue;
            }
            changed.get_or_insert_with(|| items[..index].to_vec()).push(match read {
                Read::AsWritten => item.clone(),
                Read::Nothing => zero(kind),
                Read::Other(value) => value,
            });
        }
        Ok(changed.map_or(Read::AsWritten, |items| Read::Other(Value::Array(items))))
    }

    fn map(&mut self, entries: &'v Map<String, Value>, kind: &Type) -> Walked {
        let mut members = Members::of(entries);
        for (key, value) in entries {
            self.path.push(Step::Key(key));
            let read = match self.value(value, kind)? {
                Read::Nothing => Read::Other(zero(kind)),
                read => read,
            };
            self.path.pop();
            members.add(read);
        }
        Ok(members.read())
    }

    fn structure(&mut self, value: &'v Value, id: TypeId) -> Walked {
        let Value::Object(entries) = value else {
            self.save(golang::kind_of(value), id.short().to_owned());
            return Ok(Read::Nothing);
        };
        let mut members = Members::of(entries);
        let own = id.name();
        for (name, value) in entries {
            self.path.push(Step::Key(name));
            let read = match id.field(name, self.version) {
                None => {
                    self.note_unknown(name, id);
                    Read::Nothing
                }
                Some(field) => {
                    let (context, depth) = (std::mem::replace(&mut self.context, own), self.fields.len());
                    self.fields.extend(field.inline.iter().copied());
                    self.fields.push(field.name);
                    let read = self.value(value, &field.kind)?;
                    self.fields.truncate(depth);
                    self.context = context;
                    read
                }
            };
            self.path.pop();
            members.add(read);
        }
        Ok(members.read())
    }

    fn note_unknown(&mut self, name: &str, owner: TypeId) {
        if self.unknown.len() < MAX_UNKNOWN {
            self.unknown.push(Unknown { path: self.path(), name: name.to_owned(), owner });
        }
    }
}

/// What decoding makes of the members of an object, one after the other; a copy begins with the first that does not stay.
struct Members<'v> {
    entries: &'v Map<String, Value>,
    seen: usize,
    changed: Option<Map<String, Value>>,
}

impl<'v> Members<'v> {
    fn of(entries: &'v Map<String, Value>) -> Self {
        Self { entries, seen: 0, changed: None }
    }

    /// Says what becomes of the next member.
    fn add(&mut self, read: Read) {
        let (entries, at) = (self.entries, self.seen);
        self.seen += 1;
        if let (Read::AsWritten, None) = (&read, &self.changed) {
            return;
        }
        let copied = |(key, value): (&String, &Value)| (key.clone(), value.clone());
        let changed = self.changed.get_or_insert_with(|| entries.iter().take(at).map(copied).collect());
        let Some((key, value)) = entries.iter().nth(at) else { return };
        match read {
            Read::AsWritten => changed.insert(key.clone(), value.clone()),
            Read::Nothing => None,
            Read::Other(value) => changed.insert(key.clone(), value),
        };
    }

    fn read(self) -> Read {
        self.changed.map_or(Read::AsWritten, |changed| Read::Other(Value::Object(changed)))
    }
}

/// What Go has where `null` stands in a list or a map.
fn zero(kind: &Type) -> Value {
    match &kind.shape {
        Shape::Bool => Value::Bool(false),
        Shape::String => Value::String(String::new()),
        Shape::Int(..) | Shape::Float => Value::from(0),
        Shape::Named(id) => match id.definition() {
            Definition::Struct(_) => Value::Object(Map::new()),
            Definition::Alias(target, _) => zero(target),
            Definition::Special(Special::Quantity) => Value::from("0"),
            Definition::Special(Special::IntOrString) => Value::from(0),
            Definition::Special(_) => Value::Null,
        },
        _ => Value::Null,
    }
}
