//! The other judge: a real cluster, reached with kube-rs, and kind to make one. Only `main` and the live tests name this
//! module; the faces know the port in `confirm`.
//!
//! [`Live`] is the adapter. A scenario's stay is a `Session`: namespaces of our own names, the scenario's world and the
//! learner's objects in them, probes, and taking everything away. Every namespace carries [`RUN_LABEL`], so that whatever
//! a killed run left is found and removed by the next.

mod ask;
mod canary;
mod connect;
mod doctor;
mod drive;
mod effective;
mod exec;
mod expiry;
mod failure;
mod flows;
mod images;
mod inside;
mod kind;
mod kubeconfig;
mod link;
mod live;
mod names;
mod nodes;
mod observe;
mod obstacle;
mod plugin;
mod private;
mod program;
mod proxy;
mod runs;
mod session;
mod submit;
mod sweep;
mod wait;

pub use connect::{Connection, connect};
pub use failure::ClusterError;
pub use kubeconfig::identify;
pub use live::Live;

/// The label with the name of the run that made a namespace.
pub const RUN_LABEL: &str = "cofferdam.dev/run";
/// The label with a random name of the learner whose run it was.
pub const OWNER_LABEL: &str = "cofferdam.dev/owner";
/// The label with the scenario.
pub const SCENARIO_LABEL: &str = "cofferdam.dev/scenario";
/// The annotation with the second since 1970 from which anybody's start may remove the namespace.
pub const EXPIRES: &str = "cofferdam.dev/expires";
/// How every namespace of ours is called.
pub const PREFIX: &str = "cofferdam-";

/// The one context that is used without asking: the cluster the program itself makes with kind.
pub const OWN_CONTEXT: &str = "kind-cofferdam";
