//! What an ephemeral container may not have. Source: `validateEphemeralContainers`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("ephemeral-container", check, include_str!("ephemeral.md"));

/// In the order of the Go struct.
const NOT_ALLOWED: [&str; 9] = [
    "ports",
    "resources",
    "resizePolicy",
    "restartPolicy",
    "restartPolicyRules",
    "livenessProbe",
    "readinessProbe",
    "startupProbe",
    "lifecycle",
];

fn check(container: Field<'_>) {
    let target = container.at("targetContainerName");
    let spec = container.pod_spec();
    let known = ["containers", "initContainers"].iter().any(|list| spec.first_container(list, target.str()).is_some());
    if !target.is_empty() && !known {
        target.not_found();
    }
    for name in NOT_ALLOWED {
        let field = container.at(name);
        if field.exists() && !(name == "resources" && field.is_empty()) {
            field.forbidden("cannot be set for an Ephemeral Container");
        }
    }
    for mount in container.at("volumeMounts").each() {
        for name in ["subPath", "subPathExpr"] {
            if !mount.at(name).is_empty() {
                mount.at(name).forbidden("cannot be set for an Ephemeral Container");
            }
        }
    }
}
