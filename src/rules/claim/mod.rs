//! PersistentVolumeClaims and their templates.

mod access_modes;
mod data_source;
mod metadata;
mod names;
mod selector;
mod storage;

use super::meta;
use super::prelude::*;
use super::rule::Step::{self, At, Run, Then};
use super::rule::walk;

/// `ValidatePersistentVolumeClaimSpec`
pub static SPEC: &[Step] = &[
    Run(&access_modes::REQUIRED),
    Run(&selector::RULE),
    Run(&access_modes::RULE),
    Run(&storage::RULE),
    Run(&names::RULE),
    Run(&data_source::RULE),
    Run(&names::ATTRIBUTES),
];

/// `ValidatePersistentVolumeClaim`
pub static CLAIM: &[Step] = &[Then(meta::SUBDOMAIN), At("spec", SPEC)];

static TEMPLATE: &[Step] = &[At("metadata", &[Run(&metadata::RULE)]), At("spec", SPEC)];

/// What is asked of a template alone. No kind's steps lead here: the template's volume calls.
pub fn rules() -> Vec<&'static Rule> {
    vec![&metadata::RULE]
}

/// The claim template of an ephemeral volume.
pub fn template(template: Field<'_>) {
    let rule = template.walk().rule.get();
    walk(TEMPLATE, template);
    template.walk().rule.set(rule);
}
