//! What becomes of a container that is told to stop.

use k8s_openapi::api::core::v1::PodSpec;

use super::Starter;
use crate::simulate::machine::Machine;
use crate::simulate::status::{ContainerState, ContainerStatus, Event};
use crate::simulate::tool::{Farewell, farewell, stop_signal};

/// The kubelet grants so many seconds even where a Pod grants none (`kuberuntime_manager.go` minimumGracePeriodInSeconds).
const LEAST: u32 = 2;

/// How a container ended that was told to.
pub struct End {
    /// Its exit code.
    pub exit: i32,
    /// After how many seconds.
    pub took: u32,
}

impl End {
    /// The state that it leaves.
    pub fn state(&self) -> ContainerState {
        let reason = if self.exit == 0 { "Completed" } else { "Error" };
        ContainerState::Terminated { exit: self.exit, reason: reason.into(), message: None }
    }
}

/// Stops a container, whose last words go to its log. The first process of a container hears the signal only if it listens: nginx and
/// redis do, a shell or `sleep` does not and is killed when the time of grace is over. One that is not the first of its process
/// namespace, because that is the Pod's or the node's, ends by the signal.
pub fn stop(machine: &mut Machine, status: &mut ContainerStatus, spec: &PodSpec) -> End {
    let written = spec.termination_grace_period_seconds.and_then(|grace| u32::try_from(grace).ok()).unwrap_or(30);
    stop_within(machine, status, spec, written)
}

/// The same where another time of grace is written.
pub fn stop_within(machine: &mut Machine, status: &mut ContainerStatus, spec: &PodSpec, written: u32) -> End {
    let killed = End { exit: 137, took: written.max(LEAST) };
    let Some(at) = machine.containers.iter().position(|container| container.name == status.name) else { return killed };
    if let Some(Farewell { said, ends }) = farewell(machine, at, status.logs.as_deref().unwrap_or_default()) {
        status.logs.get_or_insert_default().push_str(&said);
        return if ends { End { exit: 0, took: 0 } } else { killed };
    }
    let container = &machine.containers[at];
    let lives = container.processes.iter().any(|process| process.parent == 0);
    let heard = spec.host_pid == Some(true) || spec.share_process_namespace == Some(true);
    if lives && heard { End { exit: 128 + stop_signal(container), took: 0 } } else { killed }
}

impl Starter<'_, '_> {
    /// With the last container that was to run, the sidecars end (`kuberuntime_manager.go` computePodActions: KillPod).
    pub(super) fn end_sidecars(&mut self) {
        let last = self.run.status.containers.iter().map(|status| status.span.1).max().unwrap_or_default();
        let now = self.run.status.moment.max(last);
        let mut ended = Vec::new();
        let machine = &mut self.run.machine;
        for status in self.run.status.init_containers.iter_mut().filter(|status| status.state == ContainerState::Running) {
            let end = stop(machine, status, self.spec);
            if let Some(container) = machine.containers.iter_mut().find(|container| container.name == status.name) {
                container.running = false;
                container.listens.clear();
            }
            status.state = end.state();
            (status.span.1, status.ready) = (now.saturating_add(end.took), false);
            ended.push(status.name.clone());
        }
        self.run.status.moment = now;
        for name in ended {
            let field = super::field_path(self.spec, &name);
            self.event(Event { field, ..Event::normal("Killing", format!("Stopping container {name}")) });
        }
    }
}
