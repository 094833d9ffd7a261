//! Seccomp profiles. Source: `validateSeccompProfileField`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("seccomp-profile", check, include_str!("seccomp.md")).about(&["seccompProfile"]);

fn check(context: Field<'_>) {
    let profile = context.at("seccompProfile");
    if !profile.exists() {
        return;
    }
    let (kind, local) = (profile.at("type"), profile.at("localhostProfile"));
    match kind.str() {
        "Localhost" | "RuntimeDefault" | "Unconfined" => {}
        "" => kind.required("type is required when seccompProfile is set"),
        _ => kind.unsupported(&["Localhost", "RuntimeDefault", "Unconfined"]),
    }
    if kind.str() == "Localhost" {
        if local.exists() {
            local.invalid_each(format::local_path(local.str()));
        } else {
            local.required("must be set when seccomp type is Localhost");
        }
    } else if local.exists() {
        local.invalid_other_struct(profile, "core.SeccompProfile", "can only be set when seccomp type is Localhost");
    }
}
