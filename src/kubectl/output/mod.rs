//! How objects are printed: `-o yaml|json|name|jsonpath=…|custom-columns=…`.

use serde_json::{Value, json};

use super::failure::Failure;
use super::kind::Kind;

mod columns;
pub(super) mod json;
pub(super) mod jsonpath;
pub(super) mod kyaml;
pub(super) mod order;
mod template;
pub(super) mod yaml;

pub(super) use template::shown as go_text;

/// A form of output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// A table; with `-o wide`, more columns.
    Table {
        wide: bool,
    },
    Yaml,
    Json,
    Kyaml,
    Name,
    JsonPath(String),
    JsonPathAsJson(String),
    GoTemplate(String),
    Columns(String),
    /// Columns from a file: their titles in its first line, their paths in the second.
    ColumnsFile(String),
}

/// What a command's `-o` may be besides the forms of every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forms {
    /// Objects only.
    Objects,
    /// Tables and columns too: `kubectl get`.
    Tables,
}

impl Format {
    /// Reads `-o`; `template` is `--template`, `open` gives the text of a file.
    pub fn of(word: Option<&str>, template: Option<&str>, forms: Forms, open: impl Fn(&str) -> Option<String>) -> Result<Self, Failure> {
        let word = word.unwrap_or(if template.is_some() { "go-template" } else { "" });
        let (name, rest) = word.split_once('=').unwrap_or((word, ""));
        let given = if rest.is_empty() { template.unwrap_or_default() } else { rest };
        let missing = || Failure::error("template format specified but no template given");
        let file = |path: &str| {
            open(path).ok_or_else(|| Failure::error(format!("error reading --template {path}, open {path}: no such file or directory")))
        };
        let needed = |make: fn(String) -> Self| if given.is_empty() { Err(missing()) } else { Ok(make(given.to_owned())) };
        Ok(match (name, forms) {
            ("", _) => Self::Table { wide: false },
            ("wide", Forms::Tables) => Self::Table { wide: true },
            ("yaml", _) => Self::Yaml,
            ("json", _) => Self::Json,
            ("kyaml", _) => Self::Kyaml,
            ("name", _) => Self::Name,
            ("jsonpath", _) => needed(Self::JsonPath)?,
            ("jsonpath-as-json", _) => needed(Self::JsonPathAsJson)?,
            ("jsonpath-file", _) if given.is_empty() => return Err(missing()),
            ("jsonpath-file", _) => Self::JsonPath(file(given)?),
            ("go-template" | "template", _) => needed(Self::GoTemplate)?,
            ("go-template-file" | "templatefile", _) if given.is_empty() => return Err(missing()),
            ("go-template-file" | "templatefile", _) => Self::GoTemplate(file(given)?),
            ("custom-columns", Forms::Tables) => Self::Columns(rest.to_owned()),
            ("custom-columns-file", Forms::Tables) if rest.is_empty() => {
                return Err(Failure::error("custom-columns format specified but no custom columns given"));
            }
            ("custom-columns-file", Forms::Tables) => Self::ColumnsFile(
                open(rest)
                    .ok_or_else(|| Failure::error(format!("error reading template {rest}, open {rest}: no such file or directory")))?,
            ),
            (_, Forms::Tables) => {
                return Err(no_printer(
                    word,
                    "custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml",
                ));
            }
            (_, Forms::Objects) => {
                return Err(no_printer(
                    word,
                    "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml",
                ));
            }
        })
    }

    /// Prints objects in a form other than a table, onto `out`. Several are a `List`. `strict` misses keys that are not there.
    pub fn write(&self, out: &mut String, objects: &[Value], list: bool, headers: bool, strict: bool) -> Result<(), Failure> {
        if let Self::GoTemplate(template) = self {
            return fill_in(out, template, &json::sorted(&whole(objects, list)), strict);
        }
        let text = self.text(objects, list, headers, strict)?;
        out.push_str(&text);
        Ok(())
    }

    /// As [`Self::write`], with nothing to miss.
    pub fn print(&self, objects: &[Value], list: bool, headers: bool) -> Result<String, Failure> {
        let mut out = String::new();
        self.write(&mut out, objects, list, headers, false)?;
        Ok(out)
    }

    fn text(&self, objects: &[Value], list: bool, headers: bool, strict: bool) -> Result<String, Failure> {
        let whole = || whole(objects, list);
        match self {
            Self::Table { .. } | Self::GoTemplate(_) => Ok(String::new()),
            Self::Yaml => Ok(yaml::write(&whole())),
            Self::Kyaml => Ok(kyaml::write(&json::sorted(&whole()))),
            Self::Json => Ok(json::write(&whole())),
            Self::Name => Ok(objects.iter().map(|object| format!("{}\n", name_of(object))).collect()),
            Self::Columns(spec) => columns::write(spec, objects, headers).map_err(Failure::error),
            Self::ColumnsFile(text) => columns::write_file(text, objects, headers).map_err(Failure::error),
            Self::JsonPath(template) | Self::JsonPathAsJson(template) => {
                let unread = |error: String| Failure::error(format!("error parsing jsonpath {template}, {error}"));
                jsonpath::check(template).map_err(unread)?;
                let filled = match self {
                    Self::JsonPath(_) => jsonpath::render(template, &whole(), strict),
                    _ => jsonpath::values(template, &whole())
                        .map(|found| format!("{}\n", json::indented(&json::sorted(&found.into()), "    "))),
                };
                filled.map_err(|error| {
                    let shown = go_syntax(&whole());
                    Failure::error(format!(
                        "error executing jsonpath {template:?}: Error executing template: {error}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t{template}\n\tobject given to jsonpath engine was:\n\t\t{shown}\n\n"
                    ))
                })
            }
        }
    }
}

/// Fills a template in for `value`, onto `out`.
pub(super) fn fill_in(out: &mut String, template: &str, value: &Value, strict: bool) -> Result<(), Failure> {
    let text = template::render(template, value, strict).map_err(|failed| {
        out.push_str(&failed.printed);
        Failure::error(failed.said)
    })?;
    out.push_str(&text);
    Ok(())
}

/// A value as Go's `%#v` prints it.
fn go_syntax(value: &Value) -> String {
    match value {
        Value::Null => "interface {}(nil)".into(),
        Value::Array(items) => format!("[]interface {{}}{{{}}}", items.iter().map(go_syntax).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().map(|(key, value)| format!("{key:?}:{}", go_syntax(value))).collect();
            entries.sort();
            format!("map[string]interface {{}}{{{}}}", entries.join(", "))
        }
        scalar => scalar.to_string(),
    }
}

fn no_printer(word: &str, allowed: &str) -> Failure {
    Failure::error(format!("unable to match a printer suitable for the output format {word:?}, allowed formats are: {allowed}"))
}

fn whole(objects: &[Value], list: bool) -> Value {
    match (objects, list) {
        ([one], false) => one.clone(),
        _ => json!({"apiVersion": "v1", "items": objects, "kind": "List", "metadata": {"resourceVersion": ""}}),
    }
}

/// `pod/web`, `networkpolicy.networking.k8s.io/deny`
pub(super) fn name_of(object: &Value) -> String {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let kind = Kind::of(text("/kind")).map_or_else(|| text("/kind").to_ascii_lowercase(), Kind::written);
    format!("{kind}/{}", text("/metadata/name"))
}
