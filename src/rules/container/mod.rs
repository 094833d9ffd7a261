//! Containers of a Pod: `spec.containers[*]`, `spec.initContainers[*]`, `spec.ephemeralContainers[*]`.

mod devices;
mod duplicate;
mod env;
mod env_from;
mod ephemeral;
mod host_port_conflict;
mod image_pull_policy;
mod image_required;
mod image_whitespace;
mod lifecycle;
mod mount;
mod name;
mod port;
mod probe;
mod resize_policy;
pub mod resources;
mod restart_policy;
mod security;
mod sidecar_only;
mod termination_message;

pub use env::{field_ref, resource_ref};
pub use image_pull_policy::pull_policy;
pub use port::{port_or_name, protocol};

use super::prelude::*;
use super::rule::Step::{self, At, Each, Run, Then};

/// What holds for every container, in the order of `validateContainerCommon`.
static COMMON: &[Step] = &[
    Run(&name::RULE),
    Run(&image_required::RULE),
    Run(&termination_message::RULE),
    At("ports", &[Run(&port::RULE)]),
    Each("env", &[Run(&env::NAME), Run(&env::SOURCE)]),
    Run(&env_from::RULE),
    At("volumeMounts", &[Run(&mount::RULE)]),
    At("volumeDevices", &[Run(&devices::RULE)]),
    Run(&image_pull_policy::RULE),
    At("resources", resources::CONTAINER),
    At("resizePolicy", &[Run(&resize_policy::RULE)]),
    At("securityContext", security::CONTAINER),
];

/// `validateContainers`
pub static CONTAINER: &[Step] =
    &[Then(COMMON), Run(&duplicate::RULE), Run(&lifecycle::RULE), Run(&probe::RULE), Run(&restart_policy::RULE)];

/// `validateInitContainers`
pub static INIT_CONTAINER: &[Step] = &[
    Then(COMMON),
    Run(&restart_policy::INIT),
    Run(&duplicate::RULE),
    Run(&host_port_conflict::INIT),
    Run(&sidecar_only::RULE),
    Run(&lifecycle::RULE),
    Run(&probe::RULE),
    Run(&resize_policy::INIT),
];

/// `validateEphemeralContainers`
pub static EPHEMERAL_CONTAINER: &[Step] = &[Then(COMMON), Run(&image_whitespace::RULE), Run(&duplicate::RULE), Run(&ephemeral::RULE)];

/// Conflicts of host ports in the whole list.
pub static AFTER_CONTAINERS: &[Step] = &[Run(&host_port_conflict::RULE)];

/// What holds for containers of Pods, not of templates.
pub static POD_ONLY: &[Step] = &[Run(&image_whitespace::RULE)];

pub use security::POD as POD_SECURITY;

/// Every container of a Pod spec: init containers, containers, ephemeral containers (`VisitContainersWithPath`).
pub fn every_container(spec: Field<'_>) -> impl Iterator<Item = Field<'_>> {
    ["initContainers", "containers", "ephemeralContainers"].into_iter().flat_map(move |list| spec.at(list).each())
}

/// Whether it is an init container that never restarts and so is no sidecar.
fn is_plain_init(container: Field<'_>) -> bool {
    container.up().name() == "initContainers" && container.at("restartPolicy").str() != "Always"
}
