//! Commands of the shell itself.

use crate::simulate::files::{Errno, Kind};
use crate::simulate::machine::{Session, Stop, Streams};
use crate::simulate::tool;
use crate::world::Tools;

/// Runs `name` if it is the shell's own.
pub fn run(session: &mut Session<'_>, name: &str, args: &[String], streams: &mut Streams) -> Option<Result<i32, Stop>> {
    let code = match name {
        ":" | "true" => 0,
        "false" => 1,
        "cd" => change_directory(session, args, streams),
        "exit" | "return" => {
            let code = args.get(1).and_then(|code| code.parse::<i32>().ok()).unwrap_or(session.status);
            return Some(Err(Stop::Exit(code & 0xff)));
        }
        "exec" => {
            let rest = &args[1..];
            if rest.is_empty() {
                return Some(Ok(0));
            }
            let pid = session.pid;
            let outcome = session.spawn(pid, rest, |session| session.execute(rest, streams));
            return Some(outcome.and_then(|code| Err(Stop::Exit(code))));
        }
        "export" | "readonly" | "local" => {
            for arg in &args[1..] {
                if let Some((name, value)) = arg.split_once('=') {
                    session.variables.insert(name.into(), value.into());
                }
            }
            0
        }
        "unset" => {
            args[1..].iter().for_each(|name| {
                session.variables.remove(name);
            });
            0
        }
        "set" | "trap" | "umask" | "ulimit" | "shift" => {
            if name == "shift" && !session.parameters.is_empty() {
                session.parameters.remove(0);
            }
            0
        }
        "wait" => {
            // Waiting for a process that never ends is running forever.
            let waits = session.background.is_some_and(|pid| session.container().processes.iter().any(|process| process.pid == pid));
            if waits && session.first {
                return Some(Err(Stop::Forever));
            }
            0
        }
        "kill" => kill(session, args, streams),
        "command" | "type" => return Some(which(session, args, streams)),
        "eval" => return Some(super::run(session, &args[1..].join(" "), streams)),
        "echo" | "printf" | "test" | "[" | "pwd" => return Some(tool::run(session, name, args, streams)),
        "read" => {
            let line = streams.input.lines().next().unwrap_or("").to_owned();
            let rest = streams.input.split_once('\n').map_or(String::new(), |(_, rest)| rest.to_owned());
            let empty = streams.input.is_empty();
            streams.input = rest;
            if let Some(name) = args.iter().skip(1).find(|arg| !arg.starts_with('-')) {
                session.variables.insert(name.clone(), line);
            }
            i32::from(empty)
        }
        _ => return None,
    };
    Some(Ok(code))
}

fn change_directory(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> i32 {
    let to = args.get(1).cloned().unwrap_or_else(|| session.variables.get("HOME").cloned().unwrap_or_else(|| "/".into()));
    let found = session.with_files(|files, who, cwd| {
        let (place, node) = files.find(who, cwd, &to, true)?;
        if !matches!(files.node(place.mount, node).kind, Kind::Directory(_)) {
            return Err(Errno::NotDirectory);
        }
        files.may(who, &place, node, 1)?;
        Ok(place.path)
    });
    match found {
        Ok(path) => {
            session.cwd = path;
            0
        }
        Err(errno) => {
            match session.tools() {
                Tools::Gnu => streams.complain(format!("sh: line 1: cd: {to}: {}", errno.text())),
                Tools::Debian => {
                    streams.complain(format!("sh: 1: cd: can't cd to {to}"));
                    return 2;
                }
                _ => streams.complain(format!("sh: cd: can't cd to {to}: {}", errno.text())),
            }
            1
        }
    }
}

/// kill(2): the same user, or KILL.
fn kill(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> i32 {
    let signal = args.get(1).filter(|arg| arg.starts_with('-')).cloned();
    let mut code = 0;
    for pid in args.iter().skip(if signal.is_some() { 2 } else { 1 }) {
        let number: u32 = pid.parse().unwrap_or(0);
        let target = session.container().processes.iter().find(|process| process.pid == number).cloned();
        let failed = match &target {
            None => Some(Errno::NoProcess),
            Some(process) => {
                let own = [session.who.uid, session.who.real_uid].contains(&process.who.uid);
                (!own && !session.who.effective.has("KILL")).then_some(Errno::Permission)
            }
        };
        if let Some(errno) = failed {
            code = 1;
            match session.tools() {
                Tools::Gnu => streams.complain(format!("sh: line 1: kill: ({pid}) - {}", errno.text())),
                Tools::Debian => streams.complain(format!("sh: 1: kill: {}", errno.text())),
                _ => streams.complain(format!("sh: can't kill pid {pid}: {}", errno.text())),
            }
            continue;
        }
        // pid 1 ignores what it does not handle.
        if number != 1 && signal.as_deref() != Some("-0") {
            if signal.as_deref().is_none_or(|signal| matches!(signal, "-15" | "-TERM"))
                && target.is_some_and(|process| process.comm == "nc")
            {
                streams.complain("punt!");
            }
            session.end(number);
        }
    }
    code
}

fn which(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let name = args.iter().skip(1).find(|arg| !arg.starts_with('-')).cloned().unwrap_or_default();
    if args.get(1).is_some_and(|arg| arg == "-v") || args[0] == "type" {
        let own = ["cd", "exit", "echo", "test", "[", "kill", "true", "false", "printf", "pwd", "read", "wait"].contains(&name.as_str());
        return Ok(match (own, tool::locate(session, &name)) {
            (true, _) => {
                streams.say(&name);
                0
            }
            (false, Some(path)) => {
                streams.say(path);
                0
            }
            (false, None) => 127,
        });
    }
    let rest = args[1..].to_vec();
    match run(session, &name, &rest, streams) {
        Some(outcome) => outcome,
        None => super::external(session, &rest, streams),
    }
}
