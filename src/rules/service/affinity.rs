//! Session affinity. Source: `validateService`, `validateClientIPAffinityConfig`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("session-affinity", check, include_str!("affinity.md"));

fn check(service: Field<'_>) {
    let (affinity, config) = (service.path("spec.sessionAffinity"), service.path("spec.sessionAffinityConfig"));
    match affinity.str() {
        "None" => {
            if config.exists() {
                config.forbidden("must not be set when session affinity is None");
            }
        }
        "ClientIP" => {
            let timeout = config.path("clientIP.timeoutSeconds");
            if timeout.int().is_some_and(|n| n <= 0 || n > 86400) {
                timeout.invalid("must be greater than 0 and less than 86400");
            }
        }
        "" => affinity.required(""),
        _ => affinity.unsupported(&["ClientIP", "None"]),
    }
}
