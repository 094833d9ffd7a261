//! The two annotations for topology-aware routing agree. Source: `validateService`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("topology-annotation", check, include_str!("topology_annotation.md"));

fn check(service: Field<'_>) {
    let annotations = service.path("metadata.annotations");
    let (hints, mode) =
        (annotations.key("service.kubernetes.io/topology-aware-hints"), annotations.key("service.kubernetes.io/topology-mode"));
    if hints.exists() && mode.exists() && hints.str() != mode.str() {
        mode.invalid("must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified");
    }
}
