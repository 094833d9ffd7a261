//! Annotations that mean something to the server. Source: `ValidatePodSpecificAnnotations`, 1.35.
use super::toleration_annotation;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("pod-annotation", check, include_str!("annotations.md")).about(&["annotations"]);

/// The annotations of a Pod, or of a template, whose path the server writes without `metadata`.
pub fn of(object: Field<'_>) -> Field<'_> {
    let metadata = if object.is_root() { object.at("metadata") } else { object.at_hidden("metadata") };
    metadata.at("annotations")
}

fn check(object: Field<'_>) {
    let (annotations, spec) = (of(object), object.at("spec"));
    let mirror = annotations.key("kubernetes.io/config.mirror");
    if mirror.exists() && spec.at("nodeName").is_empty() {
        mirror.invalid("must set spec.nodeName if mirror pod annotation is set");
    }
    toleration_annotation::check(annotations);
    let cost = annotations.key("controller.kubernetes.io/pod-deletion-cost");
    if cost.exists() && !is_cost(cost.str()) {
        cost.invalid("must be a 32bit integer");
    }
    let seccomp = annotations.at("seccomp.security.alpha.kubernetes.io/pod");
    if seccomp.exists() {
        profile(seccomp);
    }
    for (key, _) in annotations.entries().filter(|(key, _)| key.starts_with("container.seccomp.security.alpha.kubernetes.io/")) {
        profile(annotations.at(key));
    }
    for (key, entry) in annotations.entries() {
        let Some(name) = key.strip_prefix("container.apparmor.security.beta.kubernetes.io/") else { continue };
        let lists = ["containers", "initContainers", "ephemeralContainers"];
        if !lists.iter().any(|list| spec.first_container(list, name).is_some()) {
            entry.invalid_value(Rendered::text(name), "container not found");
        }
        let value = entry.str();
        if !["", "runtime/default", "unconfined"].contains(&value) && !value.starts_with("localhost/") {
            entry.invalid(format!("invalid AppArmor profile name: {}", quote(value)));
        }
    }
}

fn is_cost(text: &str) -> bool {
    let first = text.as_bytes().first();
    let allowed = first.is_some_and(|b| *b == b'-' || (b'1'..=b'9').contains(b)) || text == "0";
    allowed && text.parse::<i32>().is_ok()
}

fn profile(field: Field<'_>) {
    let value = field.str();
    match value.strip_prefix("localhost/") {
        Some(path) => {
            for message in format::local_path(path) {
                field.invalid_value(Rendered::text(path), message);
            }
        }
        None if ["runtime/default", "docker/default", "unconfined"].contains(&value) => {}
        None => field.invalid("must be a valid seccomp profile"),
    }
}
