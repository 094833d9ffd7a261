//! What the API server says of a manifest: the rules, one file and one page each, and their registry.
//!
//! A rule is a function over a [`Field`](field::Field), a cursor that knows its value, the path as the server writes
//! it and the path as the learner wrote it. [`kinds`] holds the registry: for every kind a literal tree of rules in
//! the order in which the server answers. Adding a rule takes a file, its page, and a word in that tree.
//!
//! ```text
//! text → object::decode → defaults → prepare → admission → tree of rules → findings → diagnostics
//! ```

mod admission;
mod advice;
mod answer;
mod claim;
mod config_map;
mod container;
mod decode;
mod dockerfile;
pub mod field;
mod finding;
pub mod format;
mod kinds;
mod meta;
mod namespace;
mod network_policy;
mod other;
mod place;
mod pod;
pub mod pod_security;
mod prelude;
mod prepare;
mod rbac;
mod rule;
mod secret;
mod service;
mod service_account;
mod update;
pub mod value;
mod volume;
mod warning;
mod workload;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diag::Diagnostic;
use crate::object::Object;
use crate::schema::Version;
use crate::text::SourceFile;

pub use answer::{complete_pod, invalid_message};
pub use finding::Finding;
pub use kinds::registry;
pub use rule::Rule;
pub use update::{prepared_change, refused_changes, validate_update};
pub use workload::Schedule;

/// What the answer depends on besides the text.
#[derive(Clone, Debug)]
pub struct Options {
    /// The API server's version.
    pub version: Version,
    /// The namespace of the kubectl context, for objects that name none.
    pub namespace: String,
    /// The namespaces that exist, with their labels; Pod Security reads its levels here.
    /// `None`: every namespace exists, without labels.
    pub namespaces: Option<BTreeMap<String, BTreeMap<String, String>>>,
    /// ServiceAccounts that exist besides `default`, as `namespace/name`. `None`: every one exists.
    pub service_accounts: Option<BTreeSet<String>>,
    /// Those of them whose fields are known.
    pub accounts: BTreeMap<String, Value>,
    /// A Pod Security Standard to enforce everywhere, as `restricted` or `baseline:v1.34`.
    pub pod_security: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            version: Version::DEFAULT,
            namespace: "default".into(),
            namespaces: None,
            service_accounts: None,
            accounts: BTreeMap::new(),
            pod_security: None,
        }
    }
}

/// The server's answer to one document.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file's name.
    pub file: String,
    /// Number in its file, from 1.
    pub document: usize,
    /// First line with content, from 1.
    pub line: usize,
    /// As far as it could be read.
    pub api_version: Option<String>,
    /// As far as it could be read.
    pub kind: Option<String>,
    /// The request's namespace; absent for cluster-scoped kinds.
    pub namespace: Option<String>,
    /// `metadata.name`, as far as it could be read.
    pub name: Option<String>,
    /// Whether `kubectl apply` succeeds.
    pub accepted: bool,
    /// What kubectl prints when it does not.
    pub message: Option<String>,
    /// Findings in the server's order, advice last.
    pub diagnostics: Vec<Diagnostic>,
    /// The stored object, if accepted; [`answers`] leaves it out.
    pub object: Option<Object>,
}

impl Document {
    /// Of a whole file of which no API server learns anything (a Dockerfile), among the answers to the others.
    pub fn of_file(file: &SourceFile, accepted: bool, message: Option<String>, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            file: file.name().to_owned(),
            document: 1,
            line: 1,
            api_version: None,
            kind: None,
            namespace: None,
            name: None,
            accepted,
            message,
            diagnostics,
            object: None,
        }
    }
}

/// Asks the API server of `options` about every document of every file, in order.
pub fn validate(files: &[SourceFile], options: &Options) -> Vec<Document> {
    answer::validate(files, options, true).collect()
}

/// As [`validate`], one document after the other and without the stored objects: what is done with is forgotten, however
/// many there are.
pub fn answers<'f>(files: &'f [SourceFile], options: &'f Options) -> impl Iterator<Item = Document> + use<'f> {
    answer::validate(files, options, false)
}

/// What the registry says of a decoded and defaulted object on create: allocation, then validation.
pub fn validate_object(value: &serde_json::Value, options: &Options) -> Vec<Finding> {
    answer::findings(value, options)
}
