//! A Secret for pulling images that the kubelet does not read: the key without the type, or no registry in it. Source:
//! `pkg/credentialprovider/secrets/secrets.go`, 1.35.
use crate::rules::prelude::*;
use crate::rules::secret::bytes;

pub static RULE: Rule = Rule::advice("docker-config-unused", check, include_str!("docker_config.md"));

fn check(secret: Field<'_>) {
    let entry = secret.at("data").key(".dockerconfigjson");
    if !entry.exists() {
        return;
    }
    if secret.at("type").str() != "kubernetes.io/dockerconfigjson" {
        return secret.at("type").advise(Some("kubernetes.io/dockerconfigjson".into()));
    }
    let parsed: Option<serde_json::Value> = serde_json::from_slice(&bytes(entry)).ok();
    let registries = parsed.as_ref().and_then(|config| config.get("auths")).and_then(|auths| auths.as_object());
    if parsed.is_some() && registries.is_none_or(serde_json::Map::is_empty) {
        entry.advise(None);
    }
}
