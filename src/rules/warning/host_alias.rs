//! One address twice in hostAliases. Source: `pkg/api/pod/warnings.go`, 1.35.
use std::collections::BTreeSet;

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::warning("duplicate-host-alias", check, include_str!("host_alias.md")).about(&["hostAliases"]);

fn check(object: Field<'_>) {
    let mut seen = BTreeSet::new();
    for alias in object.path("spec.hostAliases").each() {
        let ip = alias.at("ip");
        if !seen.insert(ip.str()) {
            ip.say(format!("{}: duplicate ip {}", ip.shown_path(), quote(ip.str())));
        }
    }
}
