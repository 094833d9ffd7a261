//! Pods and Pod templates.

mod active_deadline;
mod affinity;
mod annotation_match;
mod annotations;
mod containers_required;
mod dns_config;
mod dns_policy;
mod ephemeral_containers;
mod file_key_volume;
mod gates;
mod host_aliases;
mod host_network_port;
mod host_process;
mod host_users;
mod hostname_override;
mod image_pull_secrets;
mod names;
mod node_selector;
mod os;
mod overhead;
mod pod_resources;
mod preemption_policy;
mod resource_claims;
mod restart_policy;
mod template_meta;
mod token_without_account;
mod toleration_annotation;
mod tolerations;
mod topology_spread;

use super::container::{AFTER_CONTAINERS, CONTAINER, EPHEMERAL_CONTAINER, INIT_CONTAINER, POD_ONLY, POD_SECURITY};
use super::meta;
use super::rule::Step::{self, At, Each, EachVolume, If, Run, Then, When};
use super::rule::is_new;
use super::volume;

/// `ValidatePodSpec`
static SPEC: &[Step] = &[
    EachVolume(volume::SOURCE, volume::NAME, volume::AFTER),
    Run(&resource_claims::RULE),
    Run(&containers_required::RULE),
    Each("containers", CONTAINER),
    Then(AFTER_CONTAINERS),
    Each("initContainers", INIT_CONTAINER),
    Each("ephemeralContainers", EPHEMERAL_CONTAINER),
    Run(&pod_resources::RULE),
    Run(&host_network_port::RULE),
    Run(&restart_policy::RULE),
    Run(&dns_policy::RULE),
    Run(&node_selector::RULE),
    At("securityContext", POD_SECURITY),
    Run(&image_pull_secrets::RULE),
    If("affinity", affinity::AFFINITY),
    Run(&dns_config::RULE),
    Run(&gates::READINESS),
    Run(&gates::SCHEDULING),
    Each("topologySpreadConstraints", topology_spread::CONSTRAINT),
    Run(&host_process::RULE),
    Run(&host_users::RULE),
    Run(&hostname_override::RULE),
    Run(&names::BEFORE_DEADLINE),
    Run(&active_deadline::RULE),
    Run(&names::AFTER_DEADLINE),
    Run(&tolerations::RULE),
    Run(&host_aliases::RULE),
    Run(&names::CLASSES),
    Run(&preemption_policy::RULE),
    Run(&overhead::RULE),
    Run(&os::RULE),
    Run(&file_key_volume::RULE),
];

/// `ValidatePodCreate`
pub static POD: &[Step] = &[
    Then(meta::SUBDOMAIN),
    Run(&annotations::RULE),
    At("spec", SPEC),
    Run(&token_without_account::RULE),
    At("spec", &[Each("containers", POD_ONLY), Each("initContainers", POD_ONLY)]),
    When(
        is_new,
        &[Run(&ephemeral_containers::POD), Run(&gates::NODE_NAME), Run(&annotation_match::SECCOMP), Run(&annotation_match::APP_ARMOR)],
    ),
];

/// `ValidatePodTemplateSpec`
pub static TEMPLATE: &[Step] = &[
    Run(&template_meta::RULE),
    Run(&annotations::RULE),
    At("spec", SPEC),
    Run(&annotation_match::SECCOMP),
    Run(&annotation_match::APP_ARMOR),
    Run(&ephemeral_containers::TEMPLATE),
];

/// The template's metadata alone.
pub static TEMPLATE_META: &[Step] = &[Run(&template_meta::RULE), Run(&annotations::RULE)];
