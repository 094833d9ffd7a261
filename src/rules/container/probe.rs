//! Liveness, readiness and startup probes. Source: `validateProbe` and the functions around it, 1.35.
use super::is_plain_init;
use super::lifecycle::handler;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("probe", check, include_str!("probe.md")).about(&["livenessProbe", "readinessProbe", "startupProbe"]);

fn check(container: Field<'_>) {
    if is_plain_init(container) {
        return;
    }
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
        let probe = container.at(name);
        if !probe.exists() {
            continue;
        }
        handler(probe, &["exec", "httpGet", "tcpSocket", "grpc"]);
        for name in ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"] {
            let field = probe.at(name);
            if field.int().is_some_and(|n| n < 0) {
                field.invalid("must be greater than or equal to 0");
            }
        }
        let grace = probe.at("terminationGracePeriodSeconds");
        if grace.int().is_some_and(|n| n <= 0) {
            grace.invalid("must be greater than 0");
        }
        let success = probe.at("successThreshold");
        if name == "readinessProbe" {
            if grace.exists() {
                grace.invalid("must not be set for readinessProbes");
            }
        } else if success.int().unwrap_or(0) != 1 {
            success.invalid_int("must be 1");
        }
    }
}
