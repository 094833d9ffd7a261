//! Volume mounts. Some paths of the server lack the index. Source: `ValidateVolumeMounts`, 1.35.
use std::collections::{BTreeMap, BTreeSet};

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-mount", check, include_str!("mount.md"));

fn check(mounts: Field<'_>) {
    let container = mounts.up();
    let mut points = BTreeSet::new();
    // The last device of a name counts.
    let devices = last_of_name(container.at("volumeDevices"), "devicePath");
    let device_paths: BTreeSet<&str> = devices.values().copied().collect();
    for (mount, hidden) in mounts.each().zip(mounts.each_hidden()) {
        let (name, path) = (mount.at("name"), mount.at("mountPath"));
        if name.is_empty() {
            name.required("");
        }
        if mount.walk().volume(name.str()).is_none() {
            name.not_found();
        }
        if path.is_empty() {
            path.required("");
        }
        if !points.insert(path.str()) {
            path.invalid("must be unique");
        }
        if devices.contains_key(name.str()) {
            name.invalid("must not already exist in volumeDevices");
        }
        if device_paths.contains(path.str()) {
            path.invalid("must not already exist as a path in volumeDevices");
        }
        let (sub, expression) = (mount.at("subPath"), mount.at("subPathExpr"));
        if !sub.is_empty() {
            hidden.at("subPath").invalid_each(format::local_path(sub.str()));
        }
        if !expression.is_empty() {
            if !sub.is_empty() {
                expression.invalid("subPathExpr and subPath are mutually exclusive");
            }
            hidden.at("subPathExpr").invalid_each(format::local_path(expression.str()));
        }
        propagation(hidden.at("mountPropagation"), container);
        recursive_read_only(hidden);
    }
}

/// The path of each name in a list; of several with one name, the last.
pub fn last_of_name<'a>(list: Field<'a>, path: &'a str) -> BTreeMap<&'a str, &'a str> {
    list.each().map(|item| (item.at("name").str(), item.at(path).str())).collect()
}

fn propagation(field: Field<'_>, container: Field<'_>) {
    let words = ["Bidirectional", "HostToContainer", "None"];
    if !field.exists() {
        return;
    }
    if !words.contains(&field.str()) {
        field.unsupported(&words);
    }
    if field.str() == "Bidirectional" && !container.path("securityContext.privileged").bool() {
        field.forbidden("Bidirectional mount propagation is available only to privileged containers");
    }
}

fn recursive_read_only(mount: Field<'_>) {
    let field = mount.at("recursiveReadOnly");
    match field.opt_str() {
        None | Some("Disabled") => {}
        Some("Enabled" | "IfPossible") => {
            if !mount.at("readOnly").bool() {
                field.forbidden("may only be specified when readOnly is true");
            }
            let propagation = mount.at("mountPropagation");
            if propagation.exists() && propagation.str() != "None" {
                field.forbidden("may only be specified when mountPropagation is None or not specified");
            }
        }
        Some(_) => field.unsupported(&["Disabled", "Enabled", "IfPossible"]),
    }
}
