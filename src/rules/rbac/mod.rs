//! Roles and their bindings. Source: `pkg/apis/rbac/validation/validation.go`, 1.35.

mod policy_rule;
mod role_ref;
mod subject;

use super::meta;
use super::rule::Step::{self, At, Each, If, Run, Then};

/// `ValidateRole`
pub static ROLE: &[Step] = &[Then(meta::PATH_SEGMENT), Each("rules", &[Run(&policy_rule::NAMESPACED)])];
/// `ValidateClusterRole`
pub static CLUSTER_ROLE: &[Step] = &[
    Then(meta::CLUSTER_PATH_SEGMENT),
    Each("rules", &[Run(&policy_rule::CLUSTER)]),
    If("aggregationRule", &[Run(&policy_rule::AGGREGATION)]),
];
/// `ValidateRoleBinding`
pub static ROLE_BINDING: &[Step] =
    &[Then(meta::PATH_SEGMENT), At("roleRef", &[Run(&role_ref::NAMESPACED)]), Each("subjects", &[Run(&subject::NAMESPACED)])];
/// `ValidateClusterRoleBinding`
pub static CLUSTER_ROLE_BINDING: &[Step] =
    &[Then(meta::CLUSTER_PATH_SEGMENT), At("roleRef", &[Run(&role_ref::CLUSTER)]), Each("subjects", &[Run(&subject::CLUSTER)])];

/// The API group of roles, users and groups.
const GROUP: &str = "rbac.authorization.k8s.io";
