//! Namespaces.

mod finalizers;

use super::meta;
use super::rule::Step::{self, Run, Then};

/// `ValidateNamespace`
pub static NAMESPACE: &[Step] = &[Then(meta::CLUSTER_LABEL), Run(&finalizers::RULE)];
