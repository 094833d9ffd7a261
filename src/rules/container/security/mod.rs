//! Security contexts of containers and Pods.

mod app_armor;
mod escalation;
mod fs_group;
mod ids;
mod policies;
mod proc_mount;
mod seccomp;
mod share_process;
mod sysctls;
mod windows;

use crate::rules::rule::Step::{self, Run};

/// `ValidateSecurityContext`
pub static CONTAINER: &[Step] = &[
    Run(&ids::CONTAINER),
    Run(&proc_mount::RULE),
    Run(&seccomp::RULE),
    Run(&escalation::RULE),
    Run(&windows::RULE),
    Run(&app_armor::RULE),
];

/// `validatePodSpecSecurityContext`
pub static POD: &[Step] = &[
    Run(&fs_group::RULE),
    Run(&ids::POD),
    Run(&share_process::RULE),
    Run(&sysctls::RULE),
    Run(&fs_group::CHANGE_POLICY),
    Run(&seccomp::RULE),
    Run(&windows::RULE),
    Run(&app_armor::RULE),
    Run(&policies::RULE),
];
