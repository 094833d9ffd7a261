//! `allowPrivilegeEscalation: false` contradicts `privileged: true`. The server blames the whole context. Source:
//! `ValidateSecurityContext`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("privilege-escalation", check, include_str!("escalation.md")).about(&["allowPrivilegeEscalation"]);

const CONTEXT: &str = "core.SecurityContext";

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
