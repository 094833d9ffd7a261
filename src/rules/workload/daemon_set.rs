//! How a DaemonSet replaces its Pods. Source: `ValidateDaemonSetUpdateStrategy`, 1.35.
use super::int_or_percent;
use crate::rules::prelude::*;
use crate::rules::value::go_struct;

pub static STRATEGY: Rule = Rule::new("daemon-set-strategy", check, include_str!("daemon_set.md"));

fn check(spec: Field<'_>) {
    let strategy = spec.at("updateStrategy");
    let rolling = strategy.at("rollingUpdate");
    match strategy.at("type").str() {
        "OnDelete" => {}
        "RollingUpdate" if !rolling.exists() => rolling.required(""),
        "RollingUpdate" => {
            let (unavailable, surge) = (rolling.at("maxUnavailable"), rolling.at("maxSurge"));
            [unavailable, surge].into_iter().for_each(int_or_percent::check);
            [unavailable, surge].into_iter().for_each(int_or_percent::at_most_all);
            match (int_or_percent::value(unavailable) != 0, int_or_percent::value(surge) != 0) {
                (true, true) => surge.invalid_value(int_or_percent::rendered(surge), "may not be set when maxUnavailable is non-zero"),
                (false, false) => unavailable.required("cannot be 0 when maxSurge is 0"),
                _ => {}
            }
        }
        _ => strategy
            .unsupported_value(Rendered(go_struct(strategy.value(), "apps.DaemonSetUpdateStrategy")), &["RollingUpdate", "OnDelete"]),
    }
}
