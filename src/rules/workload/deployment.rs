//! How a Deployment replaces its Pods. Source: `ValidateDeploymentStrategy`, `ValidateDeploymentSpec`, 1.35.
use super::{int_or_percent, nonnegative};
use crate::rules::prelude::*;
use crate::rules::value::go_struct;

pub static STRATEGY: Rule = Rule::new("deployment-strategy", strategy, include_str!("deployment_strategy.md"));
pub static PROGRESS: Rule = Rule::new("progress-deadline", progress, include_str!("deployment_progress.md"));

fn strategy(spec: Field<'_>) {
    let strategy = spec.at("strategy");
    let rolling = strategy.at("rollingUpdate");
    match strategy.at("type").str() {
        "Recreate" => {
            if rolling.exists() {
                rolling.forbidden("may not be specified when strategy `type` is 'Recreate'");
            }
        }
        "RollingUpdate" => {
            let (unavailable, surge) = (rolling.at("maxUnavailable"), rolling.at("maxSurge"));
            int_or_percent::check(unavailable);
            int_or_percent::check(surge);
            if int_or_percent::value(unavailable) == 0 && int_or_percent::value(surge) == 0 {
                unavailable.invalid_value(int_or_percent::rendered(unavailable), "may not be 0 when `maxSurge` is 0");
            }
            int_or_percent::at_most_all(unavailable);
        }
        _ => strategy.unsupported_value(Rendered(go_struct(strategy.value(), "apps.DeploymentStrategy")), &["Recreate", "RollingUpdate"]),
    }
}

fn progress(spec: Field<'_>) {
    let deadline = spec.at("progressDeadlineSeconds");
    nonnegative(deadline);
    if deadline.int().is_some_and(|n| n <= spec.at("minReadySeconds").int().unwrap_or(0)) {
        deadline.invalid("must be greater than minReadySeconds");
    }
}
