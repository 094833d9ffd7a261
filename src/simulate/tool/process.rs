//! Programs about processes, time and the environment.

use super::Call;
use crate::simulate::login::CLEAR;
use crate::simulate::session::{Session, Stop, Streams};

/// Runs one of them.
pub fn run(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    Ok(match call.name {
        "sleep" => return sleep(session, &call, streams),
        "ps" => return super::ps::run(session, &call, streams),
        "kill" => {
            session.shell.flavour = session.flavour("kill");
            session.shell.name = "kill".into();
            return crate::simulate::shell::kill(session, call.args, streams);
        }
        "env" => return environment(session, &call, streams),
        "printenv" if call.args.len() == 1 => return environment(session, &call, streams),
        "printenv" => {
            let call = call.reading("");
            if let Some(ended) = super::options::check(session, &call, streams) {
                return ended;
            }
            let values: Vec<Option<String>> = call.args[1..].iter().map(|name| session.variables.get(name).cloned()).collect();
            values.iter().flatten().for_each(|value| streams.say(value));
            i32::from(values.contains(&None))
        }
        "hostname" => return hostname(session, &call, streams),
        "date" => return super::date::date(session, call, streams),
        "uname" => uname(session, &call, streams),
        "tty" => {
            streams.say("not a tty");
            1
        }
        // Nobody is logged in.
        "who" if call.args.len() == 1 => 0,
        "users" => {
            streams.say("");
            0
        }
        "logname" => {
            let busybox = session.busybox();
            streams.complain(if busybox { "logname: getlogin: No such device or address" } else { "logname: no login name" });
            1
        }
        "realpath" => return real_path(session, &call, streams),
        "usleep" => {
            session.sleep(call.args.get(1).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0) / 1e6)?;
            0
        }
        "arch" => {
            streams.say("x86_64");
            0
        }
        "nproc" => {
            streams.say("2");
            0
        }
        "pwd" => {
            let cwd = session.cwd.clone();
            streams.say(cwd);
            0
        }
        "which" if call.args.len() == 1 && session.busybox() => super::options::usage(session, "which", streams),
        "which" => {
            let mut code = 0;
            for name in &call.args[1..] {
                match super::locate(session, name) {
                    Some(path) => streams.say(path),
                    None => code = 1,
                }
            }
            code
        }
        "timeout" => return timeout(session, &call, streams),
        "nohup" | "setsid" if call.args.len() > 1 => return session.execute(&call.args[1..], streams),
        "clear" if session.outside.is_some() || session.busybox() => {
            streams.write(1, CLEAR);
            0
        }
        "sync" | "clear" => 0,
        name => return Err(Stop::NotSimulated(name.to_owned())),
    })
}

/// `uname` with its letters, whose figures stand in one order however they are asked for.
fn uname(session: &Session<'_>, call: &Call<'_>, streams: &mut Streams) -> i32 {
    let host = session.container().hostname.clone();
    let (flags, words): (Vec<&String>, Vec<&String>) = call.args[1..].iter().partition(|arg| arg.starts_with('-'));
    if let Some(word) = words.first() {
        return super::options::missing(session, "uname", &format!("extra operand '{word}'"), streams);
    }
    let letters: String = flags.iter().map(|flag| &flag[1..]).collect();
    if letters.contains('a') {
        let machine = if session.busybox() { "x86_64" } else { "x86_64 x86_64 x86_64" };
        streams.say(format!("Linux {host} 6.12.0 #1 SMP PREEMPT_DYNAMIC {machine} GNU/Linux"));
        return 0;
    }
    let figures = [
        ('s', "Linux"),
        ('n', host.as_str()),
        ('r', "6.12.0"),
        ('v', "#1 SMP PREEMPT_DYNAMIC"),
        ('m', "x86_64"),
        ('p', "unknown"),
        ('i', "unknown"),
        ('o', "GNU/Linux"),
    ];
    if let Some(other) = letters.chars().find(|letter| !figures.iter().any(|(known, _)| known == letter)) {
        streams.complain(format!("uname: invalid option -- '{other}'"));
        return super::options::usage(session, "uname", streams);
    }
    let letters = if letters.is_empty() { "s".to_owned() } else { letters };
    let shown: Vec<&str> = figures.iter().filter(|(letter, _)| letters.contains(*letter)).map(|(_, figure)| *figure).collect();
    streams.say(shown.join(" "));
    0
}

/// `realpath PATH…`: of a path whose last name is missing, too; BusyBox before 1.33 wants it to be there.
fn real_path(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    if let Some(flag) = call.args[1..].iter().find(|arg| arg.starts_with('-')) {
        return Err(Stop::NotSimulated(format!("realpath {flag}")));
    }
    if call.args.len() == 1 {
        return Ok(super::options::missing(session, call.name, "missing operand", streams));
    }
    let strict = session.busybox() && session.container().image.busybox.is_some_and(|minor| minor < 33);
    let mut code = 0;
    for path in &call.args[1..] {
        match session.walk(path, true) {
            Ok(place) if place.node.is_some() || !strict => streams.say(place.path),
            Ok(_) => code = call.fail(session, streams, path, path, crate::simulate::files::Errno::NotFound),
            Err(errno) => code = call.fail(session, streams, path, path, errno),
        }
    }
    Ok(code)
}

/// Seconds of `10`, `0.5`, `1h`.
fn seconds(text: &str) -> Option<f64> {
    let (number, unit) = match text.chars().last()? {
        's' => (&text[..text.len() - 1], 1.0),
        'm' => (&text[..text.len() - 1], 60.0),
        'h' => (&text[..text.len() - 1], 3600.0),
        'd' => (&text[..text.len() - 1], 86400.0),
        _ => (text, 1.0),
    };
    if text.to_ascii_lowercase().starts_with("inf") {
        return Some(f64::MAX);
    }
    Some(number.parse::<f64>().ok().filter(|number| *number >= 0.0)? * unit)
}

fn sleep(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    if call.args.len() == 1 {
        return Ok(super::options::missing(session, call.name, "missing operand", streams));
    }
    for arg in &call.args[1..] {
        if let Some(letter) = arg.strip_prefix('-').and_then(|rest| rest.chars().next()).filter(|_| !session.busybox()) {
            streams.complain(format!("sleep: invalid option -- '{letter}'"));
            return Ok(super::options::usage(session, call.name, streams));
        }
        match seconds(arg) {
            Some(seconds) if seconds < f64::MAX || session.container().image.knows_infinity() => session.sleep(seconds)?,
            _ => {
                let said = if session.busybox() {
                    format!("sleep: invalid number '{arg}'")
                } else {
                    format!("sleep: invalid time interval '{arg}'")
                };
                streams.complain(said);
                return Ok(if session.busybox() { 1 } else { super::options::usage(session, call.name, streams) });
            }
        }
    }
    Ok(0)
}

fn timeout(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let (mut at, mut signal) = (1, "TERM".to_owned());
    while let Some(flag) = call.args.get(at).filter(|arg| arg.len() > 1 && arg.starts_with('-')) {
        let (letter, inline) = match flag.strip_prefix("--") {
            Some(long) => {
                let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
                (
                    if name == "signal" {
                        "s"
                    } else if name == "kill-after" {
                        "k"
                    } else {
                        "-"
                    },
                    value.map(str::to_owned),
                )
            }
            None => (&flag[1..2], Some(flag[2..].to_owned()).filter(|rest| !rest.is_empty())),
        };
        let known = matches!(letter, "s" | "k") || !session.busybox() && (letter == "-" || letter == "v");
        if !known {
            streams.complain(format!("timeout: invalid option -- '{letter}'"));
            return Ok(super::options::usage(session, "timeout", streams));
        }
        at += 1;
        if matches!(letter, "s" | "k") {
            let value = match inline {
                Some(value) => value,
                None => {
                    at += 1;
                    call.args.get(at - 1).cloned().unwrap_or_default()
                }
            };
            if letter == "s" {
                signal = value;
            }
        }
    }
    if let Some(text) = call.args.get(at).filter(|text| seconds(text).is_none()) {
        streams.complain(match session.busybox() {
            true => format!("timeout: invalid number '{text}'"),
            false => format!("timeout: invalid time interval '{text}'"),
        });
        return Ok(if session.busybox() { 1 } else { super::options::usage(session, "timeout", streams) });
    }
    let rest: Vec<String> = call.args.iter().skip(at + 1).cloned().collect();
    let Some(program) = rest.first().cloned() else { return Ok(super::options::missing(session, call.name, "missing operand", streams)) };
    if let Some(code) = super::cannot_run(session, "timeout", &program, streams) {
        return Ok(code);
    }
    let limit = call.args.get(at).and_then(|text| seconds(text)).unwrap_or(f64::MAX);
    let (first, slept) = (session.first, session.slept);
    (session.first, session.slept) = (true, 30.0 - limit.min(30.0));
    let outcome = session.execute(&rest, streams);
    (session.first, session.slept) = (first, slept);
    match outcome {
        Err(Stop::Forever) => {
            // BusyBox passes on the signal it sent, GNU says 124.
            session.sleep(limit)?;
            let number = if signal.trim_start_matches("SIG") == "KILL" || signal == "9" { 9 } else { 15 };
            session.killed = session.busybox().then_some(number);
            Ok(if session.busybox() || number == 9 { 128 + number } else { 124 })
        }
        outcome => outcome,
    }
}

fn environment(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let saved = session.variables.clone();
    let (mut at, mut nul) = (1, false);
    while let Some(arg) = call.args.get(at) {
        match arg.split_once('=') {
            Some((name, value)) => {
                session.variables.insert(name.to_owned(), value.to_owned());
            }
            None if arg == "-i" || arg == "-" || arg == "--ignore-environment" => session.variables.clear(),
            None if arg == "-u" => {
                at += 1;
                call.args.get(at).and_then(|name| session.variables.remove(name));
            }
            None if arg == "-0" || arg == "--null" => nul = true,
            None if arg.starts_with('-') && arg != "-" => {
                session.variables = saved;
                return Err(Stop::NotSimulated(format!("env {arg}")));
            }
            None => break,
        }
        at += 1;
    }
    let cannot = call.args.get(at).cloned().and_then(|program| super::cannot_run(session, "env", &program, streams));
    if let Some(code) = cannot {
        session.variables = saved;
        return Ok(code);
    }
    let outcome = match call.args.get(at) {
        Some(_) => session.execute(&call.args[at..], streams),
        None => {
            let end = if nul { '\0' } else { '\n' };
            session.environment().iter().for_each(|(name, value)| streams.out += &format!("{name}={value}{end}"));
            Ok(0)
        }
    };
    session.variables = saved;
    outcome
}

fn hostname(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    if call.args.len() > 2 {
        return Err(Stop::NotSimulated(call.args.join(" ")));
    }
    Ok(match call.args.get(1).filter(|arg| !arg.starts_with('-')).cloned() {
        None if call.args.get(1).is_some_and(|arg| matches!(arg.as_str(), "-i" | "--ip-address")) => {
            let ip = session.machine.place.ip.clone();
            streams.say(ip);
            0
        }
        None => {
            let name = session.container().hostname.clone();
            let whole = super::lookup::own_names(session).first().cloned().unwrap_or_else(|| name.clone());
            let (short, domain) = whole.split_once('.').map_or((whole.as_str(), ""), |(short, domain)| (short, domain));
            match call.args.get(1).map(String::as_str) {
                None => streams.say(name),
                Some("-f") => streams.say(whole),
                Some("-s") => streams.say(name.split('.').next().unwrap_or(short)),
                Some("-d") if domain.is_empty() => {}
                Some("-d") => streams.say(domain),
                Some("-I" | "--all-ip-addresses") if !session.busybox() => {
                    let ip = session.machine.place.ip.clone();
                    streams.say(format!("{ip} "));
                }
                Some(other) => return Err(Stop::NotSimulated(format!("hostname {other}"))),
            }
            0
        }
        Some(_) if !session.who.effective.has("SYS_ADMIN") || !session.who.may_call("sethostname") => {
            let said = if session.busybox() {
                "hostname: sethostname: Operation not permitted"
            } else {
                "hostname: you must be root to change the host name"
            };
            streams.complain(said);
            1
        }
        Some(name) => {
            session.container_mut().hostname = name;
            0
        }
    })
}
