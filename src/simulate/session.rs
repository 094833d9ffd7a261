//! A process that runs commands in a container of a Pod.

use std::collections::BTreeMap;

use super::Surroundings;
use super::files::{Credentials, Errno, Namespace, Place, ProcFile, process_directory};
use super::machine::{Container, Machine, Process, status_of};
use super::shell::{Flavour, Shell};
use super::tool;
use super::variables::Variables;
use crate::world::{Tools, World};

/// Why a command line does not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It never ends by itself.
    Forever,
    /// `exit`
    Exit(i32),
    /// `return` from a function or a sourced file.
    Return(i32),
    /// `break`, out of this many loops.
    Break(u32),
    /// `continue`, in the loop so many outwards.
    Continue(u32),
    /// It needs something that is not simulated: its name.
    NotSimulated(String),
}

/// What a command reads and writes.
#[derive(Clone, Debug, Default)]
pub struct Streams {
    /// Standard input.
    pub input: String,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// Whether standard input stays open when what was written to it has been read: `stdin: true`, or a terminal.
    pub waits: bool,
    /// Whether both end at the same place: then what is said on either stands in `out`, in its order.
    pub joined: bool,
    /// Other descriptors that are open.
    pub others: BTreeMap<u8, String>,
    /// Whether what is said on standard error is thrown away.
    pub deaf: bool,
}

impl Streams {
    /// A line on standard error.
    pub fn complain(&mut self, line: impl AsRef<str>) {
        self.write(2, line.as_ref());
        self.write(2, "\n");
    }

    /// Text for the stream of this number.
    pub fn write(&mut self, descriptor: u8, text: &str) {
        match descriptor {
            2 if !self.joined => self.err += text,
            1 | 2 => self.out += text,
            other => self.others.entry(other).or_default().push_str(text),
        }
    }

    /// A line on standard output.
    pub fn say(&mut self, line: impl AsRef<str>) {
        self.out += line.as_ref();
        self.out.push('\n');
    }
}

/// How long a command line may sleep and still end before somebody looks, in seconds.
pub const SETTLED: f64 = 30.0;
/// Commands after which a loop counts as endless.
const BUDGET: u32 = 2000;

/// A process that runs commands in a container.
pub struct Session<'a> {
    /// The cluster.
    pub world: &'a World,
    /// It, and its network once somebody asks for it.
    pub around: &'a (dyn Surroundings + 'a),
    /// The Pod.
    pub machine: &'a mut Machine,
    /// Which of its containers.
    pub at: usize,
    /// As whom.
    pub who: Credentials,
    /// Where.
    pub cwd: String,
    /// The shell's variables, the environment among them.
    pub variables: BTreeMap<String, String>,
    /// The process's number.
    pub pid: u32,
    /// Whether it is a container's first process: then sleeping long means running.
    pub first: bool,
    /// Exit code of the last command.
    pub status: i32,
    /// The last background process.
    pub background: Option<u32>,
    /// Positional parameters.
    pub parameters: Vec<String>,
    /// The shell, if this process is one.
    pub shell: Shell,
    /// Seconds slept so far.
    pub slept: f64,
    /// How long a container's first process may sleep and still end before somebody looks.
    pub limit: f64,
    /// Commands left.
    pub budget: u32,
    /// How deep in subshells and programs.
    pub depth: u32,
    /// The signal that ended the last program, if one did.
    pub killed: Option<i32>,
    /// Programs that lead out of the container, if it has some.
    pub outside: Option<&'a mut (dyn Outside + 'a)>,
    /// The shell that handed on the present environment, in its order.
    pub handed_by: Option<Flavour>,
    /// What was looked for, is there in a cluster, and is not simulated: then no answer is.
    pub missed: Option<String>,
}

/// Programs that lead out of a container: kubectl reaches a cluster, an editor somebody's screen.
pub trait Outside {
    /// Runs `name` with its arguments. `files` are those it can see, by the paths it would use.
    fn run(&mut self, name: &str, args: &[String], files: &[(String, String)], stdin: &str) -> Printed;

    /// Time passes outside, too.
    fn pass(&mut self, seconds: f64);
}

/// What such a program printed, and how it ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// Exit code.
    pub exit: i32,
    /// Files that it wrote: path and text.
    pub written: Vec<(String, String)>,
}

impl<'a> Session<'a> {
    /// A process of container `at`, as `exec` or the runtime starts it.
    pub fn new(around: &'a (dyn Surroundings + 'a), machine: &'a mut Machine, at: usize, first: bool) -> Self {
        let container = &mut machine.containers[at];
        let pid = if first { 1 } else { container.next_pid };
        // The runtime's own threads take numbers too: five before the first process forks, six of an exec.
        container.next_pid = if first { 6 } else { pid + 7 };
        let variables = container.env.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let (who, cwd) = (container.who.clone(), container.workdir.clone());
        Self {
            world: around.world(),
            around,
            machine,
            at,
            who,
            cwd,
            variables,
            pid,
            first,
            status: 0,
            background: None,
            parameters: Vec::new(),
            shell: Shell::default(),
            slept: 0.0,
            limit: SETTLED,
            budget: BUDGET,
            depth: 0,
            killed: None,
            outside: None,
            handed_by: None,
            missed: None,
        }
    }

    /// The container.
    pub fn container(&self) -> &Container {
        &self.machine.containers[self.at]
    }

    /// The container.
    pub fn container_mut(&mut self) -> &mut Container {
        &mut self.machine.containers[self.at]
    }

    /// Whose wording its programs have.
    pub fn tools(&self) -> Tools {
        self.container().image.tools.unwrap_or(Tools::None)
    }

    /// The shell that `name` is in this image.
    pub fn flavour(&self, name: &str) -> Flavour {
        match self.tools() {
            Tools::Gnu => Flavour::Bash,
            Tools::Debian if name.ends_with("bash") => Flavour::Bash,
            Tools::Debian => Flavour::Dash,
            _ if name.ends_with("bash") => Flavour::Bash,
            _ => Flavour::Ash,
        }
    }

    /// Whether they are BusyBox's.
    pub fn busybox(&self) -> bool {
        matches!(self.tools(), Tools::Busybox | Tools::Alpine)
    }

    /// Its files.
    pub fn files(&mut self) -> Namespace<'_> {
        self.machine.files(self.at, self.pid)
    }

    /// Runs `call` on the container's files as this process.
    pub fn with_files<T>(&mut self, call: impl FnOnce(&mut Namespace<'_>, &Credentials, &str) -> T) -> T {
        let (who, cwd) = (self.who.clone(), self.cwd.clone());
        let mut files = self.files();
        let found = call(&mut files, &who, &cwd);
        if let Some(path) = files.missed.take() {
            self.missed.get_or_insert(path);
        }
        found
    }

    /// Where a path leads.
    pub fn walk(&mut self, path: &str, follow: bool) -> Result<Place, Errno> {
        self.with_files(|files, who, cwd| files.walk(who, cwd, path, follow))
    }

    /// The text of a file.
    pub fn read(&mut self, path: &str) -> Result<String, Errno> {
        match self.with_files(|files, who, cwd| files.read(who, cwd, path))? {
            Ok(text) => Ok(text),
            // The environment of another user's process needs ptrace(2)'s privilege, and so does that of one with more powers
            // (`kernel/ptrace.c` __ptrace_may_access, `security/commoncap.c` cap_ptrace_access_check).
            Err(ProcFile::Environment(pid))
                if !self.who.effective.has("SYS_PTRACE")
                    && self.container().processes.iter().any(|process| {
                        let more = !process.who.effective.minus(self.who.effective).names().is_empty();
                        let same = process.who.uid == self.who.uid && process.who.gid == self.who.gid;
                        process.pid == pid && (!same || more)
                    }) =>
            {
                Err(Errno::Access)
            }
            Err(file) => Ok(self.kernel_file(&file)),
        }
    }

    fn kernel_file(&self, file: &ProcFile) -> String {
        let process = |pid: &u32| self.container().processes.iter().find(|process| process.pid == *pid);
        match file {
            // Who reads is running.
            ProcFile::Status(pid) if *pid == self.pid => {
                process(pid).map(status_of).unwrap_or_default().replace("S (sleeping)", "R (running)")
            }
            ProcFile::Status(pid) => process(pid).map(status_of).unwrap_or_default(),
            ProcFile::Comm(pid) => process(pid).map(|process| format!("{}\n", process.comm)).unwrap_or_default(),
            ProcFile::CommandLine(pid) => {
                process(pid).map(|process| process.args.iter().map(|arg| format!("{arg}\0")).collect()).unwrap_or_default()
            }
            ProcFile::Environment(pid) => match process(pid) {
                Some(_) => self.container().env.iter().map(|(name, value)| format!("{name}={value}\0")).collect(),
                None => String::new(),
            },
            ProcFile::Mounts => self.container().mounts.iter().fold(String::new(), |text, mount| {
                let access = if mount.read_only { "ro" } else { "rw" };
                text + &format!("{} {} {} {access},{} 0 0\n", mount.source, mount.at, mount.kind, mount.options)
            }),
        }
    }

    /// Starts a process with a number of its own and makes it this session's, for as long as `run` lasts. When it never
    /// ends, it stays.
    pub fn spawn<T>(&mut self, pid: u32, args: &[String], run: impl FnOnce(&mut Self) -> Result<T, Stop>) -> Result<T, Stop> {
        let parent = if pid == self.pid { 0 } else { self.pid };
        let process = Process { parent, ..Process::new(pid, args, self.who.clone()) };
        let (uid, gid) = (self.who.uid, self.who.gid);
        let container = &mut self.machine.containers[self.at];
        let before = container.processes.iter().find(|known| known.pid == pid).cloned();
        container.processes.retain(|known| known.pid != pid);
        container.processes.push(process);
        container.processes.sort_by_key(|process| process.pid);
        let program = container.programs.path_of(args.first().map_or("", String::as_str));
        process_directory(&mut self.machine.filesystems[container.proc], pid, uid, gid, program.as_deref());
        let parent = std::mem::replace(&mut self.pid, pid);
        let outcome = run(self);
        self.pid = parent;
        if !matches!(outcome, Err(Stop::Forever)) {
            self.end(pid);
            if let Some(before) = before {
                let container = self.container_mut();
                container.processes.push(before);
                container.processes.sort_by_key(|process| process.pid);
                let proc = container.proc;
                process_directory(&mut self.machine.filesystems[proc], pid, uid, gid, program.as_deref());
            }
        }
        outcome
    }

    /// Runs a command as a process with a number of its own.
    pub fn launch(&mut self, pid: u32, command: &[String], streams: &mut Streams) -> Result<i32, Stop> {
        let outcome = self.spawn(pid, command, |session| session.execute(command, streams));
        self.missed.take().map_or(outcome, |what| Err(Stop::NotSimulated(what)))
    }

    /// A process that runs beside this one from now on.
    pub fn add_process(&mut self, process: Process) {
        let container = &mut self.machine.containers[self.at];
        container.add_process(&mut self.machine.filesystems, process);
    }

    /// The shell gives its place to the child that it waits for at its end: both ash, dash and bash run the last
    /// command of `-c` without a fork.
    pub fn become_last_child(&mut self) {
        let pid = self.pid;
        let container = self.container();
        let Some(child) = container.processes.iter().rfind(|process| process.parent == pid).cloned() else { return };
        let parent = container.processes.iter().find(|process| process.pid == pid).map_or(0, |process| process.parent);
        self.end(child.pid);
        self.add_process(Process { pid, parent, ..child });
    }

    /// Takes a process away.
    pub fn end(&mut self, pid: u32) {
        let container = &mut self.machine.containers[self.at];
        container.processes.retain(|process| process.pid != pid);
        self.machine.filesystems[container.proc].unlink(0, &pid.to_string());
    }

    /// A fresh pid.
    pub fn fork(&mut self) -> u32 {
        let container = self.container_mut();
        let pid = container.next_pid;
        container.next_pid += 1;
        pid
    }

    /// Changes who this process is.
    pub fn become_user(&mut self, who: Credentials) {
        let pid = self.pid;
        if let Some(process) = self.container_mut().processes.iter_mut().find(|process| process.pid == pid) {
            process.who = who.clone();
        }
        self.who = who;
    }

    /// The variables in the order in which a program shows them: those the container has, then what was added.
    pub fn environment(&self) -> Variables {
        let env = &self.container().env;
        let own = env.iter().filter_map(|(name, _)| self.variables.get_key_value(name));
        let mut all: Vec<_> = own.chain(self.variables.iter().filter(|(name, _)| env.get(name).is_none())).collect();
        if let Some(flavour) = self.handed_by {
            all.sort_by_key(|(name, _)| super::shell::place(flavour, name));
        }
        all.into_iter().collect()
    }

    /// Lets time pass. What sleeps longer than anybody waits never ends.
    pub fn sleep(&mut self, seconds: f64) -> Result<(), Stop> {
        self.slept += seconds;
        if let Some(outside) = &mut self.outside {
            outside.pass(seconds);
        }
        if self.first && self.slept > self.limit { Err(Stop::Forever) } else { Ok(()) }
    }

    /// Counts a command; an endless loop runs forever.
    pub fn tick(&mut self) -> Result<(), Stop> {
        self.budget = self.budget.saturating_sub(1);
        if self.budget == 0 { Err(Stop::Forever) } else { Ok(()) }
    }

    /// Whether this process may listen on a port.
    pub fn may_bind(&self, port: u16) -> bool {
        port >= self.machine.place.unprivileged_port || self.who.effective.has("NET_BIND_SERVICE")
    }

    /// Runs a program with its arguments, as execve(2) does: by path, or along PATH.
    pub fn execute(&mut self, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
        self.tick()?;
        self.depth += 1;
        if self.depth > 40 {
            self.depth -= 1;
            return Err(Stop::Forever);
        }
        let outcome = match self.program(&args[0]) {
            Ok(Program::Known(name, set_uid)) => self.run_program(&name, set_uid, args, streams),
            Ok(Program::Script(text)) => {
                let name = text.lines().next().and_then(|line| line.strip_prefix("#!")).unwrap_or("sh").trim();
                let name = name.split(' ').next().unwrap_or("sh").rsplit('/').next().unwrap_or("sh").to_owned();
                tool::shell_script(self, &name, &text, args, streams)
            }
            Err(errno) => {
                self.depth -= 1;
                return Ok(super::shell::cannot_execute(self, &args[0], errno, streams));
            }
        };
        self.depth -= 1;
        outcome
    }

    fn run_program(&mut self, name: &str, set_uid: Option<i64>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
        let Some(uid) = set_uid.filter(|uid| !self.who.no_new_privs && *uid != self.who.uid) else {
            return tool::run(self, name, args, streams);
        };
        // A set-uid program of root's gets what the bounding set leaves.
        let effective = if uid == 0 { self.who.bounding } else { Default::default() };
        let before = self.who.clone();
        self.become_user(Credentials { uid, effective, ..before.clone() });
        let outcome = tool::run(self, name, args, streams);
        self.become_user(before);
        outcome
    }

    /// Finds a program.
    pub fn program(&mut self, name: &str) -> Result<Program, Errno> {
        if name.contains('/') {
            return self.program_at(name);
        }
        let path = self.variables.get("PATH").cloned().unwrap_or_else(|| PATH.into());
        let mut denied = false;
        for directory in path.split(':').filter(|directory| !directory.is_empty()) {
            match self.program_at(&format!("{directory}/{name}")) {
                Ok(found) => return Ok(found),
                Err(Errno::Access | Errno::IsDirectory) => denied = true,
                Err(_) => {}
            }
        }
        Err(if denied { Errno::Access } else { Errno::NotFound })
    }

    fn program_at(&mut self, path: &str) -> Result<Program, Errno> {
        use super::files::{Kind, PROGRAM};
        let (place, node) = self.with_files(|files, who, cwd| files.find(who, cwd, path, true))?;
        self.with_files(|files, who, _| match files.node(place.mount, node).kind {
            Kind::Directory(_) => Err(Errno::IsDirectory),
            _ => files.may(who, &place, node, 1),
        })?;
        let files = self.files();
        let node = files.node(place.mount, node);
        let set_uid = (node.mode & 0o4000 != 0).then_some(node.uid);
        match &node.kind {
            Kind::File(text) => match text.strip_prefix(PROGRAM) {
                Some(name) => Ok(Program::Known(name.to_owned(), set_uid)),
                None => Ok(Program::Script(text.clone())),
            },
            _ => Err(Errno::Access),
        }
    }
}

/// What lies behind a path.
#[derive(Clone, Debug)]
pub enum Program {
    /// One that is known by name; with the owner if it is set-uid.
    Known(String, Option<i64>),
    /// A shell script.
    Script(String),
}

/// The search path of images that set none.
pub const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// A command that was run beside a container's own processes.
pub struct Ran {
    /// How it ended.
    pub outcome: Result<i32, Stop>,
    /// What it wrote.
    pub streams: Streams,
    /// How many seconds it slept.
    pub slept: f64,
}

/// Runs a command beside a container's own processes, as the kubelet does for probes and hooks (`RunInContainer`).
pub fn run_in_container(around: &dyn Surroundings, machine: &mut Machine, at: usize, command: &[String]) -> Ran {
    let mut streams = Streams::default();
    let mut session = Session::new(around, machine, at, false);
    let pid = session.pid;
    let outcome = session.launch(pid, command, &mut streams);
    Ran { outcome, slept: session.slept, streams }
}
