//! What kubectl itself refuses: the steps from a document to the objects that it sends.
//!
//! cli-runtime `pkg/resource/{visitor,mapper,metadata_decoder}.go`, kubectl `pkg/validation`, apimachinery
//! `pkg/apis/meta/v1/unstructured`.

use serde_json::{Map, Value};

use super::{golang, json, typed};
use crate::schema::Version;
use crate::text::quote;

const STOP: &str = "if you choose to ignore these errors, turn validation off with --validate=false";

/// An object that kubectl would send.
pub enum Sent {
    /// The document itself.
    Document,
    /// An item of the document's `items`: its number, and the object.
    Item(usize, Map<String, Value>),
}

/// The group and the version of an `apiVersion`.
pub fn group_version(text: &str) -> Result<(&str, &str), String> {
    match text.split('/').count() - 1 {
        _ if text.is_empty() || text == "/" => Ok(("", "")),
        0 => Ok(("", text)),
        1 => Ok(text.split_once('/').unwrap_or(("", text))),
        _ => Err(format!("unexpected GroupVersion string: {text}")),
    }
}

/// A document that is JSON: kubectl reads it as it stands.
pub struct Json<'t> {
    /// Its text.
    pub text: &'t str,
    /// `metadata` with its fields in the order of the text.
    pub metadata: Option<Value>,
    /// The first number that no float holds.
    pub too_large: Option<&'t str>,
}

/// The objects of a document, and kubectl's error (without `error: `) where there is one.
pub fn objects(document: &Value, source: &str, json: Option<&Json<'_>>, version: Version) -> (Vec<Sent>, Option<Refused>) {
    let source = quote(source);
    let too_large =
        json.and_then(|json| json.too_large).map(|number| format!("json: cannot unmarshal number {number} into Go value of type float64"));
    if let Err(problem) = too_large.map_or_else(|| check_kind(document), Err) {
        let text = format!("error validating {source}: error validating data: {problem}; {STOP}");
        return (Vec::new(), Some(Refused { text, ..Refused::new(problem, "") }));
    }
    let Value::Object(object) = document else { return (Vec::new(), None) };
    match unstructured(object, json, version) {
        Ok(mut sent) => {
            // kubectl still creates the other objects of a list.
            let mut untyped = Vec::new();
            sent.retain(|one| {
                let missing = if let Sent::Item(_, value) = one { missing_type(value) } else { None };
                untyped.extend(missing);
                missing.is_none()
            });
            (sent, Refused::of_items(untyped))
        }
        Err(mut refused) => {
            if refused.text.is_empty() {
                refused.text = format!("unable to decode {source}: {}", refused.problem);
            }
            (Vec::new(), Some(refused))
        }
    }
}

impl Refused {
    /// Words a number that does not fit as the text has it: kubectl reads `metadata` before it makes floats of large numbers.
    pub fn in_digits(mut self, digits: &str) -> Self {
        for text in [&mut self.text, &mut self.problem] {
            if let Some((head, tail)) = text.split_once("json: cannot unmarshal number ")
                && let Some((number, tail)) = tail.split_once(' ')
                && number != "into"
            {
                *text = format!("{head}json: cannot unmarshal number {digits} {tail}");
            }
        }
        self
    }
}

/// An error of kubectl's own.
pub struct Refused {
    /// The error.
    pub text: String,
    /// What it prints, if that is not the error behind `error: `.
    pub printed: Option<String>,
    /// The heart of it.
    pub problem: String,
    /// Where, if it is about a field.
    pub path: String,
}

impl Refused {
    fn new(problem: impl Into<String>, path: &str) -> Self {
        Self { text: String::new(), printed: None, problem: problem.into(), path: path.into() }
    }

    /// The errors of items without a kind or a version: printed one a line, listed once each.
    fn of_items(problems: Vec<&'static str>) -> Option<Self> {
        let first = problems.first()?;
        let sentence = |problem: &&str| format!(r#"unable to get type info from the object "*unstructured.Unstructured": {problem}"#);
        let lines: Vec<_> = problems.iter().map(sentence).collect();
        let mut distinct: Vec<&str> = Vec::new();
        for line in &lines {
            if !distinct.contains(&line.as_str()) {
                distinct.push(line);
            }
        }
        let text = if distinct.len() == 1 { distinct[0].to_owned() } else { format!("[{}]", distinct.join(", ")) };
        Some(Self { text, printed: Some(lines.join("\n")), ..Self::new(*first, "items") })
    }
}

/// kubectl's look at `apiVersion` and `kind` (kubectl `pkg/validation/validation.go`, getObjectKind).
fn check_kind(document: &Value) -> Result<(), String> {
    let Value::Object(object) = document else { return Err("invalid object to validate".into()) };
    let mut problems = Vec::new();
    match json::member(object, "apiVersion") {
        None | Some(Value::Null) => problems.push("apiVersion not set".into()),
        Some(Value::String(text)) => problems.extend(group_version(text).err()),
        Some(_) => problems.push("apiVersion isn't string type".into()),
    }
    match json::member(object, "kind") {
        None | Some(Value::Null) => problems.push("kind not set".into()),
        Some(Value::String(_)) => {}
        Some(_) => problems.push("kind isn't string type".into()),
    }
    match problems.len() {
        0 => Ok(()),
        1 => Err(problems.remove(0)),
        _ => Err(format!("[{}]", problems.join(", "))),
    }
}

/// An object, or the objects of a list: whatever has `items` is a list.
fn unstructured(object: &Map<String, Value>, json: Option<&Json<'_>>, version: Version) -> Result<Vec<Sent>, Refused> {
    let text = |key: &str| json::member(object, key).and_then(Value::as_str).unwrap_or_default();
    let kind = text("kind");
    let Some(items) = json::member(object, "items") else {
        if kind.is_empty() {
            return Err(missing_kind(object, json));
        }
        check_metadata(json.and_then(|json| json.metadata.as_ref()).or(json::member(object, "metadata")), version)?;
        return Ok(vec![Sent::Document]);
    };
    let items = match items {
        Value::Null => &[],
        Value::Array(items) => items.as_slice(),
        other => {
            let found = golang::kind_of(other);
            let text = format!("json: cannot unmarshal {found} into Go struct field decodeList.items of type []json.RawMessage");
            return Err(Refused::new(text, "items"));
        }
    };
    let mut sent = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match item {
            Value::Object(item) => flatten(item, kind, text("apiVersion"), index, &mut sent)?,
            Value::Null => flatten(&Map::new(), kind, text("apiVersion"), index, &mut sent)?,
            other => {
                let found = golang::kind_of(other);
                let text = format!("json: cannot unmarshal {found} into Go value of type map[string]interface {{}}");
                return Err(Refused::new(text, &format!("items[{index}]")));
            }
        }
    }
    if kind.is_empty() {
        return Err(missing_kind(object, json));
    }
    check_metadata(json.and_then(|json| json.metadata.as_ref()).or(json::member(object, "metadata")), version)?;
    Ok(sent)
}

/// An item of a list gets the list's kind if it has none. A list in a list is beyond kubectl.
fn flatten(item: &Map<String, Value>, list_kind: &str, list_version: &str, index: usize, sent: &mut Vec<Sent>) -> Result<(), Refused> {
    if let Some(Value::Array(_)) = item.get("items") {
        let text = "*unstructured.Unstructured is not a list: no Items field in this object";
        return Err(Refused { text: text.into(), ..Refused::new(text, &format!("items[{index}].items")) });
    }
    let mut value = item.clone();
    let is_empty = |key: &str| item.get(key).and_then(Value::as_str).unwrap_or_default().is_empty();
    if is_empty("kind") && is_empty("apiVersion") {
        value.insert("kind".into(), Value::from(list_kind.strip_suffix("List").unwrap_or(list_kind)));
        value.insert("apiVersion".into(), Value::from(list_version));
        value.sort_keys();
    }
    sent.push(Sent::Item(index, value));
    Ok(())
}

fn missing_kind(object: &Map<String, Value>, json: Option<&Json<'_>>) -> Refused {
    let shown = json.map_or_else(|| golang::json(&Value::Object(object.clone())), |json| json.text.to_owned());
    Refused::new(format!("Object 'Kind' is missing in '{shown}'"), "kind")
}

fn missing_type(object: &Map<String, Value>) -> Option<&'static str> {
    let text = |key: &str| json::member(object, key).and_then(Value::as_str).unwrap_or_default();
    match group_version(text("apiVersion")) {
        Ok((_, version)) if !text("kind").is_empty() => {
            version.is_empty().then_some("Object 'apiVersion' is missing in 'object has no apiVersion field'")
        }
        _ => Some("Object 'Kind' is missing in 'object has no kind field '"),
    }
}

fn check_metadata(metadata: Option<&Value>, version: Version) -> Result<(), Refused> {
    match metadata.and_then(|metadata| typed::decode_metadata(metadata, version)) {
        None => Ok(()),
        Some(misfit) => Err(Refused::new(misfit.text, &misfit.path)),
    }
}
