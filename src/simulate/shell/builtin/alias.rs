//! `alias` and `unalias`, of a shell that somebody types at.

use super::fail;
use crate::simulate::session::{Session, Streams};

/// Defines, shows or lists.
pub fn alias(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> i32 {
    let shown = |name: &str, text: &str| format!("alias {name}='{}'", text.replace('\'', "'\\''"));
    if args.len() == 1 {
        session.shell.aliases.iter().for_each(|(name, text)| streams.say(shown(name, text)));
    }
    let mut code = 0;
    for arg in &args[1..] {
        match (arg.split_once('='), session.shell.aliases.get(arg)) {
            (Some((name, text)), _) if !name.is_empty() => {
                session.shell.aliases.insert(name.to_owned(), text.to_owned());
            }
            (_, Some(text)) => streams.say(shown(arg, text)),
            _ => code = fail(session, "alias", &format!("{arg}: not found"), 1, streams),
        }
    }
    code
}

/// Forgets one, or with `-a` all.
pub fn unalias(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> i32 {
    if args.len() == 1 {
        streams.complain("unalias: usage: unalias [-a] name [name ...]");
        return 2;
    }
    let mut code = 0;
    for name in &args[1..] {
        if name == "-a" {
            session.shell.aliases.clear();
        } else if session.shell.aliases.remove(name).is_none() {
            code = fail(session, "unalias", &format!("{name}: not found"), 1, streams);
        }
    }
    code
}
