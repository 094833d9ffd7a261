//! What a template can call, and how Go prints values (go1.25 `text/template/funcs.go`, `fmt`).

use std::cmp::Ordering;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// A value in a template.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Datum {
    Value(Value),
    /// A key that is not there.
    Missing,
}

pub(super) const NAMES: &[&str] = &[
    "and",
    "or",
    "not",
    "len",
    "index",
    "slice",
    "print",
    "printf",
    "println",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "exists",
    "base64decode",
    "html",
    "js",
    "urlquery",
    "call",
];

/// Whether a value counts as true.
pub(super) fn truth(datum: &Datum) -> bool {
    match datum {
        Datum::Missing | Datum::Value(Value::Null) => false,
        Datum::Value(Value::Bool(flag)) => *flag,
        Datum::Value(Value::Number(number)) => number.as_f64() != Some(0.0),
        Datum::Value(Value::String(text)) => !text.is_empty(),
        Datum::Value(Value::Array(items)) => !items.is_empty(),
        Datum::Value(Value::Object(map)) => !map.is_empty(),
    }
}

/// A value as `%v` prints it.
pub(super) fn text(datum: &Datum) -> String {
    match datum {
        Datum::Missing => "<no value>".into(),
        Datum::Value(value) => plain(value),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".into(),
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(" ")),
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            format!("map[{}]", entries.iter().map(|(key, value)| format!("{key}:{}", plain(value))).collect::<Vec<_>>().join(" "))
        }
        other => other.to_string(),
    }
}

/// A value's type as Go names it.
fn type_of(datum: &Datum) -> &'static str {
    match datum {
        Datum::Missing | Datum::Value(Value::Null) => "untyped nil",
        Datum::Value(Value::Bool(_)) => "bool",
        Datum::Value(Value::Number(number)) if number.is_f64() => "float64",
        Datum::Value(Value::Number(_)) => "int64",
        Datum::Value(Value::String(_)) => "string",
        Datum::Value(Value::Array(_)) => "[]interface {}",
        Datum::Value(Value::Object(_)) => "map[string]interface {}",
    }
}

/// Calls a function; `and` and `or` were dealt with before their arguments.
pub(super) fn call(name: &str, arguments: &[Datum]) -> Result<Datum, String> {
    let wrong = |wanted: usize| Err(format!("wrong number of args for {name}: want {wanted} got {}", arguments.len()));
    let value = |value: Value| Ok(Datum::Value(value));
    match (name, arguments) {
        ("not", [one]) => value((!truth(one)).into()),
        ("len", [one]) => match one {
            Datum::Value(Value::String(text)) => value(text.len().into()),
            Datum::Value(Value::Array(items)) => value(items.len().into()),
            Datum::Value(Value::Object(map)) => value(map.len().into()),
            Datum::Missing | Datum::Value(Value::Null) => Err("error calling len: len of nil pointer".into()),
            other => Err(format!("error calling len: len of type {}", type_of(other))),
        },
        ("index", [first, rest @ ..]) => rest.iter().try_fold(first.clone(), |value, key| indexed(&value, key)),
        ("print", all) => value(printed(all).into()),
        ("println", all) => value(format!("{}\n", all.iter().map(text).collect::<Vec<_>>().join(" ")).into()),
        ("printf", [Datum::Value(Value::String(format)), rest @ ..]) => value(formatted(format, rest).into()),
        ("eq", [first, rest @ ..]) if !rest.is_empty() => {
            for other in rest {
                if equal(first, other)? {
                    return value(true.into());
                }
            }
            value(false.into())
        }
        ("ne", [one, two]) => value((!equal(one, two).map_err(|error| error.replace("calling eq", "calling ne"))?).into()),
        ("lt", [one, two]) => value((order(name, one, two)? == Ordering::Less).into()),
        ("le", [one, two]) => value((order(name, one, two)? != Ordering::Greater).into()),
        ("gt", [one, two]) => value((order(name, one, two)? == Ordering::Greater).into()),
        ("ge", [one, two]) => value((order(name, one, two)? != Ordering::Less).into()),
        ("exists", [first, keys @ ..]) => {
            let mut found = first.clone();
            for key in keys {
                match indexed(&found, key) {
                    Ok(Datum::Value(next)) => found = Datum::Value(next),
                    _ => return value(false.into()),
                }
            }
            value(true.into())
        }
        ("base64decode", [Datum::Value(Value::String(coded))]) => match STANDARD.decode(coded) {
            Ok(bytes) => value(String::from_utf8_lossy(&bytes).into_owned().into()),
            Err(_) => Err("error calling base64decode: base64 decode failed: illegal base64 data at input byte 0".into()),
        },
        ("base64decode", [Datum::Missing]) => Err("invalid value; expected string".into()),
        ("base64decode", [other]) => Err(format!("wrong type for value; expected string; got {}", type_of(other))),
        ("not" | "len", _) => wrong(1),
        ("ne" | "lt" | "le" | "gt" | "ge", _) => wrong(2),
        (name, _) => Err(format!("{name} with these arguments is not simulated here")),
    }
}

fn indexed(value: &Datum, key: &Datum) -> Result<Datum, String> {
    match (value, key) {
        (Datum::Value(Value::Object(map)), Datum::Value(Value::String(key))) => {
            Ok(map.get(key).cloned().map_or(Datum::Missing, Datum::Value))
        }
        (Datum::Value(Value::Array(items)), Datum::Value(Value::Number(at))) => {
            let found = at.as_u64().and_then(|at| items.get(at as usize));
            found.cloned().map(Datum::Value).ok_or_else(|| format!("error calling index: index out of range: {at}"))
        }
        (Datum::Missing | Datum::Value(Value::Null), _) => Err("error calling index: index of untyped nil".into()),
        (Datum::Value(Value::Object(_)), key) => Err(format!("error calling index: value has type {}; should be string", type_of(key))),
        (Datum::Value(Value::Array(_)), key) => Err(format!("error calling index: cannot index slice/array with type {}", type_of(key))),
        (other, _) => Err(format!("error calling index: can't index item of type {}", type_of(other))),
    }
}

fn equal(one: &Datum, two: &Datum) -> Result<bool, String> {
    match (one, two) {
        (Datum::Missing | Datum::Value(Value::Null), other) | (other, Datum::Missing | Datum::Value(Value::Null)) => {
            Ok(matches!(other, Datum::Missing | Datum::Value(Value::Null)))
        }
        (Datum::Value(Value::Array(_) | Value::Object(_)), _) | (_, Datum::Value(Value::Array(_) | Value::Object(_))) => {
            Err("error calling eq: non-comparable type".into())
        }
        (Datum::Value(one), Datum::Value(two)) => match std::mem::discriminant(one) == std::mem::discriminant(two) {
            true => Ok(one == two || one.as_f64().is_some() && one.as_f64() == two.as_f64()),
            // A number that is compared with is one of the template's own.
            false => {
                let other = if two.is_i64() { "int" } else { type_of(&Datum::Value(two.clone())) };
                Err(format!("error calling eq: incompatible types for comparison: {} and {other}", type_of(&Datum::Value(one.clone()))))
            }
        },
    }
}

fn order(name: &str, one: &Datum, two: &Datum) -> Result<Ordering, String> {
    let found = match (one, two) {
        (Datum::Value(Value::String(one)), Datum::Value(Value::String(two))) => Some(one.cmp(two)),
        (Datum::Value(Value::Number(one)), Datum::Value(Value::Number(two))) => {
            one.as_f64().zip(two.as_f64()).and_then(|(one, two)| one.partial_cmp(&two))
        }
        _ => None,
    };
    found.ok_or_else(|| match (one, two) {
        (Datum::Missing, _) | (_, Datum::Missing) => format!("error calling {name}: invalid type for comparison"),
        _ => format!("error calling {name}: incompatible types for comparison"),
    })
}

/// Go's `Sprint`: a blank between two that are no strings.
fn printed(all: &[Datum]) -> String {
    let is_text = |datum: &Datum| matches!(datum, Datum::Value(Value::String(_)));
    let mut out = String::new();
    for (at, one) in all.iter().enumerate() {
        if at > 0 && !is_text(one) && !is_text(&all[at - 1]) {
            out.push(' ');
        }
        out.push_str(&text(one));
    }
    out
}

/// Go's `Sprintf` with `%s %v %d %q %t %%`, widths and `-`.
fn formatted(format: &str, arguments: &[Datum]) -> String {
    let mut out = String::new();
    let mut arguments = arguments.iter();
    let mut chars = format.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let mut flags = String::new();
        while let Some(c) = chars.next_if(|c| c.is_ascii_digit() || "-+# .".contains(*c)) {
            flags.push(c);
        }
        let Some(verb) = chars.next() else {
            out.push_str("%!(NOVERB)");
            break;
        };
        if verb == '%' {
            out.push('%');
            continue;
        }
        let Some(one) = arguments.next() else {
            out.push_str(&format!("%!{verb}(MISSING)"));
            continue;
        };
        let shown = match (verb, one) {
            ('q', Datum::Value(Value::String(text))) => format!("{text:?}"),
            ('d', Datum::Value(Value::Number(number))) if !number.is_f64() => number.to_string(),
            ('s' | 'v', one) if verb == 'v' || matches!(one, Datum::Value(Value::String(_) | Value::Array(_) | Value::Object(_))) => {
                text(one)
            }
            ('t', Datum::Value(Value::Bool(flag))) => flag.to_string(),
            (verb, one) => format!("%!{verb}({}={})", type_of(one), text(one)),
        };
        let width: usize =
            flags.trim_start_matches(['-', '+', '#', ' ']).split('.').next().and_then(|width| width.parse().ok()).unwrap_or(0);
        match flags.starts_with('-') {
            true => out.push_str(&format!("{shown:<width$}")),
            false => out.push_str(&format!("{shown:>width$}")),
        }
    }
    let rest: Vec<_> = arguments.map(|one| format!("{}={}", type_of(one), text(one))).collect();
    if !rest.is_empty() {
        out.push_str(&format!("%!(EXTRA {})", rest.join(", ")));
    }
    out
}
