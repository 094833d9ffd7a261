//! Users' and groups' numbers are 0 to 2147483647. Source: `ValidateSecurityContext`,
//! `validatePodSpecSecurityContext`, 1.35.
use crate::rules::prelude::*;

pub static CONTAINER: Rule = Rule::new("user-id-range", container, include_str!("ids.md"));
pub static POD: Rule = Rule::new("user-id-range", pod, include_str!("ids.md"));

fn container(context: Field<'_>) {
    id(context.at("runAsUser"));
    id(context.at("runAsGroup"));
}

fn pod(context: Field<'_>) {
    container(context);
    context.at("supplementalGroups").each().for_each(id);
}

/// One number.
pub fn id(field: Field<'_>) {
    if let Some(n) = field.int() {
        field.invalid_each(format::user_id(n));
    }
}
