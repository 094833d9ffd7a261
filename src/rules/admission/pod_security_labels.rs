//! The Pod Security labels of a Namespace can be read. Source: k8s.io/pod-security-admission `admission/admission.go`
//! `ValidateNamespace`.
use crate::rules::pod_security::invalid_labels;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("pod-security-label", check, include_str!("pod_security_labels.md"));

fn check(namespace: Field<'_>) {
    let labels = namespace.path("metadata.labels");
    let label = |key: &str| labels.value()?.get(key)?.as_str().map(str::to_owned);
    for (key, detail) in invalid_labels(label) {
        if let Some((_, entry)) = labels.entries().find(|(name, _)| *name == key) {
            entry.invalid(detail);
        }
    }
}
