//! The Pods of a StatefulSet: numbered, with a host name and claims of their own
//! (Kubernetes `pkg/controller/statefulset/stateful_set_utils.go`).

use serde_json::{Value, json};

use super::{Mold, number, replicas, template_hash};
use crate::object::Object;
use crate::simulate::workload::Pod;
use crate::world::World;

pub(super) fn pods(world: &World, object: &Object, template: &Value) -> Vec<Pod> {
    let mut mold = Mold::new(world, object, "StatefulSet", &object.name, template);
    mold.label("controller-revision-hash", &revision(object));
    let claims: Vec<&str> = templates(object).filter_map(|claim| claim["metadata"]["name"].as_str()).collect();
    let service = object.value["spec"]["serviceName"].as_str().unwrap_or_default();
    let make = |ordinal: u64| {
        let name = format!("{}-{ordinal}", object.name);
        mold.pod(&name, |pod| {
            pod.label("statefulset.kubernetes.io/pod-name", &name);
            pod.label("apps.kubernetes.io/pod-index", &ordinal.to_string());
            pod.spec.insert("hostname".into(), name.as_str().into());
            if !service.is_empty() {
                pod.spec.insert("subdomain".into(), service.into());
            }
            if claims.is_empty() {
                return;
            }
            // A claim takes the place of the template's volume of its name.
            let mut volumes: Vec<Value> = claims
                .iter()
                .map(|claim| json!({"name": claim, "persistentVolumeClaim": {"claimName": format!("{claim}-{name}")}}))
                .collect();
            let own = pod.spec.get("volumes").and_then(Value::as_array).into_iter().flatten();
            volumes.extend(own.filter(|volume| volume["name"].as_str().is_none_or(|name| !claims.contains(&name))).cloned());
            pod.spec.insert("volumes".into(), volumes.into());
        })
    };
    let start = number(&object.value, "/spec/ordinals/start").unwrap_or(0);
    (start..start.saturating_add(replicas(object) as u64)).filter_map(make).collect()
}

/// The name of the ControllerRevision of its template, which is the label of its Pods.
pub fn revision(object: &Object) -> String {
    format!("{}-{}", object.name, template_hash(&object.value["spec"]["template"]))
}

/// `spec.volumeClaimTemplates`
pub(super) fn templates(object: &Object) -> impl Iterator<Item = &Value> {
    object.value["spec"]["volumeClaimTemplates"].as_array().into_iter().flatten()
}
