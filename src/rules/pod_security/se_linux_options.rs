//! Baseline: SELinux types of containers, and neither user nor role; since 1.31 `container_engine_t` too.
use std::collections::BTreeSet;

use super::{Check, Denial, Level, Setters, join_quote, plural};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-se-linux-options", include_str!("se_linux_options.md"));
pub const CHECK: Check = Check {
    rule: &RULE,
    id: "seLinuxOptions",
    level: Level::Baseline,
    versions: &[(0, |object| check(object, false)), (31, |object| check(object, true))],
    overrides: &[],
};

fn check(object: Field<'_>, engine: bool) -> Option<Denial<'_>> {
    let allowed =
        |kind: &str| ["", "container_t", "container_init_t", "container_kvm_t"].contains(&kind) || engine && kind == "container_engine_t";
    let bad = |options: Field<'_>| !allowed(options.at("type").str()) || !options.at("user").is_empty() || !options.at("role").is_empty();
    let setters = Setters::find(object, "seLinuxOptions", bad);
    if setters.is_empty() {
        return None;
    }
    let types: BTreeSet<_> = setters.places.iter().map(|options| options.at("type").str()).filter(|kind| !allowed(kind)).collect();
    let mut data = Vec::new();
    if !types.is_empty() {
        data.push(format!("{} {}", plural("type", "types", types.len()), join_quote(&types)));
    }
    for name in ["user", "role"] {
        if setters.places.iter().any(|options| !options.at(name).is_empty()) {
            data.push(format!("{name} may not be set"));
        }
    }
    let detail = format!("{} set forbidden securityContext.seLinuxOptions: {}", setters.who(), data.join("; "));
    Some(Denial { reason: "seLinuxOptions", detail, places: setters.places })
}
