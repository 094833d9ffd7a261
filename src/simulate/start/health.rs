//! Probes: startup, readiness and liveness.

use k8s_openapi::api::core::v1::{Container, Probe};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::Run;
use crate::simulate::machine::Container as Known;
use crate::simulate::session::{Stop, run_in_container};
use crate::simulate::status::{ContainerState, Event};
use crate::simulate::{Surroundings, step};
use crate::world::ServerKind;

/// Runs the probes of a container that runs; without any it is ready.
pub fn check(around: &dyn Surroundings, run: &mut Run, container: &Container, index: usize) {
    if run.status.containers[index].state != ContainerState::Running {
        return;
    }
    for (probe, name) in
        [(&container.startup_probe, "Startup"), (&container.liveness_probe, "Liveness"), (&container.readiness_probe, "Readiness")]
    {
        let Some(failure) = probe.as_ref().and_then(|probe| fails(around, run, container, probe)) else { continue };
        let field = Some(format!("spec.containers{{{}}}", container.name));
        run.status.happens(Event { field: field.clone(), ..Event::warning("Unhealthy", format!("{name} probe failed: {failure}")) });
        run.status.because(step("start-probe", &[("probe", name), ("container", &container.name), ("failure", &failure)]));
        if name != "Readiness" {
            let lower = name.to_lowercase();
            let message = format!("Container {} failed {lower} probe, will be restarted", container.name);
            run.status.happens(Event { field, ..Event::normal("Killing", message) });
            let status = &mut run.status.containers[index];
            status.restarts = 1;
            status.last = Some(ContainerState::Terminated { exit: 137, reason: "Error".into(), message: None });
        }
        run.status.containers[index].ready = false;
        return;
    }
    run.status.containers[index].ready = true;
}

/// Whether the server on a port has no such page, as far as its image tells: of an nginx that somebody configured or filled, nothing is known.
fn lacks(run: &Run, port: u16, path: &str) -> bool {
    let at_port = |container: &&Known| container.listens.iter().any(|own| own.number == port);
    let Some(container) = run.machine.containers.iter().find(at_port) else { return false };
    let nginx = container.image.server.as_ref().is_some_and(|server| server.kind == ServerKind::Nginx && server.page.is_some());
    let own = !container.mounts.iter().any(|mount| ["/etc/nginx", "/usr/share/nginx"].iter().any(|root| mount.at.starts_with(root)));
    let page = path.split(['?', '#']).next().unwrap_or("/");
    nginx && own && !["", "/", "/index.html", "/50x.html"].contains(&page)
}

/// Why a probe fails; `None` when it passes, or asks something that is not simulated.
fn fails(around: &dyn Surroundings, run: &mut Run, container: &Container, probe: &Probe) -> Option<String> {
    let at = run.machine.containers.iter().position(|known| known.name == container.name)?;
    let number = |port: &IntOrString| match port {
        IntOrString::Int(number) => u16::try_from(*number).ok(),
        IntOrString::String(name) => {
            let named = container.ports.iter().flatten().find(|port| port.name.as_ref() == Some(name));
            named.and_then(|port| u16::try_from(port.container_port).ok())
        }
    };
    let ip = run.machine.place.ip.clone();
    let key = format!("{}/{}", run.machine.place.namespace, run.machine.place.name);
    let extra = around.world().facts.listeners.get(&key).cloned().unwrap_or_default();
    let assumed = run.machine.containers[at].processes.is_empty();
    let listening = |run: &Run, port: u16| {
        let own =
            run.machine.containers.iter().any(|container| container.running && container.listens.iter().any(|known| known.number == port));
        own || assumed || extra.iter().any(|known| known.number == port)
    };
    if let Some(get) = &probe.http_get {
        let port = number(&get.port)?;
        let path = get.path.as_deref().unwrap_or("/");
        let answers = run.machine.containers.iter().any(|known| known.answers && known.listens.iter().any(|own| own.number == port));
        return match (listening(run, port), answers || assumed) {
            (true, true) if lacks(run, port, path) => Some("HTTP probe failed with statuscode: 404".to_owned()),
            (true, true) => None,
            (true, false) => Some(format!(
                "Get \"http://{ip}:{port}{path}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
            )),
            _ => Some(format!("Get \"http://{ip}:{port}{path}\": dial tcp {ip}:{port}: connect: connection refused")),
        };
    }
    if let Some(socket) = &probe.tcp_socket {
        let port = number(&socket.port)?;
        return (!listening(run, port)).then(|| format!("dial tcp {ip}:{port}: connect: connection refused"));
    }
    let command = probe.exec.as_ref()?.command.clone().filter(|command| !command.is_empty())?;
    let (outcome, streams) = run_in_container(around, &mut run.machine, at, &command);
    match outcome {
        Ok(0) | Err(Stop::NotSimulated(_)) => None,
        _ => Some(format!("{}{}", streams.out, streams.err).trim_end().to_owned()),
    }
}
