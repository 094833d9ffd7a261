//! A Pod with its own user namespace does not take the host's other namespaces. The server writes two of the names
//! with a capital letter. Source: `validateHostUsers`, 1.33 to 1.35.
use crate::rules::container::every_container;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("host-users", check, include_str!("host_users.md")).about(&["hostUsers"]);

fn check(spec: Field<'_>) {
    if spec.at("hostUsers").opt_bool() != Some(false) {
        return;
    }
    let why = if spec.since(34) { "when `hostUsers` is false" } else { "when `pod.Spec.HostUsers` is false" };
    for (name, shown) in [("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC")] {
        if spec.at(name).bool() {
            spec.at_shown(name, shown).forbidden(why);
        }
    }
    for container in every_container(spec) {
        if spec.since(34) && !container.at("volumeDevices").is_empty() {
            container.at("volumeDevices").forbidden(why);
        }
    }
}
