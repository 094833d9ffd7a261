//! `allowPrivilegeEscalation: false` contradicts `privileged: true`. The server blames the whole context. Source:
//! `ValidateSecurityContext`, 1.35.
use super::seccomp;
use crate::rules::prelude::*;
use crate::rules::value::{Member, Shape};

pub static RULE: Rule = Rule::new("privilege-escalation", check, include_str!("escalation.md"));

static CAPABILITIES: Shape = &[("Add", "add", Member::Nullable), ("Drop", "drop", Member::Nullable)];
static SELINUX: Shape =
    &[("User", "user", Member::Text), ("Role", "role", Member::Text), ("Type", "type", Member::Text), ("Level", "level", Member::Text)];
static WINDOWS: Shape = &[
    ("GMSACredentialSpecName", "gmsaCredentialSpecName", Member::Nullable),
    ("GMSACredentialSpec", "gmsaCredentialSpec", Member::Nullable),
    ("RunAsUserName", "runAsUserName", Member::Nullable),
    ("HostProcess", "hostProcess", Member::Nullable),
];
/// `core.SecurityContext`, in its order.
static CONTEXT: Shape = &[
    ("Capabilities", "capabilities", Member::Pointer(CAPABILITIES)),
    ("Privileged", "privileged", Member::Nullable),
    ("SELinuxOptions", "seLinuxOptions", Member::Pointer(SELINUX)),
    ("WindowsOptions", "windowsOptions", Member::Pointer(WINDOWS)),
    ("RunAsUser", "runAsUser", Member::Nullable),
    ("RunAsGroup", "runAsGroup", Member::Nullable),
    ("RunAsNonRoot", "runAsNonRoot", Member::Nullable),
    ("ReadOnlyRootFilesystem", "readOnlyRootFilesystem", Member::Nullable),
    ("AllowPrivilegeEscalation", "allowPrivilegeEscalation", Member::Nullable),
    ("ProcMount", "procMount", Member::Nullable),
    ("SeccompProfile", "seccompProfile", Member::Pointer(seccomp::SHAPE)),
    ("AppArmorProfile", "appArmorProfile", Member::Pointer(seccomp::SHAPE)),
];

fn check(context: Field<'_>) {
    if context.at("allowPrivilegeEscalation").opt_bool() != Some(false) {
        return;
    }
    if context.at("privileged").bool() {
        context.invalid_struct(CONTEXT, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
    }
    for capability in context.path("capabilities.add").each() {
        if capability.str() == "CAP_SYS_ADMIN" {
            context.invalid_struct(CONTEXT, "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
        }
    }
}
