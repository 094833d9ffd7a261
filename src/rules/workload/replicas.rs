//! Counts and times of workloads are not negative. Source: `pkg/apis/apps/validation/validation.go`, 1.35.
use super::nonnegative;
use crate::rules::prelude::*;

pub static REPLICAS: Rule = Rule::new("workload-count", |spec| nonnegative(spec.at("replicas")), include_str!("replicas.md"));
pub static MIN_READY: Rule = Rule::new("workload-count", |spec| nonnegative(spec.at("minReadySeconds")), include_str!("replicas.md"));
pub static HISTORY: Rule = Rule::new("workload-count", |spec| nonnegative(spec.at("revisionHistoryLimit")), include_str!("replicas.md"));
