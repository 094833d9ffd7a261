//! An ephemeral volume has a claim template. Source: `validateEphemeralVolumeSource`, 1.35.
use super::sole;
use crate::rules::claim;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("volume-ephemeral", check, include_str!("ephemeral.md")).about(&["ephemeral"]);

fn check(volume: Field<'_>) {
    let Some(source) = sole(volume, "ephemeral") else { return };
    let template = source.at("volumeClaimTemplate");
    if template.exists() {
        claim::template(template);
    } else {
        template.required("");
    }
    let name = volume.at("name");
    let pod = volume.root_name();
    if volume.walk().kind == "Pod" && !pod.is_empty() && !name.is_empty() {
        let claim = format!("{pod}-{}", name.str());
        for message in format::dns_subdomain(&claim) {
            name.invalid(format!("PVC name {}: {message}", quote(&claim)));
        }
    }
}
