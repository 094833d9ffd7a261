//! How a Pod starts, or why it does not: scheduling, admission by the kubelet, volumes, sandbox, init containers,
//! containers, each in the order in which a real node takes them.
//!
//! Kubernetes `pkg/kubelet/{kubelet_pods.go,lifecycle,sysctl}` and `pkg/kubelet/kuberuntime`, v1.35; containerd 1.6 and 2.x.

mod admit;
mod backoff;
mod container;
mod deadline;
mod ending;
mod environment;
mod filter;
mod health;
mod links;
mod names;
mod phase;
mod processes;
mod retry;
mod runc;
mod schedule;

pub use environment::expand;
pub use filter::tolerates;
pub use schedule::fits;

use std::collections::BTreeMap;
use std::net::IpAddr;

use k8s_openapi::api::core::v1::{Container, EphemeralContainer, PodSpec};

use super::files::{Volume, volumes};
use super::machine::{Machine, PodPlace};
use super::moment::Clock;
use super::pull::secret::{self, PullSecrets};
use super::pull::{Pull, Puller};
use super::status::{ContainerState, ContainerStatus, Event, PodStatus};
use super::workload::Pod;
use super::{Scene, Surroundings, step};
use crate::world::{Node, World};

/// A Pod that was started as far as it goes.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// What `kubectl get` and `describe` show.
    pub status: PodStatus,
    /// What `kubectl exec` finds.
    pub machine: Machine,
    /// What came of each container's image, by container.
    pub pulls: BTreeMap<String, Pull>,
}

/// Starts `pod` in `world` and lets it settle.
pub fn run(world: &World, pod: &Pod) -> Run {
    let scene = Scene::of(world);
    run_in(&scene, pod, scene.address(pod))
}

/// The same, for a Pod whose address is known, or does not matter.
pub fn run_in(around: &dyn Surroundings, pod: &Pod, address: Option<IpAddr>) -> Run {
    let mut run = Run::default();
    let world = around.world();
    let age = Clock::of(world, &pod.object.value).age();
    // Nothing is started again after the deadline.
    let until = deadline::of(pod).map_or(age, |deadline| deadline.min(age));
    let mut starter = Starter { world, around, pod, spec: pod.spec(), address, age: until, again: false, run: &mut run };
    let reached = starter.start();
    phase::settle(&mut run, pod, reached);
    if deadline::passed(pod, age, &run.status) {
        deadline::end(&mut run, pod);
        phase::settle(&mut run, pod, Reached::Expired);
    }
    run
}

/// How far a Pod comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reached {
    /// No node takes it.
    Unscheduled,
    /// The kubelet refuses it for good.
    Rejected,
    /// Volumes or sandbox are missing.
    NoSandbox,
    /// An init container has not ended well.
    Initializing,
    /// An init container failed, for good.
    InitFailed,
    /// Its containers were started.
    Containers,
    /// It was ended because it took too long.
    Expired,
}

/// Everything that starting a Pod needs.
struct Starter<'w, 'a> {
    world: &'w World,
    around: &'w dyn Surroundings,
    pod: &'a Pod,
    spec: &'a PodSpec,
    address: Option<IpAddr>,
    /// For how many seconds it has been there.
    age: u32,
    /// Whether the container that ended last is to be started again.
    again: bool,
    run: &'a mut Run,
}

impl<'w> Starter<'w, '_> {
    fn event(&mut self, event: Event) {
        self.run.status.happens(event);
    }

    /// An event about one of its containers (Kubernetes `pkg/kubelet/container/ref.go`).
    fn event_of(&mut self, container: &Container, event: Event) {
        let field = field_path(self.spec, &container.name);
        self.event(Event { field, ..event });
    }

    fn start(&mut self) -> Reached {
        let waiting =
            if self.spec.init_containers.as_ref().is_some_and(|list| !list.is_empty()) { "PodInitializing" } else { "ContainerCreating" };
        self.list_containers(waiting);
        let Some(node) = self.schedule() else {
            // No kubelet has seen the Pod: nobody knows of its containers.
            self.run.status.init_containers.clear();
            self.run.status.containers.clear();
            return Reached::Unscheduled;
        };
        if let Some((reason, message)) = admit::refuse(&self.world.facts, self.spec) {
            // Of a Pod that it does not take the kubelet writes neither container statuses nor its own address (`kubelet.go` rejectPod).
            self.run.status.init_containers.clear();
            self.run.status.containers.clear();
            self.run.status.host_ip = None;
            self.run.status.reason = Some(reason.to_owned());
            self.run.status.message = Some(format!("Pod was rejected: {message}"));
            self.run.status.because(step("start-rejected", &[("reason", reason), ("message", &message)]));
            self.event(Event::warning(reason, message));
            return Reached::Rejected;
        }
        if self.spec.host_network == Some(true) {
            // It has the node's address before its sandbox is there (`kubelet_pods.go` generateAPIPodStatus).
            self.run.status.pod_ip = Some(node.address.to_string());
        }
        let mut filesystems = Vec::new();
        let volumes = match volumes(self.world, self.pod, &mut filesystems) {
            Ok(volumes) => volumes,
            Err(message) => {
                self.run.status.because(step("start-volume", &[("message", &message)]));
                self.event(Event::warning("FailedMount", message));
                return Reached::NoSandbox;
            }
        };
        // Before the runtime is asked for anything (`pkg/kubelet/kubelet.go` SyncPod).
        let secrets = secret::of_pod(self.world, self.pod.namespace(), self.spec);
        if !secrets.missing.is_empty() {
            let names = secrets.missing.join(", ");
            self.event(Event::warning(
                "FailedToRetrieveImagePullSecret",
                format!("Unable to retrieve some image pull secrets ({names}); attempting to pull the image may not succeed."),
            ));
        }
        if let Some(message) = admit::sandbox_problem(&self.world.facts, self.spec) {
            let message = format!("Failed to create pod sandbox: {message}");
            self.run.status.because(step("start-sandbox", &[("message", &message)]));
            self.event(Event::warning("FailedCreatePodSandBox", message));
            return Reached::NoSandbox;
        }
        self.explain_volumes(&volumes);
        self.run.machine = Machine { filesystems, place: self.place(node), ..Machine::default() };
        self.run.status.pod_ip = Some(self.run.machine.place.ip.clone());
        self.containers(node, &secrets, &volumes)
    }

    /// Whose a writable volume is: fsGroup's, or nobody's business.
    fn explain_volumes(&mut self, volumes: &BTreeMap<String, Volume>) {
        let Some(group) = self.spec.security_context.as_ref().and_then(|context| context.fs_group) else { return };
        let group = group.to_string();
        for (name, volume) in volumes {
            let id = if volume.group_owned { "start-volume-group" } else { "start-volume-no-group" };
            self.run.status.because(step(id, &[("volume", name), ("group", &group)]));
        }
    }

    fn list_containers(&mut self, reason: &str) {
        let status =
            |container: &Container| ContainerStatus::waiting_for(&container.name, container.image.as_deref().unwrap_or_default(), reason);
        self.run.status.init_containers = self.spec.init_containers.iter().flatten().map(status).collect();
        self.run.status.containers = self.spec.containers.iter().map(status).collect();
    }

    fn place(&self, node: &Node) -> PodPlace {
        let facts = &self.world.facts;
        let host_network = self.spec.host_network == Some(true);
        let own = if host_network { Some(node.address) } else { self.address };
        let sysctl = |name: &str| {
            let list = self.spec.security_context.as_ref().and_then(|context| context.sysctls.as_ref());
            list.into_iter().flatten().find(|sysctl| sysctl.name == name).map(|sysctl| sysctl.value.clone())
        };
        let open = facts.runtime.unprivileged_ports && !host_network;
        PodPlace {
            namespace: self.pod.namespace().to_owned(),
            name: self.pod.name().to_owned(),
            ip: own.map_or_else(String::new, |ip| ip.to_string()),
            unprivileged_port: sysctl("net.ipv4.ip_unprivileged_port_start").and_then(|port| port.trim().parse().ok()).unwrap_or(if open {
                0
            } else {
                1024
            }),
            open_ping: facts.runtime.unprivileged_ping && !host_network,
            host_network,
        }
    }

    fn containers(&mut self, node: &Node, secrets: &PullSecrets, volumes: &BTreeMap<String, Volume>) -> Reached {
        let puller = Puller::new(&self.world.facts, node, secrets);
        let always = |container: &Container| container.restart_policy.as_deref() == Some("Always");
        for (index, container) in self.spec.init_containers.iter().flatten().enumerate() {
            let status = self.container(container, &puller, volumes, !always(container));
            let state = status.state.clone();
            self.run.status.moment = status.span.1;
            let stays = state == ContainerState::Running && always(container);
            let ended = matches!(state, ContainerState::Terminated { exit: 0, .. });
            self.run.status.init_containers[index] = ContainerStatus { ready: ended || stays, ..status };
            let done = ended || stays && health::begun(self, container);
            if !done {
                self.run.status.because(step("start-init-blocks", &[("container", &container.name)]));
                if matches!(state, ContainerState::Terminated { .. }) {
                    self.end_sidecars();
                    return Reached::InitFailed;
                }
                self.spec.init_containers.iter().flatten().take(index).for_each(|before| health::check(self, before));
                return Reached::Initializing;
            }
        }
        let begun = self.run.status.moment;
        for (index, container) in self.spec.containers.iter().enumerate() {
            self.run.status.moment = begun;
            self.run.status.containers[index] = self.container(container, &puller, volumes, false);
        }
        self.share_processes();
        let sidecars = self.spec.init_containers.iter().flatten();
        sidecars.chain(&self.spec.containers).for_each(|container| health::check(self, container));
        if self.run.status.containers.iter().all(|container| matches!(container.state, ContainerState::Terminated { .. })) {
            self.end_sidecars();
        }
        self.run.status.moment = begun;
        for added in self.spec.ephemeral_containers.iter().flatten() {
            // They are never started again.
            let container = Container { restart_policy: Some("Never".into()), ..as_container(added) };
            let status = self.container(&container, &puller, volumes, false);
            self.run.status.ephemeral.push(status);
            if let Some(target) = &added.target_container_name {
                self.join_processes(&container.name, target);
            }
        }
        Reached::Containers
    }
}

/// Where a container stands in its Pod: `spec.containers{web}`.
fn field_path(spec: &PodSpec, container: &str) -> Option<String> {
    let list = match () {
        () if spec.init_containers.iter().flatten().any(|own| own.name == container) => "initContainers",
        () if spec.ephemeral_containers.iter().flatten().any(|own| own.name == container) => "ephemeralContainers",
        () => "containers",
    };
    Some(format!("spec.{list}{{{container}}}"))
}

/// An ephemeral container is one with fewer fields.
fn as_container(added: &EphemeralContainer) -> Container {
    let added = added.clone();
    Container {
        args: added.args,
        command: added.command,
        env: added.env,
        env_from: added.env_from,
        image: added.image,
        image_pull_policy: added.image_pull_policy,
        lifecycle: added.lifecycle,
        liveness_probe: added.liveness_probe,
        name: added.name,
        ports: added.ports,
        readiness_probe: added.readiness_probe,
        resize_policy: added.resize_policy,
        resources: added.resources,
        restart_policy: added.restart_policy,
        restart_policy_rules: added.restart_policy_rules,
        security_context: added.security_context,
        startup_probe: added.startup_probe,
        stdin: added.stdin,
        stdin_once: added.stdin_once,
        termination_message_path: added.termination_message_path,
        termination_message_policy: added.termination_message_policy,
        tty: added.tty,
        volume_devices: added.volume_devices,
        volume_mounts: added.volume_mounts,
        working_dir: added.working_dir,
    }
}
