//! Commands of the shell itself.

mod alias;
mod jobs;
mod kill;
mod limit;
mod read;
mod set;
mod trap;
mod which;

use super::complaint::expansion_code;
use super::state::Flavour;
use crate::simulate::files::{Errno, Kind};
use crate::simulate::session::{Session, Stop, Streams};
use crate::simulate::tool;

pub use kill::kill;

/// ash's `help` (shell/ash.c helpcmd).
const ASH_HELP: &str = "Built-in commands:
------------------
\t. : [ [[ alias bg break cd chdir command continue echo eval exec
\texit export false fg getopts hash help history jobs kill let
\tlocal printf pwd read readonly return set shift source test times
\ttrap true type ulimit umask unalias unset wait";

/// What every shell has.
const COMMON: &str = ". : [ alias bg break cd command continue echo eval exec exit export false fg getopts hash jobs kill local printf pwd \
    read readonly return set shift test times trap true type ulimit umask unalias unset wait";
/// What ash and bash have besides.
const MORE: &str = "let source history help";
/// What bash has besides.
const BASH: &str =
    "bind builtin caller compgen complete declare dirs disown enable logout mapfile popd pushd readarray shopt suspend typeset";

/// Whether `name` is a builtin of this shell.
pub fn is(session: &Session<'_>, name: &str) -> bool {
    let has = |list: &str| list.split_whitespace().any(|known| known == name);
    match session.shell.flavour {
        Flavour::Dash => has(COMMON),
        Flavour::Ash => has(COMMON) || has(MORE),
        Flavour::Bash => has(COMMON) || has(MORE) || has(BASH),
    }
}

/// Runs `name` if it is the shell's own.
pub fn run(session: &mut Session<'_>, name: &str, args: &[String], streams: &mut Streams) -> Option<Result<i32, Stop>> {
    if !is(session, name) {
        return None;
    }
    Some(match name {
        ":" | "true" => Ok(0),
        "false" => Ok(1),
        "cd" => Ok(change_directory(session, args, streams)),
        "exit" => exit(session, args, streams),
        "return" => leave(session, args, streams),
        "break" | "continue" => jump(session, name, args),
        "exec" => exec(session, args, streams),
        "export" | "readonly" | "local" => set::mark(session, name, args, streams),
        "unset" => set::unset(session, args, streams),
        "set" => set::set(session, args, streams),
        "shift" => Ok(set::shift(session, args, streams)),
        "umask" => Ok(set::umask(session, args, streams)),
        "trap" => trap::trap(session, args, streams),
        "wait" => wait(session, args, streams),
        "kill" => kill(session, args, streams),
        "command" => which::command(session, args, streams),
        "type" => Ok(which::types(session, "type", &args[1..], streams)),
        "eval" => eval(session, args, streams),
        "." | "source" => source(session, args, streams),
        "echo" | "pwd" => tool::run(session, name, args, streams),
        "printf" if session.shell.flavour == Flavour::Bash && args.get(1).is_some_and(|arg| arg == "-v") && args.len() > 3 => {
            let mut inner = Streams::default();
            let prefix = session.shell.applet_prefix("printf");
            let words: Vec<String> = std::iter::once(&args[0]).chain(&args[3..]).cloned().collect();
            let code = tool::printf(session, &words, &prefix, &mut inner);
            streams.write(2, &inner.err);
            assign(session, &args[2], inner.out, streams).map(|()| code)
        }
        "printf" => {
            let prefix = session.shell.applet_prefix("printf");
            Ok(tool::printf(session, args, &prefix, streams))
        }
        "test" | "[" => {
            let prefix = session.shell.applet_prefix(name);
            Ok(super::test::evaluate(session, args, &prefix, streams))
        }
        "read" => read::read(session, args, streams),
        "let" => calculate(session, args, streams),
        // A script's aliases count from the next line that is read.
        "alias" if session.shell.interactive || args.len() == 1 => Ok(alias::alias(session, args, streams)),
        "unalias" if session.shell.interactive => Ok(alias::unalias(session, args, streams)),
        // Completion is the prompt's own.
        "complete" if session.shell.interactive => Ok(0),
        "ulimit" => limit::ulimit(session, args, streams),
        // What little time it took is made up.
        "times" if args.len() == 1 => {
            streams.say("0m0.000s 0m0.000s\n0m0.000s 0m0.000s");
            Ok(0)
        }
        "jobs" => jobs::jobs(session, args, streams),
        "bind" if args.len() == 1 && !session.shell.interactive => {
            streams.complain(format!("{}bind: warning: line editing not enabled", session.shell.prefix()));
            Ok(0)
        }
        // Nothing was typed that could be remembered.
        "history" if args.len() == 1 && !session.shell.interactive => Ok(0),
        "help" if args.len() == 1 && session.shell.flavour == Flavour::Ash => {
            streams.say(ASH_HELP);
            Ok(0)
        }
        "hash" | "unalias" if args.len() == 1 => Ok(0),
        "bg" | "fg" => {
            let said = if session.shell.flavour == Flavour::Bash { "no job control" } else { "No current job" };
            Ok(fail(session, name, said, 1, streams))
        }
        name => Err(Stop::NotSimulated(name.to_owned())),
    })
}

/// Says what is wrong with a builtin; `code` is bash's, the others use 2.
pub fn fail(session: &Session<'_>, builtin: &str, said: &str, code: i32, streams: &mut Streams) -> i32 {
    streams.complain(format!("{}{said}", session.shell.builtin_prefix(builtin)));
    if session.shell.flavour == Flavour::Bash { code } else { 2 }
}

/// Sets a variable, unless it is read-only: that ends the shell.
pub fn assign(session: &mut Session<'_>, name: &str, value: String, streams: &mut Streams) -> Result<(), Stop> {
    if session.shell.read_only.contains(name) {
        let said = if session.shell.flavour == Flavour::Bash { "readonly variable" } else { "is read only" };
        streams.complain(format!("{}{name}: {said}", session.shell.prefix()));
        return Err(Stop::Exit(expansion_code(session)));
    }
    if session.shell.has('a') {
        session.shell.exported.insert(name.to_owned());
    }
    session.variables.insert(name.to_owned(), value);
    Ok(())
}

fn number(session: &Session<'_>, builtin: &str, text: Option<&String>, streams: &mut Streams) -> Result<i32, Stop> {
    let Some(text) = text else { return Ok(session.status) };
    let fits = |number: &i32| *number >= 0 || session.shell.flavour == Flavour::Bash;
    text.parse::<i32>().ok().filter(fits).map(|number| number & 0xff).ok_or_else(|| {
        let said = if session.shell.flavour == Flavour::Bash {
            format!("{text}: numeric argument required")
        } else {
            format!("Illegal number: {text}")
        };
        Stop::Exit(fail(session, builtin, &said, 2, streams))
    })
}

fn exit(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    session.shell.left = true;
    Err(Stop::Exit(number(session, "exit", args.get(1), streams)?))
}

fn leave(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    if session.shell.callers == 0 && session.shell.flavour == Flavour::Bash {
        let said = "can only `return' from a function or sourced script";
        let code = fail(session, "return", said, 2, streams);
        return if session.shell.name == "bash" { Ok(code) } else { Err(Stop::Exit(code)) };
    }
    Err(Stop::Return(number(session, "return", args.get(1), streams)?))
}

/// `break` and `continue`; outside a loop they mean nothing.
fn jump(session: &Session<'_>, name: &str, args: &[String]) -> Result<i32, Stop> {
    let wanted = args.get(1).and_then(|count| count.parse().ok()).unwrap_or(1u32).max(1).min(session.shell.loops);
    match (wanted, name) {
        (0, _) => Ok(0),
        (count, "break") => Err(Stop::Break(count)),
        (count, _) => Err(Stop::Continue(count)),
    }
}

fn exec(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let rest = &args[1..];
    let Some(program) = rest.first() else { return Ok(0) };
    if let Err(errno) = session.program(program) {
        let code = if errno == Errno::NotFound { 127 } else { 126 };
        match (session.shell.flavour, errno) {
            (Flavour::Bash, errno) if program.contains('/') => {
                streams.complain(format!("{}{program}: {}", session.shell.prefix(), errno.text()))
            }
            (_, Errno::NotFound) => streams.complain(format!("{}{program}: not found", session.shell.builtin_prefix("exec"))),
            (_, errno) => streams.complain(format!("{}{program}: {}", session.shell.builtin_prefix("exec"), errno.text())),
        }
        return Err(Stop::Exit(code));
    }
    let exported = session.variables.iter().filter(|(name, _)| session.shell.exported.contains(*name));
    session.variables = exported.map(|(name, value)| (name.clone(), value.clone())).collect();
    let pid = session.pid;
    let outcome = session.launch(pid, rest, streams);
    outcome.and_then(|code| Err(Stop::Exit(code)))
}

fn eval(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let line = session.shell.line;
    let outcome = super::lines(session, &args[1..].join(" "), streams);
    session.shell.line = line;
    outcome
}

/// `. file`: in this shell, not in one of its own.
fn source(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let Some(path) = args.get(1) else { return Err(Stop::NotSimulated(".".into())) };
    let text = match session.read(path) {
        Ok(text) => text,
        Err(errno) => {
            let (prefix, flavour) = (session.shell.prefix(), session.shell.flavour);
            match flavour {
                Flavour::Bash => streams.complain(format!("{prefix}{path}: {}", errno.text())),
                Flavour::Ash => streams.complain(format!("{}can't open '{path}': {}", session.shell.builtin_prefix("."), errno.text())),
                Flavour::Dash => streams.complain(format!(
                    "{}cannot open {path}: {}",
                    session.shell.builtin_prefix("."),
                    if errno == Errno::NotFound { "No such file" } else { errno.text() }
                )),
            }
            // As `sh` bash gives up too; as `bash` it goes on.
            return match flavour {
                Flavour::Bash if session.shell.name == "bash" => Ok(1),
                Flavour::Bash => Err(Stop::Exit(1)),
                _ => Err(Stop::Exit(2)),
            };
        }
    };
    session.shell.callers += 1;
    let outcome = super::lines(session, &text, streams);
    session.shell.callers -= 1;
    match outcome {
        Err(Stop::Return(code)) => Ok(code),
        outcome => outcome,
    }
}

fn wait(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    if let Some(word) = args.get(1) {
        let Ok(pid) = word.parse::<u32>() else {
            let said = if session.shell.flavour == Flavour::Bash {
                format!("`{word}': not a pid or valid job spec")
            } else {
                format!("Illegal number: {word}")
            };
            return Ok(fail(session, "wait", &said, 1, streams));
        };
        if session.background != Some(pid) {
            if session.shell.flavour == Flavour::Bash {
                fail(session, "wait", &format!("pid {pid} is not a child of this shell"), 127, streams);
            }
            return Ok(127);
        }
    }
    if let Some((pid, signal)) = session.shell.gone
        && (args.len() > 1 && args[1] == pid.to_string())
    {
        session.shell.gone = None;
        super::of_signal(session, signal, streams);
        return Ok(128 + signal);
    }
    // Waiting for a process that never ends is running forever.
    let waits = session.background.is_some_and(|pid| session.container().processes.iter().any(|process| process.pid == pid));
    if waits && session.first {
        return Err(Stop::Forever);
    }
    Ok(0)
}

fn calculate(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    if args.len() == 1 {
        return Ok(fail(session, "let", "expression expected", 1, streams));
    }
    let mut value = 0;
    for text in &args[1..] {
        value = super::expand::number(session, text, streams)?;
    }
    Ok(i32::from(value == 0))
}

fn change_directory(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> i32 {
    let words: Vec<&String> = args[1..].iter().filter(|arg| !matches!(arg.as_str(), "-P" | "-L" | "--")).collect();
    if words.len() > 1 && session.shell.flavour == Flavour::Bash {
        return fail(session, "cd", "too many arguments", 1, streams);
    }
    let variable = |session: &Session<'_>, name: &str| session.variables.get(name).cloned();
    let (to, shown) = match words.first().map(|word| word.as_str()) {
        None => (variable(session, "HOME").unwrap_or_else(|| "/".into()), false),
        Some("-") => match variable(session, "OLDPWD") {
            Some(old) => (old, true),
            None if session.shell.flavour == Flavour::Bash => return fail(session, "cd", "OLDPWD not set", 1, streams),
            None => (session.cwd.clone(), true),
        },
        Some("") => (session.cwd.clone(), false),
        Some(path) => (path.to_owned(), false),
    };
    let found = session.with_files(|files, who, cwd| {
        let (place, node) = files.find(who, cwd, &to, true)?;
        if !matches!(files.node(place.mount, node).kind, Kind::Directory(_)) {
            return Err(Errno::NotDirectory);
        }
        files.may(who, &place, node, 1)?;
        Ok(place.path)
    });
    match found {
        Ok(path) => {
            let old = std::mem::replace(&mut session.cwd, path.clone());
            session.variables.insert("OLDPWD".into(), old);
            if shown {
                streams.say(path);
            }
            0
        }
        Err(errno) => {
            let said = match session.shell.flavour {
                Flavour::Bash => format!("{to}: {}", errno.text()),
                Flavour::Dash => format!("can't cd to {to}"),
                Flavour::Ash => format!("can't cd to {to}: {}", errno.text()),
            };
            fail(session, "cd", &said, 1, streams)
        }
    }
}
