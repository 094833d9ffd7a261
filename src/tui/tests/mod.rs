//! The console pressed and read without a terminal.

#![allow(clippy::unwrap_used)]

mod flows;
mod harness;
mod invariants;
mod pack;
mod screens;
