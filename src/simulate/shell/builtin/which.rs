//! `command` and `type`: what a name means.

use super::{fail, is, run};
use crate::simulate::session::{Session, Stop, Streams};
use crate::simulate::shell::state::Flavour;
use crate::simulate::tool;

const KEYWORDS: &str = "if then else elif fi for while until do done case esac in { } ! function";

/// `command`
pub fn command(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let mut rest = args[1..].to_vec();
    let mut shows = None;
    while let Some(flag) = rest.first().filter(|arg| arg.starts_with('-') && arg.len() > 1).cloned() {
        rest.remove(0);
        match flag.as_str() {
            "-v" | "-V" => shows = Some(flag),
            "-p" | "--" => {}
            other => return Err(Stop::NotSimulated(format!("command {other}"))),
        }
    }
    match shows.as_deref() {
        Some("-v") => return Ok(names(session, &rest, streams)),
        Some(_) => return Ok(types(session, "command", &rest, streams)),
        None => {}
    }
    let Some(name) = rest.first().cloned() else { return Ok(0) };
    match run(session, &name, &rest, streams) {
        Some(outcome) => outcome,
        None => crate::simulate::shell::external(session, &rest, streams),
    }
}

fn known(session: &Session<'_>, name: &str) -> bool {
    session.shell.functions.contains_key(name) || is(session, name) || KEYWORDS.split(' ').any(|word| word == name)
}

/// `command -v`: the path of a program, the name of what the shell has itself. The code is the last name's.
fn names(session: &mut Session<'_>, words: &[String], streams: &mut Streams) -> i32 {
    let mut code = 0;
    // ash looks at the first name alone.
    let count = if session.shell.flavour == Flavour::Bash { words.len() } else { 1 };
    let mut any = false;
    for name in words.iter().take(count) {
        let path = if known(session, name) { Some(name.clone()) } else { tool::locate_or_path(session, name) };
        match path {
            Some(path) => {
                any = true;
                streams.say(path);
            }
            None => code = if session.shell.flavour == Flavour::Bash { 1 } else { 127 },
        }
    }
    if any && session.shell.flavour == Flavour::Bash { 0 } else { code }
}

/// `type`
pub fn types(session: &mut Session<'_>, builtin: &str, words: &[String], streams: &mut Streams) -> i32 {
    let mut code = 0;
    let bash = session.shell.flavour == Flavour::Bash;
    if bash && let Some(("-t", names)) = words.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return kinds(session, names, streams);
    }
    for name in words {
        let said = match () {
            () if KEYWORDS.split(' ').any(|word| word == name) => format!("{name} is a shell keyword"),
            () if session.shell.functions.contains_key(name) && session.shell.flavour == Flavour::Dash => {
                format!("{name} is a shell function")
            }
            () if session.shell.functions.contains_key(name) => format!("{name} is a function"),
            () if is(session, name) => format!("{name} is a shell builtin"),
            () => match tool::locate_or_path(session, name) {
                Some(path) => format!("{name} is {path}"),
                None if bash => {
                    code = fail(session, builtin, &format!("{name}: not found"), 1, streams);
                    continue;
                }
                None => {
                    streams.say(format!("{name}: not found"));
                    code = 127;
                    continue;
                }
            },
        };
        streams.say(said);
    }
    code
}

/// bash's `type -t`: one word for what each name is.
fn kinds(session: &mut Session<'_>, words: &[String], streams: &mut Streams) -> i32 {
    let mut code = 0;
    for name in words {
        let kind = match () {
            () if session.shell.aliases.contains_key(name) => "alias",
            () if KEYWORDS.split(' ').any(|word| word == name) => "keyword",
            () if session.shell.functions.contains_key(name) => "function",
            () if is(session, name) => "builtin",
            () if tool::locate_or_path(session, name).is_some() => "file",
            () => {
                code = 1;
                continue;
            }
        };
        streams.say(kind);
    }
    code
}
