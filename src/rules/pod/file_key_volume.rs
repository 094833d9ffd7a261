//! A variable read from a file names an emptyDir of the Pod. Source: `validateFileKeyRefVolumes`, 1.35.
use std::collections::BTreeMap;

use crate::rules::container::every_container;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("env-file-volume", check, include_str!("file_key_volume.md")).since(35).about(&["fileKeyRef"]);

fn check(spec: Field<'_>) {
    let mut volumes: Option<BTreeMap<&str, Field<'_>>> = None;
    for container in every_container(spec) {
        for variable in container.at("env").each() {
            let reference = variable.path("valueFrom.fileKeyRef");
            if !reference.exists() {
                continue;
            }
            let name = reference.at("volumeName");
            let volumes =
                volumes.get_or_insert_with(|| spec.at("volumes").each().map(|volume| (volume.at("name").str(), volume)).collect());
            match volumes.get(name.str()) {
                None => name.not_found(),
                Some(volume) if !volume.at("emptyDir").exists() => name.invalid("referenced volume must be of type emptyDir"),
                Some(_) => {}
            }
        }
    }
}
