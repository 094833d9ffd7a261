//! Windows host process containers: all or none, on the host's network. Source: `validateWindowsHostProcessPod`, 1.35.
use crate::rules::container::every_container;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("windows-host-process", check, include_str!("host_process.md")).about(&["hostProcess"]);

fn check(spec: Field<'_>) {
    let of_pod = spec.path("securityContext.windowsOptions.hostProcess").opt_bool();
    let (mut all, mut host) = (0, 0);
    for container in every_container(spec) {
        let field = container.path("securityContext.windowsOptions.hostProcess");
        let own = field.opt_bool();
        all += 1;
        if let Some(pod) = of_pod.filter(|pod| own.is_some_and(|own| own != *pod)) {
            field.invalid(format!("pod hostProcess value must be identical if both are specified, was {pod}"));
        }
        host += usize::from(own.or(of_pod).unwrap_or(false));
    }
    if host == 0 {
        return;
    }
    if host != all {
        let detail = "If pod contains any hostProcess containers then all containers must be HostProcess containers";
        spec.invalid_value(Rendered::text(""), detail);
    }
    if !spec.at("hostNetwork").bool() {
        spec.at("hostNetwork").invalid_value(Rendered::bare(false), "hostNetwork must be true if pod contains any hostProcess containers");
    }
}
