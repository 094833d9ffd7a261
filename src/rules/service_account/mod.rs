//! ServiceAccounts: metadata only (`ValidateServiceAccount`).

use super::meta;
use super::rule::Step::{self, Then};

/// `ValidateServiceAccount`
pub static SERVICE_ACCOUNT: &[Step] = &[Then(meta::SUBDOMAIN)];
