//! Processes by name: `pidof`, `pgrep`, `pkill`, `killall` (BusyBox; Debian's images have them not).

use regex::Regex;

use super::Call;
use crate::simulate::machine::Process;
use crate::simulate::session::{Session, Stop, Streams};

/// Runs one of them.
pub fn run(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    match call.name {
        "pidof" => pidof(session, call, streams),
        "killall" => killall(session, call, streams),
        _ => by_pattern(session, call, streams),
    }
}

fn is_named(process: &Process, name: &str) -> bool {
    let program = process.args.first().map_or("", String::as_str);
    process.comm == name || program == name || program.rsplit('/').next() == Some(name)
}

fn pidof(session: &Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    if let Some(flag) = call.args[1..].iter().find(|arg| arg.starts_with('-')) {
        return Err(Stop::NotSimulated(format!("pidof {flag}")));
    }
    let processes = &session.container().processes;
    let found = call.args[1..].iter().flat_map(|name| processes.iter().rev().filter(move |process| is_named(process, name)));
    let pids: Vec<String> = found.map(|process| process.pid.to_string()).collect();
    if pids.is_empty() {
        return Ok(1);
    }
    streams.say(pids.join(" "));
    Ok(0)
}

/// Sends a signal to processes, as `kill` does.
fn signal(session: &mut Session<'_>, flags: &[String], pids: Vec<String>, streams: &mut Streams) -> Result<i32, Stop> {
    session.shell.flavour = session.flavour("kill");
    session.shell.name = "kill".into();
    let args = [&["kill".to_owned()], flags, pids.as_slice()].concat();
    crate::simulate::shell::kill(session, &args, streams)
}

fn killall(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let (flags, names): (Vec<String>, Vec<String>) = call.args[1..].iter().cloned().partition(|arg| arg.starts_with('-'));
    let own = session.pid;
    let mut code = 0;
    for name in names {
        let found = session.container().processes.iter().filter(|process| process.pid != own && is_named(process, &name));
        let pids: Vec<String> = found.map(|process| process.pid.to_string()).collect();
        if pids.is_empty() {
            streams.complain(format!("killall: {name}: no process killed"));
            code = 1;
        } else {
            code = code.max(signal(session, &flags, pids, streams)?);
        }
    }
    Ok(code)
}

/// `pgrep [-lfx] PATTERN`, `pkill [-SIGNAL] PATTERN`
fn by_pattern(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let (flags, patterns): (Vec<String>, Vec<String>) = call.args[1..].iter().cloned().partition(|arg| arg.starts_with('-'));
    let [pattern] = patterns.as_slice() else { return Err(Stop::NotSimulated(call.args.join(" "))) };
    let kills = call.name == "pkill";
    let (signals, letters): (Vec<String>, Vec<String>) =
        flags.into_iter().partition(|flag| kills && !matches!(flag.as_str(), "-f" | "-x" | "-l"));
    let has = |letter: &str| letters.iter().any(|flag| flag.contains(letter));
    if let Some(other) = letters.iter().find(|flag| !flag[1..].chars().all(|letter| "lfx".contains(letter))) {
        return Err(Stop::NotSimulated(format!("{} {other}", call.name)));
    }
    let Ok(regex) = Regex::new(pattern) else { return Err(Stop::NotSimulated(call.args.join(" "))) };
    let own = session.pid;
    // Without -f the first word of the command line is looked at, which servers write their titles to.
    let shown = |process: &Process| if has("f") { process.args.join(" ") } else { process.args.first().cloned().unwrap_or_default() };
    let matches = |text: &str| match regex.find(text) {
        Some(found) => !has("x") || found.range() == (0..text.len()),
        None => false,
    };
    let found: Vec<(String, String)> = session
        .container()
        .processes
        .iter()
        .filter(|process| process.pid != own)
        .map(|process| (process.pid.to_string(), shown(process)))
        .filter(|(_, text)| matches(text))
        .collect();
    if found.is_empty() {
        return Ok(1);
    }
    if kills {
        return signal(session, &signals, found.into_iter().map(|(pid, _)| pid).collect(), streams);
    }
    for (pid, text) in found {
        streams.say(if has("l") { format!("{pid} {text}") } else { pid });
    }
    Ok(0)
}
