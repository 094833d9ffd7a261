//! The console pressed and read without a terminal.

#![allow(clippy::unwrap_used)]

mod cluster;
mod exam;
mod flows;
mod harness;
mod invariants;
mod linear;
mod pack;
mod questions;
mod review;
mod screens;
