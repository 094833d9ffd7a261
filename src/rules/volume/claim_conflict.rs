//! A claim volume does not take the claim that an ephemeral volume of the same Pod will make. Source:
//! `ValidateVolumes`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-claim-conflict", check, include_str!("claim_conflict.md")).about(&["ephemeral"]);

fn check(volume: Field<'_>) {
    let pod = volume.root_name();
    let name = volume.at("persistentVolumeClaim").at("claimName");
    if volume.walk().kind != "Pod" || pod.is_empty() || name.is_empty() {
        return;
    }
    let Some(own) = name.str().strip_prefix(pod).and_then(|rest| rest.strip_prefix('-')) else { return };
    let with_claim = || volume.up().each().filter(|other| other.at("ephemeral").exists()).map(|other| other.at("name").str());
    if volume.walk().ephemeral.get_or_init(|| with_claim().collect()).contains(own) {
        name.invalid("must not reference a PVC that gets created for an ephemeral volume");
    }
}
