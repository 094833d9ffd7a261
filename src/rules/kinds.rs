//! The kinds, and the tree of rules for each. The registry: a rule that stands here runs, in this place of the
//! server's answer.

use serde_json::Value;

use super::rule::{Rule, Step, rules_of};
use super::{claim, config_map, namespace, network_policy, pod, secret, service, service_account};

/// The rules of one kind.
#[derive(Debug)]
pub struct Kind {
    /// `apps/v1`
    pub api_version: &'static str,
    /// `Deployment`
    pub name: &'static str,
    /// What the registry refuses before it validates; then it validates nothing.
    pub allocate: &'static [Step],
    /// What the registry fills in before it validates.
    pub settle: fn(&mut Value),
    /// Validation.
    pub validate: &'static [Step],
}

impl Kind {
    const fn new(api_version: &'static str, name: &'static str, validate: &'static [Step]) -> Self {
        Self { api_version, name, allocate: &[], settle: |_| {}, validate }
    }
}

static KINDS: &[Kind] = &[
    Kind::new("v1", "Pod", pod::POD),
    Kind::new("v1", "Secret", secret::SECRET),
    Kind::new("networking.k8s.io/v1", "NetworkPolicy", network_policy::NETWORK_POLICY),
    Kind { allocate: service::ALLOCATE, settle: service::settle, ..Kind::new("v1", "Service", service::SERVICE) },
    Kind::new("v1", "ServiceAccount", service_account::SERVICE_ACCOUNT),
    Kind::new("v1", "Namespace", namespace::NAMESPACE),
    Kind::new("v1", "ConfigMap", config_map::CONFIG_MAP),
    Kind::new("v1", "PersistentVolumeClaim", claim::CLAIM),
];

/// The rules of a kind, if it is one that this program knows.
pub fn kind(api_version: &str, name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.api_version == api_version && kind.name == name)
}

/// Every rule there is, each once, in the order of the kinds.
pub fn registry() -> Vec<&'static Rule> {
    let mut rules = Vec::new();
    for kind in KINDS {
        rules_of(kind.allocate, &mut rules);
        rules_of(kind.validate, &mut rules);
    }
    rules
}
