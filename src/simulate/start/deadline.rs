//! `activeDeadlineSeconds` of a Pod (Kubernetes v1.35 `pkg/kubelet/active_deadline.go`).
//!
//! A kubelet first tells the containers to stop, and writes the Pod's end when the last of them has; what is shown is that end.

use super::Run;
use super::ending::stop;
use crate::simulate::status::{ContainerState, ContainerStatus, Event, PodStatus, UNKNOWN};
use crate::simulate::workload::Pod;

const REASON: &str = "DeadlineExceeded";
const MESSAGE: &str = "Pod was active on the node longer than the specified deadline";
/// `kubelet_pods.go` convertToAPIContainerStatuses
const NOT_FOUND: &str = "The container could not be located when the pod was terminated";

/// A Pod's deadline, in seconds after its kubelet took it.
pub fn of(pod: &Pod) -> Option<u32> {
    pod.spec().active_deadline_seconds.and_then(|seconds| u32::try_from(seconds).ok())
}

/// Whether a Pod that is so old has passed it. One that ended before has not, nor one that no kubelet took.
pub fn passed(pod: &Pod, age: u32, status: &PodStatus) -> bool {
    let taken = status.node.is_some() && !status.containers.is_empty();
    of(pod).is_some_and(|deadline| age > 0 && deadline <= age) && taken && matches!(status.phase, "Pending" | "Running")
}

/// Ends every container.
pub fn end(run: &mut Run, pod: &Pod) {
    let deadline = of(pod).unwrap_or_default();
    run.status.moment = deadline;
    let machine = &mut run.machine;
    let mut stops = |status: &mut ContainerStatus| {
        status.ready = false;
        match &status.state {
            ContainerState::Running => {
                let end = stop(machine, status, pod.spec());
                status.span.1 = deadline.saturating_add(end.took);
                status.state = end.state();
                Some(status.name.clone())
            }
            ContainerState::Waiting { .. } => {
                status.state = ContainerState::Terminated { exit: 137, reason: UNKNOWN.into(), message: Some(NOT_FOUND.into()) };
                None
            }
            ContainerState::Terminated { .. } => None,
        }
    };
    let all = run.status.init_containers.iter_mut().chain(&mut run.status.containers);
    let killed: Vec<String> = all.filter_map(&mut stops).collect();
    for name in killed {
        let field = super::field_path(pod.spec(), &name);
        run.status.happens(Event { field, ..Event::normal("Killing", format!("Stopping container {name}")) });
    }
    run.status.happens(Event::normal(REASON, MESSAGE));
    run.machine.containers.iter_mut().for_each(|container| container.running = false);
    run.status.reason = Some(REASON.to_owned());
    run.status.message = Some(MESSAGE.to_owned());
}
