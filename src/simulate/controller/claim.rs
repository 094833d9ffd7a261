//! PersistentVolumeClaims: those that StatefulSets make, and which volume each is bound to
//! (Kubernetes `pkg/controller/volume/persistentvolume`, `pkg/controller/statefulset` getPersistentVolumeClaims).

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde::Deserialize;
use serde_json::{Value, json};

use super::stateful_set::templates;
use super::{asked_for, uid};
use crate::object::Object;
use crate::object::quantity::Quantity;
use crate::simulate::status::Event;
use crate::simulate::workload::{Pod, made_by};
use crate::world::{Binding, World};

/// What became of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A PersistentVolume that stands in the world, by name.
    To(String),
    /// A volume that the class's provisioner makes.
    Provisioned,
    /// It will be made for the first Pod that needs it.
    Waits,
    /// None: the controller's event says why.
    No(Event),
}

/// The claims that the Pods of StatefulSets have; of the Pods there are, or of all that are asked for.
pub fn made(world: &World, of_all: bool) -> Vec<Object> {
    let mut claims: Vec<Object> = Vec::new();
    for set in world.store.of_kind("StatefulSet").filter(|set| templates(set).next().is_some()) {
        let pods = if of_all { asked_for(world, set) } else { made_by(world, set) };
        for pod in pods {
            claims.extend(templates(set).filter_map(|template| claim(set, template, &pod)));
        }
    }
    claims.retain(|claim| world.store.get("PersistentVolumeClaim", claim.namespace.as_deref(), &claim.name).is_none());
    claims
}

fn claim(set: &Object, template: &Value, pod: &Pod) -> Option<Object> {
    let mut value = template.clone();
    value["apiVersion"] = "v1".into();
    value["kind"] = "PersistentVolumeClaim".into();
    value["metadata"]["name"] = format!("{}-{}", template["metadata"]["name"].as_str()?, pod.name()).into();
    value["metadata"]["namespace"] = pod.namespace().into();
    for (key, text) in set.value["spec"]["selector"]["matchLabels"].as_object().into_iter().flatten() {
        value["metadata"]["labels"][key] = text.clone();
    }
    value.as_object_mut().map(|value| value.remove("status"));
    Object::from_value(value)
}

/// The claim that a Pod of this namespace names.
pub fn named(world: &World, namespace: &str, name: &str) -> Option<Object> {
    let stored = world.store.get("PersistentVolumeClaim", Some(namespace), name).cloned();
    stored.or_else(|| made(world, true).into_iter().find(|claim| claim.namespace.as_deref() == Some(namespace) && claim.name == name))
}

/// The class of a claim: written, or the cluster's default, which admission writes.
pub fn class_of<'a>(world: &'a World, claim: &'a Value) -> &'a str {
    match claim["spec"].get("storageClassName").and_then(Value::as_str) {
        Some(written) => written,
        None => world.facts.storage_classes.first().map_or("", |class| class.name.as_str()),
    }
}

/// How the claims of a world are bound, by namespace and name. `used` are those that Pods name.
pub fn bound(world: &World, claims: &[Object], used: &BTreeSet<(String, String)>) -> BTreeMap<(String, String), Bound> {
    let mut free: Vec<&Object> = world.store.of_kind("PersistentVolume").collect();
    let mut all = BTreeMap::new();
    for claim in claims {
        let key = (claim.namespace.clone().unwrap_or_default(), claim.name.clone());
        let found = fitting(world, claim, &free);
        let state = match found {
            Some(at) => Bound::To(free.remove(at).name.clone()),
            None => provisioned(world, claim, used.contains(&key)),
        };
        all.insert(key, state);
    }
    all
}

/// The smallest volume that fits (`pkg/volume/util` FindMatchingVolume).
fn fitting(world: &World, claim: &Object, free: &[&Object]) -> Option<usize> {
    let class = class_of(world, &claim.value);
    let amount = |value: &Value| value.as_str().and_then(|text| Quantity::parse(text).ok());
    let wanted = amount(&claim.value["spec"]["resources"]["requests"]["storage"]);
    let modes = |value: &Value| -> Vec<String> {
        value["spec"]["accessModes"].as_array().into_iter().flatten().filter_map(|mode| mode.as_str().map(str::to_owned)).collect()
    };
    let mode_of = |value: &Value| value["spec"]["volumeMode"].as_str().unwrap_or("Filesystem").to_owned();
    let fits = |volume: &&&Object| {
        let spec = &volume.value["spec"];
        let own = modes(&volume.value);
        let reserved = &spec["claimRef"];
        let for_us = reserved["name"] == claim.name.as_str() && reserved["namespace"].as_str() == claim.namespace.as_deref();
        let named = claim.value["spec"]["volumeName"].as_str().filter(|name| !name.is_empty());
        spec["storageClassName"].as_str().unwrap_or_default() == class
            && (!reserved.is_object() || for_us)
            && named.is_none_or(|name| name == volume.name)
            && mode_of(&volume.value) == mode_of(&claim.value)
            && modes(&claim.value).iter().all(|mode| own.contains(mode))
            && selects(&claim.value["spec"]["selector"], volume)
            && amount(&spec["capacity"]["storage"]).zip(wanted.as_ref()).is_some_and(|(has, wanted)| has >= *wanted)
    };
    let candidates = free.iter().enumerate().filter(|(_, volume)| fits(volume));
    candidates
        .min_by(|(_, one), (_, two)| {
            let size = |volume: &Object| amount(&volume.value["spec"]["capacity"]["storage"]);
            size(one).partial_cmp(&size(two)).unwrap_or(std::cmp::Ordering::Equal).then_with(|| one.name.cmp(&two.name))
        })
        .map(|(at, _)| at)
}

/// Whether a claim's selector takes a volume.
fn selects(selector: &Value, volume: &Object) -> bool {
    match LabelSelector::deserialize(selector) {
        Ok(selector) => crate::simulate::network::selector_takes(&selector, &volume.labels()),
        Err(_) => selector.is_null(),
    }
}

fn provisioned(world: &World, claim: &Object, used: bool) -> Bound {
    let event =
        |kind, reason, message: String| Bound::No(Event { kind, from: "persistentvolume-controller", ..Event::normal(reason, message) });
    let class = class_of(world, &claim.value);
    let named = claim.value["spec"]["volumeName"].as_str().is_some_and(|name| !name.is_empty());
    if class.is_empty() || named {
        return event("Normal", "FailedBinding", "no persistent volumes available for this claim and no storage class is set".into());
    }
    let stored = world.store.get("StorageClass", None, class);
    let known = world.facts.storage_classes.iter().find(|known| known.name == class);
    let (provisioner, binding) = match (stored, known) {
        (Some(object), _) => {
            let waits = object.value["volumeBindingMode"] == "WaitForFirstConsumer";
            let binding = if waits { Binding::WaitForFirstConsumer } else { Binding::Immediate };
            (object.value["provisioner"].as_str().unwrap_or_default(), binding)
        }
        (None, Some(class)) => (class.provisioner.as_str(), class.binding),
        (None, None) => return event("Warning", "ProvisioningFailed", format!("storageclass.storage.k8s.io \"{class}\" not found")),
    };
    if binding == Binding::WaitForFirstConsumer && !used {
        return Bound::Waits;
    }
    // Only the provisioners that the world has are at work.
    if world.facts.storage_classes.iter().any(|known| known.provisioner == provisioner) {
        return Bound::Provisioned;
    }
    if provisioner == "kubernetes.io/no-provisioner" {
        return event("Normal", "FailedBinding", "no persistent volumes available for this claim and no storage class is set".into());
    }
    event(
        "Normal",
        "ExternalProvisioning",
        format!(
            "Waiting for a volume to be created either by the external provisioner '{provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered."
        ),
    )
}

/// Why the scheduler cannot place a Pod that names these claims (`pkg/scheduler/framework/plugins/volumebinding`).
pub fn unschedulable(world: &World, pod: &Pod) -> Option<String> {
    let claims = pod.spec().volumes.iter().flatten().filter_map(|volume| volume.persistent_volume_claim.as_ref());
    let names: Vec<&str> = claims.map(|claim| claim.claim_name.as_str()).collect();
    if names.is_empty() {
        return None;
    }
    let mut all: Vec<Object> = world.store.of_kind("PersistentVolumeClaim").cloned().chain(made(world, true)).collect();
    all.sort_by(|one, two| (&one.namespace, &one.name).cmp(&(&two.namespace, &two.name)));
    let key = |name: &str| (pod.namespace().to_owned(), name.to_owned());
    let used = names.iter().map(|name| key(name)).collect();
    let states = bound(world, &all, &used);
    if let Some(missing) = names.iter().find(|name| !states.contains_key(&key(name))) {
        return Some(format!("persistentvolumeclaim \"{missing}\" not found"));
    }
    let unbound = names.iter().any(|name| matches!(states.get(&key(name)), Some(Bound::No(_))));
    unbound.then(|| "pod has unbound immediate PersistentVolumeClaims".to_owned())
}

/// A claim with what admission and the volume controller write, and the volume that was made for it.
pub fn settled(world: &World, claim: &Object, state: &Bound) -> (Value, Option<Value>) {
    let mut value = claim.value.clone();
    let class = class_of(world, &claim.value).to_owned();
    let uid = uid("PersistentVolumeClaim", claim.namespace.as_deref(), &claim.value, &claim.name);
    if value["spec"]["storageClassName"].is_null() && !class.is_empty() {
        value["spec"]["storageClassName"] = class.as_str().into();
    }
    value["metadata"]["finalizers"] = json!(["kubernetes.io/pvc-protection"]);
    let made = format!("pvc-{uid}");
    let (volume, capacity, modes) = match state {
        Bound::To(name) => {
            let volume = world.store.get("PersistentVolume", None, name).map(|volume| volume.value.clone()).unwrap_or_default();
            (name.as_str(), volume["spec"]["capacity"].clone(), volume["spec"]["accessModes"].clone())
        }
        Bound::Provisioned => {
            let size = json!({"storage": value["spec"]["resources"]["requests"]["storage"]});
            (made.as_str(), size, value["spec"]["accessModes"].clone())
        }
        Bound::Waits | Bound::No(_) => {
            value["status"] = json!({"phase": "Pending"});
            return (value, None);
        }
    };
    value["metadata"]["annotations"]["pv.kubernetes.io/bind-completed"] = "yes".into();
    value["metadata"]["annotations"]["pv.kubernetes.io/bound-by-controller"] = "yes".into();
    value["spec"]["volumeName"] = volume.into();
    value["status"] = json!({"phase": "Bound", "accessModes": modes, "capacity": capacity});
    let provisioner = world.facts.storage_classes.iter().find(|known| known.name == class).map_or("", |known| known.provisioner.as_str());
    let volume = (*state == Bound::Provisioned).then(|| {
        // What kind's local-path provisioner writes.
        let node = world.facts.nodes.first().map(|node| node.name.as_str());
        let path = format!("/var/local-path-provisioner/{made}_{}_{}", claim.namespace.as_deref().unwrap_or_default(), claim.name);
        let here = json!([{"matchExpressions": [{"key": "kubernetes.io/hostname", "operator": "In", "values": [node]}]}]);
        json!({
            "metadata": {"name": made, "annotations": {"pv.kubernetes.io/provisioned-by": provisioner}, "finalizers": ["kubernetes.io/pv-protection"]},
            "spec": {
                "accessModes": modes, "capacity": capacity, "claimRef": reference(claim, &uid), "hostPath": {"path": path, "type": "DirectoryOrCreate"},
                "nodeAffinity": {"required": {"nodeSelectorTerms": here}}, "persistentVolumeReclaimPolicy": "Delete",
                "storageClassName": class, "volumeMode": value["spec"]["volumeMode"].as_str().unwrap_or("Filesystem"),
            },
            "status": {"phase": "Bound"},
        })
    });
    (value, volume)
}

/// How a volume names the claim it is bound to.
pub fn reference(claim: &Object, uid: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "PersistentVolumeClaim", "name": claim.name, "namespace": claim.namespace, "uid": uid})
}

/// The claims that the world's Pods name.
pub fn used(pods: &[Pod]) -> BTreeSet<(String, String)> {
    let of = |pod: &Pod| -> Vec<(String, String)> {
        let claims = pod.spec().volumes.iter().flatten().filter_map(|volume| volume.persistent_volume_claim.as_ref());
        claims.map(|claim| (pod.namespace().to_owned(), claim.claim_name.clone())).collect()
    };
    pods.iter().flat_map(of).collect()
}
