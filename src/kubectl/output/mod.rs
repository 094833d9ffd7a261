//! How objects are printed: `-o yaml|json|name|jsonpath=…|custom-columns=…`.

use serde_json::{Value, json};

use super::failure::Failure;
use super::kind::Kind;

mod columns;
pub(super) mod json;
pub(super) mod jsonpath;
pub(super) mod yaml;

/// A form of output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// A table; with `-o wide`, more columns.
    Table {
        wide: bool,
    },
    Yaml,
    Json,
    Name,
    JsonPath(String),
    Columns(String),
}

impl Format {
    /// Reads `-o`.
    pub fn of(word: Option<&str>) -> Result<Self, Failure> {
        let Some(word) = word else { return Ok(Self::Table { wide: false }) };
        let (name, rest) = word.split_once('=').unwrap_or((word, ""));
        Ok(match name {
            "" => Self::Table { wide: false },
            "wide" => Self::Table { wide: true },
            "yaml" => Self::Yaml,
            "json" => Self::Json,
            "name" => Self::Name,
            "jsonpath" | "jsonpath-as-json" if rest.is_empty() => {
                return Err(Failure::error("template format specified but no template given"));
            }
            "jsonpath" => Self::JsonPath(rest.to_owned()),
            "custom-columns" => Self::Columns(rest.to_owned()),
            "go-template"
            | "go-template-file"
            | "template"
            | "templatefile"
            | "jsonpath-as-json"
            | "jsonpath-file"
            | "custom-columns-file"
            | "kyaml" => {
                return Err(Failure::not_simulated(format!("-o {name}")));
            }
            other => {
                return Err(Failure::error(format!(
                    "unable to match a printer suitable for the output format {other:?}, allowed formats are: custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml"
                )));
            }
        })
    }

    /// Prints objects in a form other than a table. Several are a `List`.
    pub fn print(&self, objects: &[Value], list: bool, headers: bool) -> Result<String, Failure> {
        let whole = || match (objects, list) {
            ([one], false) => one.clone(),
            _ => json!({"apiVersion": "v1", "items": objects, "kind": "List", "metadata": {"resourceVersion": ""}}),
        };
        match self {
            Self::Table { .. } => Ok(String::new()),
            Self::Yaml => Ok(yaml::write(&whole())),
            Self::Json => Ok(json::write(&whole())),
            Self::Name => Ok(objects.iter().map(|object| format!("{}\n", name_of(object))).collect()),
            Self::Columns(spec) => columns::write(spec, objects, headers).map_err(Failure::error),
            Self::JsonPath(template) => {
                let template = if template.contains('{') { template.clone() } else { format!("{{{}}}", jsonpath::relaxed(template)) };
                jsonpath::render(&template, &whole(), false).map_err(|error| match error.as_str() {
                    "unclosed action" | "unterminated range" | "unterminated array" => {
                        Failure::error(format!("error parsing jsonpath {template}, {error}"))
                    }
                    _ => Failure::error(format!("error executing jsonpath {template:?}: Error executing template: {error}.")),
                })
            }
        }
    }
}

/// `pod/web`, `networkpolicy.networking.k8s.io/deny`
pub(super) fn name_of(object: &Value) -> String {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let kind = Kind::of(text("/kind")).map_or_else(|| text("/kind").to_ascii_lowercase(), Kind::written);
    format!("{kind}/{}", text("/metadata/name"))
}
