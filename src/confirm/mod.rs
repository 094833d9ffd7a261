//! The second opinion: what a real cluster is asked to confirm, the port through which it is asked, and both judges' answers
//! side by side.
//!
//! [`Plan`] says what has to be made and asked; a [`Cluster`] does it and gives [`Observed`]; [`Confirmation`] puts the two
//! judges next to each other. Everything here is data: the adapter behind the port is `cluster`, chosen in `main`.

mod allowed;
mod compare;
mod fake;
mod inside;
mod lack;
mod plan;
mod port;
mod registry;
mod report;

pub use allowed::{allow, allow_list, allowed};
pub use compare::{Agreement, Confirmation, Row, Ruling, for_programs, is_as_predicted};
pub use fake::{Fake, FakeCluster};
pub use plan::{Asked, Plan, SYSTEM, Sent, is_network_command};
pub use port::{
    Access, Allowed, Cluster, Environment, Event, Finding, Health, Identity, Inside, Observed, Profile, Remains, State, Stop, Submission,
    Trouble,
};
pub use report::report;
