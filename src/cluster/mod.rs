//! The other judge: a real cluster, reached with kube-rs. Only `main` and the live tests name this module.
//!
//! A [`Session`] borrows a cluster for one scenario: it makes the scenario's world, submits what the
//! learner wrote, asks probes, and takes away everything it made. Everything it makes carries
//! [`OWNER_LABEL`], so that whatever a killed session left behind is found and removed by the next.

mod connect;
mod effective;
mod exec;
mod failure;
mod session;
mod submit;
mod wait;

pub use connect::{Connection, connect};
pub use failure::ClusterError;
pub use session::Session;
pub use submit::Submission;

/// The label on everything that a session makes; its value is [`OWNER`].
pub const OWNER_LABEL: &str = "cofferdam.dev/owner";

/// The value of [`OWNER_LABEL`].
pub const OWNER: &str = "session";

/// The one context that is used without asking: the cluster the program itself makes with kind.
pub const OWN_CONTEXT: &str = "kind-cofferdam";
