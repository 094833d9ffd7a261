//! One container: image, configuration, creation, start, and what its first process comes to.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::Container as Spec;

use super::Starter;
use super::backoff::Backoff;
use super::ending::stop;
use super::environment::{Environment, Place, environment, expand};
use super::runc;
use crate::rules::format::sysctl_name;
use crate::simulate::capability::{self, CapabilitySet};
use crate::simulate::context::{self, Context, Seccomp};
use crate::simulate::files::{
    Credentials, Mount, Setting, Volume, add_mount, container_mounts, make_mount_point, make_place_in_volume, misfit, mount_volume,
    no_place, text_at,
};
use crate::simulate::identity::{self, Identity, ImageUser};
use crate::simulate::machine::Container;
use crate::simulate::moment::duration;
use crate::simulate::pull::Puller;
use crate::simulate::session::{SETTLED, Session, Stop, Streams, run_in_container};
use crate::simulate::status::{ContainerState, ContainerStatus, Event};
use crate::simulate::uid_of;
use crate::simulate::{step, tool};
use crate::world::{Image, Reference};

/// So many runs of a container that ends again and again are played; those after them are taken to be as the last.
const TRIED: u32 = 6;

/// Why a container waits: reason and the kubelet's sentence.
type Waits = (&'static str, String);

impl Starter<'_, '_> {
    /// Starts a container, and again when it ends and is to. `once`: it must end before the others begin.
    pub(super) fn container(
        &mut self,
        container: &Spec,
        puller: &Puller<'_>,
        volumes: &BTreeMap<String, Volume>,
        once: bool,
    ) -> ContainerStatus {
        let room = self.run.machine.containers.len();
        let mut backoff = Backoff::default();
        let mut status = self.attempt(container, puller, volumes, once);
        let mut attempts = 1;
        while std::mem::take(&mut self.again) {
            let (at_once, next) = backoff.next(status.span.1);
            let before = (status.state.clone(), status.span, status.restarts, status.logs.clone());
            if !at_once && next > self.age {
                return self.waits_again(container, backoff.delay(), before);
            }
            if !at_once {
                self.event_of(container, self.back_off(container));
            }
            self.run.status.moment = next;
            attempts += 1;
            if attempts <= TRIED {
                self.run.status.repeats = true;
                self.run.machine.containers.truncate(room);
                status = self.attempt(container, puller, volumes, once);
            } else {
                // It has shown what it does.
                let took = before.1.1 - before.1.0;
                status.span = (next, next.saturating_add(took));
                self.again = true;
            }
            (status.last, status.last_span, status.last_logs) = (Some(before.0), before.1, before.3);
            status.restarts = before.2 + 1;
        }
        self.run.status.repeats = false;
        status
    }

    /// A container that waits until it is started again.
    fn waits_again(
        &mut self,
        container: &Spec,
        delay: u32,
        (end, span, restarts, logs): (ContainerState, (u32, u32), u32, Option<String>),
    ) -> ContainerStatus {
        self.run.status.repeats = false;
        self.run.status.moment = span.1;
        self.event_of(container, self.back_off(container));
        let (name, full) = (&container.name, self.pod.full_name());
        let message = format!("back-off {} restarting failed container={name} pod={full}", duration(delay));
        ContainerStatus {
            state: ContainerState::Waiting { reason: "CrashLoopBackOff".into(), message: Some(message) },
            last: Some(end),
            last_span: span,
            last_logs: logs.clone(),
            logs,
            restarts,
            ..ContainerStatus::waiting_for(name, container.image.as_deref().unwrap_or(""), "")
        }
    }

    /// The kubelet's event for a container that it does not start again yet.
    pub(super) fn back_off(&self, container: &Spec) -> Event {
        let (name, full) = (&container.name, self.pod.full_name());
        Event::warning("BackOff", format!("Back-off restarting failed container {name} in pod {full}"))
    }

    /// Starts a container once.
    fn attempt(&mut self, container: &Spec, puller: &Puller<'_>, volumes: &BTreeMap<String, Volume>, once: bool) -> ContainerStatus {
        let image = container.image.as_deref().unwrap_or("");
        let mut status = ContainerStatus::waiting_for(&container.name, image, "ContainerCreating");
        status.span = (self.run.status.moment, self.run.status.moment);
        let again = self.run.status.repeats;
        let policy = container.image_pull_policy.as_deref();
        let pull = if again { puller.again(image, policy) } else { puller.pull(image, policy) };
        self.run.status.because(step("start-container", &[("container", &container.name), ("image", image)]));
        pull.trace.iter().for_each(|step| self.run.status.because(step.clone()));
        pull.events.iter().for_each(|event| self.event_of(container, event.clone()));
        let waiting = pull.waiting.clone();
        let reference = pull.image.clone();
        self.run.pulls.entry(container.name.clone()).or_insert(pull);
        if let Some((reason, message)) = waiting {
            status.state = ContainerState::Waiting { reason, message: Some(message) };
            return status;
        }
        let known = reference.as_ref().and_then(|reference| Image::find(&self.world.facts, reference));
        for step in crate::simulate::explain(&crate::simulate::effective_of(self.world, self.pod, container)) {
            self.run.status.because(step);
        }
        match self.create(container, known.as_ref(), volumes) {
            Ok(at) => self.begin(container, known.as_ref(), reference.as_ref(), at, once, &mut status),
            Err((reason, message)) => {
                self.run.status.because(step("start-waits", &[("container", &container.name), ("reason", reason), ("message", &message)]));
                if reason == "RunContainerError" {
                    self.event_of(container, Event::normal("Created", "Container created"));
                    status.logs = Some(String::new());
                }
                // kuberuntime_container.go recordContainerEvent: an event names the container, that it may be counted.
                let told = message.replace(&self.id_of(container), &container.name);
                let failed = Event::warning("Failed", format!("Error: {told}"));
                self.event_of(container, failed.clone());
                if reason != "RunContainerError" {
                    self.tries_again(container, puller, failed);
                }
                if reason == "RunContainerError" {
                    let end = ContainerState::Terminated { exit: 128, reason: "StartError".into(), message: Some(message.clone()) };
                    if self.age > 0 || self.spec.restart_policy.as_deref() == Some("Never") {
                        // It is tried again and again, in growing intervals, or never.
                        self.after(container, end, once, &mut status);
                        return status;
                    }
                    status.last = Some(end);
                }
                status.state = ContainerState::Waiting { reason: reason.to_owned(), message: Some(message) };
            }
        }
        status
    }

    /// Configuration, non-root check and creation, in the kubelet's order (kuberuntime_container.go startContainer).
    fn create(&mut self, container: &Spec, image: Option<&Image>, volumes: &BTreeMap<String, Volume>) -> Result<usize, Waits> {
        const CONFIG: &str = "CreateContainerConfigError";
        let facts = &self.world.facts;
        let context = context::merge(facts, self.spec, container);
        let unknown = Image::default();
        let image = image.unwrap_or(&unknown);
        let place = self.run.machine.place.clone();
        let hostname = self.hostname();
        let (node, host_ip) = (self.run.status.node.clone().unwrap_or_default(), self.run.status.host_ip.clone().unwrap_or_default());
        let told = Place { ip: &place.ip, host_ip: &host_ip, node: &node, hostname: &hostname };
        let env = environment(self.world, self.pod, container, image, &told).map_err(|error| (CONFIG, error))?;
        self.verify_non_root(container, &context, image).map_err(|error| (CONFIG, error))?;
        let mut own = Vec::new();
        let kubelet = format!("/var/lib/kubelet/pods/{}", self.pod.uid());
        for (index, wanted) in container.volume_mounts.iter().flatten().enumerate() {
            let Some(volume) = volumes.get(&wanted.name) else { continue };
            let mount = mount_volume(&mut self.run.machine.filesystems, volume, wanted, &env.given).map_err(|error| (CONFIG, error))?;
            let whole = wanted.sub_path.as_deref().or(wanted.sub_path_expr.as_deref()).unwrap_or("").is_empty();
            let source = match whole {
                true => self.place_of(&wanted.name, &kubelet),
                false => format!("{kubelet}/volume-subpaths/{}/{}/{index}", wanted.name, container.name),
            };
            own.push((mount, source));
        }
        if let Seccomp::Localhost(path) = &context.seccomp.value
            && !context.privileged.value
            && !facts.seccomp.iter().any(|profile| profile.path == *path)
        {
            let full = format!("/var/lib/kubelet/seccomp/{path}");
            let message = format!(
                "failed to create containerd container: cannot load seccomp profile \"{full}\": open {full}: no such file or directory"
            );
            return Err(("CreateContainerError", message));
        }
        if let Some(profile) = context.app_armor.as_ref().map(|set| &set.value).filter(|profile| profile.type_ == "Localhost") {
            let name = profile.localhost_profile.as_deref().unwrap_or_default();
            if facts.app_armor.enabled && !context.privileged.value && !facts.app_armor.profiles.iter().any(|loaded| loaded == name) {
                return Err(("CreateContainerError", format!("failed to generate apparmor spec opts: apparmor profile not found {name}")));
            }
        }
        let who = identity::identity(self.spec, &context, image)
            .map_err(|_| ("CreateContainerError", "failed to create containerd container: mount callback failed on /var/lib/containerd/tmpmounts/containerd-mount: no users found".to_owned()))?;
        let (at, misfit) = self.assemble(container, &context, image, &who, hostname, env, own, &kubelet);
        if let Some(cause) = misfit {
            return Err(("RunContainerError", runc::failed(&cause)));
        }
        if self.run.machine.containers[at].mounts.iter().filter(|mount| mount.at == "/").count() > 1 {
            return Err(("RunContainerError", runc::failed("error closing exec fds: open /proc/self/fd: no such file or directory")));
        }
        Ok(at)
    }

    /// verifyRunAsNonRoot (Kubernetes `pkg/kubelet/kuberuntime/security_context_others.go`)
    fn verify_non_root(&self, container: &Spec, context: &Context, image: &Image) -> Result<(), String> {
        if !context.non_root.value {
            return Ok(());
        }
        let place = format!("(pod: \"{}\", container: {})", self.pod.full_name(), container.name);
        match (&context.user, ImageUser::of(image)) {
            (Some(user), _) if user.value == 0 => Err(format!("container's runAsUser breaks non-root policy {place}")),
            (Some(_), _) => Ok(()),
            (None, ImageUser::Uid(0)) => Err(format!("container has runAsNonRoot and image will run as root {place}")),
            (None, ImageUser::Uid(_)) => Ok(()),
            (None, ImageUser::Name(name)) => {
                Err(format!("container has runAsNonRoot and image has non-numeric user ({name}), cannot verify user is non-root {place}"))
            }
        }
    }

    /// Puts the container together: files, mounts, identity.
    #[allow(clippy::too_many_arguments)]
    fn assemble(
        &mut self,
        container: &Spec,
        context: &Context,
        image: &Image,
        who: &Identity,
        hostname: String,
        env: Environment,
        own: Vec<(Mount, String)>,
        kubelet: &str,
    ) -> (usize, Option<String>) {
        let facts = &self.world.facts;
        let sysctls = self.sysctls();
        let setting = Setting {
            read_only: context.read_only_root.value,
            privileged: context.privileged.value,
            unmasked: context.proc_mount.value == "Unmasked",
            hostname: &hostname,
            hosts: self.hosts(),
            resolv: self.resolv(),
            proc: &facts.runtime.proc,
            sysctls: &sysctls,
        };
        let id = self.id_of(container);
        let machine = &mut self.run.machine;
        let (mut mounts, proc) = container_mounts(&mut machine.filesystems, image, &setting);
        let root = mounts[0].filesystem;
        let mut problem = None;
        for (mut mount, source) in own {
            problem = problem.or_else(|| misfit(&machine.filesystems, root, &mount, &source, kubelet, &id));
            problem = problem.or_else(|| no_place(&machine.filesystems, &mounts, &mount, &source, &id));
            make_mount_point(&mut machine.filesystems[root], &mut mount);
            make_place_in_volume(&mut machine.filesystems, &mounts, &mount.at);
            add_mount(&mut machine.filesystems, &mut mounts, mount);
        }
        let bounding = capability::granted(&facts.runtime, context.capabilities.as_ref(), context.privileged.value);
        let seccomp = if context.privileged.value { Seccomp::Unconfined } else { context.seccomp.value.clone() };
        let denied_calls = match &seccomp {
            Seccomp::Localhost(path) => {
                facts.seccomp.iter().find(|profile| profile.path == *path).map(|profile| profile.denies.clone()).unwrap_or_default()
            }
            _ => Vec::new(),
        };
        let uid = who.uid.value;
        let Environment { given, whole: mut env } = env;
        if env.get("HOME").is_none_or(str::is_empty) {
            let text = text_at(&machine.filesystems, &mounts, "/etc/passwd");
            env.set("HOME", runc::home_of(&text.unwrap_or_default(), uid));
        }
        let who = Credentials {
            uid,
            real_uid: uid,
            gid: who.gid.value,
            groups: who.groups.clone(),
            effective: if uid == 0 { bounding } else { CapabilitySet::default() },
            bounding,
            no_new_privs: !context.allow_privilege_escalation.value && !context.privileged.value,
            seccomp,
            denied_calls,
            umask: 0o022,
        };
        let workdir = container.working_dir.clone().or_else(|| image.workdir.clone()).unwrap_or_else(|| "/".into());
        let before = machine.filesystems[root].nodes.len();
        let at = machine.filesystems[root].make_directories(&workdir);
        if at >= before {
            machine.filesystems[root].copy_up(at);
        }
        machine.containers.push(Container {
            name: container.name.clone(),
            image: image.clone(),
            who,
            mounts,
            proc,
            programs: tool::programs(image),
            env,
            given,
            workdir,
            hostname,
            processes: Vec::new(),
            next_pid: 6,
            listens: Vec::new(),
            answers: false,
            running: false,
            keys: tool::Keys::default(),
        });
        (machine.containers.len() - 1, problem)
    }

    /// What the runtime calls a container.
    fn id_of(&self, container: &Spec) -> String {
        let whole = format!("{}/{}", self.pod.uid(), container.name);
        [0, 1].map(|half| uid_of(&format!("{half}{whole}")).replace('-', "")).concat()
    }

    /// Where a volume lies on its node.
    fn place_of(&self, name: &str, kubelet: &str) -> String {
        let volume = self.spec.volumes.iter().flatten().find(|volume| volume.name == name);
        let plugin = match volume {
            Some(volume) if volume.host_path.is_some() => {
                return volume.host_path.as_ref().map(|host| host.path.clone()).unwrap_or_default();
            }
            Some(volume) if volume.config_map.is_some() => "configmap",
            Some(volume) if volume.secret.is_some() => "secret",
            Some(volume) if volume.projected.is_some() => "projected",
            Some(volume) if volume.downward_api.is_some() => "downward-api",
            Some(volume) if volume.empty_dir.is_some() => "empty-dir",
            _ => "csi",
        };
        format!("{kubelet}/volumes/kubernetes.io~{plugin}/{name}")
    }

    fn sysctls(&self) -> BTreeMap<String, String> {
        let runtime = &self.world.facts.runtime;
        // containerd opens both in a Pod's own network only (`internal/cri/server/podsandbox/sandbox_run_linux.go`).
        let own = self.spec.host_network != Some(true);
        let ports = if runtime.unprivileged_ports && own { "0" } else { "1024" };
        let ping = if runtime.unprivileged_ping && own { "0\t2147483647" } else { "1\t0" };
        let mut sysctls = BTreeMap::from([
            ("net.ipv4.ip_unprivileged_port_start".to_owned(), ports.to_owned()),
            ("net.ipv4.ping_group_range".to_owned(), ping.to_owned()),
        ]);
        let asked = self.spec.security_context.as_ref().and_then(|context| context.sysctls.as_ref());
        sysctls.extend(asked.into_iter().flatten().map(|sysctl| (sysctl_name(&sysctl.name), sysctl.value.clone())));
        sysctls
    }

    /// Starts the first process.
    fn begin(
        &mut self,
        container: &Spec,
        known: Option<&Image>,
        reference: Option<&Reference>,
        at: usize,
        once: bool,
        status: &mut ContainerStatus,
    ) {
        let name = container.name.as_str();
        let Some(image) = known else {
            self.event_of(container, Event::normal("Created", "Container created"));
            // Nothing is known of what is inside: it is taken to do its work.
            let shown = reference.map(ToString::to_string).unwrap_or_default();
            self.run.status.because(step("start-image-unknown", &[("container", name), ("image", &shown)]));
            return self.lives(at, status);
        };
        let given = self.run.machine.containers[at].given.clone();
        let expanded =
            |list: &Option<Vec<String>>| list.iter().flatten().map(|word| expand(word, |name| given.get(name))).collect::<Vec<_>>();
        let line = image.command_line(&expanded(&container.command), &expanded(&container.args));
        if line.is_empty() {
            let message = "failed to create containerd container: failed to generate spec: no command specified".to_owned();
            self.event_of(container, Event::warning("Failed", format!("Error: {message}")));
            status.state = ContainerState::Waiting { reason: "CreateContainerError".into(), message: Some(message) };
            return;
        }
        self.event_of(container, Event::normal("Created", "Container created"));
        // A log holds both streams in their order.
        let waits = container.stdin == Some(true) || container.tty == Some(true);
        let mut streams = Streams { joined: true, waits, ..Streams::default() };
        let (moment, age, repeats) = (self.run.status.moment, self.age, self.run.status.repeats);
        let mut session = Session::new(self.around, &mut self.run.machine, at, true);
        // What a first look finds has settled; later ones see the moment.
        let left = f64::from(age.saturating_sub(moment));
        session.limit = if repeats && left > 0.0 { left } else { left.max(SETTLED) };
        if let Err(cause) = runc::startable(&mut session, &line[0]) {
            return self.cannot_start(container, &runc::failed(&cause), once, status);
        }
        let outcome = session.launch(1, &line, &mut streams);
        if outcome != Err(Stop::Forever) {
            let ran = if session.slept < f64::from(u32::MAX) { session.slept.ceil() as u32 } else { u32::MAX };
            status.span.1 = moment.saturating_add(ran);
        }
        let at_once = session.slept < 1.0;
        status.logs = Some(streams.out);
        self.event_of(container, Event::normal("Started", "Container started"));
        let hooked = match &outcome {
            Err(Stop::NotSimulated(_)) => true,
            Err(Stop::Forever) => self.hook_passes(container, at),
            // Whoever ends at once is gone before the hook's command can join.
            _ => !at_once || hook_of(container).is_none(),
        };
        if !hooked {
            self.event_of(container, Event::warning("FailedPostStartHook", "PostStartHook failed"));
            self.event_of(container, Event::normal("Killing", "FailedPostStartHook"));
            self.run.status.because(step("start-hook", &[("container", name)]));
        }
        match outcome {
            Err(Stop::Forever) if !hooked => {
                let end = stop(&mut self.run.machine, status, self.spec);
                self.after(container, end.state(), once, status);
            }
            Err(Stop::Forever) => self.lives(at, status),
            Err(Stop::NotSimulated(what)) => {
                self.run.status.because(step("start-program-unknown", &[("container", name), ("program", &what)]));
                self.lives(at, status);
            }
            Ok(code) | Err(Stop::Exit(code) | Stop::Return(code)) => self.ended(container, code, once, status),
            Err(Stop::Break(_) | Stop::Continue(_)) => self.ended(container, 0, once, status),
        }
    }

    /// `lifecycle.postStart`: one that fails ends its container (`pkg/kubelet/kuberuntime/kuberuntime_container.go`). What it asks
    /// that is not simulated is taken to pass.
    fn hook_passes(&mut self, container: &Spec, at: usize) -> bool {
        let Some(command) = hook_of(container) else { return true };
        let ran = run_in_container(self.around, &mut self.run.machine, at, command);
        matches!(ran.outcome, Ok(0) | Err(Stop::Exit(0) | Stop::Return(0) | Stop::Forever | Stop::NotSimulated(_)))
    }

    fn lives(&mut self, at: usize, status: &mut ContainerStatus) {
        self.run.machine.containers[at].running = true;
        status.state = ContainerState::Running;
        status.ready = true;
        let name = &self.run.machine.containers[at].name;
        self.run.status.because(step("start-running", &[("container", name)]));
    }

    fn cannot_start(&mut self, container: &Spec, message: &str, once: bool, status: &mut ContainerStatus) {
        self.event_of(container, Event::warning("Failed", format!("Error: {message}")));
        self.run.status.because(step("start-no-program", &[("container", &container.name), ("message", message)]));
        status.logs = Some(String::new());
        let end = ContainerState::Terminated { exit: 128, reason: "StartError".into(), message: Some(message.to_owned()) };
        self.after(container, end, once, status);
    }

    fn ended(&mut self, container: &Spec, code: i32, once: bool, status: &mut ContainerStatus) {
        let code_text = code.to_string();
        self.run.status.because(step("start-ended", &[("container", &container.name), ("code", &code_text)]));
        let reason = if code == 0 { "Completed" } else { "Error" };
        let end = ContainerState::Terminated { exit: code, reason: reason.into(), message: None };
        self.after(container, end, once, status);
    }

    /// Restarts, or not: an init container that did its work is done.
    fn after(&mut self, container: &Spec, end: ContainerState, once: bool, status: &mut ContainerStatus) {
        let failed = !matches!(end, ContainerState::Terminated { exit: 0, .. });
        let policy = match (once, self.spec.restart_policy.as_deref()) {
            (true, Some("Never")) => "Never",
            (true, _) => "OnFailure",
            (false, policy) => container.restart_policy.as_deref().or(policy).unwrap_or("Always"),
        };
        if policy == "Never" || (policy == "OnFailure" && !failed) {
            self.run.status.because(step("start-not-restarted", &[("container", &container.name), ("policy", policy)]));
            status.state = end;
            return;
        }
        self.run.status.because(step("start-restarted", &[("container", &container.name), ("policy", policy)]));
        status.state = end;
        self.again = true;
    }
}

/// The command of a container's `postStart`.
fn hook_of(container: &Spec) -> Option<&Vec<String>> {
    let hook = container.lifecycle.as_ref()?.post_start.as_ref()?.exec.as_ref()?.command.as_ref();
    hook.filter(|command| !command.is_empty())
}
