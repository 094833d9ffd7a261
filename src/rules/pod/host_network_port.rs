//! On the host's network a container's port is the host's port. Source: `validatePodHostNetworkDeps`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("host-network-port", check, include_str!("host_network_port.md")).about(&["hostNetwork"]);

fn check(spec: Field<'_>) {
    if !spec.at("hostNetwork").bool() {
        return;
    }
    let pod = spec.walk().kind == "Pod";
    for container in spec.at("containers").each() {
        for port in container.at("ports").each() {
            let (host, inner) = (port.at("hostPort").int().unwrap_or(0), port.at("containerPort").int().unwrap_or(0));
            if (pod || host != 0) && host != inner {
                port.at("hostPort").invalid_int("must match `containerPort` when `hostNetwork` is true");
            }
        }
    }
}
