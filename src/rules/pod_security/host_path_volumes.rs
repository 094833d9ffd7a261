//! Baseline: no hostPath volumes.
use super::{Check, Denial, Level, join_quote, plural};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-host-path-volumes", include_str!("host_path_volumes.md"));
pub const CHECK: Check = Check { rule: &RULE, id: "hostPathVolumes", level: Level::Baseline, versions: &[(0, check)], overrides: &[] };

fn check(object: Field<'_>) -> Option<Denial<'_>> {
    let bad: Vec<_> = object.path("spec.volumes").each().filter(|volume| volume.at("hostPath").exists()).collect();
    let names: Vec<_> = bad.iter().map(|volume| volume.at("name").str()).collect();
    (!bad.is_empty()).then(|| Denial {
        reason: "hostPath volumes",
        detail: format!("{} {}", plural("volume", "volumes", names.len()), join_quote(&names)),
        places: bad.iter().map(|volume| volume.at("hostPath")).collect(),
    })
}
