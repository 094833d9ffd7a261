//! The built-in kinds whose values this program does not judge: strict fields and types, as for every kind, their
//! metadata, and a word that there is more. Which form of name: the kinds' `ValidateXName`, 1.35.

use std::sync::OnceLock;

use super::advice::values_not_judged;
use super::kinds::Kind;
use super::meta;
use super::rule::{Rule, Step};
use crate::schema;

static ADVISE: &[Step] = &[Step::Run(&values_not_judged::RULE)];

/// The rules that only these kinds have.
pub fn rules() -> Vec<&'static Rule> {
    vec![&values_not_judged::RULE]
}

/// The rules of a kind that has no row of its own in the registry.
pub fn kind(api_version: &str, name: &str) -> Option<&'static Kind> {
    static ALL: OnceLock<Vec<Kind>> = OnceLock::new();
    let all = ALL.get_or_init(|| schema::kinds().iter().map(row).collect());
    all.iter().find(|kind| kind.api_version == api_version && kind.name == name)
}

fn row(kind: &'static schema::Kind) -> Kind {
    let validate: &[Step] = match (kind.api_version, kind.kind) {
        // Questions to the server, which have no names and are not stored.
        ("authentication.k8s.io/v1" | "authorization.k8s.io/v1", _) => &[],
        // Checked before metadata, or named by what they stand for.
        (_, "Event" | "IPAddress" | "ClusterTrustBundle") => &[],
        (_, "PodDisruptionBudget") => meta::ANY_NAME,
        ("coordination.k8s.io/v1", _) => meta::GENERIC,
        ("admissionregistration.k8s.io/v1" | "node.k8s.io/v1", _) => meta::CLUSTER_GENERIC,
        _ if kind.namespaced => meta::SUBDOMAIN,
        _ => meta::CLUSTER_SUBDOMAIN,
    };
    Kind { advise: ADVISE, ..Kind::new(kind.api_version, kind.kind, validate, &[]) }
}
