//! Baseline: kernel parameters of a list that has grown with the versions.
use super::{Check, Denial, Level};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::admission("pss-sysctls", include_str!("sysctls.md"));
pub const CHECK: Check = Check {
    rule: &RULE,
    id: "sysctls",
    level: Level::Baseline,
    versions: &[
        (0, |object| check(object, 0)),
        (27, |object| check(object, 27)),
        (29, |object| check(object, 29)),
        (32, |object| check(object, 32)),
        (37, |object| check(object, 37)),
    ],
    overrides: &[],
};

/// Since which version each is safe.
const SAFE: [(u8, &str); 14] = [
    (0, "kernel.shm_rmid_forced"),
    (0, "net.ipv4.ip_local_port_range"),
    (0, "net.ipv4.tcp_syncookies"),
    (0, "net.ipv4.ping_group_range"),
    (0, "net.ipv4.ip_unprivileged_port_start"),
    (27, "net.ipv4.ip_local_reserved_ports"),
    (29, "net.ipv4.tcp_keepalive_time"),
    (29, "net.ipv4.tcp_fin_timeout"),
    (29, "net.ipv4.tcp_keepalive_intvl"),
    (29, "net.ipv4.tcp_keepalive_probes"),
    (32, "net.ipv4.tcp_rmem"),
    (32, "net.ipv4.tcp_wmem"),
    (37, "net.ipv4.tcp_slow_start_after_idle"),
    (37, "net.ipv4.tcp_notsent_lowat"),
];

fn check(object: Field<'_>, version: u8) -> Option<Denial<'_>> {
    let safe = |name: &str| SAFE.iter().any(|(since, safe)| *since <= version && *safe == name);
    let names = object.path("spec.securityContext.sysctls").each().map(|sysctl| sysctl.at("name"));
    let places: Vec<_> = names.filter(|name| !safe(name.str())).collect();
    let list: Vec<_> = places.iter().map(|name| name.str()).collect();
    (!list.is_empty()).then(|| Denial { reason: "forbidden sysctls", detail: list.join(", "), places })
}
