//! What a cluster may lack that an exercise takes for granted: a kernel with AppArmor, profiles on the nodes, a runtime
//! that knows a newer field.

use crate::world::Facts;

/// Something a cluster can be without.
pub(super) struct Lack {
    /// The message that tells of it.
    pub message: &'static str,
    /// Makes the world one that is without it.
    pub take: fn(&mut Facts),
}

/// All of them.
pub(super) const LACKS: [Lack; 5] = [
    Lack { message: "confirm-no-app-armor", take: |facts| facts.app_armor.enabled = false },
    Lack { message: "confirm-no-seccomp-profiles", take: |facts| facts.seccomp.clear() },
    Lack { message: "confirm-no-groups-policy", take: |facts| facts.runtime.supplemental_groups_policy = false },
    Lack { message: "confirm-no-user-namespaces", take: |facts| facts.runtime.user_namespaces = false },
    Lack {
        message: "confirm-low-ports-closed",
        take: |facts| {
            facts.runtime.unprivileged_ports = false;
            facts.runtime.unprivileged_ping = false;
        },
    },
];
