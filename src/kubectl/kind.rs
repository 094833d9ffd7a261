//! The kinds a cluster serves, by every name kubectl takes for them (`kubectl api-resources`).

/// A kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// `NetworkPolicy`
    pub name: &'static str,
    /// `networkpolicies`
    pub plural: &'static str,
    /// `netpol`
    pub short: &'static [&'static str],
    /// `networking.k8s.io/v1`
    pub api_version: &'static str,
    /// Whether its objects live in namespaces.
    pub namespaced: bool,
}

const fn kind(
    name: &'static str,
    plural: &'static str,
    short: &'static [&'static str],
    api_version: &'static str,
    namespaced: bool,
) -> Kind {
    Kind { name, plural, short, api_version, namespaced }
}

/// Every kind, in the order of `kubectl api-resources`.
pub const KINDS: &[Kind] = &[
    kind("ConfigMap", "configmaps", &["cm"], "v1", true),
    kind("Endpoints", "endpoints", &["ep"], "v1", true),
    kind("Event", "events", &["ev"], "v1", true),
    kind("LimitRange", "limitranges", &["limits"], "v1", true),
    kind("Namespace", "namespaces", &["ns"], "v1", false),
    kind("Node", "nodes", &["no"], "v1", false),
    kind("PersistentVolumeClaim", "persistentvolumeclaims", &["pvc"], "v1", true),
    kind("PersistentVolume", "persistentvolumes", &["pv"], "v1", false),
    kind("Pod", "pods", &["po"], "v1", true),
    kind("ReplicationController", "replicationcontrollers", &["rc"], "v1", true),
    kind("ResourceQuota", "resourcequotas", &["quota"], "v1", true),
    kind("Secret", "secrets", &[], "v1", true),
    kind("ServiceAccount", "serviceaccounts", &["sa"], "v1", true),
    kind("Service", "services", &["svc"], "v1", true),
    kind("DaemonSet", "daemonsets", &["ds"], "apps/v1", true),
    kind("Deployment", "deployments", &["deploy"], "apps/v1", true),
    kind("ReplicaSet", "replicasets", &["rs"], "apps/v1", true),
    kind("StatefulSet", "statefulsets", &["sts"], "apps/v1", true),
    kind("HorizontalPodAutoscaler", "horizontalpodautoscalers", &["hpa"], "autoscaling/v2", true),
    kind("CronJob", "cronjobs", &["cj"], "batch/v1", true),
    kind("Job", "jobs", &[], "batch/v1", true),
    kind("EndpointSlice", "endpointslices", &[], "discovery.k8s.io/v1", true),
    kind("Ingress", "ingresses", &["ing"], "networking.k8s.io/v1", true),
    kind("IngressClass", "ingressclasses", &[], "networking.k8s.io/v1", false),
    kind("NetworkPolicy", "networkpolicies", &["netpol"], "networking.k8s.io/v1", true),
    kind("RuntimeClass", "runtimeclasses", &[], "node.k8s.io/v1", false),
    kind("PodDisruptionBudget", "poddisruptionbudgets", &["pdb"], "policy/v1", true),
    kind("ClusterRoleBinding", "clusterrolebindings", &[], "rbac.authorization.k8s.io/v1", false),
    kind("ClusterRole", "clusterroles", &[], "rbac.authorization.k8s.io/v1", false),
    kind("RoleBinding", "rolebindings", &[], "rbac.authorization.k8s.io/v1", true),
    kind("Role", "roles", &[], "rbac.authorization.k8s.io/v1", true),
    kind("PriorityClass", "priorityclasses", &["pc"], "scheduling.k8s.io/v1", false),
    kind("StorageClass", "storageclasses", &["sc"], "storage.k8s.io/v1", false),
];

/// What `all` stands for.
pub(super) const ALL: &[&str] = &[
    "Pod",
    "ReplicationController",
    "Service",
    "DaemonSet",
    "Deployment",
    "ReplicaSet",
    "StatefulSet",
    "HorizontalPodAutoscaler",
    "CronJob",
    "Job",
];

impl Kind {
    /// The kind whose `kind:` this is.
    pub fn of(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// The kind that a word on the command line means: plural, singular, short, `plural.group`, in any case.
    pub fn find(word: &str) -> Option<&'static Self> {
        let word = word.to_ascii_lowercase();
        let (name, group) = word.split_once('.').map_or((word.as_str(), None), |(name, group)| (name, Some(group)));
        let of_name = |kind: &&Self| kind.plural == name || kind.singular() == name || kind.short.contains(&name);
        let exact = |kind: &&Self| group.is_none_or(|group| kind.group() == group || format!("v1.{}", kind.group()) == group);
        // The beginning of a group will do where no group is called so (apimachinery v0.35 `pkg/api/meta/restmapper.go` ResourcesFor).
        let begun = |kind: &&Self| group.is_some_and(|group| kind.group().starts_with(group));
        let named = || KINDS.iter().filter(of_name);
        named().find(exact).or_else(|| named().find(begun))
    }

    /// `networkpolicy`
    pub fn singular(&self) -> String {
        self.name.to_ascii_lowercase()
    }

    /// `networking.k8s.io`; empty for the core.
    pub fn group(&self) -> &'static str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }

    /// As in a server's message: `networkpolicies.networking.k8s.io`.
    pub fn resource(&self) -> String {
        if self.group().is_empty() { self.plural.to_owned() } else { format!("{}.{}", self.plural, self.group()) }
    }

    /// As `-o name` and success messages write it: `networkpolicy.networking.k8s.io`.
    pub fn written(&self) -> String {
        if self.group().is_empty() { self.singular() } else { format!("{}.{}", self.singular(), self.group()) }
    }
}
