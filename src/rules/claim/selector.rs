//! The selector of a claim is well formed. Source: `ValidatePersistentVolumeClaimSpec`, 1.35.
use crate::rules::meta::labels::selector;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("claim-selector", |spec| selector(spec.at("selector")), include_str!("selector.md"));
