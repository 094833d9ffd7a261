//! `kill`: signals to processes of the container.

use super::fail;
use crate::simulate::files::Errno;
use crate::simulate::session::{Session, Stop, Streams};
use crate::simulate::shell::state::Flavour;

/// Signals by number, from 1.
const SIGNALS: [&str; 31] = [
    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD",
    "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "POLL", "PWR", "SYS",
];

/// A signal's number.
pub fn signal(text: &str) -> Option<u32> {
    let name = text.strip_prefix("SIG").unwrap_or(text);
    let known = SIGNALS.iter().position(|known| known.eq_ignore_ascii_case(name)).map(|at| at as u32 + 1);
    known.or_else(|| text.parse().ok().filter(|number| *number <= 64)).or((name == "EXIT").then_some(0))
}

/// kill(2): the same user, or KILL.
pub fn kill(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let bash = session.shell.flavour == Flavour::Bash;
    let mut words = args[1..].iter();
    let mut wanted = "TERM".to_owned();
    let mut targets: Vec<&String> = Vec::new();
    match words.next() {
        Some(flag) if flag == "-l" || flag == "-L" => return list(session, words.as_slice(), streams),
        Some(flag) if flag == "-s" || flag == "-n" && bash => wanted = words.next().cloned().unwrap_or_default(),
        Some(flag) if flag == "--" => {}
        Some(flag) if flag.starts_with('-') && flag.len() > 1 => wanted = flag[1..].to_owned(),
        Some(word) => targets.push(word),
        None => {}
    }
    targets.extend(words);
    let Some(number) = signal(&wanted) else {
        return Ok(match session.shell.flavour {
            Flavour::Bash => fail(session, "kill", &format!("{wanted}: invalid signal specification"), 1, streams),
            Flavour::Dash => fail(session, "kill", &format!("invalid signal number or name: {wanted}"), 1, streams),
            Flavour::Ash => plain(session, &format!("bad signal name '{wanted}'"), streams),
        });
    };
    if targets.is_empty() {
        if bash {
            streams.complain("kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]");
            return Ok(2);
        }
        return Ok(plain(session, "you need to specify whom to kill", streams));
    }
    let mut code = 0;
    for target in targets {
        let job = match target.strip_prefix('%') {
            Some(_) => Some(super::jobs::only(session).ok_or_else(|| Stop::NotSimulated(format!("kill {target}")))?),
            None => None,
        };
        let Some(pid) = job.or_else(|| target.parse::<u32>().ok()) else {
            code = match session.shell.flavour {
                Flavour::Bash => fail(session, "kill", &format!("{target}: arguments must be process or job IDs"), 1, streams),
                Flavour::Dash => fail(session, "kill", &format!("Illegal number: {target}"), 1, streams),
                Flavour::Ash => plain(session, &format!("invalid number '{target}'"), streams),
            };
            continue;
        };
        code = code.max(send(session, target, pid, number, streams)?);
    }
    Ok(code)
}

/// An error of BusyBox's own kill.
fn plain(session: &Session<'_>, said: &str, streams: &mut Streams) -> i32 {
    streams.complain(format!("{}{said}", session.shell.applet_prefix("kill")));
    1
}

fn send(session: &mut Session<'_>, shown: &str, pid: u32, signal: u32, streams: &mut Streams) -> Result<i32, Stop> {
    let target = session.container().processes.iter().find(|process| process.pid == pid).cloned();
    let failed = match &target {
        None => Some(Errno::NoProcess),
        Some(process) => {
            let own = [session.who.uid, session.who.real_uid].contains(&process.who.uid);
            (!own && !session.who.effective.has("KILL")).then_some(Errno::Permission)
        }
    };
    if let Some(errno) = failed {
        return Ok(match session.shell.flavour {
            Flavour::Bash => fail(session, "kill", &format!("({shown}) - {}", errno.text()), 1, streams),
            Flavour::Dash => {
                fail(session, "kill", errno.text(), 1, streams);
                1
            }
            Flavour::Ash => plain(session, &format!("can't kill pid {shown}: {}", errno.text()), streams),
        });
    }
    // pid 1 ignores what it does not handle, and signal 0 only asks.
    if pid == 1 || signal == 0 {
        return Ok(0);
    }
    // Nobody catches KILL and STOP.
    if pid == session.pid
        && let Some(action) = session.shell.traps.get(&signal).filter(|_| !matches!(signal, 9 | 19)).cloned()
    {
        let status = session.status;
        crate::simulate::shell::lines(session, &action, streams)?;
        session.status = status;
        return Ok(0);
    }
    if pid == session.pid {
        session.killed = Some(signal as i32);
        return Err(Stop::Exit(128 + signal as i32));
    }
    // The shell around the program that sends it ends as well, and with it what it had still to do.
    if session.container().processes.iter().any(|process| process.pid == session.pid && process.parent == pid)
        && matches!(signal, 1 | 2 | 3 | 9 | 15)
    {
        return Err(Stop::Exit(128 + signal as i32));
    }
    if signal == 15 && target.is_some_and(|process| process.comm == "nc") {
        streams.complain("punt!");
    }
    session.end(pid);
    if session.background == Some(pid) {
        session.shell.gone = Some((pid, signal as i32));
    }
    Ok(0)
}

fn list(session: &Session<'_>, words: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let Some(word) = words.first() else {
        return match session.shell.flavour {
            Flavour::Ash => {
                SIGNALS.iter().enumerate().for_each(|(at, name)| streams.say(format!("{:>2}) {name}", at + 1)));
                [(32, "RTMIN"), (64, "RTMAX")].iter().for_each(|(number, name)| streams.say(format!("{number}) {name}")));
                Ok(0)
            }
            _ => Err(Stop::NotSimulated("kill -l".into())),
        };
    };
    match word.parse::<usize>() {
        Ok(number) => match SIGNALS.get((number % 128).wrapping_sub(1)) {
            Some(name) => streams.say(name),
            None => return Err(Stop::NotSimulated(format!("kill -l {word}"))),
        },
        Err(_) => match signal(word) {
            Some(number) => streams.say(number.to_string()),
            None => return Err(Stop::NotSimulated(format!("kill -l {word}"))),
        },
    }
    Ok(0)
}
