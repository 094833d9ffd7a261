//! Secrets.

mod content;
mod keys;

pub use keys::bytes;

use super::meta;
use super::rule::Step::{self, Run, Then};

/// `ValidateSecret`
pub static SECRET: &[Step] = &[Then(meta::SUBDOMAIN), Run(&keys::RULE), Run(&keys::SIZE), Run(&content::RULE)];
