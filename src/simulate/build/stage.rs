//! One stage: its instructions carried out one after the other
//! (BuildKit `frontend/dockerfile/dockerfile2llb/convert.go` and `convert_copy.go`, August 2026).

use std::collections::BTreeMap;

use super::copy::{self, Manner};
use super::finding::{self, check, finding};
use super::instruction::{Command, Instruction, Pair, What};
use super::room::{Room, Seat};
use super::{Plan, substitute};
use crate::diag::{Diagnostic, Severity};
use crate::simulate::files::Filesystem;
use crate::simulate::session::Stop;
use crate::simulate::tool::new_mode;
use crate::simulate::variables::Variables;
use crate::text::{Span, quote};
use crate::world::Image;

/// A stage as far as it is built.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its files.
    pub room: Room,
    /// The image it began with.
    pub base: Image,
    /// `USER`, and where it stands if this file says it.
    pub user: (String, Option<Span>),
    /// `WORKDIR`
    pub workdir: String,
    /// `ENV`
    pub env: Variables,
    /// `ENTRYPOINT`
    pub entrypoint: Option<Vec<String>>,
    /// `CMD`
    pub cmd: Option<Vec<String>>,
    /// The instruction that last gave a path its owner.
    pub owners: BTreeMap<String, (&'static str, Span)>,
    /// Variables of ARG.
    args: Variables,
    shell: Option<Vec<String>>,
    has_cmd: bool,
}

/// Why a stage is not built.
pub enum Broken {
    /// The build fails, or nobody can say whether it does.
    Found(Box<Diagnostic>),
}

impl From<Diagnostic> for Broken {
    fn from(found: Diagnostic) -> Self {
        Self::Found(Box::new(found))
    }
}

impl Stage {
    /// On top of an image.
    pub fn on(plan: &Plan<'_>, base: Image) -> Self {
        Self {
            room: Room::on(&plan.world.facts, &base),
            user: (base.user.clone().unwrap_or_default(), None),
            workdir: base.workdir.clone().unwrap_or_else(|| "/".into()),
            env: base.env.clone().into_iter().collect(),
            entrypoint: base.entrypoint.clone(),
            cmd: base.cmd.clone(),
            owners: BTreeMap::new(),
            args: Variables::default(),
            shell: None,
            has_cmd: false,
            base,
        }
    }

    /// On top of another stage.
    pub fn after(other: &Self) -> Self {
        Self { args: Variables::default(), has_cmd: false, ..other.clone() }
    }

    /// Carries an instruction out.
    ///
    /// # Errors
    /// When the build ends there.
    pub fn run(&mut self, plan: &mut Plan<'_>, instruction: &Instruction) -> Result<(), Broken> {
        let before = matches!(instruction.name, "RUN" | "COPY" | "ADD" | "WORKDIR").then(|| self.room.owners());
        match (instruction.name, &instruction.what) {
            ("RUN", What::Command(command)) => self.command(plan, instruction, command)?,
            ("CMD", What::Command(command)) => {
                (self.cmd, self.has_cmd) = (Some(self.words(command)), true);
            }
            ("ENTRYPOINT", What::Command(command)) => {
                self.entrypoint = Some(self.words(command));
                if !self.has_cmd {
                    self.cmd = None;
                }
            }
            ("SHELL", What::Command(Command::Words(words))) => self.shell = Some(words.clone()),
            (_, What::Copy { sources, destination }) => self.copy(plan, instruction, sources, destination)?,
            ("ENV", What::Pairs(pairs, _)) => {
                let values = pairs.iter().map(|pair| self.expand(plan, instruction, pair.value.as_deref().unwrap_or("")));
                let values: Vec<String> = values.collect::<Result<_, _>>()?;
                for (pair, value) in pairs.iter().zip(values) {
                    self.env.set(pair.name.as_str(), value.as_str());
                    if self.args.get(&pair.name).is_some() {
                        self.args.set(pair.name.as_str(), value);
                    }
                }
            }
            ("ARG", What::Pairs(pairs, _)) => pairs.iter().try_for_each(|pair| self.argument(plan, instruction, pair))?,
            ("USER", What::Words(words)) => {
                let user = self.expand(plan, instruction, &words[0])?;
                self.user = (user, Some(instruction.span.join(instruction.arguments)));
            }
            ("WORKDIR", What::Words(words)) => self.change_directory(plan, instruction, &words[0])?,
            (_, What::Words(words)) => {
                for word in words {
                    self.expand(plan, instruction, word)?;
                }
            }
            _ => {}
        }
        if let Some(before) = before {
            let place = instruction.span.join(instruction.arguments);
            for (path, owner) in self.room.owners() {
                if before.get(&path) != Some(&owner) {
                    self.owners.insert(path, (instruction.name, place));
                }
            }
        }
        Ok(())
    }

    fn lookup(&self, name: &str) -> Option<String> {
        self.args.get(name).or_else(|| self.env.get(name)).or((name == "PATH").then_some(crate::simulate::session::PATH)).map(str::to_owned)
    }

    fn expand(&self, plan: &mut Plan<'_>, instruction: &Instruction, text: &str) -> Result<String, Broken> {
        let word = substitute::word(text, plan.escape, &|name| self.lookup(name)).map_err(|text| plan.step(instruction, text))?;
        for name in word.unset {
            let known: Vec<&str> = self.args.iter().chain(self.env.iter()).map(|(name, _)| name).collect();
            let near = super::instruction::suggestion(&name, &known, true);
            let near = near.map_or_else(String::new, |near| format!(" (did you mean ${near}?)"));
            let text = format!("Usage of undefined variable '${name}'{near}");
            plan.found.push(check(&plan.file, "UndefinedVar", instruction.arguments, text));
        }
        Ok(word.text)
    }

    fn argument(&mut self, plan: &mut Plan<'_>, instruction: &Instruction, pair: &Pair) -> Result<(), Broken> {
        let value = match &pair.value {
            Some(value) => Some(self.expand(plan, instruction, value)?),
            None => plan.globals.get(&pair.name).map(str::to_owned),
        };
        if let Some(value) = value {
            self.args.set(pair.name.as_str(), value);
        }
        Ok(())
    }

    /// A command line with the shell before it where it is a text.
    fn words(&self, command: &Command) -> Vec<String> {
        match command {
            Command::Words(words) => words.clone(),
            Command::Shell(text) if text.is_empty() => Vec::new(),
            Command::Shell(text) => {
                let shell = self.shell.clone().unwrap_or_else(|| vec!["/bin/sh".into(), "-c".into()]);
                shell.into_iter().chain([text.clone()]).collect()
            }
        }
    }

    /// WORKDIR makes the directory, and gives it to the user of this place in the file.
    fn change_directory(&mut self, plan: &mut Plan<'_>, instruction: &Instruction, path: &str) -> Result<(), Broken> {
        let path = self.expand(plan, instruction, path)?;
        self.workdir = self.absolute(&path);
        let owner = if self.user.0.is_empty() { (0, 0) } else { self.owner(&self.user.0).unwrap_or((0, 0)) };
        let workdir = self.workdir.clone();
        copy::make_directory(self.room.root_mut(), &workdir, owner).map_err(|text| plan.step(instruction, text).into())
    }

    fn absolute(&self, path: &str) -> String {
        copy::clean(&if path.starts_with('/') { path.to_owned() } else { format!("{}/{path}", self.workdir) })
    }

    /// `--chown`, looked up in the files of this stage (`solver/llbsolver/ops/user_linux.go`): a number stands for user and
    /// group, a name that is nowhere for root. `None` where a name was nowhere.
    fn owner(&self, text: &str) -> Option<(i64, i64)> {
        let (user, group) = text.split_once(':').map_or((text, None), |(user, group)| (user, Some(group)));
        let image = Image { passwd: self.room.lines("/etc/passwd"), group: self.room.lines("/etc/group"), ..Image::default() };
        let number = |word: &str| if word == "root" { Some(0) } else { word.parse::<u32>().ok().map(i64::from) };
        let (uid, gid) = match number(user) {
            Some(uid) => (uid, uid),
            None => image.accounts().find(|(name, ..)| *name == user).map(|(_, uid, gid)| (uid, gid))?,
        };
        match group {
            None => Some((uid, gid)),
            Some(group) => {
                let found = number(group).or_else(|| image.groups().find(|(name, ..)| *name == group).map(|(_, gid, _)| gid));
                Some((uid, found?))
            }
        }
    }

    fn copy(&mut self, plan: &mut Plan<'_>, instruction: &Instruction, sources: &[String], destination: &str) -> Result<(), Broken> {
        if let Some(flag) =
            ["exclude", "parents", "checksum", "keep-git-dir", "unpack"].into_iter().find(|flag| instruction.flag(flag).is_some())
        {
            return Err(plan.unknown(instruction, &format!("{} --{flag}", instruction.name)).into());
        }
        let owner = match instruction.flag("chown") {
            Some(text) => {
                let text = self.expand(plan, instruction, text)?;
                let owner = self.owner(&text);
                if owner.is_none() {
                    let span = instruction.flag_span("chown");
                    plan.found.push(finding(&plan.file, "dockerfile-chown", Severity::Advice, span, &[("owner", &text)]));
                }
                Some(owner.unwrap_or((0, 0)))
            }
            None => None,
        };
        let mode = match instruction.flag("chmod") {
            Some(text) => Some(self.expand(plan, instruction, text)?),
            None => None,
        };
        if let Some(mode) = mode.as_deref().filter(|mode| new_mode(mode, 0o644, false, 0).is_none()) {
            let text = format!("invalid chmod parameter: '{mode}'. it should be octal string and between 0 and 07777");
            return Err(plan.step(instruction, text).into());
        }
        let target = self.expand(plan, instruction, destination)?;
        let slash = if target.ends_with('/') || target.ends_with("/.") || target == "." { "/" } else { "" };
        let target = format!("{}{slash}", self.absolute(&target).trim_end_matches('/'));
        let target = if target.is_empty() { "/".into() } else { target };
        let from = self.source(plan, instruction)?;
        // What another stage has keeps its owner; what comes from the context is root's.
        let manner = Manner { owner, mode };
        for source in sources {
            if let Some(document) = instruction.line.heredocs.iter().find(|document| document.word == *source) {
                copy::put_text(self.room.root_mut(), &target, &document.name, &document.content, &manner)
                    .map_err(|text| plan.step(instruction, text))?;
                continue;
            }
            let source = self.expand(plan, instruction, source)?;
            if source.starts_with("http://") || source.starts_with("https://") || source.starts_with("git@") {
                if instruction.name == "COPY" {
                    return Err(plan.step(instruction, "source can't be a URL for COPY".into()).into());
                }
                return Err(plan.unknown(instruction, &format!("ADD {source}")).into());
            }
            let packed = [".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2"].iter().any(|end| source.ends_with(end));
            if instruction.name == "ADD" && packed {
                return Err(plan.unknown(instruction, &format!("ADD {source}")).into());
            }
            copy::copy(self.room.root_mut(), &target, &from, &source, &manner).map_err(|text| {
                let text = match text.ends_with(": not found") {
                    true => format!("failed to compute cache key: failed to calculate checksum of ref: {text}"),
                    false => text,
                };
                plan.step(instruction, text)
            })?;
        }
        Ok(())
    }

    /// The files that COPY and ADD read.
    fn source(&self, plan: &mut Plan<'_>, instruction: &Instruction) -> Result<Filesystem, Broken> {
        let Some(from) = instruction.flag("from") else { return Ok(plan.context.clone()) };
        if from.contains('$') {
            let text =
                "variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround";
            return Err(plan.step(instruction, text.into()).into());
        }
        if let Some(at) = plan.stage_called(instruction, from) {
            return Ok(plan.stage(at)?.room.root().clone());
        }
        match plan.image(from) {
            Some(image) => Ok(Room::on(&plan.world.facts, &image).root().clone()),
            None => Err(plan.unknown(instruction, from).into()),
        }
    }

    fn command(&mut self, plan: &mut Plan<'_>, instruction: &Instruction, command: &Command) -> Result<(), Broken> {
        let mounts = instruction.flags.iter().filter(|flag| flag.name == "mount").filter_map(|flag| flag.value.as_deref());
        if let Some(mount) = mounts.into_iter().find(|mount| !["type=cache", "type=tmpfs"].iter().any(|kind| mount.contains(kind))) {
            return Err(plan.unknown(instruction, &format!("RUN --mount={mount}")).into());
        }
        let args = match (command, instruction.line.heredocs.as_slice()) {
            (Command::Shell(text), [document]) if text.trim() == document.word => self.words(&Command::Shell(document.content.clone())),
            (Command::Shell(text), [_, ..]) => {
                let documents = instruction.line.heredocs.iter().map(|document| format!("\n{}{}", document.content, document.name));
                self.words(&Command::Shell(format!("{text}{}", documents.collect::<String>())))
            }
            _ => self.words(command),
        };
        if args.is_empty() {
            return Err(plan.unknown(instruction, "RUN []").into());
        }
        let mut env = self.env.clone();
        env.extend(self.args.iter());
        let seat = Seat { user: &self.user.0, env: &env, workdir: &self.workdir };
        let process = format!("process {} did not complete successfully", quote(&args.join(" ")));
        let ran = match self.room.run(plan.around, &seat, &args) {
            Ok(ran) => ran,
            Err(reason) => {
                let mut found = plan.step(instruction, format!("{process}: {reason}"));
                found.rule = "dockerfile-no-user";
                found.args.push(("user", self.user.0.clone()));
                found.span = self.user.1.unwrap_or(found.span);
                return Err(found.into());
            }
        };
        let code = match ran.outcome {
            Ok(code) | Err(Stop::Exit(code) | Stop::Return(code)) => code,
            Err(Stop::Break(_) | Stop::Continue(_)) => 0,
            Err(Stop::NotSimulated(what)) => return Err(plan.unknown(instruction, &what).into()),
            Err(Stop::Forever) => return Err(plan.unknown(instruction, "RUN … (a command that does not end)").into()),
        };
        if code == 0 {
            return Ok(());
        }
        if let Some(program) = self.not_found(&ran.streams.out) {
            return Err(plan.unknown(instruction, &program).into());
        }
        let text = format!("{process}: exit code: {code}");
        if let Some(found) = finding::swallowed(&plan.file, instruction, plan.text, Some(text.clone())) {
            return Err(found.into());
        }
        Err(self.failed(plan, instruction, text, code, &ran.streams.out).into())
    }

    /// A command that failed, and whether it is for want of root.
    fn failed(&self, plan: &Plan<'_>, instruction: &Instruction, text: String, code: i32, out: &str) -> Diagnostic {
        let lines: Vec<&str> = out.lines().filter(|line| !line.trim().is_empty()).collect();
        let said = lines[lines.len().saturating_sub(2)..].join(" / ");
        let wants_root = ["Permission denied", "Operation not permitted", "are you root", "permission denied", "Only root"];
        let uid = self.room.who(&self.user.0).map_or(0, |(uid, ..)| uid);
        let unprivileged = uid != 0 && wants_root.iter().any(|words| out.contains(words));
        let mut found = plan.step(instruction, text);
        found.rule = if unprivileged { "dockerfile-unprivileged" } else { "dockerfile-run" };
        found.args = vec![("said", said), ("code", code.to_string()), ("user", self.user.0.clone())];
        if let Some(span) = self.user.1.filter(|_| unprivileged) {
            found.labels.push(crate::diag::Label { span, message: "label-user-since" });
        }
        found
    }

    /// A program that the shell did not find though the real image may have it: what was installed, or what nobody told the
    /// simulator. What no base image has, and what is nearly a known name, is not there in truth.
    fn not_found(&self, out: &str) -> Option<String> {
        const ABSENT: [&str; 34] = [
            "adduser", "apk", "apt", "apt-get", "bash", "curl", "dnf", "gcc", "git", "groupadd", "ifconfig", "ip", "make", "nano", "nc",
            "netstat", "node", "npm", "ping", "pip", "pip3", "python", "python3", "sudo", "tini", "unzip", "useradd", "usermod", "vi",
            "vim", "wget", "yarn", "yum", "zip",
        ];
        let line = out.lines().find(|line| line.ends_with(": not found") || line.ends_with(": command not found"))?;
        let name = line.trim_end_matches(": not found").trim_end_matches(": command not found").rsplit(": ").next()?.to_owned();
        if !self.room.assumed().is_empty() {
            return Some(name);
        }
        let debian_adduser = name == "adduser" && self.base.tools == Some(crate::world::Tools::Debian);
        let upper = name.to_uppercase();
        let instruction = super::instruction::NAMES.contains(&upper.as_str());
        let places = ["/usr/sbin", "/usr/bin", "/bin", "/sbin"];
        let known: Vec<&str> = places.iter().filter_map(|place| self.room.programs().in_directory(place)).flatten().collect();
        let misspelt = name.len() > 3 && super::instruction::suggestion(&name, &known, true).is_some();
        let absent = ABSENT.contains(&name.as_str()) && !debian_adduser;
        (!(absent || instruction || misspelt || name.contains('/'))).then_some(name)
    }
}
