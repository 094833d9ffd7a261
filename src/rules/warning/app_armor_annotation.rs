//! The AppArmor annotations are deprecated since 1.30. Source: `pkg/api/pod/warnings.go`, for Pods
//! `applyAppArmorVersionSkew`, 1.35.
use crate::rules::container::every_container;
use crate::rules::prelude::*;

/// Of templates.
pub static RULE: Rule = Rule::warning("deprecated-annotation", template, include_str!("deprecated_annotation.md")).about(&["annotations"]);
/// Of Pods: warned of before the annotations become fields, and even if the Pod is refused.
pub static POD: Rule = Rule::warning("deprecated-annotation", check, include_str!("deprecated_annotation.md")).about(&["annotations"]);

fn template(object: Field<'_>) {
    if !object.is_root() {
        check(object);
    }
}

fn check(object: Field<'_>) {
    let annotations = object.path("metadata.annotations");
    if annotations.is_empty() {
        return;
    }
    let of_pod = object.path("spec.securityContext.appArmorProfile");
    if object.is_root() && object.path("spec.os.name").str() == "windows" {
        return;
    }
    // 1.33 takes any profile of the Pod for an answer.
    if !object.since(34) && of_pod.exists() {
        return;
    }
    for container in every_container(object.at("spec")) {
        let key = format!("container.apparmor.security.beta.kubernetes.io/{}", container.at("name").str());
        let Some(entry) = annotations.entry(&key) else { continue };
        if !container.path("securityContext.appArmorProfile").exists() && !says_the_same(entry.str(), of_pod) {
            entry.say(format!("{}: deprecated since v1.30; use the \"appArmorProfile\" field instead", entry.shown_path()));
        }
    }
}

fn says_the_same(annotation: &str, profile: Field<'_>) -> bool {
    let local = profile.at("localhostProfile");
    match annotation {
        "unconfined" => profile.at("type").str() == "Unconfined" && !local.exists(),
        "runtime/default" => profile.at("type").str() == "RuntimeDefault" && !local.exists(),
        other => other.strip_prefix("localhost/").is_some_and(|path| profile.at("type").str() == "Localhost" && local.str() == path),
    }
}
