//! Waiting for a cluster to settle, always with a limit and the last state seen.

use std::time::Duration;

use k8s_openapi::api::core::v1::{ContainerStatus, Pod};
use kube::api::ListParams;
use kube::{Api, Client};
use tokio::time::{Instant, sleep};

use super::{ClusterError, submit};

/// How often we look.
const PERIOD: Duration = Duration::from_millis(300);
/// How long Pods may take to settle, and objects to go.
const PATIENCE: Duration = Duration::from_secs(60);

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
    let end = Instant::now() + PATIENCE;
    loop {
        let list = pods.list(&ListParams::default()).await?;
        let Some(restless) = list.items.iter().find(|pod| !at_rest(pod)) else { return Ok(()) };
        if Instant::now() > end {
            let name = restless.metadata.name.clone().unwrap_or_default();
            let state = describe(restless);
            return Err(ClusterError::TimedOut { what: format!("Pod {namespace}/{name}"), seconds: PATIENCE.as_secs(), state });
        }
        sleep(PERIOD).await;
    }
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
