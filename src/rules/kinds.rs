//! The kinds, and the tree of rules for each. The registry: a rule that stands here runs, in this place of the
//! server's answer.

use serde_json::Value;

use super::rule::{Rule, Step, rules_of};
use super::{
    admission, advice, claim, config_map, decode, dockerfile, namespace, network_policy, other, pod, pod_security, rbac, secret, service,
    service_account, update, warning, workload,
};

/// The rules of one kind.
#[derive(Debug)]
pub struct Kind {
    /// `apps/v1`
    pub api_version: &'static str,
    /// `Deployment`
    pub name: &'static str,
    /// What the registry refuses before it validates; then it validates nothing.
    pub allocate: &'static [Step],
    /// What the registry fills in for validation alone.
    pub settle: Option<fn(&mut Value)>,
    /// As `allocate`, of an object that takes the place of another.
    pub allocate_change: &'static [Step],
    /// As `settle`, beside the stored object; `None` when that makes no difference.
    pub settle_change: Option<fn(&mut Value, &Value)>,
    /// Validation.
    pub validate: &'static [Step],
    /// What is refused as invalid after validation has passed.
    pub after: &'static [Step],
    /// Warnings of what is accepted.
    pub warn: &'static [Step],
    /// Our advice on what is accepted.
    pub advise: &'static [Step],
}

impl Kind {
    pub(super) const fn new(api_version: &'static str, name: &'static str, validate: &'static [Step], warn: &'static [Step]) -> Self {
        Self {
            api_version,
            name,
            allocate: &[],
            settle: None,
            allocate_change: &[],
            settle_change: None,
            validate,
            after: &[],
            warn,
            advise: &[],
        }
    }
}

static KINDS: &[Kind] = &[
    Kind { advise: advice::ON_POD, ..Kind::new("v1", "Pod", pod::POD, warning::ON_POD) },
    Kind { advise: advice::ON_SECRET, ..Kind::new("v1", "Secret", secret::SECRET, warning::ON_SECRET) },
    Kind::new("networking.k8s.io/v1", "NetworkPolicy", network_policy::NETWORK_POLICY, warning::ON_NETWORK_POLICY),
    Kind {
        allocate: service::ALLOCATE,
        settle: Some(service::settle),
        allocate_change: service::ALLOCATE_CHANGE,
        settle_change: Some(service::settle_change),
        advise: advice::ON_SERVICE,
        ..Kind::new("v1", "Service", service::SERVICE, warning::ON_SERVICE)
    },
    Kind::new("v1", "ServiceAccount", service_account::SERVICE_ACCOUNT, warning::ON_SERVICE_ACCOUNT),
    Kind { after: &[Step::Run(&admission::POD_SECURITY_LABELS)], ..Kind::new("v1", "Namespace", namespace::NAMESPACE, &[]) },
    Kind::new("v1", "ConfigMap", config_map::CONFIG_MAP, &[]),
    Kind { advise: advice::ON_TEMPLATE, ..Kind::new("apps/v1", "Deployment", workload::DEPLOYMENT, warning::ON_DEPLOYMENT) },
    Kind { advise: advice::ON_TEMPLATE, ..Kind::new("apps/v1", "ReplicaSet", workload::REPLICA_SET, warning::ON_DEPLOYMENT) },
    Kind {
        settle: Some(workload::settle_stateful_set),
        advise: advice::ON_TEMPLATE,
        ..Kind::new("apps/v1", "StatefulSet", workload::STATEFUL_SET, warning::ON_STATEFUL_SET)
    },
    Kind { advise: advice::ON_TEMPLATE, ..Kind::new("apps/v1", "DaemonSet", workload::DAEMON_SET, warning::ON_DAEMON_SET) },
    Kind {
        settle: Some(workload::settle_job),
        settle_change: Some(workload::settle_job_change),
        advise: advice::ON_TEMPLATE,
        ..Kind::new("batch/v1", "Job", workload::JOB, warning::ON_JOB)
    },
    Kind { advise: advice::ON_CRON_JOB, ..Kind::new("batch/v1", "CronJob", workload::CRON_JOB, warning::ON_CRON_JOB) },
    Kind::new("v1", "PersistentVolumeClaim", claim::CLAIM, warning::ON_CLAIM),
    Kind {
        advise: advice::ON_TEMPLATE,
        ..Kind::new("v1", "ReplicationController", workload::REPLICATION_CONTROLLER, warning::ON_DEPLOYMENT)
    },
    Kind::new("rbac.authorization.k8s.io/v1", "Role", rbac::ROLE, &[]),
    Kind::new("rbac.authorization.k8s.io/v1", "ClusterRole", rbac::CLUSTER_ROLE, &[]),
    Kind::new("rbac.authorization.k8s.io/v1", "RoleBinding", rbac::ROLE_BINDING, &[]),
    Kind::new("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", rbac::CLUSTER_ROLE_BINDING, &[]),
];

/// The rules of a built-in kind; of one without a row above, what holds of every kind.
pub fn kind(api_version: &str, name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.api_version == api_version && kind.name == name).or_else(|| other::kind(api_version, name))
}

/// Every rule there is, each once, in the order of the kinds, then claim templates, admission, Pod Security, what is found
/// while the text is read, and what a build finds in a Dockerfile.
pub fn registry() -> Vec<&'static Rule> {
    let mut rules = Vec::new();
    for kind in KINDS {
        for steps in [kind.allocate, kind.validate, kind.after, kind.warn, kind.advise] {
            rules_of(steps, &mut rules);
        }
    }
    let beside = other::rules().into_iter().chain(claim::rules()).chain(admission::rules()).chain(pod_security::rules());
    for rule in beside.chain([update::rule()]).chain(decode::rules()).chain(dockerfile::rules()) {
        if !rules.iter().any(|known: &&Rule| known.id == rule.id) {
            rules.push(rule);
        }
    }
    rules
}
