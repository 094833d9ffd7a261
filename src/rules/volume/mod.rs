//! Volumes of a Pod: `spec.volumes[*]`.

mod claim_conflict;
mod config_map;
mod csi;
mod downward_api;
mod empty_dir;
mod ephemeral;
mod host_path;
mod image;
mod legacy;
mod name;
mod one_source;
mod persistent_claim;
mod projected;
mod secret;

use super::field::member;
use super::prelude::*;
use super::rule::Step::{self, Run};

/// The source of one volume, in the order of `validateVolumeSource`.
pub static SOURCE: &[Step] = &[
    Run(&empty_dir::RULE),
    Run(&host_path::RULE),
    Run(&legacy::GIT_TO_AWS),
    Run(&secret::RULE),
    Run(&legacy::NFS_TO_FLOCKER),
    Run(&persistent_claim::RULE),
    Run(&legacy::RBD_TO_QUOBYTE),
    Run(&downward_api::RULE),
    Run(&legacy::FC_TO_FLEX),
    Run(&config_map::RULE),
    Run(&legacy::AZURE_TO_STORAGEOS),
    Run(&projected::RULE),
    Run(&legacy::SCALE_IO),
    Run(&csi::RULE),
    Run(&ephemeral::RULE),
    Run(&image::RULE),
    Run(&one_source::RULE),
];

/// The name of one volume.
pub static NAME: &[Step] = &[Run(&name::RULE)];

/// What is said of a volume without making it unfit for mounts.
pub static AFTER: &[Step] = &[Run(&claim_conflict::RULE)];

/// The sources in the server's order.
const SOURCES: [&str; 29] = [
    "emptyDir",
    "hostPath",
    "gitRepo",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "secret",
    "nfs",
    "iscsi",
    "glusterfs",
    "flocker",
    "persistentVolumeClaim",
    "rbd",
    "cinder",
    "cephfs",
    "quobyte",
    "downwardAPI",
    "fc",
    "flexVolume",
    "configMap",
    "azureFile",
    "vsphereVolume",
    "photonPersistentDisk",
    "portworxVolume",
    "azureDisk",
    "storageos",
    "projected",
    "scaleIO",
    "csi",
    "ephemeral",
];

/// The source `name` of `volume` if it is written and the first; a second one is refused here, under the name
/// the server has for it.
fn sole<'a>(volume: Field<'a>, name: &'static str) -> Option<Field<'a>> {
    let written = |name: &str| volume.value().and_then(|sources| member(sources, name)).is_some_and(|v| !v.is_null());
    if !written(name) {
        return None;
    }
    let earlier = SOURCES.iter().take_while(|source| **source != name);
    for source in earlier {
        if written(source) {
            let shown = match name {
                "cephfs" => "cephFS",
                "downwardAPI" => "downwarAPI",
                name => name,
            };
            one_source::RULE.instead(volume, |volume| volume.at_shown(name, shown).forbidden("may not specify more than 1 volume type"));
            return None;
        }
    }
    Some(volume.at(name))
}

/// A file mode: 0 to 0777.
fn file_mode(field: Field<'_>) {
    if field.int().is_some_and(|mode| !(0..=0o777).contains(&mode)) {
        field.invalid("must be a number between 0 and 0777 (octal), both inclusive");
    }
}

/// A path in a volume that leaves neither the volume nor takes the kubelet's own names.
fn local_path(field: Field<'_>) {
    let path = field.str();
    field.invalid_each(format::local_path(path));
    if path.starts_with("..") && !path.starts_with("../") {
        field.invalid("must not start with '..'");
    }
}

/// `key`, `path` and `mode` of an item.
fn key_to_path(item: Field<'_>) {
    let (key, path) = (item.at("key"), item.at("path"));
    if key.is_empty() {
        key.required("");
    }
    if path.is_empty() {
        path.required("");
    }
    local_path(path);
    file_mode(item.at("mode"));
}

/// Refuses an absent or empty field.
fn require(field: Field<'_>) {
    if field.is_empty() {
        field.required("");
    }
}
