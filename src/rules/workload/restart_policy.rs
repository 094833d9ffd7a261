//! Pods of controllers that keep a number of them running restart always. Source:
//! `pkg/apis/apps/validation/validation.go`, 1.35.
use crate::rules::prelude::*;

pub static REPLICA_SET: Rule = Rule::new("workload-restart-policy", |spec| check(spec, "ReplicaSet"), include_str!("restart_policy.md"));
pub static STATEFUL_SET: Rule = Rule::new("workload-restart-policy", |spec| check(spec, "StatefulSet"), include_str!("restart_policy.md"));
pub static DAEMON_SET: Rule = Rule::new("workload-restart-policy", |spec| check(spec, "DaemonSet"), include_str!("restart_policy.md"));
pub static REPLICATION_CONTROLLER: Rule =
    Rule::new("workload-restart-policy", |spec| check(spec, "ReplicationController"), include_str!("restart_policy.md"));

fn check(spec: Field<'_>, kind: &str) {
    let (policy, deadline) = (spec.path("template.spec.restartPolicy"), spec.path("template.spec.activeDeadlineSeconds"));
    if policy.str() != "Always" {
        policy.unsupported(&["Always"]);
    }
    if deadline.exists() {
        deadline.forbidden(format!("activeDeadlineSeconds in {kind} is not Supported"));
    }
}
