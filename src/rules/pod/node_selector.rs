//! nodeSelector is a map of labels. Source: `ValidatePodSpec`, 1.35.
use crate::rules::meta::labels::labels;
use crate::rules::prelude::*;

pub static RULE: Rule =
    Rule::new("node-selector", |spec| labels(spec.at("nodeSelector")), include_str!("node_selector.md")).about(&["nodeSelector"]);
