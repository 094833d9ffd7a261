//! DefaultTolerationSeconds: a Pod stays five minutes on a node that has gone. Source:
//! `plugin/pkg/admission/defaulttolerationseconds/admission.go`, 1.35.
use std::sync::LazyLock;

use serde_json::{Value, json};

use super::{Refusal, Request};

/// What a Pod tolerates for five minutes: made once, for every Pod gets both.
static TOLERATIONS: LazyLock<[(&str, Value); 2]> = LazyLock::new(|| {
    ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]
        .map(|key| (key, json!({"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300})))
});

/// Adds the two tolerations that every Pod has.
pub fn admit(request: &Request<'_>, value: &mut Value) -> Option<Refusal> {
    let spec = request.pod_spec(value)?;
    let list = spec.entry("tolerations").or_insert_with(|| json!([]));
    if list.is_null() {
        *list = json!([]);
    }
    let list = list.as_array_mut()?;
    let mut added = Vec::new();
    for (key, toleration) in TOLERATIONS.iter() {
        let tolerated = list.iter().any(|other| {
            let own = other["key"].as_str().unwrap_or("");
            let effect = other["effect"].as_str().unwrap_or("");
            (own == *key || own.is_empty()) && (effect == "NoExecute" || effect.is_empty())
        });
        if !tolerated {
            added.push(toleration.clone());
        }
    }
    list.extend(added);
    None
}
