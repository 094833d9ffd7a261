//! Block devices of a container. Source: `ValidateVolumeDevices`, 1.35.
use std::collections::BTreeSet;

use super::mount::last_of_name;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-device", check, include_str!("devices.md")).about(&["volumeDevices"]);

fn check(devices: Field<'_>) {
    let (mut paths, mut names) = (BTreeSet::new(), BTreeSet::new());
    let mounts = last_of_name(devices.up().at("volumeMounts"), "mountPath");
    let mount_paths: BTreeSet<&str> = mounts.values().copied().collect();
    for device in devices.each() {
        let (name, path) = (device.at("name"), device.at("devicePath"));
        if name.is_empty() {
            name.required("");
        }
        if names.contains(name.str()) {
            name.invalid("must be unique");
        }
        match device.walk().volume(name.str()) {
            None => name.not_found(),
            Some("persistentVolumeClaim" | "ephemeral") => {}
            Some(_) => name.invalid("can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"),
        }
        if path.is_empty() {
            path.required("");
        }
        if paths.contains(path.str()) {
            path.invalid("must be unique");
        }
        if !path.is_empty() && !format::no_backsteps(path.str()).is_empty() {
            path.invalid("can not contain backsteps ('..')");
        } else {
            paths.insert(path.str());
        }
        if mounts.contains_key(name.str()) {
            name.invalid("must not already exist in volumeMounts");
        }
        if mount_paths.contains(path.str()) {
            path.invalid("must not already exist as a path in volumeMounts");
        }
        if !name.is_empty() {
            names.insert(name.str());
        }
    }
}
