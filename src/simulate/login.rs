//! A shell that somebody sits at: line after line in one container, whose programs may lead out of it.

use super::files::{Kind, Open};
use super::machine::{Machine, Process};
use super::session::{Outside, Session, Stop, Streams};
use super::shell::{self, Shell};
use super::{Pod, Scene, start};
use crate::world::World;

/// What sends a terminal's screen away (terminfo `clear` of xterm).
pub const CLEAR: &str = "\u{1b}[H\u{1b}[J";
/// Directories that are looked into for files, at most this deep.
const DEPTH: u32 = 4;

/// An interactive shell in the first container of a Pod. What a line sets, writes or defines is there in the next.
#[derive(Clone, Debug)]
pub struct Login {
    world: World,
    machine: Machine,
    kept: Kept,
}

/// What a shell carries from line to line.
#[derive(Clone, Debug)]
struct Kept {
    pid: u32,
    cwd: String,
    variables: std::collections::BTreeMap<String, String>,
    shell: Shell,
    status: i32,
}

/// What a line printed, and what became of the shell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    /// Both streams, in their order, as a terminal shows them; what was sent away by `clear` is not among it.
    pub shown: String,
    /// Whether what stood on the screen before was sent away.
    pub cleared: bool,
    /// Whether the shell ended.
    pub ended: bool,
    /// Whether the line did not end by itself, so that somebody would press Ctrl-C.
    pub endless: bool,
    /// What it needs that is not simulated.
    pub not_simulated: Option<String>,
}

impl Login {
    /// Sits down at a shell in `pod`; `None` when it has no running container with a shell.
    pub fn open(world: World, pod: &Pod) -> Option<Self> {
        let (machine, kept) = seat(&Scene::of(&world), pod)?;
        Some(Self { world, machine, kept })
    }

    /// Whether the shell would wait for more lines before it runs `text`.
    pub fn unfinished(&self, text: &str) -> bool {
        shell::unfinished(text, self.kept.shell.flavour)
    }

    /// Runs what was typed.
    pub fn enter(&mut self, text: &str, outside: &mut dyn Outside) -> Entered {
        let mut streams = Streams { joined: true, waits: true, ..Streams::default() };
        let scene = Scene::of(&self.world);
        let mut session = Session::new(&scene, &mut self.machine, 0, false);
        let outside: &mut (dyn Outside + '_) = outside;
        session.outside = Some(outside);
        session.pid = self.kept.pid;
        session.cwd.clone_from(&self.kept.cwd);
        session.variables.clone_from(&self.kept.variables);
        session.shell = self.kept.shell.clone();
        let outcome = shell::enter(&mut session, text, self.kept.status, &mut streams);
        let status = outcome.as_ref().copied().unwrap_or(130);
        self.kept = Kept { pid: self.kept.pid, cwd: session.cwd, variables: session.variables, shell: session.shell, status };
        let (cleared, shown) = match streams.out.rsplit_once(CLEAR) {
            Some((_, after)) => (true, after.to_owned()),
            None => (false, streams.out),
        };
        Entered {
            shown,
            cleared,
            ended: matches!(outcome, Err(Stop::Exit(_))),
            endless: matches!(outcome, Err(Stop::Forever)),
            not_simulated: match outcome {
                Err(Stop::NotSimulated(what)) => Some(what),
                _ => None,
            },
        }
    }

    /// Sets the machine's clock.
    pub fn set_time(&mut self, now: &str) {
        self.world.facts.now = now.to_owned();
    }

    /// The value of a variable of the shell.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.kept.variables.get(name).map(String::as_str)
    }

    /// Where the shell stands.
    pub fn directory(&self) -> &str {
        &self.kept.cwd
    }

    /// Writes a file as the shell's user, relative to where the shell stands.
    pub fn write(&mut self, path: &str, text: &str) {
        self.with(|session| session.put(path, text));
    }

    /// The text files below `directory`, by their paths below it.
    pub fn texts(&mut self, directory: &str) -> Vec<(String, String)> {
        self.with(|session| session.texts_below(directory, ""))
    }

    fn with<T>(&mut self, act: impl FnOnce(&mut Session<'_>) -> T) -> T {
        let next = self.machine.containers[0].next_pid;
        let scene = Scene::of(&self.world);
        let mut session = Session::new(&scene, &mut self.machine, 0, false);
        session.cwd.clone_from(&self.kept.cwd);
        let done = act(&mut session);
        self.machine.containers[0].next_pid = next;
        done
    }
}

/// A login shell in the first container of a Pod that has settled.
fn seat(scene: &Scene<'_>, pod: &Pod) -> Option<(Machine, Kept)> {
    let mut machine = start::run_in(scene, pod, scene.address(pod)).machine;
    let container = machine.containers.first().filter(|container| container.running)?;
    let who = container.who.clone();
    let mut session = Session::new(scene, &mut machine, 0, false);
    session.program("bash").ok()?;
    let flavour = session.flavour("bash");
    let (pid, cwd) = (session.pid, session.cwd.clone());
    let mut variables = std::mem::take(&mut session.variables);
    // A login shell does not inherit what the kubelet gives the first process.
    variables.retain(|name, _| !name.starts_with("KUBERNETES_"));
    let exported = variables.keys().cloned().collect();
    let process = Process::new(pid, &["-bash".to_owned()], who);
    session.add_process(process);
    let name = "bash".to_owned();
    let shell = Shell { flavour, script: name.clone(), name, interactive: true, exported, ..Shell::default() };
    Some((machine, Kept { pid, cwd, variables, shell, status: 0 }))
}

impl Session<'_> {
    /// The text files that a program called here may mean: below the working directory by relative paths, below home
    /// and `/tmp` by absolute ones.
    pub fn texts(&mut self) -> Vec<(String, String)> {
        let (cwd, home) = (self.cwd.clone(), self.variables.get("HOME").cloned().unwrap_or_else(|| "/root".into()));
        let mut found = Vec::new();
        if [home.as_str(), "/tmp"].iter().any(|root| cwd.starts_with(root)) {
            found.extend(self.texts_below(&cwd, ""));
        }
        for root in [home.as_str(), "/tmp"] {
            found.extend(self.texts_below(root, &format!("{root}/")));
        }
        found
    }

    fn texts_below(&mut self, directory: &str, shown: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        self.collect(directory, shown, DEPTH, &mut found);
        found
    }

    fn collect(&mut self, directory: &str, shown: &str, depth: u32, found: &mut Vec<(String, String)>) {
        let Ok(place) = self.walk(directory, true) else { return };
        let Some(node) = place.node else { return };
        let names = self.with_files(|files, who, _| {
            let listed = files.list(who, &place, node).unwrap_or_default();
            let is = |mount, node| match &files.node(mount, node).kind {
                Kind::Directory(_) => Some(None),
                Kind::File(text) => Some(Some(text.clone())),
                _ => None,
            };
            listed.into_iter().filter_map(|(name, mount, node)| Some((name, is(mount, node)?))).collect::<Vec<_>>()
        });
        for (name, content) in names {
            match content {
                Some(text) => found.push((format!("{shown}{name}"), text)),
                None if depth > 1 => self.collect(&format!("{directory}/{name}"), &format!("{shown}{name}/"), depth - 1, found),
                None => {}
            }
        }
    }

    /// Writes a file as this process's user, with the directories above it.
    pub fn put(&mut self, path: &str, text: &str) {
        if let Some((parent, _)) = path.rsplit_once('/').filter(|(parent, _)| !parent.is_empty()) {
            self.directories(parent);
        }
        self.with_files(|files, who, cwd| {
            if let Ok(open) = files.open(who, cwd, path, Open::Truncate) {
                files.write(open, text);
            }
        });
    }

    /// `mkdir -p`
    pub fn directories(&mut self, path: &str) {
        let args: Vec<String> = ["mkdir", "-p", path].map(str::to_owned).into();
        // A directory that cannot be made shows when the file is written.
        let _ = self.execute(&args, &mut Streams::default());
    }
}
