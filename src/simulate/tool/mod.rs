//! The programs of images, in their own words: BusyBox, GNU coreutils, and a few servers.

mod account;
mod awk;
mod control;
mod copy;
mod date;
mod dd;
mod df;
mod differ;
mod disk;
mod dump;
mod expr;
mod farewell;
mod file;
mod find;
mod grep;
mod install;
mod interface;
mod list;
mod load;
mod lookup;
mod make;
mod mode;
mod netstat;
mod network;
mod options;
mod package;
mod pgrep;
mod print;
mod process;
mod ps;
mod redis;
mod route;
mod sed;
mod server;
mod set;
mod sort;
mod stat;
mod sum;
mod text;
mod touch;
mod user;
mod xargs;

pub use farewell::{Farewell, as_loaded, farewell, renumbered, stop_signal};
pub use mode::new_mode;
pub use print::printf;
pub use redis::Keys;
pub use set::{Programs, programs};

use super::files::Errno;
use super::session::{Session, Stop, Streams};
use super::shell::{Flavour, Shell};
use std::collections::{BTreeMap, BTreeSet};

/// Runs a program that exists. `args` begins with the name it was called by.
pub fn run(session: &mut Session<'_>, name: &str, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let call = Call { name, args, options: Options::default() };
    user::know_accounts(session);
    if let Some(ended) = options::help(session, name, args, streams) {
        return ended;
    }
    let code = match name {
        "busybox" if args.len() > 1 => return set::applet(session, args, streams),
        "sh" | "ash" | "bash" | "dash" => return shell(session, args, streams),
        // Of what a build reaches nothing is known.
        "nslookup" | "redis-cli" | "nc" | "wget" | "curl" | "telnet" | "ping" if session.machine.builds => {
            return Err(Stop::NotSimulated(name.to_owned()));
        }
        "true" => 0,
        "false" => 1,
        "whoami" => return user::whoami(session, args, streams),
        "id" => return user::id(session, call, streams),
        "groups" => user::groups(session, args, streams),
        "touch" | "mkdir" | "rmdir" | "rm" | "cp" | "mv" | "chown" | "chgrp" | "chmod" | "ln" | "mknod" | "cat" | "readlink" | "stat"
        | "tee" | "mktemp" | "truncate" | "less" | "more" => {
            return file::run(session, call, streams);
        }
        "ls" => return list::ls(session, call, streams),
        "echo" | "printf" | "grep" | "egrep" | "fgrep" | "head" | "tail" | "wc" | "sort" | "uniq" | "cut" | "tr" | "seq" | "basename"
        | "dirname" | "yes" | "base64" | "rev" | "tac" | "nl" => return text::run(session, call, streams),
        "time" if session.busybox() && args.len() > 1 => {
            let code = session.execute(&args[1..], streams)?;
            streams.complain("real\t0m 0.00s\nuser\t0m 0.00s\nsys\t0m 0.00s");
            code
        }
        "test" | "[" | "[[" => super::shell::test(session, args, &format!("{name}: "), streams),
        "sleep" | "ps" | "kill" | "env" | "printenv" | "hostname" | "date" | "uname" | "timeout" | "nproc" | "pwd" | "which" | "nohup"
        | "setsid" | "sync" | "clear" | "arch" | "tty" | "who" | "users" | "logname" | "realpath" | "usleep" => {
            return process::run(session, call, streams);
        }
        "setuidgid" | "setpriv" | "unshare" | "mount" | "umount" | "ip" | "ifconfig" | "ping" | "sysctl" | "chroot" | "nsenter"
        | "dmesg" => {
            return control::run(session, call, streams);
        }
        "top" | "free" | "uptime" => return load::run(session, &call, streams),
        "od" | "hexdump" | "hd" | "xxd" => return dump::run(session, call, streams),
        "mountpoint" => return disk::mount_point(session, call, streams),
        "paste" | "comm" | "fold" | "expand" => return text::run(session, call, streams),
        "install" => return install::install(session, call, streams),
        "useradd" | "userdel" | "usermod" | "groupadd" | "groupdel" | "groupmod" | "adduser" | "addgroup" | "deluser" | "delgroup"
        | "getent" => return account::run(session, &call, streams),
        "apt-get" | "apt" | "apk" | "dpkg" => return package::run(session, &call, streams),
        "nslookup" => return lookup::nslookup(session, &call, streams),
        "awk" => return awk::awk(session, &call, streams),
        "sed" => return sed::sed(session, &call, streams),
        "find" => return find::find(session, &call, streams),
        "redis-cli" => return redis::client(session, &call, streams),
        "md5sum" | "sha256sum" | "sha512sum" => return sum::sum(session, &call, streams),
        "diff" => return differ::diff(session, &call, streams),
        "cmp" => return differ::cmp(session, &call, streams),
        "du" => return disk::du(session, call, streams),
        "df" => return df::df(session, call, streams),
        "dd" => return dd::dd(session, &call, streams),
        "expr" => return expr::expr(session, &call, streams),
        "netstat" => return netstat::netstat(session, &call, streams),
        "route" if call.args[1..].iter().all(|arg| arg == "-n") => {
            return route::table(session, &call, call.args.len() > 1, streams);
        }
        "pidof" | "pgrep" | "pkill" | "killall" => return pgrep::run(session, &call, streams),
        "xargs" => return xargs::xargs(session, &call, streams),
        "su" => return sum::su(session, &call, streams),
        "nc" | "wget" | "curl" | "telnet" => return network::run(session, call, streams),
        _ => match outside(session, call.name, args, streams) {
            Some(code) => code,
            None => return server::run(session, call, streams),
        },
    };
    Ok(code)
}

/// A program that leads out of the container.
fn outside(session: &mut Session<'_>, name: &str, args: &[String], streams: &mut Streams) -> Option<i32> {
    let outside = session.outside.take()?;
    let files = session.texts();
    let printed = outside.run(name, &args[1..], &files, &std::mem::take(&mut streams.input));
    session.outside = Some(outside);
    for (path, text) in &printed.written {
        session.put(path, text);
    }
    streams.write(1, &printed.out);
    streams.write(2, &printed.err);
    Some(printed.exit)
}

pub use network::connect;

fn shell(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let name = args[0].clone();
    let flavour = session.flavour(&name);
    let (mut command, mut keeps, mut reads, mut options, mut at) = (false, false, false, BTreeSet::new(), 1);
    while let Some(flags) = args.get(at).filter(|arg| arg.len() > 1 && arg.starts_with(['-', '+'])) {
        at += 1;
        if flags.starts_with("--") {
            continue;
        }
        command |= flags.contains('c');
        keeps |= flags.contains('p');
        reads |= flags.contains('s');
        options.extend(flags.chars().filter(|letter| "euxfCan".contains(*letter)));
        if flags.ends_with('o') {
            options.extend(args.get(at).filter(|name| *name == "pipefail").map(|_| 'P'));
            at += 1;
        }
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
    let mut rest = args.iter().skip(at).cloned();
    let text = match (command, rest.next()) {
        (true, Some(text)) => text,
        (true, None) => {
            streams.complain(match flavour {
                Flavour::Ash => format!("{name}: -c requires an argument"),
                Flavour::Dash => format!("{name}: 0: -c requires an argument"),
                Flavour::Bash => format!("{name}: -c: option requires an argument"),
            });
            return Ok(2);
        }
        // `-s`: the words are parameters, the commands come from standard input.
        (false, Some(first)) if reads => {
            let text = std::mem::take(&mut streams.input);
            let words: Vec<String> = [name, first].into_iter().chain(rest).collect();
            return run_shell(session, Shell { flavour, options, ..Shell::default() }, &text, &words, streams);
        }
        (false, Some(path)) => match session.read(&path) {
            Ok(text) => {
                let words: Vec<String> = [path].into_iter().chain(rest).collect();
                return run_shell(session, Shell { flavour, options, from_file: true, ..Shell::default() }, &text, &words, streams);
            }
            Err(errno) => {
                streams.complain(match flavour {
                    Flavour::Ash => format!("{name}: can't open '{path}': {}", errno.text()),
                    Flavour::Dash => {
                        format!("{name}: 0: cannot open {path}: {}", if errno == Errno::NotFound { "No such file" } else { errno.text() })
                    }
                    Flavour::Bash => format!("{name}: {path}: {}", errno.text()),
                });
                return Ok(match flavour {
                    Flavour::Bash if errno == Errno::NotFound => 127,
                    Flavour::Bash => 126,
                    _ => 2,
                });
            }
        },
        // It reads commands until its input ends, and that of a terminal does not.
        (false, None) if streams.waits && streams.input.is_empty() => return Err(Stop::Forever),
        (false, None) => std::mem::take(&mut streams.input),
    };
    let words: Vec<String> = rest.collect();
    let words = if words.is_empty() { vec![name] } else { words };
    let last = command && !text.trim_end().contains('\n');
    run_shell(session, Shell { flavour, options, last, ..Shell::default() }, &text, &words, streams)
}

/// Runs a file that begins with `#!`, or with nothing of the kind.
pub fn shell_script(session: &mut Session<'_>, shell: &str, text: &str, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    if !matches!(shell, "sh" | "ash" | "bash" | "dash") {
        return Err(Stop::NotSimulated(shell.to_owned()));
    }
    let shell = Shell { flavour: session.flavour(shell), from_file: true, ..Shell::default() };
    run_shell(session, shell, text, args, streams)
}

/// A shell in this process: `words` are `$0` and the positional parameters.
fn run_shell(session: &mut Session<'_>, shell: Shell, text: &str, words: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let name = words[0].clone();
    let before = (session.cwd.clone(), session.variables.clone(), session.who.umask);
    if shell.flavour == Flavour::Ash {
        // ash tells its children how deep they are, and where (shell/ash.c setpwd, init).
        let level = session.variables.get("SHLVL").and_then(|level| level.parse::<u32>().ok()).unwrap_or(0) + 1;
        session.variables.insert("SHLVL".into(), level.to_string());
        session.variables.insert("PWD".into(), session.cwd.clone());
    }
    let exported = session.variables.keys().cloned().collect();
    let shell = Shell { name: name.clone(), script: name, exported, ..shell };
    let outer = std::mem::replace(&mut session.shell, shell);
    let parameters = std::mem::replace(&mut session.parameters, words[1..].to_vec());
    let outcome = super::shell::run(session, text, streams);
    if matches!(outcome, Err(Stop::Forever)) && !session.shell.from_file && session.shell.at_exit.is_none() {
        let last = session.container().processes.iter().rfind(|process| process.parent == session.pid);
        if last.is_some_and(|child| text.trim_end().ends_with(&child.args.join(" "))) {
            session.become_last_child();
        }
    }
    session.shell = outer;
    session.parameters = parameters;
    (session.cwd, session.variables, session.who.umask) = before;
    outcome
}

/// Says in a program's own words that it cannot start another, and gives the code.
pub fn cannot_run(session: &mut Session<'_>, name: &str, program: &str, streams: &mut Streams) -> Option<i32> {
    let errno = session.program(program).err()?;
    let errno = if errno == Errno::IsDirectory { Errno::Access } else { errno };
    streams.complain(match (session.busybox(), name) {
        (true, _) => format!("{name}: can't execute '{program}': {}", errno.text()),
        (false, "env") => format!("env: '{program}': {}", errno.text()),
        (false, _) => format!("{name}: failed to run command '{program}': {}", errno.text()),
    });
    Some(if errno == Errno::NotFound { 127 } else { 126 })
}

/// The path of a program along PATH, or itself if it is one.
pub fn locate_or_path(session: &mut Session<'_>, name: &str) -> Option<String> {
    match name.contains('/') {
        true => session.program(name).is_ok().then(|| name.to_owned()),
        false => locate(session, name),
    }
}

/// The path under which a program is found along PATH.
pub fn locate(session: &mut Session<'_>, name: &str) -> Option<String> {
    let path = session.variables.get("PATH").cloned().unwrap_or_else(|| super::session::PATH.into());
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
                Some(long) if long.starts_with('-') => {
                    let word = &long[1..];
                    let (name, inline) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value.to_owned())));
                    options.long.push(word.to_owned());
                    match options::letter_of(self.name, name) {
                        Some(letter) if valued.contains(letter) => {
                            if let Some(value) = inline.or_else(|| args.next().cloned()) {
                                options.set_value(letter, value);
                            }
                        }
                        Some(letter) => options.flags.push(letter),
                        None => {}
                    }
                }
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
    /// The letters that were given.
    pub fn flags(&self) -> impl Iterator<Item = char> + '_ {
        self.flags.chars()
    }

    /// Long options as they were written, without their dashes.
    pub fn long_words(&self) -> impl Iterator<Item = &str> {
        self.long.iter().map(String::as_str)
    }

    /// Gives a letter a value.
    pub fn set_value(&mut self, letter: char, value: String) {
        self.flags.push(letter);
        self.values.insert(letter, value);
    }

    /// Notes a long option as it was written.
    pub fn add_long(&mut self, word: &str) {
        self.long.push(word.to_owned());
    }

    /// Sets letters.
    pub fn set(&mut self, letters: &str) {
        self.flags.push_str(letters);
    }

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
