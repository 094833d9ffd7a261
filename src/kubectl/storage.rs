//! Claims, volumes and StorageClasses as their controllers leave them.

use serde_json::{Value, json};

use crate::object::Object;
use crate::simulate::claim::{self, Bound};
use crate::simulate::pods;
use crate::world::World;

/// Every claim with what became of it, and the volumes that were made.
fn settled(world: &World) -> Vec<(Object, Bound, Value, Option<Value>)> {
    let mut claims: Vec<Object> = world.store.of_kind("PersistentVolumeClaim").cloned().collect();
    claims.extend(claim::made(world, false));
    if claims.is_empty() {
        return Vec::new();
    }
    claims.sort_by(|one, two| (&one.namespace, &one.name).cmp(&(&two.namespace, &two.name)));
    let states = claim::bound(world, &claims, &claim::used(&pods(world)));
    let of = |claim: Object| {
        let key = (claim.namespace.clone().unwrap_or_default(), claim.name.clone());
        let state = states.get(&key).cloned().unwrap_or(Bound::Waits);
        let (value, volume) = claim::settled(world, &claim, &state);
        (claim, state, value, volume)
    };
    claims.into_iter().map(of).collect()
}

/// PersistentVolumeClaims, those of StatefulSets included.
pub(super) fn claims(world: &World) -> Vec<Value> {
    settled(world).into_iter().map(|(_, _, value, _)| value).collect()
}

/// PersistentVolumes, stored and provisioned.
pub(super) fn volumes(world: &World) -> Vec<Value> {
    let settled = settled(world);
    let stored = world.store.of_kind("PersistentVolume").map(|volume| {
        let mut value = volume.value.clone();
        value["metadata"]["finalizers"] = json!(["kubernetes.io/pv-protection"]);
        let bound = settled.iter().find(|(_, state, ..)| *state == Bound::To(volume.name.clone()));
        value["status"] = json!({"phase": if bound.is_some() { "Bound" } else { "Available" }});
        if let Some((claim, ..)) = bound {
            let key = format!("PersistentVolumeClaim/{}/{}", claim.namespace.as_deref().unwrap_or_default(), claim.name);
            value["spec"]["claimRef"] = claim::reference(claim, &crate::simulate::uid_of(&key));
        }
        value
    });
    let stored: Vec<Value> = stored.collect();
    stored.into_iter().chain(settled.into_iter().filter_map(|(.., volume)| volume)).collect()
}

/// The annotation of the class that claims without one get.
pub(super) const DEFAULT_CLASS: &str = "storageclass.kubernetes.io/is-default-class";

/// StorageClasses, the cluster's own and stored ones.
pub(super) fn classes(world: &World) -> Vec<Value> {
    let own = world.facts.storage_classes.iter().enumerate();
    let own = own.filter(|(_, class)| world.store.get("StorageClass", None, &class.name).is_none()).map(|(at, class)| {
        let annotations = if at == 0 { json!({DEFAULT_CLASS: "true"}) } else { json!({}) };
        json!({
            "metadata": {"name": class.name, "annotations": annotations}, "provisioner": class.provisioner,
            "reclaimPolicy": "Delete", "volumeBindingMode": class.binding.word(),
        })
    });
    world.store.of_kind("StorageClass").map(|class| class.value.clone()).chain(own).collect()
}
