//! Volume types that no longer work. Source: `pkg/api/pod/warnings.go`, 1.35.
use super::claim_storage;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::warning("deprecated-volume", check, include_str!("deprecated_volume.md")).about(&[
    "photonPersistentDisk",
    "gitRepo",
    "scaleIO",
    "flocker",
    "storageos",
    "quobyte",
    "glusterfs",
    "cephfs",
    "rbd",
    "ephemeral",
]);

/// Field, name in the sentence, sentence.
const TYPES: [(&str, &str, &str); 9] = [
    ("photonPersistentDisk", "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
    ("gitRepo", "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"),
    ("scaleIO", "scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
    ("flocker", "flocker", "deprecated in v1.22, non-functional in v1.25+"),
    ("storageos", "storageOS", "deprecated in v1.22, non-functional in v1.25+"),
    ("quobyte", "quobyte", "deprecated in v1.22, non-functional in v1.25+"),
    ("glusterfs", "glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
    ("cephfs", "cephfs", "deprecated in v1.28, non-functional in v1.31+"),
    ("rbd", "rbd", "deprecated in v1.28, non-functional in v1.31+"),
];

fn check(object: Field<'_>) {
    for volume in object.path("spec.volumes").each() {
        for (name, shown, advice) in TYPES {
            if volume.has(name) {
                let source = volume.at_shown(name, shown);
                source.say(format!("{}: {advice}", source.shown_path()));
            }
            if name == "glusterfs" && volume.has("ephemeral") {
                claim_storage::fractions(volume.path("ephemeral.volumeClaimTemplate.spec"));
            }
        }
    }
}
