//! `secret`: a pull Secret holds a credential for a registry and a user.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use super::CheckKind;
use super::object::missing;
use crate::grade::case::{Case, Failure, ObjectRef};
use crate::grade::verdict::Stage;
use crate::grade::{Sentence, glob, path};
use crate::object::Object;
use crate::probe::Probe;
use crate::world::World;

const URL: &str = "https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/";

/// Which Secret, and what it decodes to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    name: String,
    namespace: Option<String>,
    /// One of the types that a pull reads; any of them, if left out.
    #[serde(rename = "type")]
    kind: Option<String>,
    registry: Option<String>,
    username: Option<String>,
    password: Option<String>,
}

/// The types from which a pull reads credentials, and the key of each.
/// Source: kubernetes pkg/credentialprovider/secrets/secrets.go, v1.35.
const PULL_TYPES: [(&str, &str); 2] = [("kubernetes.io/dockerconfigjson", ".dockerconfigjson"), ("kubernetes.io/dockercfg", ".dockercfg")];

impl CheckKind for Spec {
    fn stage(&self) -> Stage {
        Stage::Document
    }

    fn asks(&self) -> Sentence {
        let registry = self.registry.as_deref().unwrap_or("");
        self.object().sentence("check-secret").with("registry", registry).with("username", self.username.as_deref().unwrap_or(""))
    }

    fn probes(&self, _: &World) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, case: &Case) -> Result<(), Box<Failure>> {
        let wanted = self.object();
        let Some(secret) = wanted.find(case.now.world, case.namespace) else {
            return missing(&wanted, case, "secret-missing").see(URL).err();
        };
        let fail = |diag, path: &str, args: &[(&str, &str)]| {
            let args: Vec<_> = [("name", self.name.as_str())].into_iter().chain(args.iter().copied()).collect();
            Failure::new(diag, &args).at(case.place(secret, &written(secret, path))).see(URL).err()
        };
        let found = path::get(&secret.value, "type").and_then(Value::as_str).unwrap_or("Opaque");
        let asked = |kind: &str| self.kind.as_deref().is_none_or(|wanted| wanted == kind);
        let Some(&(_, key)) = PULL_TYPES.iter().find(|entry| entry.0 == found && asked(entry.0)) else {
            let wanted = self.kind.as_deref().unwrap_or(PULL_TYPES[0].0);
            return fail("secret-type", "type", &[("found", found), ("wanted", wanted)]);
        };
        let Some(entries) = entries(secret, key) else { return fail("secret-key", "data", &[("key", key)]) };
        let registry = self.registry.as_deref().unwrap_or("");
        let Some((_, entry)) = entries.iter().find(|(host, _)| registry.is_empty() || matches(host, registry)) else {
            let hosts = entries.iter().map(|(host, _)| host.as_str()).collect::<Vec<_>>().join(", ");
            return fail("secret-registry", "data", &[("found", &hosts), ("wanted", registry)]);
        };
        let (username, password) = credential(entry);
        match (&self.username, &self.password) {
            (Some(wanted), _) if *wanted != username => fail("secret-user", "data", &[("found", &username), ("wanted", wanted)]),
            (_, Some(wanted)) if *wanted != password => match fail("secret-user", "data", &[("wanted", &username)]) {
                Err(failure) => failure.variant("password").err(),
                ok => ok,
            },
            _ => Ok(()),
        }
    }
}

impl Spec {
    fn object(&self) -> ObjectRef {
        ObjectRef { kind: "Secret".into(), name: self.name.clone(), namespace: self.namespace.clone() }
    }
}

/// The field that was written where the server stores `data`: perhaps `stringData`.
fn written(secret: &Object, path: &str) -> String {
    let in_text = |name: &str| secret.origin.as_ref().is_some_and(|origin| origin.spans.get(name).is_some());
    if path == "data" && in_text("stringData") { "stringData".into() } else { path.to_owned() }
}

/// The registries of a Docker config and their entries; `None` when the key is missing or holds no such config.
fn entries(secret: &Object, key: &str) -> Option<Vec<(String, Value)>> {
    let plain = secret.value.get("stringData").and_then(|data| data.get(key)).and_then(Value::as_str).map(str::to_owned);
    let text = plain.or_else(|| {
        let encoded = secret.value.get("data")?.get(key)?.as_str()?;
        String::from_utf8(STANDARD.decode(encoded.split_whitespace().collect::<String>()).ok()?).ok()
    })?;
    let config: Value = serde_json::from_str(&text).ok()?;
    let auths = if key == ".dockercfg" { config.as_object()?.clone() } else { field(&config, "auths")?.as_object()?.clone() };
    Some(auths.into_iter().collect())
}

/// Whether a Docker config's key stands for `registry`, as the kubelet's keyring reads it: scheme and
/// API version are no part of it, ports are equal, and a star stands for one label of the host.
/// Source: kubernetes pkg/credentialprovider/keyring.go, v1.35.
fn matches(key: &str, registry: &str) -> bool {
    let bare = key.strip_prefix("https://").or_else(|| key.strip_prefix("http://")).unwrap_or(key);
    let host = bare.split('/').next().unwrap_or("");
    let split = |text: &str| -> (Vec<String>, Option<String>) {
        let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port.to_owned())));
        (host.split('.').map(str::to_owned).collect(), port)
    };
    let ((patterns, port), (labels, wanted)) = (split(host), split(registry));
    port == wanted && patterns.len() == labels.len() && patterns.iter().zip(&labels).all(|(pattern, label)| glob(pattern, label))
}

/// A registry entry of a pull Secret, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DockerEntry {
    /// The registry key as written.
    pub server: String,
    /// User.
    pub username: String,
    /// Password.
    pub password: String,
    /// Mail address, if there is one.
    pub email: Option<String>,
}

/// The registry entries of a pull Secret; `None` when it holds no Docker config.
pub fn docker_entries(secret: &Object) -> Option<Vec<DockerEntry>> {
    let key = if path::get(&secret.value, "type").and_then(Value::as_str) == Some("kubernetes.io/dockercfg") {
        ".dockercfg"
    } else {
        ".dockerconfigjson"
    };
    let entries = entries(secret, key)?.into_iter().map(|(server, entry)| {
        let (username, password) = credential(&entry);
        DockerEntry { server, username, password, email: field(&entry, "email").and_then(Value::as_str).map(str::to_owned) }
    });
    Some(entries.collect())
}

/// A field of a Docker config: Go's `encoding/json`, with which the kubelet reads it, takes the key in any case.
fn field<'v>(object: &'v Value, name: &str) -> Option<&'v Value> {
    object.as_object()?.iter().rfind(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// User and password of an entry; `auth` counts when it is there.
fn credential(entry: &Value) -> (String, String) {
    let text = |name: &str| field(entry, name).and_then(Value::as_str).unwrap_or("").to_owned();
    let auth = STANDARD.decode(text("auth")).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match auth.as_deref().and_then(|auth| auth.split_once(':')) {
        Some((username, password)) => (username.to_owned(), password.trim_end_matches('\0').to_owned()),
        None => (text("username"), text("password")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_keys_of_a_config_count_in_any_case() {
        let entry = json!({"UserName": "dock_user", "PASSWORD": "secret"});
        assert_eq!(credential(&entry), ("dock_user".into(), "secret".into()));
        assert_eq!(field(&json!({"AUTHS": {"a": entry}}), "auths"), Some(&json!({"a": entry})));
        assert_eq!(field(&json!({"auth": 1}), "auths"), None);
    }

    #[test]
    fn a_key_matches_as_the_keyring_reads_it() {
        for key in ["reg.lab:5000", "https://reg.lab:5000", "reg.lab:5000/v2/", "*.lab:5000"] {
            assert!(matches(key, "reg.lab:5000"), "{key}");
        }
        for key in ["reg.lab", "reg.lab:443", "*:5000", "Reg.lab:5000", "lab:5000"] {
            assert!(!matches(key, "reg.lab:5000"), "{key}");
        }
    }
}
