//! A variable read from a file names an emptyDir of the Pod. Source: `validateFileKeyRefVolumes`, 1.35.
use crate::rules::container::every_container;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("env-file-volume", check, include_str!("file_key_volume.md")).since(35);

fn check(spec: Field<'_>) {
    for container in every_container(spec) {
        for variable in container.at("env").each() {
            let reference = variable.path("valueFrom.fileKeyRef");
            if !reference.exists() {
                continue;
            }
            let name = reference.at("volumeName");
            match spec.at("volumes").each().filter(|volume| volume.at("name").str() == name.str()).last() {
                None => name.not_found(),
                Some(volume) if !volume.at("emptyDir").exists() => name.invalid("referenced volume must be of type emptyDir"),
                Some(_) => {}
            }
        }
    }
}
