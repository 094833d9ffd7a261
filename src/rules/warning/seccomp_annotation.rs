//! The seccomp annotations do nothing since 1.27. Source: `pkg/api/pod/warnings.go`, 1.35.
use crate::rules::container::every_container;
use crate::rules::prelude::*;

pub static POD: Rule = Rule::warning("deprecated-annotation", pod, include_str!("deprecated_annotation.md")).about(&["annotations"]);
pub static CONTAINER: Rule =
    Rule::warning("deprecated-annotation", container, include_str!("deprecated_annotation.md")).about(&["annotations"]);

fn say(entry: Field<'_>) {
    entry.say(format!("{}: non-functional in v1.27+; use the \"seccompProfile\" field instead", entry.shown_path()));
}

fn pod(object: Field<'_>) {
    let entry = object.path("metadata.annotations").key("seccomp.security.alpha.kubernetes.io/pod");
    if entry.exists() && !object.path("spec.securityContext.seccompProfile").exists() {
        say(entry);
    }
}

fn container(object: Field<'_>) {
    let annotations = object.path("metadata.annotations");
    for container in every_container(object.at("spec")).filter(|_| !annotations.is_empty()) {
        let key = format!("container.seccomp.security.alpha.kubernetes.io/{}", container.at("name").str());
        let has_field = container.path("securityContext.seccompProfile").exists();
        if let Some(entry) = annotations.entry(&key).filter(|_| !has_field) {
            say(entry);
        }
    }
}
