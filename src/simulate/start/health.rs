//! Probes: startup, readiness and liveness (Kubernetes v1.35 `pkg/kubelet/prober`, `pkg/probe`).

use k8s_openapi::api::core::v1::{Container, Probe};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::backoff::{Killed, killed};
use super::ending::stop_within;
use super::{Run, Starter};
use crate::simulate::exec::cannot_exec;
use crate::simulate::machine::Container as Known;
use crate::simulate::moment::duration;
use crate::simulate::pull::{Puller, secret};
use crate::simulate::session::{Ran, Stop, run_in_container};
use crate::simulate::status::{ContainerState, Event, Times};
use crate::simulate::tool::as_loaded;
use crate::simulate::{Surroundings, step};
use crate::world::ServerKind;

/// What a probe finds.
#[derive(Debug, PartialEq, Eq)]
enum Finding {
    /// It passes, or asks something that is not simulated.
    Passes,
    /// It fails: what the kubelet says.
    Fails(String),
    /// It could not be made: its result is thrown away, and the next is waited for (`worker.go` doProbe).
    Errs(String),
}

/// Runs the probes of a container that runs; without any it is ready. A sidecar's startup probe was run before the next container began.
pub fn check(starter: &mut Starter<'_, '_>, container: &Container) {
    let Some(status) = starter.run.status.container(&container.name) else { return };
    if status.state != ContainerState::Running {
        return;
    }
    starter.run.status.moment = status.span.0;
    if !starter.is_sidecar(container) && !begun(starter, container) {
        return;
    }
    let ready = container.readiness_probe.as_ref().is_none_or(|probe| starter.look(container, probe, "Readiness") == Finding::Passes);
    if let Some(status) = starter.run.status.container_mut(&container.name) {
        status.ready = ready;
    }
    if let Some(probe) = &container.liveness_probe
        && let Finding::Fails(_) = starter.look(container, probe, "Liveness")
    {
        starter.kill(container, probe, "liveness");
    }
}

/// Whether a container that runs counts as started: its startup probe says so, or it has none. One that fails has it killed.
pub fn begun(starter: &mut Starter<'_, '_>, container: &Container) -> bool {
    let Some(probe) = &container.startup_probe else { return true };
    let finding = starter.look(container, probe, "Startup");
    if finding == Finding::Passes {
        return true;
    }
    if let Some(status) = starter.run.status.container_mut(&container.name) {
        (status.started, status.ready) = (false, false);
    }
    if let Finding::Fails(_) = finding {
        starter.kill(container, probe, "startup");
    }
    false
}

impl Starter<'_, '_> {
    /// Makes a probe and tells what came of it.
    fn look(&mut self, container: &Container, probe: &Probe, name: &'static str) -> Finding {
        let finding = finding(self.around, self.run, container, probe);
        let said = match &finding {
            Finding::Passes => return finding,
            Finding::Fails(said) => format!("{name} probe failed: {said}"),
            Finding::Errs(said) => format!("{name} probe errored and resulted in unknown state: {said}"),
        };
        let (Finding::Fails(failure) | Finding::Errs(failure)) = &finding else { return finding };
        self.run.status.because(step("start-probe", &[("probe", name), ("container", &container.name), ("failure", failure.trim_end())]));
        let period = seconds(probe.period_seconds, 10).max(1);
        let first = self.run.status.moment + seconds(probe.initial_delay_seconds, 0);
        let last = self.age.max(first);
        let times = Times { first, last, count: (last - first) / period + 1 };
        let field = super::field_path(self.spec, &container.name);
        self.run.status.happened(Event { field, times, ..Event::warning("Unhealthy", said) });
        finding
    }

    /// What a probe that fails does to its container.
    fn kill(&mut self, container: &Container, probe: &Probe, name: &str) {
        let sidecar = self.is_sidecar(container);
        let message = format!("{} {} failed {name} probe", if sidecar { "Init container" } else { "Container" }, container.name);
        let restarted = container.restart_policy.as_deref().or(self.spec.restart_policy.as_deref()) != Some("Never");
        let grace = probe.termination_grace_period_seconds.or(self.spec.termination_grace_period_seconds);
        let grace = grace.and_then(|grace| u32::try_from(grace).ok()).unwrap_or(30);
        let Some(status) = self.run.status.container_mut(&container.name) else { return };
        let before = status.logs.clone();
        let end = stop_within(&mut self.run.machine, status, self.spec, grace);
        let (took, last_words) = (end.took, status.logs.clone());
        status.logs.clone_from(&before);
        let told = seconds(probe.initial_delay_seconds, 0) + seconds(probe.period_seconds, 10) * seconds(probe.failure_threshold, 3);
        let start = self.run.status.container(&container.name).map_or(0, |status| status.span.0);
        let end = end.state();
        let field = super::field_path(self.spec, &container.name);
        let tell = |starter: &mut Self, times, event| starter.run.status.happened(Event { field: field.clone(), times, ..event });
        if !restarted {
            let times = Times { first: start + told, last: start + told, count: 1 };
            // With the last container that is left the Pod is stopped (`kuberuntime_manager.go` computePodActions).
            let alone = self.spec.containers.iter().all(|other| other.name == container.name || !self.runs(&other.name));
            let message = if alone { format!("Stopping container {}", container.name) } else { message };
            tell(self, times, Event::normal("Killing", message));
            if let Some(status) = self.run.status.container_mut(&container.name) {
                (status.state, status.span, status.ready) = (end, (start, start + told + took), false);
                status.logs = last_words;
            }
            return self.halt(&container.name);
        }
        let Killed { kills, restarts, last, now, waited } = killed(start, told + took, self.age);
        let times = Times { first: start + told, last: last.1 - took, count: kills };
        tell(self, times, Event::normal("Killing", if sidecar { message } else { format!("{message}, will be restarted") }));
        // The image that was pulled for the first run is there for the next.
        let pulls = if restarts > 0 { self.pulled_again(container) } else { Vec::new() };
        let latest = now.unwrap_or(last.0);
        let mut anew = pulls.clone();
        for event in self.run.status.events.iter_mut().filter(|event| event.field == field) {
            if matches!(event.reason, "Created" | "Started") || pulls.iter().any(|pull| pull.message == event.message) {
                event.times.count += restarts;
                event.times.last = latest;
                anew.retain(|pull| pull.message != event.message);
            }
        }
        let first = latest.min(start + told + took);
        anew.into_iter().for_each(|event| tell(self, Times { first, last: latest, count: restarts }, event));
        let full = self.pod.full_name();
        let machine = &mut self.run.machine;
        let mut again = |log: Option<String>, age: u32| match machine.containers.iter().position(|known| known.name == container.name) {
            Some(at) => log.map(|log| as_loaded(machine, at, &log, age)),
            None => log,
        };
        let Some(status) = self.run.status.container_mut(&container.name) else { return };
        status.restarts += restarts;
        (status.last, status.last_span) = (Some(end), last);
        // What the first run left, every later one finds.
        status.last_logs = if kills > 1 { again(last_words, 1) } else { last_words };
        match now {
            Ok(since) => {
                status.span = (since, since);
                status.logs = again(before, since.saturating_sub(last.1));
            }
            Err(delay) => {
                status.logs.clone_from(&status.last_logs);
                let message = format!("back-off {} restarting failed container={} pod={full}", duration(delay), container.name);
                status.state = ContainerState::Waiting { reason: "CrashLoopBackOff".into(), message: Some(message) };
                status.ready = false;
                self.halt(&container.name);
            }
        }
        if waited {
            let event = self.back_off(container);
            tell(self, Times { first: last.1, last: last.1, count: 1 }, event);
        }
    }

    /// What is told of a container's image when it is started again.
    fn pulled_again(&self, container: &Container) -> Vec<Event> {
        let name = self.run.status.node.as_deref();
        let Some(node) = self.world.facts.nodes.iter().find(|node| Some(node.name.as_str()) == name) else { return Vec::new() };
        let secrets = secret::of_pod(self.world, self.pod.namespace(), self.spec);
        let image = container.image.as_deref().unwrap_or_default();
        Puller::new(&self.world.facts, node, &secrets).again(image, container.image_pull_policy.as_deref()).events
    }

    fn is_sidecar(&self, container: &Container) -> bool {
        self.spec.init_containers.iter().flatten().any(|own| own.name == container.name)
    }

    fn runs(&self, name: &str) -> bool {
        self.run.status.containers.iter().any(|status| status.name == name && status.state == ContainerState::Running)
    }

    /// The container does not run.
    fn halt(&mut self, name: &str) {
        for container in self.run.machine.containers.iter_mut().filter(|container| container.name == name) {
            container.running = false;
            container.listens.clear();
        }
    }
}

fn seconds(written: Option<i32>, default: u32) -> u32 {
    written.filter(|seconds| *seconds != 0).and_then(|seconds| u32::try_from(seconds).ok()).unwrap_or(default)
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

/// The container whose redis-server is on a port.
fn redis(run: &Run, port: u16) -> Option<&Known> {
    let serves = |container: &&Known| container.serves(ServerKind::Redis) && container.listens.iter().any(|own| own.number == port);
    run.machine.containers.iter().find(serves)
}

/// What a redis-server writes, once a minute, when somebody speaks HTTP to it (`src/networking.c` securityWarningCommand).
fn suspects(run: &mut Run, port: u16) {
    const SAYS: &str = "# Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis. This is likely due \
                        to an attacker attempting to use Cross Protocol Scripting to compromise your Redis instance. Connection aborted.\n";
    let Some(name) = redis(run, port).map(|container| container.name.clone()) else { return };
    let Some(log) = run.status.container_mut(&name).and_then(|status| status.logs.as_mut()) else { return };
    if let Some(before) = log.lines().last().and_then(|line| line.split_once(" * ")).map(|(before, _)| before.to_owned()) {
        log.push_str(&format!("{before} {SAYS}"));
    }
}

/// What an nginx logs of a file that is not there (`src/http/ngx_http_core_module.c`, `src/http/ngx_http_request.c` ngx_http_log_error):
/// the kubelet asks from the node's end of the Pod's network.
fn misses(around: &dyn Surroundings, run: &mut Run, port: u16, path: &str) {
    let at_port = |container: &&Known| container.listens.iter().any(|own| own.number == port);
    let Some(container) = run.machine.containers.iter().find(at_port) else { return };
    let Some(server) = &container.image.server else { return };
    let first = container.processes.iter().find(|process| process.parent == 0 && process.comm == "nginx").map(|master| master.pid);
    let Some(pid) = container.processes.iter().find(|process| Some(process.parent) == first).map(|worker| worker.pid) else { return };
    let (file, host, called) = (path.split(['?', '#']).next().unwrap_or("/"), &run.machine.place.ip, &server.called);
    let client = around.world().facts.network.gateway();
    let name = container.name.clone();
    let said = format!(
        "open() \"/usr/share/nginx/html{file}\" failed (2: No such file or directory), client: {client}, server: {called}, \
         request: \"GET {path} HTTP/1.1\", host: \"{host}:{port}\""
    );
    let Some(log) = run.status.container_mut(&name).and_then(|status| status.logs.as_mut()) else { return };
    let Some(date) = log.lines().last().and_then(|line| line.split_once(" [")).map(|(date, _)| date.to_owned()) else { return };
    let number = log.matches(" [error] ").count() + 1;
    log.push_str(&format!("{date} [error] {pid}#{pid}: *{number} {said}\n"));
}

/// `ResolveContainerPort` (`pkg/probe/util.go`)
fn number(container: &Container, port: &IntOrString) -> Result<u16, Finding> {
    let none = Finding::Passes;
    match port {
        IntOrString::Int(number) => u16::try_from(*number).map_err(|_| none),
        IntOrString::String(name) => {
            let named = container.ports.iter().flatten().find(|port| port.name.as_ref() == Some(name));
            match named {
                Some(port) => u16::try_from(port.container_port).map_err(|_| none),
                None => name.parse().map_err(|_| Finding::Errs(format!("strconv.Atoi: parsing {name:?}: invalid syntax"))),
            }
        }
    }
}

/// Makes a probe.
fn finding(around: &dyn Surroundings, run: &mut Run, container: &Container, probe: &Probe) -> Finding {
    let Some(at) = run.machine.containers.iter().position(|known| known.name == container.name) else { return Finding::Passes };
    let timeout = seconds(probe.timeout_seconds, 1);
    if let Some(get) = &probe.http_get {
        let port = match number(container, &get.port) {
            Ok(port) => port,
            Err(finding) => return finding,
        };
        let (path, secure) = (get.path.as_deref().unwrap_or("/"), get.scheme.as_deref() == Some("HTTPS"));
        let failure = Listener::at(around, run, at, port).get(run, port, path, secure);
        match &failure {
            Some(said) if said.ends_with(": EOF") => suspects(run, port),
            Some(said) if said.ends_with("statuscode: 404") => misses(around, run, port, path),
            _ => {}
        }
        return verdict(failure);
    }
    if let Some(socket) = &probe.tcp_socket {
        return match number(container, &socket.port) {
            Ok(port) => verdict((!Listener::at(around, run, at, port).listens).then(|| refused(run, port))),
            Err(finding) => finding,
        };
    }
    if let Some(grpc) = &probe.grpc {
        let Ok(port) = u16::try_from(grpc.port) else { return Finding::Passes };
        // None of the programs that are known speaks gRPC, and the client tries until its time is over.
        let ip = &run.machine.place.ip;
        let said = format!("timeout: failed to connect service \"{ip}:{port}\" within {}: context deadline exceeded", duration(timeout));
        return verdict((!Listener::at(around, run, at, port).assumed).then_some(said));
    }
    let Some(command) = probe.exec.as_ref().and_then(|exec| exec.command.clone()).filter(|command| !command.is_empty()) else {
        return Finding::Passes;
    };
    if let Some(cause) = cannot_exec(around, &mut run.machine, at, &command[0]) {
        return Finding::Errs(format!("rpc error: code = Unknown desc = {cause}"));
    }
    let Ran { outcome, streams, slept } = run_in_container(around, &mut run.machine, at, &command);
    match outcome {
        Err(Stop::NotSimulated(_)) => Finding::Passes,
        Err(Stop::Forever) => timed_out(&command, timeout),
        _ if slept > f64::from(timeout) => timed_out(&command, timeout),
        Ok(0) | Err(Stop::Exit(0) | Stop::Return(0)) => Finding::Passes,
        _ => Finding::Fails(format!("{}{}", streams.out, streams.err)),
    }
}

/// `pkg/kubelet/cri/remote` ExecSync
fn timed_out(command: &[String], timeout: u32) -> Finding {
    Finding::Fails(format!("command timed out: \"{}\" timed out after {}", command.join(" "), duration(timeout)))
}

fn verdict(failure: Option<String>) -> Finding {
    failure.map_or(Finding::Passes, Finding::Fails)
}

fn refused(run: &Run, port: u16) -> String {
    let ip = &run.machine.place.ip;
    format!("dial tcp {ip}:{port}: connect: connection refused")
}

/// Who listens on a port of a Pod.
struct Listener {
    /// Nothing is known of what runs there: it is taken to do its work.
    assumed: bool,
    /// Somebody does.
    listens: bool,
}

impl Listener {
    fn at(around: &dyn Surroundings, run: &Run, at: usize, port: u16) -> Self {
        let key = format!("{}/{}", run.machine.place.namespace, run.machine.place.name);
        let extra = around.world().facts.listeners.get(&key).into_iter().flatten().any(|known| known.number == port);
        let own = |container: &Known| container.running && container.listens.iter().any(|known| known.number == port);
        let assumed = run.machine.containers[at].processes.is_empty();
        Self { assumed, listens: assumed || extra || run.machine.containers.iter().any(own) }
    }

    /// Why `GET path` fails.
    fn get(&self, run: &Run, port: u16, path: &str, secure: bool) -> Option<String> {
        let scheme = if secure { "https" } else { "http" };
        let url = format!("{scheme}://{}:{port}{path}", run.machine.place.ip);
        let answers = run.machine.containers.iter().any(|known| known.answers && known.listens.iter().any(|own| own.number == port));
        match (self.listens, answers || self.assumed) {
            (true, true) if self.assumed => None,
            (true, true) if secure => Some(format!("Get \"{url}\": http: server gave HTTP response to HTTPS client")),
            // Redis takes the header Host for an attack and hangs up.
            (true, _) if redis(run, port).is_some() && !self.assumed => Some(format!("Get \"{url}\": EOF")),
            (true, true) if lacks(run, port, path) => Some("HTTP probe failed with statuscode: 404".to_owned()),
            (true, true) => None,
            (true, false) => Some(format!("Get \"{url}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)")),
            _ => Some(format!("Get \"{url}\": {}", refused(run, port))),
        }
    }
}
