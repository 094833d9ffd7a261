//! A container's files: file systems, mounts, and what the kernel allows whom to do with them.

mod cover;
mod errno;
mod kernel;
mod namespace;
mod proc;
mod root;
mod tree;
mod volume;

pub use cover::{add_mount, misfit, no_place, text_at};
pub use errno::Errno;
pub use namespace::{Mount, Namespace, Open, Place};
pub use proc::{ProcFile, process_directory};
pub use root::{PROGRAM, Setting, container_mounts, make_mount_point, make_place_in_volume, place};
pub use tree::{Filesystem, Kind, Medium, Node, NodeId};
pub use volume::{Volume, mount_volume, volumes};

use super::capability::CapabilitySet;
use super::context::Seccomp;

/// As whom a process acts.
#[derive(Clone, Debug, PartialEq)]
pub struct Credentials {
    /// Effective uid.
    pub uid: i64,
    /// Real uid: another after a set-uid program was started.
    pub real_uid: i64,
    /// Primary group.
    pub gid: i64,
    /// Supplementary groups, ascending.
    pub groups: Vec<i64>,
    /// Effective (and permitted) capabilities.
    pub effective: CapabilitySet,
    /// The ceiling.
    pub bounding: CapabilitySet,
    /// no_new_privs
    pub no_new_privs: bool,
    /// The system call filter.
    pub seccomp: Seccomp,
    /// System calls that a Localhost profile refuses.
    pub denied_calls: Vec<String>,
    /// The permissions that new files do not get.
    pub umask: u32,
}

impl Credentials {
    /// Whether a group is among the process's.
    pub fn in_group(&self, gid: i64) -> bool {
        self.gid == gid || self.groups.contains(&gid)
    }

    /// Whether the system call filter lets `call` through. `RuntimeDefault` refuses what needs SYS_ADMIN to those
    /// who lack it (containerd `contrib/seccomp/seccomp_default.go`).
    pub fn may_call(&self, call: &str) -> bool {
        match self.seccomp {
            Seccomp::Unconfined => true,
            Seccomp::Localhost(_) => !self.denied_calls.iter().any(|denied| denied == call),
            Seccomp::RuntimeDefault => {
                let guarded = matches!(call, "mount" | "umount2" | "unshare" | "setns" | "sethostname" | "bpf");
                !guarded || self.bounding.has("SYS_ADMIN")
            }
        }
    }
}
