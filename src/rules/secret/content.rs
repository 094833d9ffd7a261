//! What the types of Secrets must hold. Source: `ValidateSecret`, 1.35.
use super::keys::bytes;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("secret-type", check, include_str!("content.md"));

fn check(secret: Field<'_>) {
    let data = secret.at("data");
    let require = |key: &'static str| {
        let missing = data.value().is_none_or(|map| map.get(key).is_none());
        if missing {
            data.key(key).required("");
        }
    };
    match secret.at("type").str() {
        "kubernetes.io/service-account-token" => {
            let name = secret.path("metadata.annotations").key("kubernetes.io/service-account.name");
            if name.is_empty() {
                name.required("");
            }
        }
        "kubernetes.io/dockercfg" => docker(data, ".dockercfg"),
        "kubernetes.io/dockerconfigjson" => docker(data, ".dockerconfigjson"),
        "kubernetes.io/basic-auth" => {
            let has = |key: &str| data.value().is_some_and(|map| map.get(key).is_some());
            if !has("username") && !has("password") {
                require("username");
                require("password");
            }
        }
        "kubernetes.io/ssh-auth" if data.key("ssh-privatekey").is_empty() => data.key("ssh-privatekey").required(""),
        "kubernetes.io/tls" => {
            require("tls.crt");
            require("tls.key");
        }
        _ => {}
    }
}

fn docker<'a>(data: Field<'a>, key: &'static str) {
    let entry = data.key(key);
    if data.value().is_none_or(|map| map.get(key).is_none()) {
        return entry.required("");
    }
    if let Some(error) = format::json_object_error(&bytes(entry)) {
        entry.invalid_value(Rendered::text("<secret contents redacted>"), error);
    }
}
