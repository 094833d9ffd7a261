//! Labels and annotations of a Pod template. The server's paths lack `metadata`. Source:
//! `ValidatePodTemplateSpec`, 1.35.
use crate::rules::meta;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("template-metadata", check, include_str!("template_meta.md"));

fn check(template: Field<'_>) {
    let metadata = template.at_hidden("metadata");
    meta::labels::labels(metadata.at("labels"));
    meta::annotation_keys(metadata.at("annotations"));
}
