//! Whether `kubectl apply` has anything to send: its patch is made of three texts, and says more than the server stores (apimachinery v0.35
//! `pkg/util/strategicpatch/patch.go` CreateThreeWayMergePatch). What the server drops, such as `stringData` or an empty list, is sent every
//! time, and so is the order of a list to which the server has added something, such as a Pod's volumes.

use serde_json::Value;

use super::strategic::{By, Rules, by};

/// Whether a patch from `live` to `manifest` has content, of which `last` was applied before.
pub(super) fn has_patch(live: &Value, last: &Value, manifest: &Value, rules: Rules) -> bool {
    differs(live, manifest, rules) || takes_away(last, manifest, rules)
}

/// Whether the manifest says something that the live object does not.
fn differs(live: &Value, manifest: &Value, rules: Rules) -> bool {
    let (Some(own), Some(wanted)) = (live.as_object(), manifest.as_object()) else { return live != manifest };
    wanted.iter().any(|(key, value)| {
        let Some(there) = own.get(key) else { return true };
        let field = rules.field(key);
        match (by(field), there.as_array(), value.as_array()) {
            (Some(by), Some(there), Some(items)) => items_differ(there, items, by, rules.below(field)),
            _ => differs(there, value, rules.below(field)),
        }
    })
}

fn items_differ(live: &[Value], manifest: &[Value], by: By, rules: Rules) -> bool {
    let in_order = live.len() == manifest.len() && live.iter().zip(manifest).all(|(own, item)| by.same(own, item));
    !in_order || live.iter().zip(manifest).any(|(own, item)| by != By::Itself && differs(own, item, rules))
}

/// Whether the manifest has no longer what it had.
fn takes_away(last: &Value, manifest: &Value, rules: Rules) -> bool {
    let (Some(had), Some(has)) = (last.as_object(), manifest.as_object()) else { return false };
    had.iter().any(|(key, before)| {
        let Some(now) = has.get(key) else { return true };
        let field = rules.field(key);
        match (by(field), before.as_array(), now.as_array()) {
            (Some(by), Some(before), Some(now)) => before.iter().any(|item| match by.find(now, item) {
                Some(at) => takes_away(item, &now[at], rules.below(field)),
                None => true,
            }),
            _ => takes_away(before, now, rules.below(field)),
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::schema::Version;

    #[test]
    fn what_the_server_drops_or_adds_is_sent_again() {
        let rules = |api, kind| Rules::of(api, kind, Version::DEFAULT);
        let says = |api, kind, live: Value, manifest: Value| has_patch(&live, &manifest, &manifest, rules(api, kind));
        let secret = json!({"data": {"a": "Yg=="}, "type": "Opaque"});
        assert!(says("v1", "Secret", secret.clone(), json!({"stringData": {"a": "b"}})));
        assert!(!says("v1", "Secret", secret, json!({"data": {"a": "Yg=="}})));
        let policy = |rule: Value| json!({"spec": {"egress": [rule]}});
        assert!(says("networking.k8s.io/v1", "NetworkPolicy", policy(json!({"ports": []})), policy(json!({"to": []}))));
        // The server gave the Pod a volume for its token.
        let live = json!({"spec": {"volumes": [{"name": "own", "emptyDir": {}}, {"name": "token"}], "containers": [{"name": "c", "volumeMounts": [{"mountPath": "/token"}]}]}});
        assert!(says("v1", "Pod", live.clone(), json!({"spec": {"volumes": [{"name": "own", "emptyDir": {}}]}})));
        assert!(!says("v1", "Pod", live.clone(), json!({"spec": {"containers": [{"name": "c"}]}})));
        assert!(has_patch(
            &live,
            &json!({"spec": {"containers": [{"name": "c", "stdin": true}]}}),
            &json!({"spec": {"containers": [{"name": "c"}]}}),
            rules("v1", "Pod")
        ));
    }
}
