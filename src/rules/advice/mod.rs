//! Our own advice on what the server accepts without a word.

mod capability_name;
mod docker_config;
mod node_port_range;
pub mod values_not_judged;

use super::rule::Step::{self, At, Each, Run};

static CONTAINER: &[Step] = &[Run(&capability_name::RULE)];
static SPEC: &[Step] = &[Each("initContainers", CONTAINER), Each("containers", CONTAINER)];

/// Pods.
pub static ON_POD: &[Step] = &[At("spec", SPEC)];
/// Workloads with a template in their spec.
pub static ON_TEMPLATE: &[Step] = &[At("spec", &[At("template", &[At("spec", SPEC)])])];
/// CronJobs.
pub static ON_CRON_JOB: &[Step] = &[At("spec", &[At("jobTemplate", &[At("spec", &[At("template", &[At("spec", SPEC)])])])])];
/// Secrets.
pub static ON_SECRET: &[Step] = &[Run(&docker_config::RULE)];
/// Services.
pub static ON_SERVICE: &[Step] = &[Run(&node_port_range::RULE)];
