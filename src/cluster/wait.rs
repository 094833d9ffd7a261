//! Waiting for a cluster to settle, always with a limit and the last state seen.

use std::collections::BTreeMap;
use std::time::Duration;

use k8s_openapi::api::core::v1::{ContainerStatus, Event, Pod};
use k8s_openapi::jiff::Timestamp;
use kube::api::ListParams;
use kube::{Api, Client};
use tokio::time::{Instant, sleep};

use super::{ClusterError, submit};

/// How often we look.
const PERIOD: Duration = Duration::from_millis(300);
/// How long Pods may take to settle, and objects to go. A slow machine needs minutes where a quiet one needs seconds.
const PATIENCE: Duration = Duration::from_secs(240);
/// Once kubelet has said why a Pod has no sandbox, it may still get one at the next attempt: so long the reason has to stand.
const STANDING: Duration = Duration::from_secs(5);

/// Waits until nothing stands at `path` any more.
pub(super) async fn gone(client: &Client, path: &str) -> Result<(), ClusterError> {
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        if let Err(status) = submit::send(client, "GET", path, None).await?
            && status.reason == "NotFound"
        {
            return Ok(());
        }
        sleep(PERIOD).await;
    }
    Err(ClusterError::TimedOut { what: format!("the end of {path}"), seconds: PATIENCE.as_secs(), state: "still there".into() })
}

/// Waits until every Pod of the namespace has come to rest: running, ended, or waiting for a reason that stays.
pub(super) async fn settled(client: &Client, namespace: &str) -> Result<(), ClusterError> {
    let pods: Api<Pod> = Api::namespaced(client.clone(), namespace);
    let begun = Instant::now();
    let mut obstacles: BTreeMap<String, Instant> = BTreeMap::new();
    loop {
        let list = pods.list(&ListParams::default()).await?;
        let mut restless = None;
        for pod in list.items.iter().filter(|pod| !at_rest(pod)) {
            if !stands(client, pod, &mut obstacles).await? {
                restless = Some(pod);
                break;
            }
        }
        let Some(restless) = restless else { return Ok(()) };
        if begun.elapsed() > PATIENCE {
            let name = restless.metadata.name.clone().unwrap_or_default();
            let state = describe(restless);
            return Err(ClusterError::TimedOut { what: format!("Pod {namespace}/{name}"), seconds: PATIENCE.as_secs(), state });
        }
        sleep(PERIOD).await;
    }
}

/// Whether something has kept the Pod from getting its containers for a while. `obstacles` remembers since when, by uid.
async fn stands(client: &Client, pod: &Pod, obstacles: &mut BTreeMap<String, Instant>) -> Result<bool, ClusterError> {
    let uid = pod.metadata.uid.clone().unwrap_or_default();
    if obstacle(client, pod).await?.is_none() {
        obstacles.remove(&uid);
        return Ok(false);
    }
    Ok(obstacles.entry(uid).or_insert_with(Instant::now).elapsed() >= STANDING)
}

/// What keeps a Pod from getting its containers. The Pod's own status says only `ContainerCreating` of it; the reason
/// stands in its events alone, and those of an earlier Pod of the same name are not its own: they have another uid.
pub(super) async fn obstacle(client: &Client, pod: &Pod) -> Result<Option<Event>, ClusterError> {
    if pod.metadata.deletion_timestamp.is_some() || !waits_for_sandbox(pod) {
        return Ok(None);
    }
    let (namespace, uid) = (pod.metadata.namespace.as_deref().unwrap_or_default(), pod.metadata.uid.as_deref().unwrap_or_default());
    let events: Api<Event> = Api::namespaced(client.clone(), namespace);
    let mut about = events.list(&ListParams::default().fields(&format!("involvedObject.uid={uid}"))).await?.items;
    about.sort_by_key(last_seen);
    let reason = |event: &Event| event.reason.as_deref().is_some_and(|reason| OBSTACLES.contains(&reason));
    Ok(about.into_iter().rfind(reason))
}

fn last_seen(event: &Event) -> Option<Timestamp> {
    let series = event.series.as_ref().and_then(|series| series.last_observed_time.as_ref()).map(|time| time.0);
    series.or(event.last_timestamp.as_ref().map(|time| time.0)).or(event.event_time.as_ref().map(|time| time.0))
}

/// Events that name what a Pod without containers waits for.
const OBSTACLES: [&str; 3] = ["FailedScheduling", "FailedMount", "FailedCreatePodSandBox"];

/// Whether no container of the Pod has been tried yet.
fn waits_for_sandbox(pod: &Pod) -> bool {
    let Some(status) = &pod.status else { return false };
    let mut containers = status.init_container_statuses.iter().chain(&status.container_statuses).flatten();
    status.phase.as_deref() == Some("Pending")
        && containers.all(|container| matches!(waiting_reason(container), Some("ContainerCreating" | "PodInitializing")))
}

/// Reasons with which a container stays where it is until somebody changes something.
const LASTING: [&str; 8] = [
    "CreateContainerConfigError",
    "CreateContainerError",
    "RunContainerError",
    "CrashLoopBackOff",
    "ErrImagePull",
    "ImagePullBackOff",
    "ErrImageNeverPull",
    "InvalidImageName",
];

fn at_rest(pod: &Pod) -> bool {
    let Some(status) = &pod.status else { return false };
    if matches!(status.phase.as_deref(), Some("Succeeded" | "Failed")) {
        return true;
    }
    let containers: Vec<_> = status.init_container_statuses.iter().chain(&status.container_statuses).flatten().collect();
    let stuck = |container: &&ContainerStatus| waiting_reason(container).is_some_and(|reason| LASTING.contains(&reason));
    if status.init_container_statuses.iter().flatten().any(|container| stuck(&container)) {
        return true;
    }
    let wanted = pod.spec.as_ref().map_or(0, |spec| spec.containers.len() + spec.init_containers.as_ref().map_or(0, Vec::len));
    containers.len() == wanted
        && containers.iter().all(|container| {
            let state = container.state.as_ref();
            stuck(container)
                || state.is_some_and(|state| state.running.is_some() || state.terminated.as_ref().is_some_and(|t| t.exit_code == 0))
        })
}

/// The reason a container waits, if it does.
pub(super) fn waiting_reason(container: &ContainerStatus) -> Option<&str> {
    container.state.as_ref()?.waiting.as_ref()?.reason.as_deref()
}

fn describe(pod: &Pod) -> String {
    let status = pod.status.as_ref();
    let phase = status.and_then(|status| status.phase.as_deref()).unwrap_or("no phase");
    let reasons = status.iter().flat_map(|status| status.container_statuses.iter().flatten());
    let reasons: Vec<_> = reasons.filter_map(waiting_reason).collect();
    format!("{phase} {}", reasons.join(", ")).trim().to_owned()
}
