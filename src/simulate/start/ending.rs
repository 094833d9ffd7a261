//! What becomes of a container that is told to stop.

use k8s_openapi::api::core::v1::PodSpec;

use super::Starter;
use crate::simulate::machine::Container;
use crate::simulate::status::{ContainerState, Event};
use crate::world::ServerKind;

/// Exit code, and after how many seconds. The first process of a container hears SIGTERM only if it listens: nginx and redis do, a
/// shell or `sleep` does not and is killed when the time of grace is over. One that is not the first of its process namespace, because
/// that is the Pod's or the node's, ends by the signal.
pub fn stopped(container: &Container, spec: &PodSpec, grace: u32) -> (i32, u32) {
    let Some(first) = container.processes.iter().find(|process| process.parent == 0) else { return (137, grace) };
    let server = container.image.server.as_ref();
    let serves =
        server.is_some_and(|server| server.kind != ServerKind::Plain && first.comm == server.command.rsplit('/').next().unwrap_or(""));
    match () {
        () if serves => (0, 0),
        () if spec.host_pid == Some(true) || spec.share_process_namespace == Some(true) => (143, 0),
        () => (137, grace),
    }
}

impl Starter<'_, '_> {
    /// With the last container that was to run, the sidecars end (`kuberuntime_manager.go` computePodActions: KillPod).
    pub(super) fn end_sidecars(&mut self) {
        let grace = self.spec.termination_grace_period_seconds.and_then(|grace| u32::try_from(grace).ok()).unwrap_or(30);
        let last = self.run.status.containers.iter().map(|status| status.span.1).max().unwrap_or_default();
        let now = self.run.status.moment.max(last);
        let mut ended = Vec::new();
        for status in self.run.status.init_containers.iter_mut().filter(|status| status.state == ContainerState::Running) {
            let known = self.run.machine.containers.iter_mut().find(|container| container.name == status.name);
            let (exit, took) = known.as_ref().map_or((137, grace), |container| stopped(container, self.spec, grace));
            if let Some(container) = known {
                container.running = false;
                container.listens.clear();
            }
            let reason = if exit == 0 { "Completed" } else { "Error" };
            status.state = ContainerState::Terminated { exit, reason: reason.into(), message: None };
            (status.span.1, status.ready) = (now.saturating_add(took), false);
            ended.push(status.name.clone());
        }
        self.run.status.moment = now;
        for name in ended {
            let field = super::field_path(self.spec, &name);
            self.event(Event { field, ..Event::normal("Killing", format!("Stopping container {name}")) });
        }
    }
}
