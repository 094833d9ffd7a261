//! The learner's terminal: bash on a machine of its own, where the exercise's files lie and kubectl reaches the
//! simulated cluster. What a line writes is there in the next; pipes, redirections and variables are the shell's.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::kubectl;
use crate::rules::{self, Options};
use crate::simulate::{self, Login, Outside, Printed, find_pod};
use crate::text::SourceFile;
use crate::world::{Facts, Image, World};

/// The user's home, where the files of the exercise lie.
const HOME: &str = "/home/candidate";
/// Programs that open a file in front of the learner.
const EDITORS: [&str; 6] = ["vi", "vim", "nvim", "nano", "emacs", "code"];

/// The machine's programs and accounts, as an image.
const IMAGE: &str = r#"
names: [terminal:1]
tools: debian
programs: [kubectl, k, vi, vim, nvim, nano, emacs, code]
cmd: [sleep, infinity]
passwd: ["root:x:0:0:root:/root:/bin/bash", "candidate:x:1000:1000::/home/candidate:/bin/bash"]
group: ["root:x:0:", "candidate:x:1000:"]
files: [{path: /home/candidate, owner: "1000:1000", mode: "0755"}]
"#;

/// The machine itself: a container is as good a machine as any.
const MACHINE: &str = r"
apiVersion: v1
kind: Pod
metadata: {name: terminal}
spec:
  hostname: terminal
  enableServiceLinks: false
  containers:
  - name: terminal
    image: terminal:1
    imagePullPolicy: IfNotPresent
    workingDir: /home/candidate
    securityContext: {runAsUser: 1000, runAsGroup: 1000}
    env:
    - {name: HOME, value: /home/candidate}
    - {name: USER, value: candidate}
    - {name: LOGNAME, value: candidate}
    - {name: SHELL, value: /bin/bash}
    - {name: TERM, value: xterm-256color}
    - {name: EDITOR, value: vim}
";

/// A shell and a cluster, as the lines so far have left them.
#[derive(Clone, Debug)]
pub struct Terminal {
    login: Login,
    cluster: World,
    /// Lines of a command that is not complete.
    begun: String,
    /// The exercise's files as both sides know them, by name.
    shared: BTreeMap<String, String>,
}

/// What came of a line.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// What it printed.
    pub shown: String,
    /// Whether `clear` sent away what stood there before.
    pub cleared: bool,
    /// The exercise's files that it changed.
    pub changed: Vec<SourceFile>,
    /// A file of the exercise that is to be opened in the editor.
    pub opens: Option<String>,
    /// A file that an editor was asked for and that is none of the exercise's.
    pub foreign: Option<String>,
    /// `exit`
    pub ended: bool,
    /// It would have run until somebody pressed Ctrl-C.
    pub endless: bool,
    /// What it needs that is not simulated.
    pub not_simulated: Option<String>,
}

impl Terminal {
    /// A fresh shell before `cluster`. `None` if the machine's own description were broken, which a test excludes.
    pub fn new(cluster: World) -> Option<Self> {
        let image: Image = serde_yaml::from_str(IMAGE).ok()?;
        let mut world = World { facts: Facts { images: vec![image], ..Facts::default() }, ..World::default() };
        let file = SourceFile::new("terminal.yaml", MACHINE);
        for document in rules::validate(&[file], &Options { namespace: "default".into(), ..Options::default() }) {
            world.store.insert(document.object?);
        }
        let pod = find_pod(&world, "default", "terminal")?;
        let login = Login::open(world, &pod)?;
        Some(Self { login, cluster, begun: String::new(), shared: BTreeMap::new() })
    }

    /// The cluster as it is now.
    pub fn cluster(&self) -> &World {
        &self.cluster
    }

    /// The directory, as a prompt shows it.
    pub fn directory(&self) -> String {
        let at = self.login.directory();
        at.strip_prefix(HOME).map_or_else(|| at.to_owned(), |rest| format!("~{rest}"))
    }

    /// Whether a command was begun and waits for its other lines.
    pub fn continues(&self) -> bool {
        !self.begun.is_empty()
    }

    /// Forgets a command that was begun: Ctrl-C.
    pub fn interrupt(&mut self) {
        self.begun.clear();
    }

    /// The names of the files in the working directory and below, for completion.
    pub fn names(&mut self) -> Vec<String> {
        let at = self.login.directory().to_owned();
        self.login.texts(&at).into_iter().map(|(name, _)| name).collect()
    }

    /// Brings the exercise's files as the editor has them.
    pub fn bring(&mut self, files: &[SourceFile]) {
        for file in files {
            if self.shared.get(file.name()).is_none_or(|known| known != file.text()) {
                self.login.write(&format!("{HOME}/{}", file.name()), file.text());
                self.shared.insert(file.name().to_owned(), file.text().to_owned());
            }
            // Images of the exercise's own are built from the file as it is now.
            simulate::build_onto_nodes(&mut self.cluster, file);
        }
    }

    /// Runs a line, or keeps it until the command is complete.
    pub fn enter(&mut self, line: &str) -> Answer {
        self.begun.push_str(line);
        self.begun.push('\n');
        // bash knows `<( )`, this shell does not: better said than taken for a slip.
        if self.begun.contains("<(") {
            self.begun.clear();
            return Answer { not_simulated: Some("<( )".into()), ..Answer::default() };
        }
        if self.login.unfinished(&self.begun) {
            return Answer::default();
        }
        let text = std::mem::take(&mut self.begun);
        let mut desk = Desk { cluster: &mut self.cluster, edits: None, rest: 0.0 };
        let entered = self.login.enter(&text, &mut desk);
        let edits = desk.edits;
        self.login.set_time(&self.cluster.facts.now);
        let (opens, foreign) = match edits.map(|path| self.name_of(&path)) {
            Some(name) if self.shared.contains_key(&name) => (Some(name), None),
            other => (None, other),
        };
        let changed = self.changed();
        for file in &changed {
            simulate::build_onto_nodes(&mut self.cluster, file);
        }
        Answer {
            shown: entered.shown,
            cleared: entered.cleared,
            changed,
            opens,
            foreign,
            ended: entered.ended,
            endless: entered.endless,
            not_simulated: entered.not_simulated,
        }
    }

    /// The name of a file as the exercise has it: the path below home.
    fn name_of(&self, path: &str) -> String {
        let path = path.strip_prefix("./").unwrap_or(path);
        let whole = if path.starts_with('/') { path.to_owned() } else { format!("{}/{path}", self.login.directory()) };
        whole.strip_prefix(&format!("{HOME}/")).map_or(whole.clone(), str::to_owned)
    }

    /// The exercise's files that are not what both sides knew.
    fn changed(&mut self) -> Vec<SourceFile> {
        let now: BTreeMap<_, _> = self.login.texts(HOME).into_iter().collect();
        let mut changed = Vec::new();
        for (name, known) in &mut self.shared {
            let text = now.get(name).cloned().unwrap_or_default();
            if *known != text {
                known.clone_from(&text);
                changed.push(SourceFile::new(name.clone(), text));
            }
        }
        changed
    }
}

/// What stands beside the machine: the cluster behind kubectl, the screen behind an editor.
struct Desk<'c> {
    cluster: &'c mut World,
    edits: Option<String>,
    /// What has passed of the next second.
    rest: f64,
}

/// Nobody waits longer for a line.
const LONGEST: f64 = 366.0 * 86_400.0;

impl Outside for Desk<'_> {
    fn run(&mut self, name: &str, args: &[String], files: &[(String, String)], stdin: &str) -> Printed {
        if EDITORS.contains(&name) {
            self.edits = args.iter().find(|arg| !arg.starts_with(['-', '+'])).cloned();
            return Printed::default();
        }
        if !matches!(name, "kubectl" | "k") {
            return Printed { err: format!("bash: {name}: command not found\n"), exit: 127, ..Printed::default() };
        }
        let files: Vec<_> = files.iter().map(|(name, text)| SourceFile::new(name.clone(), text.clone())).collect();
        let outcome = kubectl::run(self.cluster, &files, args, stdin);
        Printed { out: outcome.stdout, err: outcome.stderr, exit: outcome.exit, written: outcome.written }
    }

    fn pass(&mut self, seconds: f64) {
        self.rest += seconds.clamp(0.0, LONGEST);
        let whole = self.rest.floor();
        self.rest -= whole;
        simulate::pass(self.cluster, whole as u32);
    }
}
