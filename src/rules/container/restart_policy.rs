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
    if list.len() > 20 {
        list.too_long(20);
    }
    for rule in list.each() {
        if rule.at("action").str() != "Restart" {
            rule.at("action").unsupported(&["Restart"]);
        }
        let codes = rule.at("exitCodes");
        if !codes.exists() {
            codes.required("must be specified");
            continue;
        }
        if !["In", "NotIn"].contains(&codes.at("operator").str()) {
            codes.at("operator").unsupported(&["In", "NotIn"]);
        }
        if codes.at("values").len() > 255 {
            codes.at("values").too_long(255);
        }
    }
}
