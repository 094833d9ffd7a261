//! Integration tests: one binary, one module a topic.

#![allow(missing_docs, clippy::unwrap_used)]

mod architecture;
mod assess;
mod checks;
mod class;
mod cli;
mod commands;
mod content;
mod contract;
mod corpus;
mod decode_limits;
mod decode_oracle;
mod effective_oracle;
mod exec_observed;
mod key_pairs;
mod keyring;
mod kubectl_observed;
mod kubectl_offline;
mod locale;
mod messages;
mod neighbours_observed;
mod netpol_oracle;
mod network_observed;
mod observed;
mod pages;
mod progress;
mod questions;
mod recording;
mod rules_oracle;
mod rules_pages;
mod rules_versions;
mod session_observed;
mod source;
mod updates_oracle;
mod variants;
