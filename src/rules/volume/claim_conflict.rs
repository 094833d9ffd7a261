//! A claim volume does not take the claim that an ephemeral volume of the same Pod will make. Source:
//! `ValidateVolumes`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-claim-conflict", check, include_str!("claim_conflict.md"));

fn check(volume: Field<'_>) {
    let pod = volume.root_name();
    let name = volume.at("persistentVolumeClaim").at("claimName");
    if volume.walk().kind != "Pod" || pod.is_empty() || name.is_empty() {
        return;
    }
    let made = |other: Field<'_>| other.at("ephemeral").exists() && format!("{pod}-{}", other.at("name").str()) == name.str();
    if volume.up().each().any(made) {
        name.invalid("must not reference a PVC that gets created for an ephemeral volume");
    }
}
