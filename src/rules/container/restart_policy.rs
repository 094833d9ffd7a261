//! Restart policies and rules of single containers. Source: `validateContainerRestartPolicy`,
//! `validateInitContainerRestartPolicy`, 1.35; `ContainerRestartRules` is on since 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("container-restart-policy", check, include_str!("restart_policy.md"));
pub static INIT: Rule = Rule::new("container-restart-policy", check_init, include_str!("restart_policy.md"));

fn check(container: Field<'_>) {
    if container.since(35) {
        rules(container);
    } else if container.at("restartPolicy").exists() {
        container.at("restartPolicy").forbidden("may not be set for non-init containers");
    }
}

fn check_init(container: Field<'_>) {
    let (policy, list) = (container.at("restartPolicy"), container.at("restartPolicyRules"));
    match policy.opt_str() {
        None if !list.is_empty() => policy.required("must specify restartPolicy when restart rules are used"),
        None => {}
        Some("Always") if container.since(35) && !list.is_empty() => {
            list.forbidden("restartPolicyRules are not allowed for init containers with restart policy Always");
        }
        Some("Always") => {}
        Some(_) if container.since(35) => rules(container),
        Some(_) => policy.unsupported(&["Always"]),
    }
}

fn rules(container: Field<'_>) {
    let (policy, list) = (container.at("restartPolicy"), container.at("restartPolicyRules"));
    match policy.opt_str() {
        None if list.is_empty() => return,
        None => policy.required("must specify restartPolicy when restart rules are used"),
        Some("Always" | "Never" | "OnFailure") => {}
        Some(_) => policy.unsupported(&["Always", "Never", "OnFailure"]),
    }
    // `RestartAllContainersOnContainerExits` is on since 1.36.
    let actions: &[&str] = if list.since(36) { &["Restart", "RestartAllContainers"] } else { &["Restart"] };
    at_most(list, 20);
    for rule in list.each() {
        if !actions.contains(&rule.at("action").str()) {
            rule.at("action").unsupported(actions);
        }
        let codes = rule.at("exitCodes");
        if !codes.exists() {
            codes.required("must be specified");
            continue;
        }
        if !["In", "NotIn"].contains(&codes.at("operator").str()) {
            codes.at("operator").unsupported(&["In", "NotIn"]);
        }
        at_most(codes.at("values"), 255);
    }
}

/// Too many items are called too long up to 1.35.
fn at_most(list: Field<'_>, max: usize) {
    match list.len() {
        count if count <= max => {}
        count if list.since(36) => list.too_many(count, max),
        _ => list.too_long(max),
    }
}
