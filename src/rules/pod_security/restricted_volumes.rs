//! Restricted: volumes of a short list of types.
use std::collections::BTreeSet;

use super::{Check, Denial, Level, join_quote, plural};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-restricted-volumes", include_str!("restricted_volumes.md"));
pub const CHECK: Check =
    Check { rule: &RULE, id: "restrictedVolumes", level: Level::Restricted, versions: &[(0, check)], overrides: &["hostPathVolumes"] };

const ALLOWED: [&str; 9] =
    ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"];
/// In the order in which the server looks.
const OTHERS: [&str; 21] = [
    "hostPath",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "gitRepo",
    "nfs",
    "iscsi",
    "glusterfs",
    "rbd",
    "flexVolume",
    "cinder",
    "cephfs",
    "flocker",
    "fc",
    "azureFile",
    "vsphereVolume",
    "quobyte",
    "azureDisk",
    "photonPersistentDisk",
    "portworxVolume",
    "scaleIO",
    "storageos",
];

fn check(object: Field<'_>) -> Option<Denial<'_>> {
    let has = |volume: Field<'_>, names: &[&'static str]| names.iter().copied().find(|name| volume.at(name).exists());
    let bad: Vec<_> = object.path("spec.volumes").each().filter(|volume| has(*volume, &ALLOWED).is_none()).collect();
    let names: Vec<_> = bad.iter().map(|volume| volume.at("name").str()).collect();
    let kinds: BTreeSet<_> = bad.iter().map(|volume| has(*volume, &OTHERS).unwrap_or("unknown")).collect();
    (!bad.is_empty()).then(|| Denial {
        reason: "restricted volume types",
        detail: format!(
            "{} {} {} {} {}",
            plural("volume", "volumes", names.len()),
            join_quote(&names),
            plural("uses", "use", names.len()),
            plural("restricted volume type", "restricted volume types", kinds.len()),
            join_quote(&kinds)
        ),
        places: bad.iter().map(|volume| has(*volume, &OTHERS).map_or(*volume, |kind| volume.at(kind))).collect(),
    })
}
