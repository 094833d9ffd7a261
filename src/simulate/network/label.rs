//! Words as numbers: label keys, values and port names are compared millions of times, so each is stored once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};

/// A word of a [`Symbols`] table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Symbol(u32);

/// Every word once.
#[derive(Clone, Debug, Default)]
pub(super) struct Symbols {
    ids: HashMap<Arc<str>, Symbol>,
    words: Vec<Arc<str>>,
}

impl Symbols {
    /// The symbol of `word`, made if it is new.
    pub fn intern(&mut self, word: &str) -> Symbol {
        if let Some(symbol) = self.ids.get(word) {
            return *symbol;
        }
        let symbol = Symbol(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        let word: Arc<str> = word.into();
        self.words.push(Arc::clone(&word));
        self.ids.insert(word, symbol);
        symbol
    }

    /// The word behind a symbol.
    pub fn word(&self, symbol: Symbol) -> &str {
        self.words.get(symbol.0 as usize).map_or("", |word| word)
    }
}

/// The labels of one object, ascending by key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Labels(Box<[(Symbol, Symbol)]>);

impl Labels {
    /// Interns labels.
    pub fn new(symbols: &mut Symbols, labels: Option<&BTreeMap<String, String>>) -> Self {
        let mut pairs: Vec<_> = labels.into_iter().flatten().map(|(k, v)| (symbols.intern(k), symbols.intern(v))).collect();
        pairs.sort_unstable();
        Self(pairs.into())
    }

    /// The pairs, ascending by key.
    pub fn pairs(&self) -> &[(Symbol, Symbol)] {
        &self.0
    }

    /// The labels as kubectl lists them: `app=web,tier=front`.
    pub fn text(&self, symbols: &Symbols) -> String {
        let mut parts: Vec<_> = self.0.iter().map(|(k, v)| format!("{}={}", symbols.word(*k), symbols.word(*v))).collect();
        parts.sort();
        parts.join(",")
    }

    fn value(&self, key: Symbol) -> Option<Symbol> {
        self.0.iter().find(|(k, _)| *k == key).map(|(_, v)| *v)
    }
}

/// A compiled label selector: every requirement must hold. Without requirements it matches everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Selector(Box<[Requirement]>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Requirement {
    Equals(Symbol, Symbol),
    In(Symbol, Box<[Symbol]>),
    /// Holds also when the key is absent.
    NotIn(Symbol, Box<[Symbol]>),
    Exists(Symbol),
    DoesNotExist(Symbol),
    /// What the API server refuses: an unknown operator, `In` without values, `Exists` with some.
    Invalid,
}

impl Selector {
    /// Compiles a selector as `LabelSelectorAsSelector` reads it (apimachinery `pkg/apis/meta/v1/helpers.go`).
    pub fn new(symbols: &mut Symbols, selector: &LabelSelector) -> Self {
        let equals = selector.match_labels.iter().flatten().map(|(k, v)| Requirement::Equals(symbols.intern(k), symbols.intern(v)));
        let mut requirements: Vec<_> = equals.collect();
        requirements.extend(selector.match_expressions.iter().flatten().map(|written| requirement(symbols, written)));
        Self(requirements.into())
    }

    /// Whether it selects an object with these labels.
    pub fn matches(&self, labels: &Labels) -> bool {
        self.0.iter().all(|requirement| requirement.holds(labels))
    }

    /// Whether it selects everything.
    pub fn is_everything(&self) -> bool {
        self.0.is_empty()
    }

    /// A label that every selected object carries, if there is one: the key of the index.
    pub fn anchor(&self) -> Option<(Symbol, Symbol)> {
        self.0.iter().find_map(|requirement| match requirement {
            Requirement::Equals(key, value) => Some((*key, *value)),
            Requirement::In(key, values) if values.len() == 1 => Some((*key, values[0])),
            _ => None,
        })
    }

    /// The selector as kubectl writes it: `app=web,tier in (a,b),!old`; empty for everything.
    pub fn text(&self, symbols: &Symbols) -> String {
        let mut parts: Vec<_> = self.0.iter().map(|requirement| requirement.text(symbols)).collect();
        parts.sort();
        parts.join(",")
    }
}

/// Whether a selector takes an object with these labels, outside any network.
pub fn selector_takes(selector: &LabelSelector, labels: &BTreeMap<String, String>) -> bool {
    let mut symbols = Symbols::default();
    let labels = Labels::new(&mut symbols, Some(labels));
    Selector::new(&mut symbols, selector).matches(&labels)
}

fn requirement(symbols: &mut Symbols, written: &LabelSelectorRequirement) -> Requirement {
    let key = symbols.intern(&written.key);
    let mut values: Vec<_> = written.values.iter().flatten().map(|value| symbols.intern(value)).collect();
    values.sort_unstable();
    values.dedup();
    match (written.operator.as_str(), values.is_empty()) {
        ("In", false) => Requirement::In(key, values.into()),
        ("NotIn", false) => Requirement::NotIn(key, values.into()),
        ("Exists", true) => Requirement::Exists(key),
        ("DoesNotExist", true) => Requirement::DoesNotExist(key),
        _ => Requirement::Invalid,
    }
}

impl Requirement {
    fn holds(&self, labels: &Labels) -> bool {
        match self {
            Requirement::Equals(key, value) => labels.value(*key) == Some(*value),
            Requirement::In(key, values) => labels.value(*key).is_some_and(|value| values.contains(&value)),
            Requirement::NotIn(key, values) => labels.value(*key).is_none_or(|value| !values.contains(&value)),
            Requirement::Exists(key) => labels.value(*key).is_some(),
            Requirement::DoesNotExist(key) => labels.value(*key).is_none(),
            Requirement::Invalid => false,
        }
    }

    fn text(&self, symbols: &Symbols) -> String {
        let list = |values: &[Symbol]| {
            let mut words: Vec<_> = values.iter().map(|value| symbols.word(*value)).collect();
            words.sort_unstable();
            words.join(",")
        };
        match self {
            Requirement::Equals(key, value) => format!("{}={}", symbols.word(*key), symbols.word(*value)),
            Requirement::In(key, values) => format!("{} in ({})", symbols.word(*key), list(values)),
            Requirement::NotIn(key, values) => format!("{} notin ({})", symbols.word(*key), list(values)),
            Requirement::Exists(key) => symbols.word(*key).to_owned(),
            Requirement::DoesNotExist(key) => format!("!{}", symbols.word(*key)),
            Requirement::Invalid => "<error>".to_owned(),
        }
    }
}
