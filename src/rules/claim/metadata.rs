//! A claim template has labels and annotations, and no other metadata. Source: `ValidateTemplateObjectMeta`, 1.35.
use crate::rules::meta::annotation_keys;
use crate::rules::meta::labels::labels;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("claim-template-metadata", check, include_str!("metadata.md"));

/// In the order of the Go struct, which spells one of them its own way.
const REFUSED: [(&str, &str); 13] = [
    ("name", "name"),
    ("generateName", "generateName"),
    ("namespace", "namespace"),
    ("selfLink", "selfLink"),
    ("uid", "uID"),
    ("resourceVersion", "resourceVersion"),
    ("generation", "generation"),
    ("creationTimestamp", "creationTimestamp"),
    ("deletionTimestamp", "deletionTimestamp"),
    ("deletionGracePeriodSeconds", "deletionGracePeriodSeconds"),
    ("ownerReferences", "ownerReferences"),
    ("finalizers", "finalizers"),
    ("managedFields", "managedFields"),
];

fn check(metadata: Field<'_>) {
    annotation_keys(metadata.at("annotations"));
    labels(metadata.at("labels"));
    for (name, shown) in REFUSED {
        let field = metadata.at_shown(name, shown);
        if field.exists() && field.opt_str() != Some("") && field.int() != Some(0) {
            field.forbidden("cannot be set");
        }
    }
}
