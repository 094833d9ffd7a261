//! Kubernetes objects after strict decoding and defaulting, each with the way back to its text.
//!
//! [`decode`] plays kubectl and the API server's decoder for a file: it gives one [`Decoded`] an object, with
//! the refusal if there is one, the JSON that kubectl sends, and the JSON that the server has then.
//! [`apply_defaults`] fills in what the server fills in, [`leave_out_empty`] takes out what it does not store. Validation
//! is the rules' work, between the two.
//!
//! ```ignore
//! for decoded in object::decode(&file, &Request::default()) {
//!     if let Some(mut value) = decoded.value.clone() {
//!         object::apply_defaults(&mut value, version);      // the stored object
//!         decoded.spans.nearest("spec.containers[0].image"); // where it was written
//!     }
//! }
//! ```

pub mod capability;
pub mod complete;
mod custom;
mod decode;
mod defaults;
mod findings;
pub mod golang;
mod json;
pub mod key_pair;
mod kubectl;
pub mod quantity;
pub mod reference;
pub mod restored;
mod repair;
mod server;
mod spans;
mod stored;
mod suggest;
mod typed;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::Value;

pub use decode::{Decoded, Refusal, Request, Step, decode, each};
pub use defaults::apply_defaults;
pub use json::{from_node, member, member_mut, sorted};
pub use repair::instead;
pub use spans::{FieldSpan, SpanIndex};
pub use stored::leave_out_empty;

/// An object as the API server would store it.
#[derive(Clone, Debug)]
pub struct Object {
    /// `v1`, `networking.k8s.io/v1`, …
    pub api_version: String,
    /// `Pod`, …
    pub kind: String,
    /// The namespace; `None` for cluster-scoped kinds.
    pub namespace: Option<String>,
    /// `metadata.name`.
    pub name: String,
    /// The object in JSON, defaulted.
    pub value: Value,
    /// Where it was written, if a person wrote it.
    pub origin: Option<Origin>,
}

/// Where the Pod spec of a kind stands.
pub fn pod_spec_pointer(kind: &str) -> Option<&'static str> {
    match kind {
        "Pod" => Some("/spec"),
        "Deployment" | "ReplicaSet" | "StatefulSet" | "DaemonSet" | "Job" | "ReplicationController" => Some("/spec/template/spec"),
        "CronJob" => Some("/spec/jobTemplate/spec/template/spec"),
        _ => None,
    }
}

/// Where an object was written.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The file's name.
    pub file: String,
    /// The document's number, from 1.
    pub document: usize,
    /// Field path → places.
    pub spans: Arc<SpanIndex>,
}

impl Object {
    /// An object of our own (a world's, a generator's) that has no source text. `namespace` is filled in
    /// by the caller for namespaced kinds. `None` when apiVersion, kind or name is missing.
    pub fn from_value(value: Value) -> Option<Self> {
        let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            api_version: text("/apiVersion")?,
            kind: text("/kind")?,
            namespace: text("/metadata/namespace"),
            name: text("/metadata/name")?,
            value,
            origin: None,
        })
    }

    /// The object as a `k8s-openapi` type; `None` when its JSON does not fit.
    pub fn typed<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(&self.value).ok()
    }

    /// `metadata.labels`.
    pub fn labels(&self) -> BTreeMap<String, String> {
        let labels = self.value.pointer("/metadata/labels").and_then(Value::as_object);
        labels.into_iter().flatten().filter_map(|(k, v)| Some((k.clone(), v.as_str()?.to_owned()))).collect()
    }

    /// `namespace/name`, or the name alone for cluster-scoped kinds.
    pub fn key(&self) -> String {
        self.namespace.as_ref().map_or_else(|| self.name.clone(), |ns| format!("{ns}/{}", self.name))
    }
}
