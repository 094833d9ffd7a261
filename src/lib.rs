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

pub mod text;
pub mod locale;
pub mod diag;
pub mod yaml;
pub mod schema;
pub mod object;
pub mod rules;
pub mod world;
pub mod probe;
pub mod simulate;
pub mod kubectl;
pub mod terminal;
pub mod grade;
pub mod content;
pub mod prose;
pub mod assess;
pub mod contract;
pub mod host;
pub mod progress;
pub mod course;
pub mod exam;
pub mod class;
pub mod confirm;
#[cfg(feature = "cluster")]
pub mod cluster;
pub mod lan;
pub mod cli;
#[cfg(feature = "tui")]
pub mod tui;
