//! A hostPath names a path without `..`, and a known type. Source: `validateHostPathVolumeSource`, 1.35.
use super::sole;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-host-path", check, include_str!("host_path.md")).about(&["hostPath"]);

const TYPES: [&str; 8] = ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];

fn check(volume: Field<'_>) {
    let Some(source) = sole(volume, "hostPath") else { return };
    let path = source.at("path");
    if path.is_empty() {
        return path.required("");
    }
    path.invalid_each(format::no_backsteps(path.str()));
    let kind = source.at("type");
    if kind.exists() && !TYPES.contains(&kind.str()) {
        kind.unsupported(&TYPES);
    }
}
