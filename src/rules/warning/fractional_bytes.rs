//! Memory and storage are counted in whole bytes. Source: `pkg/api/pod/warnings.go`, 1.35.
use super::claim_storage::whole;
use crate::rules::container::every_container;
use crate::rules::prelude::*;

pub static OVERHEAD: Rule = Rule::warning("fractional-bytes", overhead, include_str!("fractional_bytes.md")).about(&["overhead"]);
pub static CONTAINERS: Rule =
    Rule::warning("fractional-bytes", containers, include_str!("fractional_bytes.md")).about(&["memory", "ephemeral-storage"]);

fn overhead(object: Field<'_>) {
    for name in ["memory", "ephemeral-storage"] {
        whole(object.path("spec.overhead").key(name));
    }
}

fn containers(object: Field<'_>) {
    for container in every_container(object.at("spec")) {
        for name in ["memory", "ephemeral-storage"] {
            for list in ["limits", "requests"] {
                whole(container.at("resources").at(list).key(name));
            }
        }
    }
}
