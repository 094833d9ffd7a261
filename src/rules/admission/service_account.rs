//! ServiceAccount: a Pod runs as one, which exists; it takes over the account's pull secrets if it names none, and gets
//! a token. Source: `plugin/pkg/admission/serviceaccount/admission.go`, 1.35.
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::{Refusal, Request, called, refuse};
use crate::object::{member, member_mut};
use crate::rules::field::inside;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("service-account-exists", include_str!("service_account.md"));

const TOKEN_PATH: &str = "/var/run/secrets/kubernetes.io/serviceaccount";
const MIRROR: &str = "kubernetes.io/config.mirror";
/// Where volumes name Secrets (`VisitPodSecretNames`).
const SECRETS: [&str; 10] = [
    "/azureFile/secretName",
    "/cephfs/secretRef/name",
    "/cinder/secretRef/name",
    "/csi/nodePublishSecretRef/name",
    "/flexVolume/secretRef/name",
    "/iscsi/secretRef/name",
    "/rbd/secretRef/name",
    "/scaleIO/secretRef/name",
    "/secret/secretName",
    "/storageos/secretRef/name",
];

/// Looks up the account and completes the Pod.
pub fn admit(request: &Request<'_>, value: &mut Value) -> Option<Refusal> {
    if request.kind != "Pod" {
        return None;
    }
    if inside(value, "metadata.annotations").is_some_and(|map| map.get(MIRROR).is_some()) {
        let (path, text) = mirror(value.get("spec")?)?;
        return Some(refuse(&RULE, "Forbidden", path, format!("pods {} is forbidden: a mirror pod may not {text}", called(value))));
    }
    let namespace = request.namespace.unwrap_or("default");
    let spec = request.pod_spec(value)?;
    if member(spec, "serviceAccountName").and_then(Value::as_str).unwrap_or("").is_empty() {
        spec.insert("serviceAccountName".into(), "default".into());
        spec.insert("serviceAccount".into(), "default".into());
    }
    let account = member(spec, "serviceAccountName").and_then(Value::as_str).unwrap_or("default").to_owned();
    if !request.has_service_account(namespace, &account) {
        let text = format!(
            "pods {} is forbidden: error looking up service account {namespace}/{account}: serviceaccount {} not found",
            called(value),
            quote(&account)
        );
        return Some(refuse(&RULE, "Forbidden", "spec.serviceAccountName", text));
    }
    let account = request.account(namespace, &account);
    let pull = account.and_then(|account| account.get("imagePullSecrets")).filter(|list| list.as_array().is_some_and(|l| !l.is_empty()));
    if let Some(pull) = pull.filter(|_| member(spec, "imagePullSecrets").and_then(Value::as_array).is_none_or(Vec::is_empty)) {
        spec.insert("imagePullSecrets".into(), pull.clone());
    }
    let of_account = account.and_then(|account| account.get("automountServiceAccountToken")).and_then(Value::as_bool);
    if member(spec, "automountServiceAccountToken").and_then(Value::as_bool).or(of_account).unwrap_or(true) {
        mount_token(request, spec);
    }
    None
}

/// What the mirror of a static Pod refers to although a kubelet cannot ask for it.
fn mirror(spec: &Value) -> Option<(&'static str, &'static str)> {
    if spec.get("serviceAccountName").and_then(Value::as_str).is_some_and(|name| !name.is_empty()) {
        return Some(("spec.serviceAccountName", "reference service accounts"));
    }
    let list = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let named = |value: &Value, pointer: &str| value.pointer(pointer).and_then(Value::as_str).is_some_and(|name| !name.is_empty());
    if list(spec, "imagePullSecrets").iter().any(|secret| named(secret, "/name")) {
        return Some(("spec.imagePullSecrets", "reference secrets"));
    }
    let containers = ["initContainers", "containers", "ephemeralContainers"].into_iter().flat_map(|name| list(spec, name));
    for container in containers {
        if list(&container, "envFrom").iter().any(|source| named(source, "/secretRef/name"))
            || list(&container, "env").iter().any(|variable| named(variable, "/valueFrom/secretKeyRef/name"))
        {
            return Some(("spec.containers", "reference secrets"));
        }
    }
    let volumes = list(spec, "volumes");
    let sources = |volume: &Value| volume.get("projected").map(|projected| list(projected, "sources")).unwrap_or_default();
    let refers = |volume: &Value| {
        SECRETS.iter().any(|pointer| named(volume, pointer)) || sources(volume).iter().any(|source| named(source, "/secret/name"))
    };
    if volumes.iter().any(refers) {
        return Some(("spec.volumes", "reference secrets"));
    }
    let set = |value: &Value, name: &str| value.get(name).is_some_and(|part| !part.is_null());
    let token = volumes.iter().any(|volume| sources(volume).iter().any(|source| set(source, "serviceAccountToken")));
    token.then_some(("spec.volumes", "use ServiceAccountToken volume projections"))
}

/// The volume of a token, but for the name: made once, for every Pod gets one.
static TOKEN_SOURCES: LazyLock<Value> = LazyLock::new(|| {
    json!({
        "defaultMode": 420,
        "sources": [
            {"serviceAccountToken": {"path": "token", "expirationSeconds": 3607}},
            {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
            {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]}},
        ],
    })
});

/// Mounts the account's token wherever nothing else is mounted there.
fn mount_token(request: &Request<'_>, spec: &mut Map<String, Value>) {
    let volumes = member(spec, "volumes").and_then(Value::as_array).into_iter().flatten();
    let known = volumes.filter_map(|volume| volume["name"].as_str()).find(|name| name.starts_with("kube-api-access-"));
    let name = known.unwrap_or("kube-api-access-xn8fg").to_owned();
    let is_there = known.is_some();
    let mut needed = false;
    for list in ["initContainers", "containers"] {
        let containers = member_mut(spec, list).and_then(Value::as_array_mut).into_iter().flatten();
        for container in containers.filter_map(Value::as_object_mut) {
            let mounts = container.entry("volumeMounts").or_insert_with(|| json!([]));
            if mounts.is_null() {
                *mounts = json!([]);
            }
            let Some(mounts) = mounts.as_array_mut() else { continue };
            if !mounts.iter().any(|mount| inside(mount, "mountPath").is_some_and(|path| path == TOKEN_PATH)) {
                mounts.push(json!({"name": name, "readOnly": true, "mountPath": TOKEN_PATH}));
                needed = true;
            }
        }
    }
    request.drawn.set(!is_there);
    if is_there || !needed {
        return;
    }
    // Not `json!`, which would copy the copy.
    let volume = Map::from_iter([("name".to_owned(), Value::String(name)), ("projected".to_owned(), TOKEN_SOURCES.clone())]);
    let volumes = spec.entry("volumes").or_insert_with(|| json!([]));
    if volumes.is_null() {
        *volumes = json!([]);
    }
    if let Some(volumes) = volumes.as_array_mut() {
        volumes.push(Value::Object(volume));
        request.token_volume.set(true);
    }
}
