//! What a resize does to a container. The server's paths lack the index. Source: `validateResizePolicy`, 1.35.
use std::collections::BTreeSet;

use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("resize-policy", check, include_str!("resize_policy.md")).about(&["resizePolicy"]);

/// An init container that ends is not restarted for more memory (`validateInitContainers`, 1.36).
pub static INIT: Rule = Rule::new("resize-policy", check_init, include_str!("resize_policy.md")).since(36).about(&["resizePolicy"]);

fn check_init(container: Field<'_>) {
    if container.at("restartPolicy").str() == "Always" {
        return;
    }
    for policy in container.at("resizePolicy").each().map(|item| item.at("restartPolicy")) {
        if policy.str() == "RestartContainer" {
            policy.invalid_word("must not be set to 'RestartContainer' for non-sidecar initContainers");
        }
    }
}

fn check(list: Field<'_>) {
    let never = list.pod_spec().at("restartPolicy").str() == "Never";
    let mut resources = BTreeSet::new();
    for (item, hidden) in list.each().zip(list.each_hidden()) {
        let (resource, policy) = (item.at("resourceName").str(), item.at("restartPolicy").str());
        if !resources.insert(resource) {
            item.duplicate_value(Rendered::word(resource));
        }
        match resource {
            "cpu" | "memory" => {}
            "" => hidden.required(""),
            _ => hidden.unsupported_value(Rendered::word(resource), &["cpu", "memory"]),
        }
        match policy {
            "NotRequired" | "RestartContainer" => {}
            "" => hidden.required(""),
            _ => hidden.unsupported_value(Rendered::word(policy), &["NotRequired", "RestartContainer"]),
        }
        if never && policy != "NotRequired" {
            let whose = if list.since(36) { "pod " } else { "" };
            hidden.invalid_value(Rendered::word(policy), format!("must be 'NotRequired' when {whose}`restartPolicy` is 'Never'"));
        }
    }
}
