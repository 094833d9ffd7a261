//! DefaultTolerationSeconds: a Pod stays five minutes on a node that has gone. Source:
//! `plugin/pkg/admission/defaulttolerationseconds/admission.go`, 1.35.
use serde_json::{Value, json};

use super::{Refusal, Request};

/// Adds the two tolerations that every Pod has.
pub fn admit(request: &Request<'_>, value: &mut Value) -> Option<Refusal> {
    let spec = request.pod_spec(value)?;
    let list = spec.entry("tolerations").or_insert_with(|| json!([]));
    if list.is_null() {
        *list = json!([]);
    }
    let list = list.as_array_mut()?;
    let mut added = Vec::new();
    for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
        let tolerated = list.iter().any(|toleration| {
            let own = toleration["key"].as_str().unwrap_or("");
            let effect = toleration["effect"].as_str().unwrap_or("");
            (own == key || own.is_empty()) && (effect == "NoExecute" || effect.is_empty())
        });
        if !tolerated {
            added.push(json!({"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}));
        }
    }
    list.extend(added);
    None
}
