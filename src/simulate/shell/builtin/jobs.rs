//! `jobs`: what runs in the background of a shell.

use crate::simulate::machine::Process;
use crate::simulate::session::{Session, Stop, Streams};
use crate::simulate::shell::state::Flavour;

/// The processes that the shell left running.
fn running<'s>(session: &'s Session<'_>) -> Vec<&'s Process> {
    session.container().processes.iter().filter(|process| process.parent == session.pid).collect()
}

/// The process of the only job.
pub fn only(session: &Session<'_>) -> Option<u32> {
    match running(session).as_slice() {
        [one] if session.background == Some(one.pid) => Some(one.pid),
        _ => None,
    }
}

/// `jobs`: a shell without job control still lists them; ash then keeps no words.
pub fn jobs(session: &Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let all = running(session);
    if args.len() > 1 || all.len() > 1 || !all.is_empty() && session.shell.flavour == Flavour::Dash {
        return Err(Stop::NotSimulated(args.join(" ")));
    }
    for process in all {
        let words = if session.shell.flavour == Flavour::Bash { format!("{} &", process.args.join(" ")) } else { String::new() };
        let gap = if session.shell.flavour == Flavour::Bash { 17 } else { 20 };
        streams.say(format!("[1]+  Running{}{words}", " ".repeat(gap)));
    }
    Ok(0)
}
