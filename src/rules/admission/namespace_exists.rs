//! NamespaceLifecycle: objects are made in namespaces that exist. Source:
//! `apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go`, 1.35.
use serde_json::Value;

use super::{Refusal, Request, refuse};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("namespace-exists", include_str!("namespace_exists.md"));

/// Refuses what goes into a namespace that is not there.
pub fn admit(request: &Request<'_>, _: &mut Value) -> Option<Refusal> {
    let namespace = request.namespace.filter(|name| !name.is_empty() && request.kind != "Namespace")?;
    let text = || format!("namespaces {} not found", quote(namespace));
    (!request.has_namespace(namespace)).then(|| refuse(&RULE, "NotFound", "metadata.namespace", text()))
}
