//! The embedded schema and how it is read: nothing is parsed before it is asked for.
//!
//! `assets/schema/generate` writes the files out of Kubernetes' Go sources:
//!
//! ```text
//! kinds.txt     apiVersion Kind type plural scope [versions]
//! types.txt     =type                      a struct; its fields follow, one a line:
//!               name type flags [versions]   i inline (name is Go's), o optional, e omitempty, ^ retainKeys, ~key patchMergeKey,
//!                                            ~ merged without one, =default, . none
//!               =type basic [A|B@36-|…]    a named type that is no struct, with its enum values
//!               =type !reader              a type that reads its JSON itself
//! docs/*.gz     =type                      by package, with \n for newlines; after a type its own text, those of its enum values
//!               text · =value text · field text, and those of its fields. What is said otherwise in some versions: field@-36 text
//! internal.txt  =type · GoName type [i]    the API server's internal structs, in their order
//! versions      35- since 1.35 · -34 until 1.34 · 35-35 only there
//! ```

use std::sync::OnceLock;

use memchr::{memchr2, memmem};

use super::Version;

static TYPES: &str = include_str!("../../assets/schema/types.txt");
static KINDS: &str = include_str!("../../assets/schema/kinds.txt");

/// The versions in which something exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first minor version; `None` if it is there in the oldest we know.
    pub since: Option<u8>,
    /// The last minor version; `None` if it is there in the newest we know.
    pub until: Option<u8>,
}

impl Span {
    const ALWAYS: Self = Self { since: None, until: None };

    pub(super) fn parse(text: Option<&str>) -> Self {
        let Some((since, until)) = text.and_then(|text| text.split_once('-')) else { return Self::ALWAYS };
        Self { since: since.parse().ok(), until: until.parse().ok() }
    }

    /// Whether `version` has it.
    pub fn contains(self, version: Version) -> bool {
        self.since.is_none_or(|since| since <= version.minor) && self.until.is_none_or(|until| version.minor <= until)
    }
}

/// A kind that the API server serves.
#[derive(Debug)]
pub struct Kind {
    /// `v1`, `apps/v1`, …
    pub api_version: &'static str,
    /// `Pod`, …
    pub kind: &'static str,
    /// `pods`, … as in URLs.
    pub plural: &'static str,
    /// Whether its objects live in namespaces.
    pub namespaced: bool,
    /// Where it exists.
    pub versions: Span,
    /// Its struct.
    pub root: TypeId,
}

/// A named type of the asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TypeId(usize);

/// A Go type expression.
#[derive(Clone, Debug)]
pub struct Type {
    /// As the asset has it: `[]core/v1.Container`.
    text: &'static str,
    /// What it is made of.
    pub shape: Shape,
}

/// What a type is made of.
#[derive(Clone, Debug)]
pub enum Shape {
    /// `bool`
    Bool,
    /// `string`
    String,
    /// `int32` and `int64`, by their bits; `true` for unsigned ones.
    Int(u8, bool),
    /// `float32` and `float64`
    Float,
    /// `[]uint8`: base64 in JSON.
    Bytes,
    /// Anything.
    Any,
    /// `[]T`
    List(Box<Type>),
    /// `map[K]T`
    Map(Box<Type>),
    /// `*T`
    Pointer(Box<Type>),
    /// A type with a name.
    Named(TypeId),
}

impl Type {
    /// The items of `[]byte` where JSON has a list.
    pub const BYTE: Self = Self { text: "uint8", shape: Shape::Int(8, true) };

    fn parse(text: &'static str) -> Self {
        let inner = |rest| Box::new(Self::parse(rest));
        let shape = if text == "[]uint8" {
            Shape::Bytes
        } else if let Some(item) = text.strip_prefix("[]") {
            Shape::List(inner(item))
        } else if let Some(target) = text.strip_prefix('*') {
            Shape::Pointer(inner(target))
        } else if let Some((_, item)) = text.strip_prefix("map[").and_then(|rest| rest.split_once(']')) {
            Shape::Map(inner(item))
        } else {
            match text {
                "bool" => Shape::Bool,
                "string" => Shape::String,
                "int64" | "int" => Shape::Int(64, false),
                "int32" => Shape::Int(32, false),
                "int16" => Shape::Int(16, false),
                "uint8" => Shape::Int(8, true),
                "uint16" => Shape::Int(16, true),
                "uint32" => Shape::Int(32, true),
                "uint64" => Shape::Int(64, true),
                "float64" | "float32" => Shape::Float,
                name => find_type(name).map_or(Shape::Any, Shape::Named),
            }
        };
        Self { text, shape }
    }

    /// As Go prints it: `[]v1.Container`.
    pub fn go(&self) -> String {
        let mut out = String::with_capacity(self.text.len());
        let mut rest = self.text;
        while let Some(at) = rest.find(['[', ']', '*']) {
            out.push_str(without_path(&rest[..at]));
            out.push_str(&rest[at..=at]);
            rest = &rest[at + 1..];
        }
        out.push_str(without_path(rest));
        if out == "interface" { "interface {}".into() } else { out }
    }

    /// The type without pointers, as Go's JSON decoder sees its target.
    pub fn target(&self) -> &Self {
        let mut target = self;
        while let Shape::Pointer(inner) = &target.shape {
            target = inner;
        }
        target
    }
}

/// `v1.Container` of `core/v1.Container`.
fn without_path(name: &str) -> &str {
    name.rfind('/').map_or(name, |slash| &name[slash + 1..])
}

/// What a named type is.
#[derive(Debug)]
pub enum Definition {
    /// Fields.
    Struct(Vec<Field>),
    /// Another type under a name, perhaps with the only values it may have.
    Alias(Type, Vec<Choice>),
    /// A type that reads its JSON itself.
    Special(Special),
}

/// A value of an enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its text.
    pub value: &'static str,
    /// Where it exists.
    pub versions: Span,
}

impl Choice {
    fn parse(text: &'static str) -> Self {
        let (value, span) = text.split_once('@').map_or((text, None), |(value, span)| (value, Some(span)));
        Self { value, versions: Span::parse(span) }
    }
}

/// The types that read their JSON themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// `resource.Quantity`
    Quantity,
    /// `intstr.IntOrString`
    IntOrString,
    /// `metav1.Time`
    Time,
    /// `metav1.MicroTime`
    MicroTime,
    /// `metav1.Duration`
    Duration,
    /// Any JSON.
    Raw,
}

/// A field of a struct. Those of inline structs stand among their parent's.
#[derive(Debug)]
pub struct Field {
    /// In JSON.
    pub name: &'static str,
    /// Its type.
    pub kind: Type,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether Go leaves it out of JSON when it is empty.
    pub omit_empty: bool,
    /// The default by the API's own declaration, for the few fields that have one.
    pub default: Option<&'static str>,
    /// The key by which a strategic merge patch merges the items of its list; an empty one for texts.
    pub merge_key: Option<&'static str>,
    /// Whether such a patch may say which keys stay (`retainKeys`).
    pub retains_keys: bool,
    /// Where it exists.
    pub versions: Span,
    /// The Go names of the inline structs it comes from, outermost first.
    pub inline: Vec<&'static str>,
    /// The struct that declares it.
    pub owner: TypeId,
}

struct Index {
    /// Every type's name and its lines, in order of the names.
    blocks: Vec<(&'static str, &'static str)>,
    /// Boxed, for few of them are ever asked for.
    parsed: Vec<OnceLock<Box<Definition>>>,
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let starts = std::iter::once(0).chain(memmem::find_iter(TYPES.as_bytes(), "\n=").map(|at| at + 1));
        let mut starts = starts.peekable();
        let mut blocks = Vec::with_capacity(TYPES.len() / 120);
        while let Some(start) = starts.next() {
            let block = &TYPES[start..starts.peek().copied().unwrap_or(TYPES.len())];
            let end = memchr2(b' ', b'\n', block.as_bytes()).unwrap_or(block.len());
            blocks.push((&block[1..end], block));
        }
        let parsed = blocks.iter().map(|_| OnceLock::new()).collect();
        Index { blocks, parsed }
    })
}

fn find_type(name: &str) -> Option<TypeId> {
    index().blocks.binary_search_by_key(&name, |(name, _)| name).ok().map(TypeId)
}

impl TypeId {
    /// The type called `name` in the asset (`core/v1.PodSpec`).
    pub fn named(name: &str) -> Option<Self> {
        find_type(name)
    }

    /// A type that Go prints as `name` (`v1.PullPolicy`). Some packages share a name; any of theirs will do.
    pub fn by_go_name(name: &str) -> Option<Self> {
        index().blocks.iter().position(|(known, _)| without_path(known) == name).map(TypeId)
    }

    /// The name in the asset: `core/v1.PodSpec`.
    pub fn name(self) -> &'static str {
        index().blocks[self.0].0
    }

    /// Go's name without the package: `PodSpec`.
    pub fn short(self) -> &'static str {
        let name = self.name();
        name.rfind('.').map_or(name, |dot| &name[dot + 1..])
    }

    /// What it is.
    pub fn definition(self) -> &'static Definition {
        index().parsed[self.0].get_or_init(|| Box::new(define(self, index().blocks[self.0].1)))
    }

    /// The fields, if it is a struct.
    pub fn fields(self) -> &'static [Field] {
        if let Definition::Struct(fields) = self.definition() { fields } else { &[] }
    }

    /// The field called `name` that `version` has.
    pub fn field(self, name: &str, version: Version) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name && field.versions.contains(version))
    }
}

fn define(id: TypeId, block: &'static str) -> Definition {
    let mut lines = block.lines();
    let head = lines.next().unwrap_or_default();
    if let Some((_, rest)) = head.split_once(' ') {
        let special = match rest {
            "!quantity" => Special::Quantity,
            "!intorstring" => Special::IntOrString,
            "!time" => Special::Time,
            "!microtime" => Special::MicroTime,
            "!duration" => Special::Duration,
            "!raw" => Special::Raw,
            _ => {
                let (basic, values) = rest.split_once(' ').map_or((rest, None), |(basic, values)| (basic, Some(values)));
                let choices = values.map(|values| values.split('|').map(Choice::parse).collect());
                return Definition::Alias(Type::parse(basic), choices.unwrap_or_default());
            }
        };
        return Definition::Special(special);
    }
    let mut fields: Vec<Field> = Vec::new();
    for line in lines {
        let mut parts = line.split(' ');
        let (Some(name), Some(kind), Some(flags)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let kind = Type::parse(kind);
        let (flags, default) = flags.split_once('=').map_or((flags, None), |(flags, default)| (flags, Some(default)));
        let (flags, merge_key) = flags.split_once('~').map_or((flags, None), |(flags, key)| (flags, Some(key)));
        let versions = Span::parse(parts.next());
        if flags.contains('i') {
            if let Shape::Named(inner) = kind.target().shape {
                let own = fields.len();
                for field in inner.fields() {
                    let inline = std::iter::once(name).chain(field.inline.iter().copied()).collect();
                    // Go's rule: what the struct itself declares hides what it inlines.
                    if !fields[..own].iter().any(|known| known.name == field.name) {
                        fields.push(Field { kind: field.kind.clone(), inline, ..*field });
                    }
                }
            }
            continue;
        }
        fields.retain(|known| known.name != name || known.inline.is_empty());
        let (optional, omit_empty, retains_keys) = (flags.contains('o'), flags.contains('e'), flags.contains('^'));
        fields.push(Field { name, kind, optional, omit_empty, default, merge_key, retains_keys, versions, inline: Vec::new(), owner: id });
    }
    Definition::Struct(fields)
}

/// All kinds that any of our versions serves.
pub fn kinds() -> &'static [Kind] {
    static ALL: OnceLock<Vec<Kind>> = OnceLock::new();
    ALL.get_or_init(|| {
        let kinds = KINDS.lines().filter_map(|line| {
            let mut parts = line.split(' ');
            let (api_version, kind, root) = (parts.next()?, parts.next()?, find_type(parts.next()?)?);
            let (plural, namespaced) = (parts.next()?, parts.next()? == "namespaced");
            Some(Kind { api_version, kind, plural, namespaced, versions: Span::parse(parts.next()), root })
        });
        kinds.collect()
    })
}

/// The kind that `version` serves under this name.
pub fn kind(api_version: &str, kind: &str, version: Version) -> Option<&'static Kind> {
    kinds().iter().find(|known| known.kind == kind && known.api_version == api_version && known.versions.contains(version))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// They are looked for by halves.
    #[test]
    fn types_stand_in_the_order_of_their_names() {
        assert!(index().blocks.is_sorted_by(|(a, _), (b, _)| a < b));
    }
}
