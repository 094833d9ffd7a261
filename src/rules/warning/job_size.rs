//! An indexed Job of very many. Source: `WarningsForJobSpec` of `pkg/api/job/warnings.go`, 1.35.
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::warning("job-size", check, include_str!("job_size.md"));

fn check(spec: Field<'_>) {
    let over = |name: &'static str, limit: i64| spec.at(name).int().is_some_and(|n| n > limit);
    if spec.at("completionMode").str() == "Indexed" && over("completions", 100_000) && over("parallelism", 10_000) {
        spec.at("parallelism").say(format!(
            "{}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, \
             Kubernetes might not be able to track completedIndexes when a big number of indexes fail",
            spec.shown_path()
        ));
    }
}
