//! Waiting for a cluster to settle, always with a limit and the last state seen.

use std::collections::BTreeMap;
use std::time::Duration;

use futures::future::join_all;
use k8s_openapi::api::core::v1::{ContainerStatus, Pod};
use serde::Deserialize;
use tokio::time::{Instant, sleep};

use super::ClusterError;
use super::link::{Link, text};
use super::names::Names;
use super::obstacle::{obstacle, waiting_reason};
use crate::locale::Sentence;

/// How often we look.
const PERIOD: Duration = Duration::from_millis(300);
/// How long Pods may take to settle, and objects to go. A slow machine needs minutes where a quiet one needs seconds.
const PATIENCE: Duration = Duration::from_secs(120);
/// Once kubelet has said why a Pod has no sandbox, it may still get one at the next attempt: so long the reason has to stand.
const STANDING: Duration = Duration::from_secs(4);

/// Waits until nothing stands at `path` any more.
pub(super) async fn gone(link: &Link, path: &str) -> Result<(), ClusterError> {
    let end = Instant::now() + PATIENCE;
    loop {
        let answer = link.send("GET", path, None).await?;
        match answer {
            Err(status) if status.reason == "NotFound" => return Ok(()),
            _ if Instant::now() < end => sleep(PERIOD).await,
            Ok(object) => {
                return Err(ClusterError::Terminating {
                    namespace: path.rsplit('/').next().unwrap_or_default().into(),
                    seconds: PATIENCE.as_secs(),
                    reason: why(&object),
                });
            }
            Err(status) => return Err(ClusterError::Refused { what: format!("GET {path}"), answer: status.message }),
        }
    }
}

/// What keeps a namespace: its conditions' messages, else its finalizers.
fn why(object: &serde_json::Value) -> String {
    let conditions = object.pointer("/status/conditions").and_then(|list| list.as_array()).into_iter().flatten();
    let said: Vec<_> =
        conditions.filter(|condition| text(condition, "/status") == "True").map(|condition| text(condition, "/message")).collect();
    match said.is_empty() {
        false => said.join("; "),
        true => object.pointer("/spec/finalizers").map(ToString::to_string).unwrap_or_default(),
    }
}

/// Waits until every Pod of the namespaces has come to rest: running, ended, or waiting for a reason that stays. Says
/// what is awaited whenever that changes. Gives the Pods that are restless still when time is over.
pub(super) async fn settled(link: &Link, names: &Names, namespaces: &[String]) -> Result<Vec<Restless>, ClusterError> {
    let begun = Instant::now();
    let mut told = None;
    let mut obstacles = BTreeMap::new();
    loop {
        let lists = join_all(namespaces.iter().map(|namespace| pods(link, namespace))).await;
        let mut restless = Vec::new();
        for pod in lists.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
            if !at_rest(&pod) && !stands(link, &pod, &mut obstacles).await? {
                restless.push(Restless { pod: names.back(&key(&pod)), state: describe(&pod) });
            }
        }
        let Some(first) = restless.first() else { return Ok(restless) };
        if begun.elapsed() > PATIENCE {
            return Ok(restless);
        }
        if told.as_ref() != Some(first) {
            link.stage("confirm-stage-pod", &[("pod", &first.pod), ("state", &first.state), ("count", &restless.len().to_string())]);
            told = Some(first.clone());
        }
        sleep(PERIOD).await;
    }
}

/// A Pod that has not come to rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Restless {
    /// `namespace/name`, as the scenario names them.
    pub pod: String,
    /// What it does instead.
    pub state: String,
}

impl Restless {
    pub fn sentence(self, after: Duration) -> Sentence {
        Sentence::new("confirm-unsettled", &[("pod", &self.pod), ("state", &self.state), ("seconds", &after.as_secs().to_string())])
    }
}

/// Whether something has kept the Pod from getting its containers for a while. `obstacles` remembers since when, by uid.
async fn stands(link: &Link, pod: &Pod, obstacles: &mut BTreeMap<String, Instant>) -> Result<bool, ClusterError> {
    let uid = pod.metadata.uid.clone().unwrap_or_default();
    if obstacle(link, pod).await?.is_none() {
        obstacles.remove(&uid);
        return Ok(false);
    }
    Ok(obstacles.entry(uid).or_insert_with(Instant::now).elapsed() >= STANDING)
}

pub(super) async fn pods(link: &Link, namespace: &str) -> Result<Vec<Pod>, ClusterError> {
    let items = link.list(&format!("/api/v1/namespaces/{namespace}/pods")).await?;
    Ok(items.iter().filter_map(|item| Pod::deserialize(item).ok()).collect())
}

fn key(pod: &Pod) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    format!("{}/{}", text(&pod.metadata.namespace), text(&pod.metadata.name))
}

/// What the Pod does, if it has not come to rest yet.
pub(super) async fn restless(link: &Link, names: &Names, pod: &Pod) -> Result<Option<Restless>, ClusterError> {
    let restless = !at_rest(pod) && obstacle(link, pod).await?.is_none();
    Ok(restless.then(|| Restless { pod: names.back(&key(pod)), state: describe(pod) }))
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
                || is_between_starts(pod, container)
                || state.is_some_and(|state| state.running.is_some() || state.terminated.as_ref().is_some_and(|t| t.exit_code == 0))
        })
}

/// Whether a container has failed again and will be started once more. The kubelet calls this `CrashLoopBackOff` for a part of the
/// time and shows the last end for the rest of it.
pub(super) fn is_between_starts(pod: &Pod, container: &ContainerStatus) -> bool {
    let failed = container.state.as_ref().and_then(|state| state.terminated.as_ref()).is_some_and(|ended| ended.exit_code != 0);
    let never = pod.spec.as_ref().and_then(|spec| spec.restart_policy.as_deref()) == Some("Never");
    failed && container.restart_count > 0 && !never
}

pub(super) fn describe(pod: &Pod) -> String {
    let status = pod.status.as_ref();
    let phase = status.and_then(|status| status.phase.as_deref()).unwrap_or("Pending");
    let reasons = status.iter().flat_map(|status| status.container_statuses.iter().flatten());
    let mut reasons: Vec<_> = reasons.filter_map(waiting_reason).collect();
    reasons.dedup();
    if reasons.is_empty() { phase.to_owned() } else { reasons.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_that_failed_twice_is_between_two_starts() {
        for (policy, restarts, exit, wanted) in
            [("Always", 1, 1, true), ("OnFailure", 2, 7, true), ("Never", 1, 1, false), ("Always", 0, 1, false), ("Always", 1, 0, false)]
        {
            let status = serde_json::json!({"name": "a", "image": "i", "imageID": "", "ready": false, "restartCount": restarts,
                "state": {"terminated": {"exitCode": exit, "reason": "Error"}}});
            let pod = serde_json::json!({"metadata": {"name": "p"}, "spec": {"restartPolicy": policy, "containers": [{"name": "a"}]},
                "status": {"phase": "Running", "containerStatuses": [status]}});
            let pod = Pod::deserialize(pod).unwrap();
            let container = pod.status.clone().unwrap().container_statuses.unwrap().remove(0);
            assert_eq!(is_between_starts(&pod, &container), wanted, "{policy} {restarts} {exit}");
            assert_eq!(at_rest(&pod), wanted || exit == 0, "{policy} {restarts} {exit}");
        }
    }
}
