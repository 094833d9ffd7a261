//! A Pod at run time: containers with their files and processes.

use super::files::{Credentials, Filesystem, Mount, Namespace, process_directory};
use super::tool;
use super::variables::Variables;
use crate::probe::{Port, Step, Target};
use crate::world::{Act, Image, ServerKind};

/// A Pod's containers and everything they share.
#[derive(Clone, Debug, Default)]
pub struct Machine {
    /// Every file system of the Pod.
    pub filesystems: Vec<Filesystem>,
    /// The containers that were created, in order of creation.
    pub containers: Vec<Container>,
    /// Whether the loopback interface is up.
    pub loopback_down: bool,
    /// Addresses that were added to the loopback interface.
    pub addresses: Vec<String>,
    /// Where the Pod is.
    pub place: PodPlace,
    /// What is to be said of a connection that might have ended otherwise.
    pub chance: Option<Step>,
    /// Why the last connection that was tried ended as it did.
    pub connection: Vec<Step>,
    /// When its commands run, among everything that was done in the world.
    pub when: When,
    /// What they did in other Pods.
    pub sent: Vec<(Target, Act)>,
    /// Whether it builds an image: then there is no cluster around it.
    pub builds: bool,
    /// Programs that a build took to have done their work, though that is not simulated.
    pub assumed: Vec<String>,
}

/// When a command runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// While Pods start.
    #[default]
    Starting,
    /// After so many of the acts that were done in containers.
    After(usize),
}

/// Who and where a Pod is.
#[derive(Clone, Debug, Default)]
pub struct PodPlace {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its address.
    pub ip: String,
    /// The first port that anyone may open.
    pub unprivileged_port: u16,
    /// Whether ping needs no NET_RAW (`ping_group_range`).
    pub open_ping: bool,
    /// It uses the node's network.
    pub host_network: bool,
}

/// A container at run time.
#[derive(Clone, Debug)]
pub struct Container {
    /// Its name.
    pub name: String,
    /// Its image.
    pub image: Image,
    /// As whom its processes start.
    pub who: Credentials,
    /// What it sees.
    pub mounts: Vec<Mount>,
    /// Index of its `/proc`.
    pub proc: usize,
    /// Directories with the image's programs.
    pub programs: tool::Programs,
    /// Environment of its first process.
    pub env: Variables,
    /// What of it the kubelet set.
    pub given: Variables,
    /// Working directory.
    pub workdir: String,
    /// Host name.
    pub hostname: String,
    /// Its processes, by pid.
    pub processes: Vec<Process>,
    /// The next pid.
    pub next_pid: u32,
    /// Ports on which its processes listen.
    pub listens: Vec<Port>,
    /// Whether whoever listens also answers.
    pub answers: bool,
    /// Whether its first process lives.
    pub running: bool,
    /// What its redis-server keeps.
    pub keys: tool::Keys,
}

impl Machine {
    /// The files of the container at this place in the list, as the process `pid` looks at them.
    pub fn files(&mut self, at: usize, pid: u32) -> Namespace<'_> {
        let container = &self.containers[at];
        Namespace { filesystems: &mut self.filesystems, mounts: &container.mounts, programs: &container.programs, pid, missed: None }
    }
}

impl Container {
    /// Whether its image's server is of this kind.
    pub fn serves(&self, kind: ServerKind) -> bool {
        self.image.server.as_ref().is_some_and(|server| server.kind == kind)
    }

    /// Adds a process with its directory below `/proc`.
    pub fn add_process(&mut self, filesystems: &mut [Filesystem], process: Process) {
        let program = self.programs.path_of(process.args.first().map_or("", String::as_str));
        process_directory(&mut filesystems[self.proc], process.pid, process.who.uid, process.who.gid, program.as_deref());
        self.processes.retain(|known| known.pid != process.pid);
        self.processes.push(process);
        self.processes.sort_by_key(|process| process.pid);
    }

    /// Gives every process another number.
    pub fn renumber(&mut self, filesystems: &mut [Filesystem], number: impl Fn(u32) -> u32) {
        let before = std::mem::take(&mut self.processes);
        for process in &before {
            filesystems[self.proc].unlink(0, &process.pid.to_string());
        }
        for process in before {
            let parent = if process.parent == 0 { 0 } else { number(process.parent) };
            self.add_process(filesystems, Process { pid: number(process.pid), parent, ..process });
        }
    }
}

/// A process.
#[derive(Clone, Debug)]
pub struct Process {
    /// Its number.
    pub pid: u32,
    /// Its name, of at most 15 letters.
    pub comm: String,
    /// Its command line.
    pub args: Vec<String>,
    /// As whom it runs.
    pub who: Credentials,
    /// The process that forked it; 0 for one that the runtime started.
    pub parent: u32,
}

impl Process {
    /// A process that runs `args`.
    pub fn new(pid: u32, args: &[String], who: Credentials) -> Self {
        let program = args.first().map_or("", String::as_str);
        let comm = program.rsplit('/').next().unwrap_or(program).chars().take(15).collect();
        Self { pid, comm, args: args.to_vec(), who, parent: 0 }
    }
}

/// `/proc/PID/status`, in the order of fs/proc/array.c.
pub fn status_of(process: &Process) -> String {
    let who = &process.who;
    let four = |real: i64, effective: i64| format!("{real}\t{effective}\t{effective}\t{effective}");
    let groups = who.groups.iter().map(i64::to_string).collect::<Vec<_>>().join(" ");
    let filter = u8::from(who.seccomp != super::context::Seccomp::Unconfined);
    [
        format!("Name:\t{}", process.comm),
        "Umask:\t0022".into(),
        "State:\tS (sleeping)".into(),
        format!("Tgid:\t{}", process.pid),
        "Ngid:\t0".into(),
        format!("Pid:\t{}", process.pid),
        format!("PPid:\t{}", process.parent),
        "TracerPid:\t0".into(),
        format!("Uid:\t{}", four(who.real_uid, who.uid)),
        format!("Gid:\t{}", four(who.gid, who.gid)),
        "FDSize:\t64".into(),
        format!("Groups:\t{groups} "),
        "CapInh:\t0000000000000000".into(),
        format!("CapPrm:\t{}", who.effective.hex()),
        format!("CapEff:\t{}", who.effective.hex()),
        format!("CapBnd:\t{}", who.bounding.hex()),
        "CapAmb:\t0000000000000000".into(),
        format!("NoNewPrivs:\t{}", u8::from(who.no_new_privs)),
        format!("Seccomp:\t{}", filter * 2),
        format!("Seccomp_filters:\t{filter}"),
        "Threads:\t1\n".into(),
    ]
    .join("\n")
}
