//! The tables of `kubectl get` (Kubernetes `pkg/printers/internalversion/printers.go`).

use std::borrow::Cow;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde::Deserialize;
use serde_json::Value;

use super::columns::{Column, columns};
use super::kind::Kind;
use super::tabwriter::align;
use crate::world::World;

/// How a table is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    pub wide: bool,
    pub namespaces: bool,
    pub labels: bool,
    pub headers: bool,
    /// `pod/web` instead of `web`.
    pub kinds: bool,
    /// What happened to each object: `--output-watch-events`.
    pub events: bool,
    /// Without the server's columns: `--server-print=false`.
    pub bare: bool,
}

/// The table of objects of one kind. `label_columns` are those of `-L`.
pub(super) fn write(world: &World, kind: &Kind, objects: &[Value], shape: Shape, label_columns: &[&str]) -> String {
    let shown = |column: &Column| if shape.bare { column.0 == "AGE" } else { shape.wide || !column.1 };
    let columns: Vec<_> = columns(kind).into_iter().filter(shown).collect();
    let mut text = String::new();
    // An event is called by what it is about.
    let named = kind.name != "Event";
    if shape.headers {
        let mut titles: Vec<Cow<'_, str>> = Vec::new();
        titles.extend(shape.events.then_some("EVENT".into()));
        titles.extend(shape.namespaces.then_some("NAMESPACE".into()));
        titles.extend(named.then_some("NAME".into()));
        titles.extend(columns.iter().map(|column| column.0.into()));
        titles.extend(label_columns.iter().map(|label| label.rsplit('/').next().unwrap_or(label).to_uppercase().into()));
        titles.extend(shape.labels.then_some("LABELS".into()));
        text.push_str(&titles.join("\t"));
        text.push('\n');
    }
    for object in objects {
        let metadata = &object["metadata"];
        let mut name = metadata["name"].as_str().unwrap_or_default().to_owned();
        if kind.name == "StorageClass" && metadata["annotations"][super::storage::DEFAULT_CLASS] == "true" {
            name.push_str(" (default)");
        }
        let mut cells = Vec::new();
        cells.extend(shape.events.then(|| "ADDED".to_owned()));
        cells.extend(shape.namespaces.then(|| metadata["namespace"].as_str().unwrap_or_default().to_owned()));
        cells.extend(named.then(|| if shape.kinds { format!("{}/{name}", kind.written()) } else { name.clone() }));
        cells.extend(columns.iter().map(|column| column.2(world, object)));
        cells.extend(label_columns.iter().map(|label| metadata["labels"][*label].as_str().unwrap_or_default().to_owned()));
        cells.extend(shape.labels.then(|| pairs(&metadata["labels"])));
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    align(&text, 6, 3)
}

/// `a=b,c=d`, sorted; `<none>` for none.
pub(super) fn pairs(map: &Value) -> String {
    let mut pairs: Vec<_> =
        map.as_object().into_iter().flatten().map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default())).collect();
    pairs.sort();
    if pairs.is_empty() { "<none>".into() } else { pairs.join(",") }
}

/// A `LabelSelector` as kubectl writes it.
pub(super) fn selector(value: &Value) -> String {
    LabelSelector::deserialize(value).map_or_else(|_| "<none>".into(), |selector| crate::simulate::network::format_selector(&selector))
}

pub(super) fn endpoints(object: &Value) -> String {
    let mut all = Vec::new();
    for subset in object["subsets"].as_array().into_iter().flatten() {
        for port in subset["ports"].as_array().into_iter().flatten() {
            for address in subset["addresses"].as_array().into_iter().flatten() {
                all.push(format!("{}:{}", address["ip"].as_str().unwrap_or_default(), port["port"]));
            }
        }
    }
    match all.len() {
        0 => "<none>".into(),
        1..=3 => all.join(","),
        more => format!("{} + {} more...", all[..3].join(","), more - 3),
    }
}
