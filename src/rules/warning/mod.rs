//! What the server accepts, but warns about on create: `pkg/api/pod/warnings.go`, and `WarningsOnCreate` of the
//! kinds' strategies, 1.35.

mod app_armor_annotation;
mod claim_storage;
mod deprecated_annotation;
mod deprecated_node_label;
mod deprecated_volume;
mod duplicate_env;
mod duplicate_pull_secret;
mod fractional_bytes;
mod grace_period;
mod host_alias;
mod ip_form;
mod job_size;
mod name_as_hostname;
mod null_selector;
mod overlapping_paths;
mod ports;
mod seccomp_annotation;
mod service;
mod service_account;
mod stateful_set;
mod tls_pair;

use super::rule::Step::{self, At, Run, Then};

/// `GetWarningsForPodTemplate`, at a Pod or a template.
static POD: &[Step] = &[
    Run(&deprecated_node_label::RULE),
    Run(&null_selector::SPREAD),
    Run(&deprecated_annotation::RULE),
    Run(&deprecated_volume::RULE),
    Run(&overlapping_paths::RULE),
    Run(&host_alias::RULE),
    Run(&duplicate_pull_secret::RULE),
    Run(&fractional_bytes::OVERHEAD),
    Run(&seccomp_annotation::POD),
    Run(&seccomp_annotation::CONTAINER),
    Run(&app_armor_annotation::RULE),
    Run(&fractional_bytes::CONTAINERS),
    Run(&duplicate_env::RULE),
    Run(&ports::RULE),
    Run(&ports::NAMES),
    Run(&grace_period::RULE),
    Run(&null_selector::AFFINITY),
    Run(&ip_form::POD),
];

/// Pods, while they are prepared for validation.
pub static ON_PREPARED_POD: &[Step] = &[Run(&app_armor_annotation::POD)];
/// Pods.
pub static ON_POD: &[Step] = &[Run(&name_as_hostname::POD), Then(POD)];
/// Deployments and ReplicaSets.
pub static ON_DEPLOYMENT: &[Step] = &[Run(&name_as_hostname::WORKLOAD), At("spec", &[At("template", POD)])];
/// Jobs (`WarningsForJobSpec`).
pub static ON_JOB: &[Step] = &[Run(&name_as_hostname::WORKLOAD), At("spec", JOB_SPEC)];
static JOB_SPEC: &[Step] = &[Run(&job_size::RULE), At("template", POD)];
/// DaemonSets.
pub static ON_DAEMON_SET: &[Step] = &[At("spec", &[At("template", POD)])];
/// StatefulSets.
pub static ON_STATEFUL_SET: &[Step] = &[At("spec", &[At("template", POD)]), Run(&stateful_set::CLAIMS), Run(&stateful_set::HISTORY)];
/// CronJobs.
pub static ON_CRON_JOB: &[Step] = &[Run(&name_as_hostname::WORKLOAD), At("spec", &[At("jobTemplate", &[At("spec", JOB_SPEC)])])];
/// Services.
pub static ON_SERVICE: &[Step] = &[Run(&service::RULE)];
/// Secrets.
pub static ON_SECRET: &[Step] = &[Run(&tls_pair::RULE)];
/// ServiceAccounts.
pub static ON_SERVICE_ACCOUNT: &[Step] = &[Run(&service_account::RULE)];
/// NetworkPolicies.
pub static ON_NETWORK_POLICY: &[Step] = &[Run(&ip_form::NETWORK_POLICY)];
/// PersistentVolumeClaims.
pub static ON_CLAIM: &[Step] = &[Run(&claim_storage::ANNOTATION), Run(&claim_storage::RULE)];
