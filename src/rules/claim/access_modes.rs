//! A claim says how the volume is mounted. The server leaves the index out. Source:
//! `ValidatePersistentVolumeClaimSpec`, 1.35.
use crate::rules::prelude::*;

pub static REQUIRED: Rule = Rule::new("claim-access-modes", required, include_str!("access_modes.md"));
pub static RULE: Rule = Rule::new("claim-access-modes", check, include_str!("access_modes.md"));

const MODES: [&str; 4] = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

fn required(spec: Field<'_>) {
    if spec.at("accessModes").is_empty() {
        spec.at("accessModes").required("at least 1 access mode is required");
    }
}

fn check(spec: Field<'_>) {
    let list = spec.at("accessModes");
    for mode in list.each_hidden() {
        if !MODES.contains(&mode.str()) {
            mode.unsupported(&MODES);
        }
    }
    let once = |mode: Field<'_>| mode.str() == "ReadWriteOncePod";
    if list.each().any(once) && list.each().any(|mode| !once(mode) && MODES.contains(&mode.str())) {
        list.forbidden("may not use ReadWriteOncePod with other access modes");
    }
}
