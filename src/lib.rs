//! Cofferdam, a terminal training console for Kubernetes workload and network security.
//!
//! The modules stand in the order in which data flows. A module uses only those above it;
//! `tests/it/architecture.rs` holds that, and ARCHITECTURE.md says why.
//!
//! ```text
//! text → tree (spans) → objects → rules ─┐
//!                           │            ├→ diagnostics ─┐
//!                           └→ world ────┘               ├→ verdicts → score → faces (tui · cli)
//!       checks → probes → simulate │ cluster → observations ┘
//! ```

pub mod assess;
pub mod cli;
#[cfg(feature = "cluster")]
pub mod cluster;
pub mod content;
pub mod contract;
pub mod diag;
pub mod grade;
pub mod host;
pub mod kubectl;
pub mod locale;
pub mod object;
pub mod probe;
pub mod progress;
#[allow(dead_code)] // the rules of workloads and templates come next
pub mod rules;
pub mod schema;
pub mod simulate;
pub mod text;
#[cfg(feature = "tui")]
pub mod tui;
pub mod world;
pub mod yaml;
