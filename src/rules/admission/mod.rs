//! The admission plug-ins of the server's default set that refuse or change objects of ours without asking for more
//! than names of others.

mod namespace_exists;
mod pod_security_labels;
mod priority;
mod runtime_class;
mod service_account;
mod tolerations;

use std::cell::Cell;
use std::collections::BTreeMap;

use serde_json::Value;

use super::Options;
use super::field::inside;
use super::finding::Finding;
use super::rule::Rule;
use crate::object::member_mut;

pub use pod_security_labels::RULE as POD_SECURITY_LABELS;
pub use runtime_class::validate as validate_overhead;

/// What the requests before this one have made.
#[derive(Clone, Debug, Default)]
pub struct Made {
    /// Namespaces with their labels.
    pub namespaces: BTreeMap<String, BTreeMap<String, String>>,
    /// ServiceAccounts as `namespace/name`, with the object.
    pub service_accounts: BTreeMap<String, Value>,
}

/// A request on its way through admission.
pub struct Request<'a> {
    /// The options of the run.
    pub options: &'a Options,
    /// What was made before.
    pub made: &'a Made,
    /// The object's kind.
    pub kind: &'a str,
    /// The request's namespace.
    pub namespace: Option<&'a str>,
    /// `metadata.name` as sent.
    pub name: &'a str,
    /// Whether a plug-in has drawn a name.
    pub drawn: Cell<bool>,
    /// Whether a plug-in has put a token's volume behind the others.
    pub token_volume: Cell<bool>,
}

/// A refusal: the Status reason, and the finding.
pub struct Refusal {
    /// `Forbidden`, `NotFound`
    pub reason: &'static str,
    /// What and where.
    pub finding: Finding,
}

/// Refuses with `text`, at `path`.
fn refuse(rule: &'static Rule, reason: &'static str, path: &str, text: String) -> Refusal {
    let finding = Finding {
        rule: Some(rule),
        error: None,
        path: path.to_owned(),
        written: path.to_owned(),
        value: None,
        detail: text,
        replacement: None,
        announced: None,
    };
    Refusal { reason, finding }
}

/// The name by which a refusal calls the object, whose name may not have been generated yet (`extractResourceName`).
fn called(value: &Value) -> String {
    let text = |field: &str| inside(value, field).and_then(Value::as_str).filter(|text| !text.is_empty());
    super::value::quote(text("metadata.name").or_else(|| text("metadata.generateName")).unwrap_or("Unknown"))
}

type Plugin = fn(&Request<'_>, &mut Value) -> Option<Refusal>;

/// Lets every plug-in look at the object in the server's order, and change it, up to the first refusal.
pub fn admit(request: &Request<'_>, value: &mut Value) -> Option<Refusal> {
    const PLUGINS: [Plugin; 5] =
        [namespace_exists::admit, service_account::admit, priority::admit, tolerations::admit, runtime_class::admit];
    PLUGINS.iter().find_map(|plugin| plugin(request, value))
}

/// The rules of all plug-ins.
pub fn rules() -> [&'static Rule; 5] {
    [&namespace_exists::RULE, &service_account::RULE, &priority::RULE, &runtime_class::RULE, &pod_security_labels::RULE]
}

impl Request<'_> {
    /// Whether a namespace exists. Where none are listed, every one with a possible name does.
    pub fn has_namespace(&self, name: &str) -> bool {
        match &self.options.namespaces {
            None => super::format::dns_subdomain(name).is_empty(),
            Some(known) => known.contains_key(name) || self.made.namespaces.contains_key(name),
        }
    }

    /// Whether a ServiceAccount exists. Where none are listed, every one with a possible name does; `default` always.
    pub fn has_service_account(&self, namespace: &str, name: &str) -> bool {
        name == "default"
            || match &self.options.service_accounts {
                None => super::format::dns_subdomain(name).is_empty(),
                Some(known) => {
                    let key = format!("{namespace}/{name}");
                    known.contains(&key) || self.made.service_accounts.contains_key(&key)
                }
            }
    }

    /// A ServiceAccount whose fields are known.
    fn account(&self, namespace: &str, name: &str) -> Option<&Value> {
        let known = [&self.made.service_accounts, &self.options.accounts];
        if known.iter().all(|accounts| accounts.is_empty()) {
            return None;
        }
        let key = format!("{namespace}/{name}");
        known.into_iter().find_map(|accounts| accounts.get(&key))
    }

    /// The labels of a namespace, as far as they are known.
    pub fn labels(&self, namespace: &str) -> Option<&BTreeMap<String, String>> {
        self.made.namespaces.get(namespace).or_else(|| self.options.namespaces.as_ref()?.get(namespace))
    }

    /// The Pod's spec, for requests that make a Pod.
    fn pod_spec<'v>(&self, value: &'v mut Value) -> Option<&'v mut serde_json::Map<String, Value>> {
        if self.kind != "Pod" {
            return None;
        }
        member_mut(value.as_object_mut()?, "spec")?.as_object_mut()
    }
}
