//! Ephemeral containers come later, by `kubectl debug`. Source: `ValidatePodCreate`, `ValidatePodTemplateSpec`, 1.35.
use crate::rules::prelude::*;

pub static POD: Rule = Rule::new("ephemeral-containers-on-create", |pod| refuse(pod, "cannot be set on create"), PAGE);
pub static TEMPLATE: Rule =
    Rule::new("ephemeral-containers-on-create", |template| refuse(template, "ephemeral containers not allowed in pod template"), PAGE);

const PAGE: &str = include_str!("ephemeral_containers.md");

fn refuse(object: Field<'_>, detail: &str) {
    let list = object.at("spec").at("ephemeralContainers");
    if !list.is_empty() {
        list.forbidden(detail);
    }
}
