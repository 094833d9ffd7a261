//! What the server fills in when an object leaves it out (K `pkg/apis/*/v1/defaults.go`), and what it changes
//! on the way into storage (`conversion.go`): `stringData` becomes `data`, `serviceAccount` an alias.

mod fields;
mod network;
mod pod;
mod rbac;
mod resources;
mod storage;
mod workload;

use serde_json::{Map, Value};

use crate::schema::Version;

/// Fills in the defaults of a decoded object, by its `apiVersion` and `kind`. Applying it twice changes nothing.
/// Other kinds than those of the workloads, policies and secrets of this program stay as they are.
pub fn apply_defaults(value: &mut Value, version: Version) {
    let Value::Object(object) = value else { return };
    let (api_version, kind) = (fields::text(object, "apiVersion"), fields::text(object, "kind"));
    let Some(default) = defaults_of(api_version.strip_prefix('/').unwrap_or(api_version), kind) else { return };
    default(object, version);
}

/// The defaulting of one kind.
type Default = fn(&mut Map<String, Value>, Version);

fn defaults_of(api_version: &str, kind: &str) -> Option<Default> {
    Some(match (api_version, kind) {
        ("v1", "Pod") => pod::pod,
        ("v1", "PodTemplate") => workload::pod_template,
        ("v1", "ReplicationController") => workload::replication_controller,
        ("v1", "Secret") => storage::secret,
        ("v1", "ConfigMap") => storage::config_map,
        ("v1", "Namespace") => storage::namespace,
        ("v1", "PersistentVolumeClaim") => storage::claim,
        ("v1", "Service") => network::service,
        ("networking.k8s.io/v1", "NetworkPolicy") => network::network_policy,
        ("apps/v1", "Deployment") => workload::deployment,
        ("apps/v1", "ReplicaSet") => workload::replica_set,
        ("apps/v1", "StatefulSet") => workload::stateful_set,
        ("apps/v1", "DaemonSet") => workload::daemon_set,
        ("batch/v1", "Job") => workload::job,
        ("batch/v1", "CronJob") => workload::cron_job,
        ("rbac.authorization.k8s.io/v1", "RoleBinding" | "ClusterRoleBinding") => rbac::binding,
        _ => return None,
    })
}
