//! What the kubelet and the runtime refuse before any container: sysctls, AppArmor, groups policy, user namespaces.

use k8s_openapi::api::core::v1::PodSpec;

use crate::rules::format::sysctl_name;
use crate::world::Facts;

/// Sysctls that every kubelet allows, and the minor version that brought them
/// (Kubernetes `pkg/kubelet/sysctl/safe_sysctls.go`).
const SAFE: [(&str, u8); 14] = [
    ("kernel.shm_rmid_forced", 0),
    ("net.ipv4.ip_local_port_range", 0),
    ("net.ipv4.tcp_syncookies", 0),
    ("net.ipv4.ping_group_range", 0),
    ("net.ipv4.ip_unprivileged_port_start", 0),
    ("net.ipv4.ip_local_reserved_ports", 27),
    ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_fin_timeout", 29),
    ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29),
    ("net.ipv4.tcp_rmem", 32),
    ("net.ipv4.tcp_wmem", 32),
    ("net.ipv4.tcp_slow_start_after_idle", 37),
    ("net.ipv4.tcp_notsent_lowat", 37),
];

/// Reason and message with which the kubelet fails the Pod; `None` when it takes it.
pub fn refuse(facts: &Facts, spec: &PodSpec) -> Option<(&'static str, String)> {
    forbidden_sysctl(facts, spec)
        .map(|message| ("SysctlForbidden", message))
        .or_else(|| app_armor(facts, spec).map(|message| ("AppArmor", message)))
        .or_else(|| groups_policy(facts, spec).map(|message| ("SupplementalGroupsPolicyNotSupported", message)))
}

/// The first sysctl that is not allowed: the kubelet names no other.
fn forbidden_sysctl(facts: &Facts, spec: &PodSpec) -> Option<String> {
    let asked = spec.security_context.as_ref()?.sysctls.as_ref()?;
    let allows = |pattern: &String, name: &str| match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => pattern == name,
    };
    asked.iter().find_map(|sysctl| {
        let name = sysctl_name(&sysctl.name);
        let safe = SAFE.iter().any(|(known, since)| *known == name && facts.version.minor >= *since);
        if !safe && !facts.sysctls.iter().any(|pattern| allows(pattern, &name)) {
            return Some(format!("forbidden sysctl: \"{name}\" not allowlisted"));
        }
        let network = name.starts_with("net.") && spec.host_network == Some(true);
        let ipc = ["kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue."].iter().any(|prefix| name.starts_with(prefix))
            && spec.host_ipc == Some(true);
        match (network, ipc) {
            (true, _) => Some(format!("forbidden sysctl: \"{name}\" not allowed with host net enabled")),
            (_, true) => Some(format!("forbidden sysctl: \"{name}\" not allowed with host ipc enabled")),
            _ => None,
        }
    })
}

fn app_armor(facts: &Facts, spec: &PodSpec) -> Option<String> {
    if facts.app_armor.enabled {
        return None;
    }
    let pod = spec.security_context.as_ref().and_then(|context| context.app_armor_profile.as_ref());
    let containers = spec.init_containers.iter().flatten().chain(&spec.containers);
    let mut asked = containers
        .filter_map(|container| container.security_context.as_ref().and_then(|context| context.app_armor_profile.as_ref()).or(pod));
    let asks = asked.any(|profile| profile.type_ != "Unconfined");
    asks.then(|| "Cannot enforce AppArmor: AppArmor is not enabled on the host".to_owned())
}

fn groups_policy(facts: &Facts, spec: &PodSpec) -> Option<String> {
    let policy = spec.security_context.as_ref()?.supplemental_groups_policy.as_deref()?;
    let unsupported = policy == "Strict" && !facts.runtime.supplemental_groups_policy;
    unsupported.then(|| "SupplementalGroupsPolicy=Strict is not supported in this node".to_owned())
}

/// Why the runtime cannot make the Pod's sandbox.
pub fn sandbox_problem(facts: &Facts, spec: &PodSpec) -> Option<String> {
    if spec.host_users == Some(false) && !facts.runtime.user_namespaces {
        return Some("can't set `spec.hostUsers: false`, runtime does not support user namespaces".to_owned());
    }
    let context = spec.security_context.as_ref()?;
    match (context.run_as_user, context.run_as_group) {
        // containerd spells it so (internal/cri/server/podsandbox).
        (None, Some(group)) => Some(format!(
            "rpc error: code = Unknown desc = failed to generate sanbdox container spec options: failed to generate user string: user group \"{group}\" is specified without user"
        )),
        _ => None,
    }
}
