//! Every resource that an API server of Kubernetes 1.31–1.36 serves by default, as `kubectl api-resources` lists them.

/// A row of the list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resource {
    pub plural: &'static str,
    pub short: &'static str,
    pub api_version: &'static str,
    pub namespaced: bool,
    pub kind: &'static str,
    verbs: Verbs,
    pub categories: &'static str,
    /// The first minor version that serves it so.
    pub since: u8,
}

#[derive(Clone, Copy, Debug)]
enum Verbs {
    All,
    AllButCollection,
    Create,
    Read,
}

impl Resource {
    /// `networking.k8s.io`; empty for the core.
    pub fn group(&self) -> &'static str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }

    pub fn verbs(&self) -> &'static [&'static str] {
        match self.verbs {
            Verbs::All => &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
            Verbs::AllButCollection => &["create", "delete", "get", "list", "patch", "update", "watch"],
            Verbs::Create => &["create"],
            Verbs::Read => &["get", "list"],
        }
    }

    /// Whether a word on the command line means it.
    pub fn is_called(&self, word: &str) -> bool {
        let (name, group) = word.split_once('.').unwrap_or((word, self.group()));
        group == self.group()
            && (self.plural == name
                || self.kind.eq_ignore_ascii_case(name)
                || !name.is_empty() && self.short.split(',').any(|own| own == name))
    }
}

const fn row(plural: &'static str, short: &'static str, api_version: &'static str, namespaced: bool, kind: &'static str) -> Resource {
    Resource { plural, short, api_version, namespaced, kind, verbs: Verbs::All, categories: "", since: 0 }
}

const fn all(resource: Resource) -> Resource {
    Resource { categories: "all", ..resource }
}

const fn extends(resource: Resource) -> Resource {
    Resource { categories: "api-extensions", ..resource }
}

const fn created(resource: Resource) -> Resource {
    Resource { verbs: Verbs::Create, ..resource }
}

const fn since(minor: u8, resource: Resource) -> Resource {
    Resource { since: minor, ..resource }
}

const ADMISSION: &str = "admissionregistration.k8s.io/v1";
const AUTHENTICATION: &str = "authentication.k8s.io/v1";
const AUTHORIZATION: &str = "authorization.k8s.io/v1";
const FLOW: &str = "flowcontrol.apiserver.k8s.io/v1";
const NETWORKING: &str = "networking.k8s.io/v1";
const RBAC: &str = "rbac.authorization.k8s.io/v1";
const DEVICES: &str = "resource.k8s.io/v1";
const STORAGE: &str = "storage.k8s.io/v1";

/// By group, then by name.
pub(super) const RESOURCES: &[Resource] = &[
    created(row("bindings", "", "v1", true, "Binding")),
    Resource { verbs: Verbs::Read, ..row("componentstatuses", "cs", "v1", false, "ComponentStatus") },
    row("configmaps", "cm", "v1", true, "ConfigMap"),
    row("endpoints", "ep", "v1", true, "Endpoints"),
    row("events", "ev", "v1", true, "Event"),
    row("limitranges", "limits", "v1", true, "LimitRange"),
    Resource { verbs: Verbs::AllButCollection, ..row("namespaces", "ns", "v1", false, "Namespace") },
    row("nodes", "no", "v1", false, "Node"),
    row("persistentvolumeclaims", "pvc", "v1", true, "PersistentVolumeClaim"),
    row("persistentvolumes", "pv", "v1", false, "PersistentVolume"),
    all(row("pods", "po", "v1", true, "Pod")),
    row("podtemplates", "", "v1", true, "PodTemplate"),
    all(row("replicationcontrollers", "rc", "v1", true, "ReplicationController")),
    row("resourcequotas", "quota", "v1", true, "ResourceQuota"),
    row("secrets", "", "v1", true, "Secret"),
    row("serviceaccounts", "sa", "v1", true, "ServiceAccount"),
    all(row("services", "svc", "v1", true, "Service")),
    extends(row("mutatingwebhookconfigurations", "", ADMISSION, false, "MutatingWebhookConfiguration")),
    extends(row("validatingadmissionpolicies", "", ADMISSION, false, "ValidatingAdmissionPolicy")),
    extends(row("validatingadmissionpolicybindings", "", ADMISSION, false, "ValidatingAdmissionPolicyBinding")),
    extends(row("validatingwebhookconfigurations", "", ADMISSION, false, "ValidatingWebhookConfiguration")),
    extends(row("customresourcedefinitions", "crd,crds", "apiextensions.k8s.io/v1", false, "CustomResourceDefinition")),
    extends(row("apiservices", "", "apiregistration.k8s.io/v1", false, "APIService")),
    row("controllerrevisions", "", "apps/v1", true, "ControllerRevision"),
    all(row("daemonsets", "ds", "apps/v1", true, "DaemonSet")),
    all(row("deployments", "deploy", "apps/v1", true, "Deployment")),
    all(row("replicasets", "rs", "apps/v1", true, "ReplicaSet")),
    all(row("statefulsets", "sts", "apps/v1", true, "StatefulSet")),
    created(row("selfsubjectreviews", "", AUTHENTICATION, false, "SelfSubjectReview")),
    created(row("tokenreviews", "", AUTHENTICATION, false, "TokenReview")),
    created(row("localsubjectaccessreviews", "", AUTHORIZATION, true, "LocalSubjectAccessReview")),
    created(row("selfsubjectaccessreviews", "", AUTHORIZATION, false, "SelfSubjectAccessReview")),
    created(row("selfsubjectrulesreviews", "", AUTHORIZATION, false, "SelfSubjectRulesReview")),
    created(row("subjectaccessreviews", "", AUTHORIZATION, false, "SubjectAccessReview")),
    all(row("horizontalpodautoscalers", "hpa", "autoscaling/v2", true, "HorizontalPodAutoscaler")),
    all(row("cronjobs", "cj", "batch/v1", true, "CronJob")),
    all(row("jobs", "", "batch/v1", true, "Job")),
    row("certificatesigningrequests", "csr", "certificates.k8s.io/v1", false, "CertificateSigningRequest"),
    row("leases", "", "coordination.k8s.io/v1", true, "Lease"),
    row("endpointslices", "", "discovery.k8s.io/v1", true, "EndpointSlice"),
    row("events", "ev", "events.k8s.io/v1", true, "Event"),
    row("flowschemas", "", FLOW, false, "FlowSchema"),
    row("prioritylevelconfigurations", "", FLOW, false, "PriorityLevelConfiguration"),
    row("ingressclasses", "", NETWORKING, false, "IngressClass"),
    row("ingresses", "ing", NETWORKING, true, "Ingress"),
    since(33, row("ipaddresses", "ip", NETWORKING, false, "IPAddress")),
    row("networkpolicies", "netpol", NETWORKING, true, "NetworkPolicy"),
    since(33, row("servicecidrs", "", NETWORKING, false, "ServiceCIDR")),
    row("runtimeclasses", "", "node.k8s.io/v1", false, "RuntimeClass"),
    row("poddisruptionbudgets", "pdb", "policy/v1", true, "PodDisruptionBudget"),
    row("clusterrolebindings", "", RBAC, false, "ClusterRoleBinding"),
    row("clusterroles", "", RBAC, false, "ClusterRole"),
    row("rolebindings", "", RBAC, true, "RoleBinding"),
    row("roles", "", RBAC, true, "Role"),
    since(34, row("deviceclasses", "", DEVICES, false, "DeviceClass")),
    since(34, row("resourceclaims", "", DEVICES, true, "ResourceClaim")),
    since(34, row("resourceclaimtemplates", "", DEVICES, true, "ResourceClaimTemplate")),
    since(34, row("resourceslices", "", DEVICES, false, "ResourceSlice")),
    row("priorityclasses", "pc", "scheduling.k8s.io/v1", false, "PriorityClass"),
    row("csidrivers", "", STORAGE, false, "CSIDriver"),
    row("csinodes", "", STORAGE, false, "CSINode"),
    row("csistoragecapacities", "", STORAGE, true, "CSIStorageCapacity"),
    row("storageclasses", "sc", STORAGE, false, "StorageClass"),
    row("volumeattachments", "", STORAGE, false, "VolumeAttachment"),
    since(34, row("volumeattributesclasses", "vac", STORAGE, false, "VolumeAttributesClass")),
];

/// What `kubectl api-versions` prints beside the groups above.
pub(super) const OTHER_VERSIONS: &[&str] = &["autoscaling/v1"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kubectl::kind::KINDS;

    #[test]
    fn every_kind_stands_in_the_list_in_its_order() {
        for kind in KINDS {
            let found = RESOURCES.iter().find(|one| one.plural == kind.plural && one.api_version == kind.api_version);
            let found = found.unwrap_or_else(|| panic!("{}", kind.plural));
            assert_eq!((found.kind, found.namespaced, found.short), (kind.name, kind.namespaced, kind.short.join(",").as_str()));
        }
        assert!(RESOURCES.is_sorted_by_key(|one| (one.group(), one.plural)));
    }
}
