//! A container's identity and power, read from `/proc/1/status` (proc(5)).

use k8s_openapi::api::core::v1::{Pod, SecurityContext};

use crate::object::capability::NAMES;
use crate::probe::Effective;

/// What the status file tells; what it does not tell keeps its default.
pub(super) fn parse(status: &str) -> Effective {
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map_or("", str::trim);
    let numbers = |name: &str| field(name).split_whitespace().filter_map(|word| word.parse().ok()).collect::<Vec<i64>>();
    let mut groups = numbers("Groups");
    let gid = numbers("Gid").get(1).copied();
    groups.extend(gid);
    groups.sort_unstable();
    groups.dedup();
    Effective {
        uid: numbers("Uid").get(1).copied(),
        gid,
        groups,
        allow_privilege_escalation: field("NoNewPrivs") != "1",
        effective: capabilities(field("CapEff")),
        bounding: capabilities(field("CapBnd")),
        seccomp: if field("Seccomp") == "2" { "RuntimeDefault".into() } else { "Unconfined".into() },
        ..Effective::default()
    }
}

/// What the stored Pod tells and no status file shows.
pub(super) fn stored(pod: &Pod, container: Option<&str>, effective: &mut Effective) {
    let Some(spec) = &pod.spec else { return };
    let own = own_context(pod, container).unwrap_or_default();
    let shared = spec.security_context.clone().unwrap_or_default();
    effective.run_as_non_root = own.run_as_non_root.or(shared.run_as_non_root).unwrap_or(false);
    effective.read_only_root = own.read_only_root_filesystem.unwrap_or(false);
    effective.privileged = own.privileged.unwrap_or(false);
    effective.proc_mount = own.proc_mount.unwrap_or_else(|| "Default".into());
}

/// The capabilities that a container which shall have every one of them has not got: its node lacks them. Nothing of any
/// other container.
pub(super) fn withheld(pod: &Pod, container: Option<&str>, effective: &Effective) -> Vec<String> {
    let Some(own) = own_context(pod, container) else { return Vec::new() };
    let (added, dropped) = own.capabilities.map(|own| (own.add.unwrap_or_default(), own.drop.unwrap_or_default())).unwrap_or_default();
    // A privileged container has them all, whatever its list drops.
    let listed = added.iter().any(|name| name.eq_ignore_ascii_case("ALL")) && dropped.is_empty();
    if own.privileged != Some(true) && !listed {
        return Vec::new();
    }
    NAMES.iter().filter(|name| !effective.bounding.iter().any(|held| held == **name)).map(|name| (*name).to_owned()).collect()
}

fn own_context(pod: &Pod, container: Option<&str>) -> Option<SecurityContext> {
    let spec = pod.spec.as_ref()?;
    let mut all = spec.containers.iter().chain(spec.init_containers.iter().flatten());
    all.find(|candidate| container.is_none_or(|name| candidate.name == name))?.security_context.clone()
}

fn capabilities(hex: &str) -> Vec<String> {
    let bits = u64::from_str_radix(hex, 16).unwrap_or(0);
    NAMES.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, name)| (*name).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_file_is_read() {
        let status = "Uid:\t1000\t1000\t1000\t1000\nGid:\t3000\t3000\t3000\t3000\nGroups:\t2000 3000 \n\
                      CapEff:\t0000000000000000\nCapBnd:\t0000000000000400\nNoNewPrivs:\t1\nSeccomp:\t2\n";
        let effective = parse(status);
        assert_eq!((effective.uid, effective.gid, effective.groups.as_slice()), (Some(1000), Some(3000), &[2000, 3000][..]));
        assert_eq!(effective.bounding, ["NET_BIND_SERVICE"]);
        assert!(effective.effective.is_empty() && !effective.allow_privilege_escalation);
        assert_eq!(effective.seccomp, "RuntimeDefault");
    }

    #[test]
    fn only_a_container_that_shall_have_all_shows_what_the_node_lacks() {
        let pod = |context: serde_json::Value| -> Pod {
            serde_json::from_value(serde_json::json!({"spec": {"containers": [{"name": "a", "securityContext": context}]}})).unwrap()
        };
        let mut effective = Effective { bounding: NAMES.iter().map(|name| (*name).to_owned()).collect(), ..Effective::default() };
        effective.bounding.retain(|name| name != "SYS_RESOURCE");
        let of = |context| withheld(&pod(context), Some("a"), &effective);
        assert_eq!(of(serde_json::json!({"privileged": true})), ["SYS_RESOURCE"]);
        assert_eq!(of(serde_json::json!({"privileged": true, "capabilities": {"drop": ["ALL"]}})), ["SYS_RESOURCE"]);
        assert_eq!(of(serde_json::json!({"capabilities": {"add": ["ALL"]}})), ["SYS_RESOURCE"]);
        assert!(of(serde_json::json!({"capabilities": {"add": ["ALL"], "drop": ["SYS_RESOURCE"]}})).is_empty());
        assert!(of(serde_json::json!({"capabilities": {"add": ["NET_RAW"]}})).is_empty());
    }
}
