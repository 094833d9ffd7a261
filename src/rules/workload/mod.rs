//! Workloads: what makes Pods from a template.

mod cron_job;
mod cron_schedule;
mod daemon_set;
mod deployment;
mod int_or_percent;
mod job;
mod job_policy;
mod pod_failure_policy;
mod replicas;
mod restart_policy;
mod selector;
mod stateful_set;

use super::prelude::*;
use super::rule::Step::{self, At, Run, Then, When};
use super::{meta, pod};

pub use cron_schedule::Schedule;
pub use job::{settle as settle_job, settle_change as settle_job_change};
pub use stateful_set::settle as settle_stateful_set;

/// `ValidateDeployment`
pub static DEPLOYMENT: &[Step] = &[
    Then(meta::SUBDOMAIN),
    At(
        "spec",
        &[
            Run(&replicas::REPLICAS),
            Run(&selector::DEPLOYMENT),
            Run(&selector::MATCHES),
            When(selector::is_sound_in, &[At("template", pod::TEMPLATE), Run(&restart_policy::REPLICA_SET)]),
            Run(&deployment::STRATEGY),
            Run(&replicas::MIN_READY),
            Run(&replicas::HISTORY),
            Run(&deployment::PROGRESS),
        ],
    ),
];

/// `ValidateReplicaSet`
pub static REPLICA_SET: &[Step] = &[
    Then(meta::SUBDOMAIN),
    At(
        "spec",
        &[
            Run(&replicas::REPLICAS),
            Run(&replicas::MIN_READY),
            Run(&selector::DEPLOYMENT),
            Run(&selector::MATCHES),
            When(selector::is_sound_in, &[At("template", pod::TEMPLATE), Run(&restart_policy::REPLICA_SET)]),
        ],
    ),
];

/// `ValidateReplicationController`
pub static REPLICATION_CONTROLLER: &[Step] = &[
    Then(meta::LONG_NAME),
    At(
        "spec",
        &[
            Run(&replicas::MIN_READY),
            Run(&selector::REPLICATION_CONTROLLER),
            Run(&replicas::REPLICAS),
            When(selector::has_template, &[At("template", pod::TEMPLATE), Run(&restart_policy::REPLICATION_CONTROLLER)]),
        ],
    ),
];

/// `ValidateStatefulSet`; the server checks the template's metadata twice.
pub static STATEFUL_SET: &[Step] = &[
    Then(meta::STATEFUL_SET),
    At(
        "spec",
        &[
            Run(&stateful_set::MANAGEMENT),
            Run(&stateful_set::STRATEGY),
            Run(&stateful_set::RETENTION),
            When(is_new, &[Run(&stateful_set::CLAIMS)]),
            Run(&replicas::REPLICAS),
            Run(&replicas::MIN_READY),
            Run(&stateful_set::SERVICE_NAME),
            Run(&selector::STATEFUL_SET),
            Run(&selector::MATCHES),
            When(
                selector::is_sound_in,
                &[When(stateful_set::judges_pods, &[At("template", pod::TEMPLATE)]), At("template", pod::TEMPLATE_META)],
            ),
            Run(&restart_policy::STATEFUL_SET),
        ],
    ),
];

/// `ValidateDaemonSet`
pub static DAEMON_SET: &[Step] = &[
    Then(meta::SUBDOMAIN),
    At(
        "spec",
        &[
            Run(&selector::SYNTAX),
            Run(&selector::MATCHES_IF_SOUND),
            Run(&selector::DAEMON_SET),
            At("template", pod::TEMPLATE),
            Run(&restart_policy::DAEMON_SET),
            Run(&replicas::MIN_READY),
            Run(&daemon_set::STRATEGY),
            Run(&replicas::HISTORY),
        ],
    ),
];

/// `validateJobSpec`
static JOB_SPEC: &[Step] = &[
    Run(&job::NUMBERS),
    Run(&job::MANAGED_BY),
    Run(&job::COMPLETION_MODE),
    Run(&pod_failure_policy::RULE),
    Run(&job_policy::SUCCESS),
    Run(&job_policy::REPLACEMENT),
    At("template", pod::TEMPLATE),
    Run(&job::RESTART_POLICY),
];

/// `ValidateJob`
pub static JOB: &[Step] = &[
    Then(meta::SUBDOMAIN),
    Run(&job::GENERATED_SELECTOR),
    At("spec", &[Then(JOB_SPEC), Run(&selector::JOB), Run(&selector::MATCHES_IF_SOUND)]),
    Run(&job::INDEXED_NAME),
];

/// `ValidateCronJobCreate`
pub static CRON_JOB: &[Step] = &[
    Then(meta::SUBDOMAIN),
    At(
        "spec",
        &[
            Run(&cron_schedule::RULE),
            Run(&cron_job::DEADLINE),
            Run(&cron_job::TIME_ZONE),
            Run(&cron_job::CONCURRENCY),
            At("jobTemplate", &[At("spec", &[Then(JOB_SPEC), Run(&cron_job::TEMPLATE_SELECTOR)])]),
            Run(&cron_job::HISTORY),
        ],
    ),
    Run(&cron_job::NAME),
];

/// Refuses a number below zero.
fn nonnegative(field: Field<'_>) {
    if field.int().is_some_and(|n| n < 0) {
        field.invalid("must be greater than or equal to 0");
    }
}
