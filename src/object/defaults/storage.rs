//! Secrets, ConfigMaps, Namespaces and claims (K `pkg/apis/core/v1/{defaults,conversion}.go`).

use base64::Engine as _;
use serde_json::Value;

use super::fields::{Object, child, make, set_missing, set_zero, text};
use super::resources;
use crate::schema::Version;

pub fn secret(object: &mut Object, _: Version) {
    set_zero(object, "type", "Opaque");
    let Some(Value::Object(strings)) = object.shift_remove("stringData") else { return };
    if strings.is_empty() {
        return;
    }
    let Some(data) = make(object, "data") else { return };
    for (key, value) in strings {
        let encoded = base64::engine::general_purpose::STANDARD.encode(value.as_str().unwrap_or_default());
        data.insert(key, Value::from(encoded));
    }
}

pub fn config_map(object: &mut Object, _: Version) {
    set_missing(object, "data", Object::new());
}

pub fn namespace(object: &mut Object, _: Version) {
    let name = child(object, "metadata").map(|metadata| text(metadata, "name").to_owned()).unwrap_or_default();
    if !name.is_empty()
        && let Some(labels) = make(object, "metadata").and_then(|metadata| make(metadata, "labels"))
    {
        labels.insert("kubernetes.io/metadata.name".into(), Value::from(name));
    }
    if let Some(status) = make(object, "status") {
        set_zero(status, "phase", "Active");
    }
}

pub fn claim(object: &mut Object, _: Version) {
    if let Some(status) = make(object, "status") {
        set_zero(status, "phase", "Pending");
    }
    if let Some(spec) = make(object, "spec") {
        claim_spec(spec);
    }
}

pub fn claim_spec(spec: &mut Object) {
    set_missing(spec, "volumeMode", "Filesystem");
    if let Some(own) = child(spec, "resources") {
        resources::round_up(own, &["limits", "requests"]);
    }
}
