//! The Secrets a Pod's pulls may use.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use k8s_openapi::api::core::v1::PodSpec;
use serde_json::Value;

use super::keyring::PullSecret;
use crate::object::Object;
use crate::world::World;

/// The Secrets of a Pod that exist, in order, and the names of those that do not.
#[derive(Clone, Debug, Default)]
pub struct PullSecrets {
    /// They exist.
    pub found: Vec<PullSecret>,
    /// They do not, in this namespace.
    pub missing: Vec<String>,
}

/// The Pod's own list, or its ServiceAccount's when that is empty: admission copies it, it does not merge
/// (Kubernetes `plugin/pkg/admission/serviceaccount`).
pub fn of_pod(world: &World, namespace: &str, spec: &PodSpec) -> PullSecrets {
    let account = spec.service_account_name.as_deref().filter(|name| !name.is_empty()).unwrap_or("default");
    let names = match &spec.image_pull_secrets {
        // In a Pod that went through admission, an empty list says what the account had then.
        Some(own) if !own.is_empty() || spec.priority.is_some() => own.iter().map(|reference| reference.name.clone()).collect(),
        _ => of_account(world, namespace, account),
    };
    let mut secrets = PullSecrets::default();
    for name in names.into_iter().filter(|name| !name.is_empty()) {
        match world.store.get("Secret", Some(namespace), &name) {
            Some(object) => secrets.found.push(read(object)),
            None => secrets.missing.push(name),
        }
    }
    secrets
}

fn of_account(world: &World, namespace: &str, name: &str) -> Vec<String> {
    let account = world.store.get("ServiceAccount", Some(namespace), name);
    let list = account.and_then(|account| account.value.get("imagePullSecrets")).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(|one| Some(one.get("name")?.as_str()?.to_owned())).collect()
}

/// A stored Secret.
pub fn read(object: &Object) -> PullSecret {
    let kind = object.value.get("type").and_then(Value::as_str).unwrap_or("Opaque").to_owned();
    PullSecret { name: object.key(), kind, data: data(object) }
}

/// The data of a Secret or ConfigMap as bytes. `stringData` wins, as the API server merges it.
pub fn data(object: &Object) -> BTreeMap<String, Vec<u8>> {
    let texts = |field: &str| object.value.get(field).and_then(Value::as_object).into_iter().flatten();
    let decode = |value: &Value| value.as_str().and_then(|text| STANDARD.decode(text.split_whitespace().collect::<String>()).ok());
    let plain = |value: &Value| value.as_str().map(|text| text.as_bytes().to_vec());
    let mut data = BTreeMap::new();
    let secret = object.kind == "Secret";
    let fields: [(&str, bool); 3] = [("data", secret), ("binaryData", true), ("stringData", false)];
    for (field, encoded) in fields {
        for (key, value) in texts(field) {
            if let Some(bytes) = if encoded { decode(value) } else { plain(value) } {
                data.insert(key.clone(), bytes);
            }
        }
    }
    data
}
