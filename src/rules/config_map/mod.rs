//! ConfigMaps.

mod keys;

use super::meta;
use super::rule::Step::{self, Run, Then};

/// `ValidateConfigMap`
pub static CONFIG_MAP: &[Step] = &[Then(meta::SUBDOMAIN), Run(&keys::RULE)];
