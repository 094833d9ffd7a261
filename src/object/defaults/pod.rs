//! Pods and Pod specs (K `pkg/apis/core/v1/defaults.go`, `zz_generated.defaults.go`).

use serde_json::Value;

use super::fields::{Object, child, each, is_zero, make, set_missing, set_zero, text};
use super::{resources, storage};
use crate::object::json::member;
use crate::object::reference::Reference;
use crate::schema::Version;

/// Volume sources that are no pointers to structs with defaults of their own.
const NO_SOURCE: [&str; 1] = ["name"];

pub fn pod(object: &mut Object, version: Version) {
    let Some(spec) = make(object, "spec") else { return };
    for list in ["containers", "initContainers"] {
        each(spec, list).for_each(resources::requests_from_limits);
    }
    if version.minor >= 34 {
        resources::pod_level(spec);
    }
    set_missing(spec, "enableServiceLinks", true);
    if member(spec, "hostNetwork") == Some(&Value::Bool(true)) {
        for list in ["containers", "initContainers"] {
            each(spec, list).for_each(host_ports);
        }
    }
    pod_spec(spec, version);
    if member(spec, "terminationGracePeriodSeconds").and_then(Value::as_i64).is_some_and(|seconds| seconds < 0) {
        spec.insert("terminationGracePeriodSeconds".into(), Value::from(1));
    }
}

fn host_ports(container: &mut Object) {
    for port in each(container, "ports") {
        if let Some(number) = port.get("containerPort").cloned() {
            set_zero(port, "hostPort", number);
        }
    }
}

/// What Pods and Pod templates have in common.
pub fn pod_spec(spec: &mut Object, version: Version) {
    set_zero(spec, "dnsPolicy", "ClusterFirst");
    set_zero(spec, "restartPolicy", "Always");
    set_missing(spec, "securityContext", Object::new());
    set_missing(spec, "terminationGracePeriodSeconds", 30);
    set_zero(spec, "schedulerName", "default-scheduler");
    // The old name is an alias; the new one wins.
    let account =
        [text(spec, "serviceAccountName"), text(spec, "serviceAccount")].into_iter().find(|name| !name.is_empty()).map(str::to_owned);
    if let Some(account) = account {
        spec.insert("serviceAccountName".into(), Value::from(account.clone()));
        spec.insert("serviceAccount".into(), Value::from(account));
    }
    resources::round_up(spec, &["overhead"]);
    if let Some(own) = child(spec, "resources") {
        resources::round_up(own, &["limits", "requests"]);
    }
    each(spec, "volumes").for_each(|source| volume(source, version));
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        each(spec, list).for_each(container);
    }
}

fn volume(volume: &mut Object, version: Version) {
    if volume.iter().all(|(key, value)| NO_SOURCE.contains(&key.as_str()) || value.is_null()) {
        volume.insert("emptyDir".into(), Value::Object(Object::new()));
    }
    for (source, mode) in [("secret", 420), ("configMap", 420), ("downwardAPI", 420), ("projected", 420)] {
        if let Some(source) = child(volume, source) {
            set_missing(source, "defaultMode", mode);
        }
    }
    if let Some(path) = child(volume, "hostPath") {
        set_missing(path, "type", "");
    }
    if let Some(source) = child(volume, "downwardAPI") {
        each(source, "items").for_each(field_of_item);
    }
    if let Some(source) = child(volume, "projected") {
        for part in each(source, "sources") {
            if let Some(items) = child(part, "downwardAPI") {
                each(items, "items").for_each(field_of_item);
            }
            if let Some(token) = child(part, "serviceAccountToken") {
                set_missing(token, "expirationSeconds", 3600);
            }
        }
    }
    if let Some(template) = child(volume, "ephemeral").and_then(|source| child(source, "volumeClaimTemplate"))
        && let Some(spec) = make(template, "spec")
    {
        storage::claim_spec(spec);
    }
    if let Some(image) = child(volume, "image")
        && version.minor >= 35
    {
        let policy = Reference::default_pull_policy(text(image, "reference"));
        set_zero(image, "pullPolicy", policy);
    }
    for (source, fields) in PLUGIN_DEFAULTS {
        if let Some(source) = child(volume, source) {
            fields.iter().for_each(|(key, value)| set_zero(source, key, *value));
        }
    }
    if let Some(disk) = child(volume, "azureDisk") {
        set_missing(disk, "cachingMode", "ReadWrite");
        set_missing(disk, "fsType", "ext4");
        set_missing(disk, "readOnly", false);
        set_missing(disk, "kind", "Shared");
    }
}

/// Defaults that the API declares on the fields of volume plugins.
const PLUGIN_DEFAULTS: [(&str, &[(&str, &str)]); 3] = [
    ("iscsi", &[("iscsiInterface", "default")]),
    ("rbd", &[("pool", "rbd"), ("user", "admin"), ("keyring", "/etc/ceph/keyring")]),
    ("scaleIO", &[("storageMode", "ThinProvisioned"), ("fsType", "xfs")]),
];

fn field_of_item(item: &mut Object) {
    if let Some(field) = child(item, "fieldRef") {
        set_zero(field, "apiVersion", "v1");
    }
    if let Some(field) = child(item, "resourceFieldRef") {
        set_missing(field, "divisor", "0");
    }
}

fn container(container: &mut Object) {
    if is_zero(container, "imagePullPolicy") {
        let policy = Reference::default_pull_policy(text(container, "image"));
        container.insert("imagePullPolicy".into(), Value::from(policy));
    }
    set_zero(container, "terminationMessagePath", "/dev/termination-log");
    set_zero(container, "terminationMessagePolicy", "File");
    each(container, "ports").for_each(|port| set_zero(port, "protocol", "TCP"));
    for variable in each(container, "env") {
        let Some(source) = child(variable, "valueFrom") else { continue };
        if let Some(field) = child(source, "fieldRef") {
            set_zero(field, "apiVersion", "v1");
        }
        if let Some(field) = child(source, "resourceFieldRef") {
            set_missing(field, "divisor", "0");
        }
        if let Some(key) = child(source, "fileKeyRef") {
            set_missing(key, "optional", false);
        }
    }
    if let Some(own) = child(container, "resources") {
        resources::round_up(own, &["limits", "requests"]);
    }
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
        if let Some(found) = child(container, name) {
            probe(found);
        }
    }
    if let Some(lifecycle) = child(container, "lifecycle") {
        for name in ["postStart", "preStop"] {
            if let Some(get) = child(lifecycle, name).and_then(|handler| child(handler, "httpGet")) {
                http_get(get);
            }
        }
    }
}

fn probe(probe: &mut Object) {
    for (key, value) in [("timeoutSeconds", 1), ("periodSeconds", 10), ("successThreshold", 1), ("failureThreshold", 3)] {
        set_zero(probe, key, value);
    }
    if let Some(get) = child(probe, "httpGet") {
        http_get(get);
    }
    if let Some(grpc) = child(probe, "grpc") {
        set_missing(grpc, "service", "");
    }
}

fn http_get(get: &mut Object) {
    set_zero(get, "path", "/");
    set_zero(get, "scheme", "HTTP");
}
