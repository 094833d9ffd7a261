//! Where a stage is built: the files of its base image, and the container in which its RUN instructions run.

use std::collections::{BTreeMap, BTreeSet};

use crate::simulate::capability::{CapabilitySet, granted};
use crate::simulate::context::Seccomp;
use crate::simulate::files::{Credentials, Filesystem, Kind, NodeId, PROGRAM, Setting, container_mounts};
use crate::simulate::machine::{Container, Machine, PodPlace};
use crate::simulate::session::{Ran, Session, Streams};
use crate::simulate::variables::Variables;
use crate::simulate::{Surroundings, tool};
use crate::world::{Facts, File, Image};

/// A stage's files and container.
#[derive(Clone, Debug)]
pub struct Room {
    machine: Machine,
    powers: CapabilitySet,
}

/// As whom and where a command runs.
pub struct Seat<'s> {
    /// `USER`, as written; empty for root.
    pub user: &'s str,
    /// The environment.
    pub env: &'s Variables,
    /// `WORKDIR`
    pub workdir: &'s str,
}

/// Places that the builder or the runtime makes, and that are in no layer.
const MADE: [&str; 6] = ["/dev", "/proc", "/sys", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf"];

impl Room {
    /// On top of `image`.
    pub fn on(facts: &Facts, image: &Image) -> Self {
        let sysctls = BTreeMap::new();
        let setting = Setting {
            read_only: false,
            privileged: false,
            unmasked: false,
            hostname: "buildkitsandbox",
            hosts: "127.0.0.1\tlocalhost buildkitsandbox\n::1\tlocalhost ip6-localhost ip6-loopback\n".into(),
            resolv: "nameserver 8.8.8.8\n".into(),
            proc: &facts.runtime.proc,
            sysctls: &sysctls,
        };
        let mut filesystems = Vec::new();
        let (mounts, proc) = container_mounts(&mut filesystems, image, &setting);
        let powers = granted(&facts.runtime, None, false);
        let container = Container {
            name: "buildkitsandbox".into(),
            image: image.clone(),
            who: credentials(0, 0, Vec::new(), powers),
            mounts,
            proc,
            programs: tool::programs(image),
            env: Variables::default(),
            given: Variables::default(),
            workdir: "/".into(),
            hostname: "buildkitsandbox".into(),
            processes: Vec::new(),
            next_pid: 6,
            listens: Vec::new(),
            answers: false,
            running: true,
            keys: tool::Keys::default(),
        };
        let place = PodPlace { unprivileged_port: 1024, ..PodPlace::default() };
        let machine = Machine { filesystems, containers: vec![container], place, builds: true, ..Machine::default() };
        Self { machine, powers }
    }

    /// The image's files.
    pub fn root(&self) -> &Filesystem {
        &self.machine.filesystems[self.machine.containers[0].mounts[0].filesystem]
    }

    /// The image's files, to be changed.
    pub fn root_mut(&mut self) -> &mut Filesystem {
        let at = self.machine.containers[0].mounts[0].filesystem;
        &mut self.machine.filesystems[at]
    }

    /// The lines of a file such as `/etc/passwd`.
    pub fn lines(&self, path: &str) -> Vec<String> {
        let root = self.root();
        let node = super::copy::find(root, path).map(|node| &root.nodes[node].kind);
        let text = if let Some(Kind::File(text)) = node { text.as_str() } else { "" };
        text.lines().map(str::to_owned).collect()
    }

    /// Whether the image has a program of this name, or where it lies.
    pub fn programs(&self) -> &tool::Programs {
        &self.machine.containers[0].programs
    }

    /// What programs were taken to have done their work without being simulated.
    pub fn assumed(&self) -> &[String] {
        &self.machine.assumed
    }

    /// `USER` as uid, gid and groups (`GetExecUser` of moby/sys/user).
    ///
    /// # Errors
    /// Its words for a name that is nowhere.
    pub fn who(&self, user: &str) -> Result<(i64, i64, Vec<i64>), String> {
        let (name, group) = user.split_once(':').map_or((user, ""), |(name, group)| (name, group));
        let image = Image { passwd: self.lines("/etc/passwd"), group: self.lines("/etc/group"), ..Image::default() };
        let number = name.parse::<i64>().ok().filter(|uid| *uid >= 0);
        let account = image.accounts().find(|(known, uid, _)| number.map_or(*known == name, |number| *uid == number));
        let (uid, mut gid, known) = match (account, number) {
            (Some((known, uid, gid)), _) => (uid, gid, Some(known)),
            (None, Some(uid)) => (uid, 0, None),
            (None, None) if name.is_empty() => (0, 0, None),
            (None, None) => return Err(format!("unable to find user {name}: no matching entries in passwd file")),
        };
        let mut groups = Vec::new();
        if group.is_empty() {
            groups.extend(image.groups().filter(|(.., members)| known.is_some_and(|name| members.contains(&name))).map(|(_, gid, _)| gid));
        } else {
            let found = image.groups().find(|(known, own, _)| *known == group || group == own.to_string()).map(|(_, gid, _)| gid);
            gid = match found.or_else(|| group.parse().ok()) {
                Some(gid) => gid,
                None => return Err(format!("unable to find group {group}: no matching entries in group file")),
            };
        }
        Ok((uid, gid, groups))
    }

    /// Runs a command; what it writes stays, its processes do not.
    ///
    /// # Errors
    /// When there is no such user: then nothing ran.
    pub fn run(&mut self, around: &dyn Surroundings, seat: &Seat<'_>, command: &[String]) -> Result<Ran, String> {
        let (uid, gid, groups) = self.who(seat.user)?;
        let home = self.home(uid);
        let container = &mut self.machine.containers[0];
        container.who = credentials(uid, gid, groups, self.powers);
        container.workdir = seat.workdir.to_owned();
        container.env = [("PATH", crate::simulate::session::PATH), ("HOSTNAME", "buildkitsandbox")].into_iter().collect();
        container.env.extend(seat.env.iter());
        if container.env.get("HOME").is_none() {
            container.env.set("HOME", home);
        }
        let mut streams = Streams { joined: true, ..Streams::default() };
        let mut session = Session::new(around, &mut self.machine, 0, false);
        let pid = session.pid;
        let outcome = match session.program(&command[0]) {
            Ok(_) => session.launch(pid, command, &mut streams),
            Err(_) => {
                let program = &command[0];
                streams.say(format!(
                    "runc run failed: unable to start container process: exec: \"{program}\": stat {program}: no such file or directory"
                ));
                Ok(127)
            }
        };
        let slept = session.slept;
        let processes: Vec<u32> = session.container().processes.iter().map(|process| process.pid).collect();
        processes.into_iter().for_each(|pid| session.end(pid));
        Ok(Ran { outcome, streams, slept })
    }

    fn home(&self, uid: i64) -> String {
        let own = |line: &String| line.split(':').nth(2) == Some(uid.to_string().as_str());
        let line = self.lines("/etc/passwd").into_iter().find(own);
        line.and_then(|line| line.split(':').nth(5).map(str::to_owned)).unwrap_or_else(|| "/".into())
    }

    /// Owner, group and mode of everything in it.
    pub fn owners(&self) -> BTreeMap<String, (String, Option<String>)> {
        self.files().into_iter().map(|file| (file.path, (file.owner, file.mode))).collect()
    }

    /// Everything that lies in the image, besides the programs of its tool set and what the runtime makes.
    pub fn files(&self) -> Vec<File> {
        let mut files = Vec::new();
        self.gather(0, "", &mut files);
        files
    }

    fn gather(&self, directory: NodeId, path: &str, files: &mut Vec<File>) {
        let root = self.root();
        let Kind::Directory(children) = &root.nodes[directory].kind else { return };
        let programs: BTreeSet<&str> =
            self.programs().in_directory(if path.is_empty() { "/" } else { path }).into_iter().flatten().collect();
        for (name, child) in children {
            let own = format!("{path}/{name}");
            if MADE.contains(&own.as_str()) {
                continue;
            }
            let node = &root.nodes[*child];
            let (mut content, mut link) = (None, None);
            match &node.kind {
                Kind::File(text) if programs.contains(name.as_str()) && *text == format!("{PROGRAM}{name}") && node.mode == 0o755 => {
                    continue;
                }
                Kind::File(text) => content = Some(text.clone()),
                Kind::Symlink(to) => link = Some(to.clone()),
                Kind::Directory(_) => {}
                Kind::Device(..) | Kind::Proc(_) => continue,
            }
            let owner = format!("{}:{}", node.uid, node.gid);
            files.push(File { path: own.clone(), owner, mode: Some(format!("{:04o}", node.mode)), content, link });
            self.gather(*child, &own, files);
        }
    }
}

fn credentials(uid: i64, gid: i64, groups: Vec<i64>, powers: CapabilitySet) -> Credentials {
    let mut groups: Vec<i64> = groups.into_iter().chain([gid]).collect();
    groups.sort_unstable();
    groups.dedup();
    Credentials {
        uid,
        real_uid: uid,
        gid,
        groups,
        effective: if uid == 0 { powers } else { CapabilitySet::default() },
        bounding: powers,
        no_new_privs: false,
        seccomp: Seccomp::RuntimeDefault,
        denied_calls: Vec::new(),
        umask: 0o022,
    }
}
