//! Checks: what a scenario asks, planned as probes and judged into verdicts. Pure: it asks no judge itself.
//!
//! A check kind is one file and one page; `kinds.rs` is the registry. `judge` compares meaning (stored
//! objects and observations), never text, so any equivalent answer passes.

mod case;
mod explain;
mod glob;
mod judge;
mod kinds;
mod meaning;
mod near;
mod path;
mod policy;
mod question;
mod recipe;
mod verdict;
mod why;

pub use case::{Case, Failure, ObjectRef, PodRef, Side, Strangers, containers};
pub use glob::glob;
pub use judge::{Says, judge, lead, plan};
pub use kinds::{Check, CheckKind, KINDS, KindPage, capability_names, words};
pub use question::{ANSWERS, Choice, Fact, Form, Given, Question, Row, Sheet, answered, sheet};
pub use verdict::{Counterexample, Place, Stage, Verdict};

pub use crate::locale::Sentence;
