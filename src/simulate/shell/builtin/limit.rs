//! `ulimit`: what the runtime lets a process open; other limits are the node's own.

use super::fail;
use crate::simulate::session::{Session, Stop, Streams};
use crate::simulate::shell::state::Flavour;

/// Open files, as containerd's service unit has them.
const OPEN_FILES: u64 = 1_048_576;

/// `ulimit [-S] [-H] [-n [NUMBER]]`
pub fn ulimit(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let letters: String = args[1..].iter().filter_map(|arg| arg.strip_prefix('-')).collect();
    let words: Vec<&String> = args[1..].iter().filter(|arg| !arg.starts_with('-')).collect();
    let present = session.shell.open_files.unwrap_or(OPEN_FILES);
    match (letters.trim_matches(['S', 'H']), words.as_slice()) {
        ("" | "f", []) => streams.say("unlimited"),
        ("n", []) => streams.say(present.to_string()),
        ("n", [word]) => match word.parse::<u64>() {
            Ok(number) if number <= present => session.shell.open_files = Some(number),
            Ok(_) if session.shell.flavour == Flavour::Bash => {
                return Ok(fail(session, "ulimit", "open files: cannot modify limit: Operation not permitted", 1, streams));
            }
            Ok(_) if session.shell.flavour == Flavour::Ash => {
                streams.complain(format!("{}error setting limit: Operation not permitted", session.shell.prefix()));
                return Err(Stop::Exit(1));
            }
            _ => return Err(Stop::NotSimulated(args.join(" "))),
        },
        _ => return Err(Stop::NotSimulated(args.join(" "))),
    }
    Ok(0)
}
