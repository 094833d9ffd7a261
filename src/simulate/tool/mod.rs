//! The programs of images, in their own words: BusyBox, GNU coreutils, and a few servers.

mod control;
mod file;
mod list;
mod network;
mod process;
mod server;
mod set;
mod text;
mod user;

pub use set::{Programs, programs};

use super::files::Errno;
use super::machine::{Session, Stop, Streams};
use std::collections::BTreeMap;

/// Runs a program that exists. `args` begins with the name it was called by.
pub fn run(session: &mut Session<'_>, name: &str, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let call = Call { name, args, options: Options::default() };
    let code = match name {
        "busybox" if args.len() > 1 => return session.execute(&args[1..], streams),
        "sh" | "ash" | "bash" | "dash" => return shell(session, args, streams),
        "true" => 0,
        "false" => 1,
        "whoami" => user::whoami(session, streams),
        "id" => user::id(session, call, streams),
        "groups" => user::groups(session, streams),
        "touch" | "mkdir" | "rmdir" | "rm" | "cp" | "mv" | "chown" | "chgrp" | "chmod" | "ln" | "mknod" | "cat" | "readlink" | "stat"
        | "tee" | "mktemp" | "install" | "truncate" => {
            return file::run(session, call, streams);
        }
        "ls" => list::ls(session, call, streams),
        "echo" | "printf" | "grep" | "egrep" | "fgrep" | "head" | "tail" | "wc" | "sort" | "uniq" | "cut" | "tr" | "seq" | "basename"
        | "dirname" | "yes" | "base64" | "rev" | "tac" | "nl" => return text::run(session, call, streams),
        "test" | "[" | "[[" => process::test(session, args, streams),
        "sleep" | "ps" | "kill" | "env" | "printenv" | "hostname" | "date" | "uname" | "timeout" | "nproc" | "pwd" | "which" | "nohup"
        | "sync" | "clear" | "uptime" | "arch" | "xargs" => return process::run(session, call, streams),
        "setuidgid" | "setpriv" | "unshare" | "mount" | "umount" | "ip" | "ifconfig" | "ping" | "sysctl" | "chroot" | "nsenter" => {
            return control::run(session, call, streams);
        }
        "nc" | "wget" | "curl" | "nslookup" | "telnet" => return network::run(session, call, streams),
        _ => return server::run(session, call, streams),
    };
    Ok(code)
}

fn shell(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let mut at = 1;
    let mut command = false;
    let mut keeps = false;
    while let Some(flags) = args.get(at).filter(|arg| arg.len() > 1 && arg.starts_with('-')) {
        command |= flags.contains('c');
        keeps |= flags.contains('p');
        at += 1;
    }
    // bash gives up what a set-uid bit gave, unless told to keep it.
    if !keeps
        && session.who.uid != session.who.real_uid
        && args[0].rsplit('/').next().is_some_and(|name| name.contains("bash") || name == "b")
    {
        let mut who = session.who.clone();
        (who.uid, who.effective) = (who.real_uid, Default::default());
        session.become_user(who);
    }
    let text = match (command, args.get(at)) {
        (true, Some(text)) => text.clone(),
        (true, None) => {
            streams.complain("sh: option requires an argument -- c");
            return Ok(2);
        }
        (false, Some(path)) => match session.read(path) {
            Ok(text) => text,
            Err(errno) => {
                let said = if session.busybox() {
                    format!("sh: can't open '{path}': {}", errno.text())
                } else {
                    format!("sh: 0: cannot open {path}: {}", errno.text())
                };
                streams.complain(said);
                return Ok(2);
            }
        },
        // Without a terminal it reads commands until its input ends.
        (false, None) => std::mem::take(&mut streams.input),
    };
    let parameters = std::mem::replace(&mut session.parameters, args.iter().skip(at + if command { 2 } else { 1 }).cloned().collect());
    let (cwd, variables) = (session.cwd.clone(), session.variables.clone());
    let outcome = super::shell::run(session, &text, streams);
    session.parameters = parameters;
    (session.cwd, session.variables) = (cwd, variables);
    outcome
}

/// The path under which a program is found along PATH.
pub fn locate(session: &mut Session<'_>, name: &str) -> Option<String> {
    let path = session.variables.get("PATH").cloned().unwrap_or_else(|| super::machine::PATH.into());
    let mut places = path.split(':').map(|directory| format!("{directory}/{name}"));
    places.find(|place| session.program(place).is_ok())
}

/// A program and its arguments.
pub struct Call<'a> {
    /// The program.
    pub name: &'a str,
    /// Its arguments, itself first.
    pub args: &'a [String],
    /// What was read of them.
    pub options: Options,
}

/// Options in the usual form.
#[derive(Clone, Debug, Default)]
pub struct Options {
    flags: String,
    values: BTreeMap<char, String>,
    long: Vec<String>,
    /// What is no option.
    pub rest: Vec<String>,
}

impl<'a> Call<'a> {
    /// Reads options; the letters of `valued` take a value. `--` ends them.
    pub fn reading(mut self, valued: &str) -> Self {
        let mut args = self.args[1..].iter();
        let mut options = Options::default();
        while let Some(arg) = args.next() {
            match arg.strip_prefix('-') {
                Some("-") => {
                    options.rest.extend(args.cloned());
                    break;
                }
                Some(long) if long.starts_with('-') => options.long.push(long[1..].to_owned()),
                Some("") | None => options.rest.push(arg.clone()),
                Some(flags) => {
                    for (at, flag) in flags.char_indices() {
                        options.flags.push(flag);
                        if valued.contains(flag) {
                            let inline = &flags[at + flag.len_utf8()..];
                            let value = if inline.is_empty() { args.next().cloned().unwrap_or_default() } else { inline.to_owned() };
                            options.values.insert(flag, value);
                            break;
                        }
                    }
                }
            }
        }
        self.options = options;
        self
    }

    /// `name: what: why` in the words of the image's tools: GNU's `gnu` or BusyBox's.
    pub fn fail(&self, session: &Session<'_>, streams: &mut Streams, busybox: &str, gnu: &str, errno: Errno) -> i32 {
        let what = if session.busybox() { busybox } else { gnu };
        streams.complain(format!("{}: {what}: {}", self.name, errno.text()));
        1
    }
}

impl Options {
    /// Whether a flag is set.
    pub fn has(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }

    /// A flag's value.
    pub fn value(&self, flag: char) -> Option<&str> {
        self.values.get(&flag).map(String::as_str)
    }

    /// A long option's value (`--name=value`), or whether it is there (empty text).
    pub fn long(&self, name: &str) -> Option<&str> {
        self.long.iter().find_map(|one| match one.split_once('=') {
            Some((key, value)) if key == name => Some(value),
            None if one == name => Some(""),
            _ => None,
        })
    }
}
