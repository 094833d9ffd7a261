//! The objects whose names a person can write: those of the files, read as far as they can be read, and those of the world.

use serde_json::Value;

use crate::object::{Object, from_node};
use crate::text::SourceFile;
use crate::yaml;

/// What is known beside the text at the cursor. Of two objects with one key the first is taken.
#[derive(Clone, Debug, Default)]
pub struct Known {
    objects: Vec<Value>,
    /// The namespace of objects that name none.
    namespace: String,
}

impl Known {
    /// Reads `files`, broken ones included, before `objects`, which a cluster has.
    pub fn new<'o>(files: &[SourceFile], objects: impl Iterator<Item = &'o Object>, namespace: &str) -> Self {
        let documents = files.iter().flat_map(|file| yaml::parse(file).0);
        let written = documents.filter_map(|document| document.root.as_ref().map(from_node));
        let objects = written.chain(objects.map(|object| object.value.clone())).collect();
        Self { objects, namespace: namespace.to_owned() }
    }

    /// The objects of a kind in a namespace; of all namespaces when none is given, and of kinds without one.
    pub(super) fn of_kind<'k>(&'k self, kind: &'k str, namespace: Option<&'k str>) -> impl Iterator<Item = &'k Value> {
        let here = move |object: &Value| {
            let own = object.pointer("/metadata/namespace").and_then(Value::as_str).unwrap_or(&self.namespace);
            namespace.is_none_or(|namespace| own == namespace) || matches!(kind, "Namespace" | "Node" | "ClusterRole")
        };
        self.objects.iter().filter(move |object| object.get("kind").and_then(Value::as_str) == Some(kind) && here(object))
    }

    /// The namespace of a document that names `written`.
    pub(super) fn namespace<'k>(&'k self, written: Option<&'k str>) -> &'k str {
        written.unwrap_or(&self.namespace)
    }
}
