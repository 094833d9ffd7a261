//! The old seccomp and AppArmor annotations agree with the fields, where both are given. Source:
//! `validateSeccompAnnotationsAndFields`, `validateAppArmorAnnotationsAndFieldsMatchOnCreate`, 1.35.
use super::annotations;
use crate::rules::container::every_container;
use crate::rules::prelude::*;

pub static SECCOMP: Rule = Rule::new("profile-annotation-mismatch", seccomp, include_str!("annotation_match.md")).about(&["annotations"]);
pub static APP_ARMOR: Rule =
    Rule::new("profile-annotation-mismatch", app_armor, include_str!("annotation_match.md")).about(&["annotations"]);

fn seccomp(object: Field<'_>) {
    let annotations = annotations::of(object);
    if annotations.is_empty() {
        return;
    }
    let spec = object.at("spec");
    compare(annotations.key("seccomp.security.alpha.kubernetes.io/pod"), spec.path("securityContext.seccompProfile"), "seccomp");
    for container in every_container(spec) {
        let key = format!("container.seccomp.security.alpha.kubernetes.io/{}", container.at("name").str());
        if let Some(annotation) = annotations.entry(&key) {
            compare(annotation, container.path("securityContext.seccompProfile"), "seccomp");
        }
    }
}

fn app_armor(object: Field<'_>) {
    let annotations = annotations::of(object);
    let spec = object.at("spec");
    if annotations.is_empty() || spec.path("os.name").str() == "windows" {
        return;
    }
    let of_pod = spec.path("securityContext.appArmorProfile");
    for container in every_container(spec) {
        let key = format!("container.apparmor.security.beta.kubernetes.io/{}", container.at("name").str());
        let Some(annotation) = annotations.entry(&key) else { continue };
        let own = container.path("securityContext.appArmorProfile");
        if own.exists() {
            compare(annotation, own, "apparmor");
        } else if of_pod.exists() {
            // The server blames the container even where the Pod has the profile.
            compare(annotation, own.standing_for(of_pod), "apparmor");
        }
    }
}

fn compare(annotation: Field<'_>, profile: Field<'_>, what: &str) {
    if !annotation.exists() || !profile.exists() {
        return;
    }
    let value = annotation.str();
    let matches = match profile.at("type").str() {
        "Unconfined" => value == "unconfined",
        "RuntimeDefault" => value == "runtime/default" || what == "seccomp" && value == "docker/default",
        "Localhost" => match value.strip_prefix("localhost/") {
            Some(path) if profile.at("localhostProfile").opt_str() != Some(path) => {
                return profile.at("localhostProfile").forbidden(format!("{what} profile in annotation and field must match"));
            }
            path => path.is_some(),
        },
        _ => true,
    };
    if !matches {
        profile.at("type").forbidden(format!("{what} type in annotation and field must match"));
    }
}
