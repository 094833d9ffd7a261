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
        "printenv" => match call.args.get(1) {
            Some(name) => match session.variables.get(name).cloned() {
                Some(value) => {
                    streams.say(value);
                    0
                }
                None => 1,
            },
            None => return environment(session, &call, streams),
        },
        "hostname" => return hostname(session, &call, streams),
        "date" => date(session, call, streams),
        "uname" => {
            let all = call.args.get(1).is_some_and(|arg| arg == "-a");
            let host = session.container().hostname.clone();
            match (all, call.args.get(1).map(String::as_str)) {
                (true, _) => streams.say(format!(
                    "Linux {host} 6.12.0 #1 SMP PREEMPT_DYNAMIC x86_64 {}",
                    if session.busybox() { "GNU/Linux" } else { "x86_64 x86_64 GNU/Linux" }
                )),
                (_, Some("-r")) => streams.say("6.12.0"),
                (_, Some("-m")) => streams.say("x86_64"),
                (_, Some("-n")) => streams.say(host),
                _ => streams.say("Linux"),
            }
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
        "nohup" => return session.execute(&call.args[1..], streams),
        "clear" if session.outside.is_some() => {
            streams.write(1, CLEAR);
            0
        }
        "sync" | "clear" => 0,
        name => return Err(Stop::NotSimulated(name.to_owned())),
    })
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
    let at = call.args.iter().skip(1).position(|arg| !arg.starts_with('-')).map_or(call.args.len(), |at| at + 1);
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
            Ok(if session.busybox() { 143 } else { 124 })
        }
        outcome => outcome,
    }
}

fn environment(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let saved = session.variables.clone();
    let mut at = 1;
    while let Some(arg) = call.args.get(at) {
        match arg.split_once('=') {
            Some((name, value)) => {
                session.variables.insert(name.to_owned(), value.to_owned());
            }
            None if arg == "-i" => session.variables.clear(),
            None if arg == "-u" => {
                at += 1;
                call.args.get(at).and_then(|name| session.variables.remove(name));
            }
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
            session.environment().iter().for_each(|(name, value)| streams.say(format!("{name}={value}")));
            Ok(0)
        }
    };
    session.variables = saved;
    outcome
}

fn hostname(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    Ok(match call.args.get(1).filter(|arg| !arg.starts_with('-')).cloned() {
        None if call.args.get(1).is_some_and(|arg| arg == "-i") => {
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
                Some("-d") => streams.say(domain),
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

fn date(session: &mut Session<'_>, call: Call<'_>, streams: &mut Streams) -> i32 {
    let call = call.reading("sd");
    let now: jiff::Timestamp = session.world.facts.now.parse().unwrap_or_default();
    let shown = match call.options.rest.iter().find_map(|arg| arg.strip_prefix('+')) {
        Some(format) => now.strftime(format).to_string(),
        None => now.strftime("%a %b %e %H:%M:%S UTC %Y").to_string(),
    };
    if let Some(wanted) = call.options.value('s')
        && !session.who.effective.has("SYS_TIME")
    {
        let busybox = session.busybox();
        streams.complain(if busybox {
            "date: can't set date: Operation not permitted"
        } else {
            "date: cannot set date: Operation not permitted"
        });
        // Both go on to print the time that they were given.
        let given = point_in_time(wanted, now).map(|time| time.strftime("%a %b %e %H:%M:%S UTC %Y").to_string());
        streams.say(given.unwrap_or(shown));
        return i32::from(!busybox);
    }
    streams.say(shown);
    0
}

/// `2020-01-01`, `2020-01-01 12:30`, `12:30:00`, `@0`.
fn point_in_time(text: &str, now: jiff::Timestamp) -> Option<jiff::Timestamp> {
    if let Some(seconds) = text.strip_prefix('@') {
        return jiff::Timestamp::from_second(seconds.parse().ok()?).ok();
    }
    let today = now.strftime("%Y-%m-%d").to_string();
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) => (date, time),
        None if text.contains(':') => (today.as_str(), text),
        None => (text, "00:00:00"),
    };
    let time = if time.matches(':').count() == 1 { format!("{time}:00") } else { time.to_owned() };
    format!("{date}T{time}Z").parse().ok()
}
