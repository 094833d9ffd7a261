//! Private images, the Secrets that may open them, and the ServiceAccounts that bring Secrets along.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::dice::Dice;

/// The pull Secrets of every world by name; `gone` and `plain` are no pull Secrets.
const SECRETS: [&str; 8] = ["good", "good", "alias", "other", "wrong", "legacy", "plain", "gone"];

/// What every world has: Secrets right and wrong, and accounts with and without.
pub fn objects() -> Vec<Value> {
    let encoded = |text: &str| STANDARD.encode(text);
    let entry = |password: &str| json!({"username": "dock_user", "password": password, "auth": encoded(&format!("dock_user:{password}"))});
    let config = |host: &str, password: &str| encoded(&json!({"auths": {host: entry(password)}}).to_string());
    let secret = |name: &str, kind: &str, key: &str, data: String| json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "type": kind, "data": {key: data}});
    let modern = |name: &str, host: &str, password: &str| {
        secret(name, "kubernetes.io/dockerconfigjson", ".dockerconfigjson", config(host, password))
    };
    let account = |name: &str, secrets: &[&str]| {
        let secrets: Vec<_> = secrets.iter().map(|name| json!({"name": name})).collect();
        json!({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}, "imagePullSecrets": secrets})
    };
    vec![
        modern("good", "registry.lab:5000", "dock_password"),
        modern("alias", "myprivateregistry.com:5000", "dock_password"),
        modern("other", "https://index.docker.io/v1/", "dock_password"),
        modern("wrong", "registry.lab:5000", "nonsense"),
        secret(
            "legacy",
            "kubernetes.io/dockercfg",
            ".dockercfg",
            encoded(&json!({"registry.lab:5000": entry("dock_password")}).to_string()),
        ),
        secret("plain", "Opaque", ".dockerconfigjson", config("registry.lab:5000", "dock_password")),
        account("with", &["good"]),
        account("without", &[]),
        account("bad", &["gone", "wrong"]),
    ]
}

/// An image that the node does not have, in some Pods.
pub fn image(dice: &mut Dice) -> Option<&'static str> {
    const FOREIGN: [&str; 9] = [
        "registry.lab:5000/team/web:v1",
        "registry.lab:5000/team/web:v1",
        "myprivateregistry.com:5000/team/web:v1",
        "registry.lab:5000/team/web:v9",
        "registry.lab:5000/none:v1",
        "nosuch:1",
        "registry.lab/team/web:v1",
        "Nginx:1",
        "registry.lab:5000/team/web",
    ];
    dice.chance(22).then(|| dice.of(&FOREIGN))
}

/// `imagePullSecrets` and `serviceAccountName`, more often where the image is private.
pub fn lay_on(dice: &mut Dice, spec: &mut Value, private: bool) {
    if dice.chance(if private { 75 } else { 6 }) {
        spec["imagePullSecrets"] = (0..1 + dice.below(2)).map(|_| json!({"name": dice.of(&SECRETS)})).collect();
    }
    let accounts = if private { ["with", "without", "bad"] } else { ["without", "with", "none"] };
    dice.maybe(if private { 30 } else { 8 }, spec, "serviceAccountName", &accounts.map(Value::from));
}
