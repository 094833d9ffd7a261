//! Which processes the containers of a Pod see: their own, each other's, or the node's.

use super::Starter;
use crate::simulate::capability::{self, CapabilitySet};
use crate::simulate::context::Seccomp;
use crate::simulate::files::Credentials;
use crate::simulate::machine::Process;
use crate::simulate::tool::renumbered;
use crate::simulate::workload::pods;

/// The user and group of the sandbox's image.
const PAUSE: i64 = 65535;
/// Number of the first process of a container on its node.
const ON_NODE: u32 = 4242;

impl Starter<'_, '_> {
    /// Puts the process tables together once every container has started.
    pub(super) fn share_processes(&mut self) {
        if self.spec.host_pid == Some(true) {
            self.with_node();
        } else if self.spec.share_process_namespace == Some(true) {
            self.with_each_other();
        }
    }

    /// With a shared process namespace, pid 1 is the sandbox's and the containers follow.
    fn with_each_other(&mut self) {
        let Some(first) = self.run.machine.containers.first() else { return };
        let pause = Process::new(1, &["/pause".to_owned()], self.sandbox(&first.who));
        let mut all = self.renumbered(7);
        all.insert(0, pause);
        self.see(&all);
    }

    /// The processes of one container beside those of another, which has the first number (CRI `NamespaceMode_TARGET`).
    pub(super) fn join_processes(&mut self, name: &str, target: &str) {
        let machine = &mut self.run.machine;
        let at = |name: &str| machine.containers.iter().position(|container| container.name == name && container.running);
        let (Some(own), Some(other)) = (at(name), at(target)) else { return };
        let seen = machine.containers[other].processes.clone();
        let base = machine.containers[other].next_pid + 1;
        machine.containers[own].renumber(&mut machine.filesystems, |pid| base + pid - 1);
        for process in seen {
            machine.containers[own].add_process(&mut machine.filesystems, process);
        }
        machine.containers[own].next_pid = base + 7;
    }

    /// As whom the sandbox's own process runs: as the Pod says, else as its image does (kuberuntime_sandbox_linux.go); with
    /// the runtime's powers and filter, and never with more. A sandbox of privileged containers has no filter.
    fn sandbox(&self, who: &Credentials) -> Credentials {
        let context = self.spec.security_context.as_ref();
        let (user, group) = (context.and_then(|context| context.run_as_user), context.and_then(|context| context.run_as_group));
        let uid = user.unwrap_or(PAUSE);
        let gid = group.unwrap_or(if user.is_some() { 0 } else { PAUSE });
        let all = self.spec.init_containers.iter().flatten().chain(&self.spec.containers);
        let privileged = all.filter_map(|container| container.security_context.as_ref()).any(|context| context.privileged == Some(true));
        let bounding = capability::granted(&self.world.facts.runtime, None, false);
        Credentials {
            uid,
            real_uid: uid,
            gid,
            groups: vec![gid],
            effective: if uid == 0 { bounding } else { CapabilitySet::default() },
            bounding,
            no_new_privs: true,
            seccomp: if privileged { Seccomp::Unconfined } else { Seccomp::RuntimeDefault },
            denied_calls: Vec::new(),
            ..who.clone()
        }
    }

    /// With the node's process namespace, the containers see the node's processes and those of its other Pods.
    fn with_node(&mut self) {
        let Some(first) = self.run.machine.containers.first() else { return };
        let powers = capability::granted(&self.world.facts.runtime, None, true);
        let root = root(&first.who, powers);
        let mut all: Vec<_> = (1..).zip(HOST).map(|(pid, name)| Process::new(pid, &[name.to_owned()], root.clone())).collect();
        let mut next = ON_NODE;
        for pod in pods(self.world) {
            let own = (pod.namespace(), pod.name()) == (self.pod.namespace(), self.pod.name());
            // Another Pod with this view has nothing of its own to add but its programs, and would ask about this one in turn.
            if own || pod.spec().host_pid == Some(true) {
                continue;
            }
            let run = super::run_in(self.around, &pod, None);
            if run.status.node != self.run.status.node {
                continue;
            }
            for container in run.machine.containers.iter().filter(|container| container.running) {
                for process in container.processes.iter().filter(|process| process.args.first().is_none_or(|program| program != "/pause")) {
                    all.push(Process { pid: next, ..process.clone() });
                    next += 7;
                }
            }
        }
        all.extend(self.renumbered(next));
        self.see(&all);
    }

    /// The processes of this Pod's containers, numbered from `first` on, in the order in which they started.
    fn renumbered(&mut self, first: u32) -> Vec<Process> {
        let (machine, status) = (&mut self.run.machine, &mut self.run.status);
        let (mut all, mut base) = (Vec::new(), first);
        for container in &mut machine.containers {
            let number = |pid: u32| if pid == 1 { base } else { base + pid + 1 };
            // Servers write their numbers into their logs.
            if let Some(status) = status.container_mut(&container.name) {
                for log in [&mut status.logs, &mut status.last_logs].into_iter().flatten() {
                    *log = renumbered(container, log, number);
                }
            }
            if !container.running {
                continue;
            }
            container.renumber(&mut machine.filesystems, number);
            all.extend(container.processes.iter().cloned());
            base = container.processes.last().map_or(base, |process| process.pid + 1).max(base + 6);
        }
        all
    }

    /// Every running container sees all of these.
    fn see(&mut self, all: &[Process]) {
        let machine = &mut self.run.machine;
        let next = all.last().map_or(1, |process| process.pid) + 6;
        for container in machine.containers.iter_mut().filter(|container| container.running) {
            all.iter().for_each(|process| container.add_process(&mut machine.filesystems, process.clone()));
            container.next_pid = next;
        }
    }
}

/// As whom the node's own processes run: with every power that the node has, and without a filter.
fn root(who: &Credentials, powers: CapabilitySet) -> Credentials {
    Credentials {
        uid: 0,
        real_uid: 0,
        gid: 0,
        groups: Vec::new(),
        effective: powers,
        bounding: powers,
        no_new_privs: false,
        seccomp: Seccomp::Unconfined,
        denied_calls: Vec::new(),
        ..who.clone()
    }
}

/// What runs on a node besides containers.
const HOST: [&str; 24] = [
    "systemd",
    "kthreadd",
    "rcu_sched",
    "migration/0",
    "ksoftirqd/0",
    "kworker/0:0",
    "kworker/0:1",
    "kcompactd0",
    "kswapd0",
    "kauditd",
    "systemd-journal",
    "systemd-udevd",
    "dbus-daemon",
    "systemd-logind",
    "containerd",
    "containerd-shim",
    "kubelet",
    "kube-proxy",
    "pause",
    "kindnetd",
    "coredns",
    "sshd",
    "cron",
    "agetty",
];
