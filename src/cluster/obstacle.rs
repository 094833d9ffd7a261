//! What keeps a Pod from getting its containers, by its events: the Pod's own status says only `ContainerCreating` of it.

use k8s_openapi::api::core::v1::{ContainerStatus, Pod};
use serde_json::Value;

use super::ClusterError;
use super::link::{Link, text};

/// Reasons of events that name what a Pod without containers waits for.
const OBSTACLES: [&str; 4] = ["FailedScheduling", "FailedAttachVolume", "FailedMount", "FailedCreatePodSandBox"];

/// Reasons of events that say that the Pod got past what kept it.
const PROGRESS: [&str; 5] = ["Scheduled", "SuccessfulAttachVolume", "Pulling", "Pulled", "Created"];

/// What a busy cluster says of itself, and takes back by and by: the node authorizer has not heard of the Pod yet
/// (`plugin/pkg/auth/authorizer/node/node_authorizer.go`), the kubelet's copies are not there (`pkg/kubelet/util/manager/watch_based_manager.go`),
/// somebody took too long to answer.
const PASSING: [&str; 4] =
    ["no relationship found between node", "timed out waiting for the condition", "context deadline exceeded", "not registered"];

/// What keeps a Pod from getting its containers, as the reason and text of an event.
pub(super) async fn obstacle(link: &Link, pod: &Pod) -> Result<Option<(String, String)>, ClusterError> {
    if pod.metadata.deletion_timestamp.is_some() || !waits_for_sandbox(pod) {
        return Ok(None);
    }
    Ok(standing(&events(link, pod).await?))
}

/// The newest obstacle among a Pod's events (the newest last), if the Pod did not get past it and it is not one that
/// goes by itself.
fn standing(events: &[Value]) -> Option<(String, String)> {
    let told = |event: &&Value, reasons: &[&str]| reasons.contains(&text(event, "/reason"));
    let passing = |event: &&Value| PASSING.iter().any(|said| text(event, "/message").contains(said));
    let last = events.iter().rfind(|event| told(event, &PROGRESS) || (told(event, &OBSTACLES) && !passing(event)))?;
    told(&last, &OBSTACLES).then(|| (text(last, "/reason").to_owned(), text(last, "/message").to_owned()))
}

/// Whether no container of the Pod has been tried yet.
fn waits_for_sandbox(pod: &Pod) -> bool {
    let Some(status) = &pod.status else { return false };
    let mut containers = status.init_container_statuses.iter().chain(&status.container_statuses).flatten();
    status.phase.as_deref() == Some("Pending")
        && containers.all(|container| matches!(waiting_reason(container), Some("ContainerCreating" | "PodInitializing")))
}

/// The reason a container waits, if it does.
pub(super) fn waiting_reason(container: &ContainerStatus) -> Option<&str> {
    container.state.as_ref()?.waiting.as_ref()?.reason.as_deref()
}

/// The events about a Pod, the newest last. Those of an earlier Pod of the same name are not its own: they have another uid.
pub(super) async fn events(link: &Link, pod: &Pod) -> Result<Vec<Value>, ClusterError> {
    let (namespace, uid) = (pod.metadata.namespace.as_deref().unwrap_or_default(), pod.metadata.uid.as_deref().unwrap_or_default());
    let mut events = link.list(&format!("/api/v1/namespaces/{namespace}/events?fieldSelector=involvedObject.uid%3D{uid}")).await?;
    events.sort_by_key(last_seen);
    Ok(events)
}

/// When an event was last observed; the server writes RFC 3339 in UTC, which sorts as text.
fn last_seen(event: &Value) -> String {
    let times = ["/series/lastObservedTime", "/lastTimestamp", "/eventTime"].map(|pointer| text(event, pointer));
    times.into_iter().filter_map(|time| time.get(..19)).max().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(reason: &str, message: &str) -> Value {
        serde_json::json!({"reason": reason, "message": message})
    }

    #[test]
    fn what_passes_by_itself_and_what_is_over_keep_nobody() {
        let missing = event("FailedMount", r#"MountVolume.SetUp failed for volume "v" : secret "absent" not found"#);
        let found = |events: &[Value]| standing(events).map(|(reason, _)| reason);
        let scheduled = event("Scheduled", "Successfully assigned default/web to node-1");
        assert_eq!(found(&[scheduled.clone(), missing.clone()]).as_deref(), Some("FailedMount"));
        assert_eq!(found(&[event("FailedScheduling", "0/1 nodes are available: 1 Insufficient cpu."), scheduled.clone()]), None);
        assert_eq!(found(&[scheduled.clone(), missing.clone(), event("Pulling", "Pulling image \"nginx\"")]), None);
        // Recorded on a busy cluster (Kubernetes 1.35.4).
        let forbidden = "MountVolume.SetUp failed for volume \"kube-api-access-msltj\" : failed to fetch token: serviceaccounts \"default\" is forbidden: \
             User \"system:node:node-1\" cannot create resource \"serviceaccounts/token\" in API group \"\" in the namespace \"default\": no relationship \
             found between node 'node-1' and this object";
        assert_eq!(found(&[scheduled.clone(), event("FailedMount", forbidden)]), None);
        assert_eq!(found(&[scheduled, missing, event("FailedMount", forbidden)]).as_deref(), Some("FailedMount"));
    }
}
