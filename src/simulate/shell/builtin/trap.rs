//! `trap`: what runs when the shell ends, or a signal comes.

use super::fail;
use super::kill::signal;
use crate::simulate::session::{Session, Stop, Streams};
use crate::simulate::shell::state::Flavour;

/// `trap`: signals come to a shell only from its own `kill`.
pub fn trap(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let words: Vec<&String> = args[1..].iter().filter(|arg| *arg != "--").collect();
    let words: Vec<&String> = words.into_iter().filter(|word| *word != "-p").collect();
    let Some((action, signals)) = words.split_first() else {
        if let Some(action) = &session.shell.at_exit {
            streams.say(format!("trap -- '{action}' EXIT"));
        }
        return Ok(0);
    };
    if signals.is_empty() {
        return if signal(action).is_some() { Ok(0) } else { Err(Stop::NotSimulated(format!("trap {action}"))) };
    }
    let kept = Some((*action).clone()).filter(|action| action != "-");
    for name in signals {
        match name.trim_start_matches("SIG") {
            "ERR" if session.shell.flavour == Flavour::Bash => {
                session.shell.on_error = kept.clone().filter(|action| !action.is_empty());
                continue;
            }
            "DEBUG" | "RETURN" if session.shell.flavour == Flavour::Bash => return Err(Stop::NotSimulated(format!("trap {name}"))),
            _ => {}
        }
        let Some(number) = signal(name) else {
            let said = if session.shell.flavour == Flavour::Dash {
                format!("{name}: bad trap")
            } else {
                format!("{name}: invalid signal specification")
            };
            fail(session, "trap", &said, 1, streams);
            return Ok(1);
        };
        match &kept {
            _ if number == 0 => session.shell.at_exit = kept.clone().filter(|action| !action.is_empty()),
            Some(action) => drop(session.shell.traps.insert(number, action.clone())),
            None => drop(session.shell.traps.remove(&number)),
        }
    }
    Ok(0)
}
