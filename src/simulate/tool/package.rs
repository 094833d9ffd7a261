//! Package managers. What they would fetch is not simulated; that they need root is.

use super::Call;
use crate::simulate::session::{Session, Stop, Streams};

/// Runs one.
pub fn run(session: &mut Session<'_>, call: &Call<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let verb = call.args[1..].iter().find(|arg| !arg.starts_with('-')).map_or("", String::as_str).to_owned();
    if session.who.uid != 0
        && let Some(code) = refused(call.name, &verb, streams)
    {
        return Ok(code);
    }
    let what = [call.name, &verb].join(" ").trim_end().to_owned();
    if !session.machine.builds {
        return Err(Stop::NotSimulated(what));
    }
    // A build goes on as if it had worked: what was installed is missed where it is used.
    session.machine.assumed.push(what);
    Ok(0)
}

/// What is said to who is not root (apt 2.4, apk-tools 2.14, dpkg 1.21).
fn refused(name: &str, verb: &str, streams: &mut Streams) -> Option<i32> {
    let (lines, code): (&[&str], i32) = match (name, verb) {
        ("apt-get" | "apt", "update") => (
            &["Reading package lists...", "E: List directory /var/lib/apt/lists/partial is missing. - Acquire (13: Permission denied)"],
            100,
        ),
        ("apt-get" | "apt", "install" | "remove" | "purge" | "upgrade" | "dist-upgrade" | "autoremove") => (
            &[
                "E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)",
                "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?",
            ],
            100,
        ),
        ("apk", "add" | "del" | "update" | "upgrade") => {
            (&["ERROR: Unable to lock database: Permission denied", "ERROR: Failed to open apk database: Permission denied"], 99)
        }
        _ => return None,
    };
    lines.iter().for_each(|line| streams.complain(line));
    Some(code)
}
