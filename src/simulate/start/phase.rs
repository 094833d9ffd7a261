//! The Pod's phase and conditions from its containers' states (Kubernetes `pkg/kubelet/kubelet_pods.go` getPhase,
//! `pkg/kubelet/status/generate.go`).

use super::schedule::{is_foreign, is_gated};
use super::{Reached, Run};
use crate::simulate::status::{Condition, ContainerState, ContainerStatus};
use crate::simulate::workload::Pod;

/// Fills in phase and conditions.
pub fn settle(run: &mut Run, pod: &Pod, reached: Reached) {
    let policy = pod.spec().restart_policy.as_deref().unwrap_or("Always");
    let status = &mut run.status;
    status.phase = match reached {
        Reached::Unscheduled | Reached::NoSandbox | Reached::Initializing => "Pending",
        Reached::Rejected | Reached::InitFailed | Reached::Expired => "Failed",
        Reached::Containers => of_containers(&status.containers, policy),
    };
    let ended = matches!(status.phase, "Succeeded" | "Failed");
    let is_sidecar = |name: &str| {
        pod.spec().init_containers.iter().flatten().any(|own| own.name == name && own.restart_policy.as_deref() == Some("Always"))
    };
    // Sidecars count as the containers do (GenerateContainersReadyCondition).
    let lasting = || status.init_containers.iter().filter(|container| is_sidecar(&container.name)).chain(&status.containers);
    let containers = reached == Reached::Containers && !ended && lasting().all(|container| container.ready);
    // Nobody sets the conditions of readiness gates here.
    let gates: Vec<String> = pod.spec().readiness_gates.iter().flatten().map(|gate| gate_missing(&gate.condition_type)).collect();
    let ready = containers && gates.is_empty();
    let unready: Vec<&str> = lasting().filter(|container| !container.ready).map(|container| container.name.as_str()).collect();
    let cause = match status.phase {
        "Succeeded" => Some(("PodCompleted", None)),
        "Failed" => Some(("PodFailed", None)),
        _ if containers => None,
        _ => Some(("ContainersNotReady", Some(format!("containers with unready status: [{}]", unready.join(" "))))),
    };
    let scheduled = reached != Reached::Unscheduled;
    let initialized =
        matches!(reached, Reached::Containers | Reached::Expired) || (reached == Reached::NoSandbox && status.init_containers.is_empty());
    // isInitContainerInitialized: a sidecar that has started, another that has succeeded.
    let is_complete = |container: &&ContainerStatus| match is_sidecar(&container.name) {
        true => container.started && container.state == ContainerState::Running,
        false => container.ready,
    };
    let incomplete: Vec<&str> =
        status.init_containers.iter().filter(|container| !is_complete(container)).map(|container| container.name.as_str()).collect();
    let condition = |kind, holds, reason: Option<(&str, Option<String>)>| {
        let (reason, message) = reason.map_or((None, None), |(reason, message)| (Some(reason.to_owned()), message));
        Condition { kind, holds, reason, message }
    };
    let scheduling = || status.events.iter().find(|event| event.reason == "FailedScheduling").map(|event| event.message.clone());
    let mut conditions = Vec::new();
    if scheduled && reached != Reached::Rejected {
        let sandbox = !matches!(reached, Reached::NoSandbox);
        conditions.push(condition("PodReadyToStartContainers", sandbox && !ended, None));
        let init = match initialized {
            true => (status.phase == "Succeeded").then_some(("PodCompleted", None)),
            false => Some(("ContainersNotInitialized", Some(format!("containers with incomplete status: [{}]", incomplete.join(" "))))),
        };
        conditions.push(condition("Initialized", initialized, init));
        let gated = (containers && !ready).then(|| ("ReadinessGatesNotReady", Some(gates.join(", "))));
        conditions.push(condition("Ready", ready, cause.clone().or(gated)));
        conditions.push(condition("ContainersReady", containers, cause));
    }
    // Nobody writes conditions of a Pod whose node or scheduler is not there.
    let lost = !scheduled && (status.node.is_some() || is_foreign(pod.spec()));
    if reached != Reached::Rejected && !lost {
        let why = if is_gated(pod.spec()) { ("SchedulingGated", Some(GATED.to_owned())) } else { ("Unschedulable", scheduling()) };
        conditions.push(condition("PodScheduled", scheduled, (!scheduled).then_some(why)));
    }
    status.conditions = conditions;
}

/// `pkg/registry/core/pod/strategy.go` applySchedulingGatedCondition
const GATED: &str = "Scheduling is blocked due to non-empty scheduling gates";

/// GeneratePodReadyCondition
fn gate_missing(kind: &str) -> String {
    format!("corresponding condition of pod readiness gate {kind:?} does not exist.")
}

/// getPhase
fn of_containers(containers: &[ContainerStatus], policy: &str) -> &'static str {
    let (mut running, mut waiting, mut stopped, mut succeeded) = (0, 0, 0, 0);
    for container in containers {
        match (&container.state, &container.last) {
            (ContainerState::Running, _) => running += 1,
            (ContainerState::Terminated { exit, .. }, _) => {
                stopped += 1;
                succeeded += u32::from(*exit == 0);
            }
            (ContainerState::Waiting { .. }, Some(_)) => stopped += 1,
            (ContainerState::Waiting { .. }, None) => waiting += 1,
        }
    }
    match () {
        () if waiting > 0 => "Pending",
        () if running > 0 => "Running",
        () if stopped > 0 && policy == "Always" => "Running",
        () if stopped == succeeded => "Succeeded",
        () if policy == "Never" => "Failed",
        () => "Running",
    }
}
