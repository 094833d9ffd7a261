//! Options, positional parameters and marks on variables.

use super::{assign, fail};
use crate::simulate::session::{Session, Stop, Streams};
use crate::simulate::shell::state::Flavour;
use crate::simulate::tool;

/// Options by name.
const NAMED: [(&str, char); 11] = [
    ("errexit", 'e'),
    ("nounset", 'u'),
    ("xtrace", 'x'),
    ("noglob", 'f'),
    ("noclobber", 'C'),
    ("pipefail", 'P'),
    ("allexport", 'a'),
    ("verbose", 'v'),
    ("monitor", 'm'),
    ("notify", 'b'),
    ("posix", 'p'),
];

/// `set`
pub fn set(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    if args.len() == 1 {
        return list_variables(session, streams);
    }
    let mut at = 1;
    while let Some(arg) = args.get(at) {
        let Some(sign) = arg.chars().next().filter(|sign| "-+".contains(*sign)).filter(|_| arg.len() > 1) else { break };
        at += 1;
        if arg == "--" {
            session.parameters = args[at..].to_vec();
            return Ok(0);
        }
        for letter in arg.chars().skip(1) {
            let letter = match letter {
                'o' => {
                    let name = args.get(at).cloned().unwrap_or_default();
                    at += 1;
                    let known = NAMED.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter);
                    let Some(letter) = known.filter(|letter| *letter != 'P' || session.shell.flavour != Flavour::Dash) else {
                        return if name.is_empty() {
                            Err(Stop::NotSimulated("set -o".into()))
                        } else {
                            Err(illegal(session, &format!("-o {name}"), streams))
                        };
                    };
                    letter
                }
                letter if "euxfCavmbhn".contains(letter) => letter,
                letter if session.shell.flavour == Flavour::Bash && "BEHPTkpt".contains(letter) => {
                    return Err(Stop::NotSimulated(format!("set -{letter}")));
                }
                letter => return Err(illegal(session, &format!("{sign}{letter}"), streams)),
            };
            if sign == '-' {
                session.shell.options.insert(letter);
            } else {
                session.shell.options.remove(&letter);
            }
        }
    }
    if at < args.len() {
        session.parameters = args[at..].to_vec();
    }
    Ok(0)
}

fn illegal(session: &Session<'_>, option: &str, streams: &mut Streams) -> Stop {
    let said = match session.shell.flavour {
        Flavour::Ash => format!("illegal option {option}"),
        Flavour::Dash => format!("Illegal option {option}"),
        Flavour::Bash => format!("{option}: invalid option"),
    };
    let code = fail(session, "set", &said, 2, streams);
    if session.shell.flavour == Flavour::Bash {
        streams.complain("set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]");
    }
    Stop::Exit(code)
}

/// `set` alone: every variable, as the shell would read it. bash has some fifty of its own.
fn list_variables(session: &Session<'_>, streams: &mut Streams) -> Result<i32, Stop> {
    let own: &[(&str, &str)] = match session.shell.flavour {
        Flavour::Ash => &[
            ("FUNCNAME", ""),
            ("IFS", " \t\n"),
            ("LINENO", ""),
            ("OPTIND", "1"),
            ("PPID", "0"),
            ("PS1", "\\w \\$ "),
            ("PS2", "> "),
            ("PS4", "+ "),
        ],
        Flavour::Dash => &[("IFS", " \t\n"), ("OPTIND", "1"), ("PPID", "0"), ("PS1", "$ "), ("PS2", "> "), ("PS4", "+ ")],
        Flavour::Bash => &[("IFS", " \t\n"), ("OPTIND", "1"), ("PPID", "0"), ("PS4", "+ ")],
    };
    let mut all: std::collections::BTreeMap<&str, &str> = own.iter().copied().collect();
    let cwd = session.cwd.as_str();
    all.insert("PWD", cwd);
    all.extend(session.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    if session.shell.flavour == Flavour::Bash {
        all.extend([("BASH", "/usr/bin/bash"), ("EUID", ""), ("UID", "")]);
        let uid = session.who.uid.to_string();
        if !session.shell.from_file && !session.shell.interactive {
            all.insert("BASH_EXECUTION_STRING", &session.shell.text);
        }
        for (name, value) in all {
            streams.say(format!("{name}={}", in_bash(if matches!(name, "EUID" | "UID") { &uid } else { value })));
        }
        return Ok(0);
    }
    all.into_iter().for_each(|(name, value)| streams.say(format!("{name}={}", in_quotes(value))));
    Ok(0)
}

/// `export` and `readonly` alone.
fn list_marked(session: &Session<'_>, builtin: &str, streams: &mut Streams) -> Result<i32, Stop> {
    let marked = if builtin == "export" { &session.shell.exported } else { &session.shell.read_only };
    // bash called `sh` follows POSIX.
    let declares = session.shell.flavour == Flavour::Bash && session.shell.name.ends_with("bash");
    let head = match (builtin, declares) {
        ("export", true) => "declare -x",
        (_, true) => "declare -r",
        (word, false) => word,
    };
    for name in marked {
        let shown = session.variables.get(name).map(|value| match session.shell.flavour {
            Flavour::Bash => format!("=\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$").replace('`', "\\`")),
            _ => format!("={}", in_quotes(value)),
        });
        streams.say(format!("{head} {name}{}", shown.unwrap_or_default()));
    }
    Ok(0)
}

/// A text in single quotes, as ash and dash write it.
fn in_quotes(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\"'\"'"))
}

/// A text as bash writes it: in quotes only where it needs some.
fn in_bash(text: &str) -> String {
    match text.chars().all(|c| c.is_ascii_alphanumeric() || "%+,-./:=@_".contains(c)) {
        true => text.to_owned(),
        false if text.contains(['\n', '\t']) => {
            format!("$'{}'", text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n").replace('\t', "\\t"))
        }
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

/// `shift`
pub fn shift(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> i32 {
    let count = args.get(1).and_then(|count| count.parse().ok()).unwrap_or(1usize);
    if count > session.parameters.len() {
        return match session.shell.flavour {
            Flavour::Ash => 1,
            Flavour::Dash => fail(session, "shift", "can't shift that many", 2, streams),
            Flavour::Bash if args.len() == 1 => 1,
            Flavour::Bash => fail(session, "shift", &format!("{count}: shift count out of range"), 1, streams),
        };
    }
    session.parameters.drain(..count);
    0
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// `export`, `readonly` and `local`
pub fn mark(session: &mut Session<'_>, builtin: &str, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let words: Vec<&String> = args[1..].iter().filter(|arg| !matches!(arg.as_str(), "-p" | "--" | "-n" | "-r" | "-x")).collect();
    if words.is_empty() && builtin != "local" {
        return list_marked(session, builtin, streams);
    }
    if words.is_empty() {
        return Err(Stop::NotSimulated(builtin.to_owned()));
    }
    if builtin == "local" && session.shell.locals.is_empty() {
        let said = if session.shell.flavour == Flavour::Bash { "can only be used in a function" } else { "not in a function" };
        let code = fail(session, builtin, said, 1, streams);
        return if session.shell.flavour == Flavour::Bash { Ok(code) } else { Err(Stop::Exit(code)) };
    }
    let mut code = 0;
    for word in words {
        let (name, value) = word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value)));
        if !is_name(name) {
            match session.shell.flavour {
                Flavour::Bash => code = fail(session, builtin, &format!("`{word}': not a valid identifier"), 1, streams),
                _ => return Err(Stop::Exit(fail(session, builtin, &format!("{name}: bad variable name"), 2, streams))),
            }
            continue;
        }
        if builtin == "local" {
            let before = session.variables.get(name).cloned();
            if let Some(frame) = session.shell.locals.last_mut() {
                frame.push((name.to_owned(), before));
            }
            session.variables.remove(name);
        }
        if let Some(value) = value {
            assign(session, name, value.to_owned(), streams)?;
        }
        match builtin {
            "export" if args.iter().any(|arg| arg == "-n") => {
                session.shell.exported.remove(name);
            }
            "export" => {
                session.shell.exported.insert(name.to_owned());
            }
            "readonly" => {
                session.shell.read_only.insert(name.to_owned());
            }
            _ => {}
        }
    }
    Ok(code)
}

/// `unset`
pub fn unset(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let functions = args.iter().any(|arg| arg == "-f");
    for name in args[1..].iter().filter(|arg| !arg.starts_with('-')) {
        if functions {
            session.shell.functions.remove(name);
            continue;
        }
        let bash = session.shell.flavour == Flavour::Bash;
        if session.shell.read_only.contains(name) {
            let said = if bash { format!("{name}: cannot unset: readonly variable") } else { format!("{name}: is read only") };
            let code = fail(session, "unset", &said, 1, streams);
            return if bash { Ok(code) } else { Err(Stop::Exit(code)) };
        }
        if !is_name(name) && !bash {
            return Err(Stop::Exit(fail(session, "unset", &format!("{name}: bad variable name"), 1, streams)));
        }
        session.variables.remove(name);
        session.shell.exported.remove(name);
    }
    Ok(0)
}

/// `umask`
pub fn umask(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> i32 {
    let old = session.who.umask;
    let Some(text) = args.iter().skip(1).find(|arg| !arg.starts_with('-') || arg.contains('=')) else {
        let letters = |shift: u32| {
            let bits = !old >> shift & 7;
            [(4, 'r'), (2, 'w'), (1, 'x')].iter().filter(|(bit, _)| bits & bit != 0).map(|(_, letter)| *letter).collect::<String>()
        };
        streams.say(match args.iter().any(|arg| arg == "-S") {
            true => format!("u={},g={},o={}", letters(6), letters(3), letters(0)),
            false => format!("{old:04o}"),
        });
        return 0;
    };
    let digits = text.starts_with(|c: char| c.is_ascii_digit());
    let new = match digits {
        true => u32::from_str_radix(text, 8).ok().filter(|mask| *mask <= 0o777),
        false => tool::new_mode(text, !old & 0o777, true, 0).map(|mode| !mode & 0o777),
    };
    match (new, session.shell.flavour) {
        (Some(new), _) => {
            session.who.umask = new;
            0
        }
        (None, Flavour::Ash) => fail(session, "umask", &format!("illegal mode: {text}"), 1, streams),
        (None, Flavour::Dash) if digits => fail(session, "umask", &format!("Illegal number: {text}"), 1, streams),
        (None, Flavour::Dash) => fail(session, "umask", &format!("Illegal mode: {text}"), 1, streams),
        (None, Flavour::Bash) if digits => fail(session, "umask", &format!("{text}: octal number out of range"), 1, streams),
        (None, Flavour::Bash) => {
            let sign = text.chars().find(|c| !"ugoa".contains(*c)).unwrap_or(' ');
            fail(session, "umask", &format!("`{sign}': invalid symbolic mode operator"), 1, streams)
        }
    }
}
