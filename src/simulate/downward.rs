//! What a container may be told of its own Pod (Kubernetes `pkg/fieldpath/fieldpath.go`, `pkg/api/v1/resource/helpers.go`).

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Container, PodSpec, ResourceFieldSelector};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;

use super::workload::Pod;
use crate::object::quantity::Quantity;
use crate::text::quote;
use crate::world::Node;

/// The value of a field of the Pod's metadata; `None` for any other field. `now` is when the kubelet saw the Pod first.
pub fn field(pod: &Pod, path: &str, now: &str) -> Option<String> {
    if let Some((path, key)) = path.strip_suffix("']").and_then(|path| path.split_once("['")) {
        return match path {
            "metadata.labels" => Some(pod.object.labels().get(key).cloned().unwrap_or_default()),
            "metadata.annotations" => Some(annotations(pod, now).remove(key).unwrap_or_default()),
            _ => None,
        };
    }
    match path {
        "metadata.name" => Some(pod.name().to_owned()),
        "metadata.namespace" => Some(pod.namespace().to_owned()),
        "metadata.uid" => Some(pod.uid()),
        "metadata.labels" => Some(lines(&pod.object.labels().into_iter().collect())),
        "metadata.annotations" => Some(lines(&annotations(pod, now))),
        _ => None,
    }
}

/// The Pod's annotations, and the kubelet's own two (Kubernetes `pkg/kubelet/config/config.go`).
fn annotations(pod: &Pod, now: &str) -> BTreeMap<String, String> {
    let own = pod.object.value["metadata"]["annotations"].as_object().into_iter().flatten();
    let own = own.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())));
    let kubelet = [("kubernetes.io/config.seen", now), ("kubernetes.io/config.source", "api")];
    own.chain(kubelet.map(|(key, value)| (key.to_owned(), value.to_owned()))).collect()
}

/// `key="value"`, a line each, without an end of line at the end.
fn lines(map: &BTreeMap<String, String>) -> String {
    map.iter().map(|(key, value)| format!("{key}={}", quote(value))).collect::<Vec<_>>().join("\n")
}

/// The amount that a container of the Pod asks for; a limit that is not set is what the node has.
pub fn resource_in(spec: &PodSpec, own: Option<&Container>, of: &ResourceFieldSelector) -> Option<String> {
    let named = of.container_name.as_deref().filter(|name| !name.is_empty());
    let container = match named {
        Some(name) => spec.containers.iter().chain(spec.init_containers.iter().flatten()).find(|container| container.name == name)?,
        None => own?,
    };
    let mut bounded = container.clone();
    let limits = bounded.resources.get_or_insert_default().limits.get_or_insert_default();
    for (name, amount) in Node::ALLOCATABLE.iter().filter(|(name, _)| ["cpu", "memory", "ephemeral-storage"].contains(name)) {
        let set = limits.get(*name).and_then(|own| Quantity::parse(&own.0).ok()).is_some_and(|own| own.nano != 0);
        if !set {
            limits.insert((*name).to_owned(), Written((*amount).to_owned()));
        }
    }
    resource(&bounded, of)
}

/// The amount that a container has written, in units of the divisor, rounded up; `0` for none.
pub fn resource(container: &Container, of: &ResourceFieldSelector) -> Option<String> {
    let (kind, name) = of.resource.split_once('.')?;
    let resources = container.resources.as_ref();
    let amounts = match kind {
        "limits" => resources.and_then(|resources| resources.limits.as_ref()),
        "requests" => resources.and_then(|resources| resources.requests.as_ref()),
        _ => return None,
    };
    if !matches!(name, "cpu" | "memory" | "ephemeral-storage") && !name.starts_with("hugepages-") {
        return None;
    }
    let read = |written: Option<&Written>| written.and_then(|written| Quantity::parse(&written.0).ok());
    let amount = read(amounts.and_then(|amounts| amounts.get(name)));
    let divisor = read(of.divisor.as_ref()).filter(|divisor| divisor.nano != 0);
    let in_units = |quantity: &Quantity| if name == "cpu" { quantity.milli() } else { quantity.value() };
    let one = if name == "cpu" { 1000 } else { 1 };
    let amount = amount.as_ref().map_or(0, in_units);
    let divisor = divisor.as_ref().map_or(one, in_units).max(1);
    Some(((amount + divisor - 1) / divisor).to_string())
}
