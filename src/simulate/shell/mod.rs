//! The shell: runs a command line in a container. ash, dash and bash differ in wording more than in what they do.

mod builtin;
mod complaint;
mod environment;
mod expand;
mod pipe;
mod redirect;
mod state;
mod syntax;
mod test;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::files::Errno;
use super::machine::Process;
use super::session::{Session, Stop, Streams};
pub use builtin::kill;
pub use complaint::cannot_execute;
pub use environment::place;
pub use expand::glob;
pub use state::{Flavour, Shell};
pub use test::evaluate as test;

use syntax::{Body, Command, Item, List, Parser, Pipeline, Word};

/// Runs a program text line by line, as shells read it; `exit` ends it.
pub fn run(session: &mut Session<'_>, text: &str, streams: &mut Streams) -> Result<i32, Stop> {
    let outcome = lines(session, text, streams);
    let code = match outcome {
        Ok(code) | Err(Stop::Exit(code) | Stop::Return(code)) => code,
        Err(Stop::Break(_) | Stop::Continue(_)) => session.status,
        Err(stop) => return Err(stop),
    };
    let Some(trap) = session.shell.at_exit.take() else { return Ok(code) };
    session.status = code;
    match lines(session, &trap, streams) {
        Err(Stop::Exit(code)) => Ok(code),
        Err(stop @ (Stop::Forever | Stop::NotSimulated(_))) => Err(stop),
        _ => Ok(code),
    }
}

/// Runs what was typed at an interactive shell. `Err(Stop::Exit)` only when the shell itself ended: an error that ends
/// a script ends the line.
pub fn enter(session: &mut Session<'_>, text: &str, status: i32, streams: &mut Streams) -> Result<i32, Stop> {
    match after(session, text, status, streams) {
        Err(Stop::Exit(code)) if !session.shell.left => Ok(code),
        Err(Stop::Return(code)) => Ok(code),
        Err(Stop::Break(_) | Stop::Continue(_)) => Ok(0),
        outcome => outcome,
    }
}

/// Whether an interactive shell waits for more before it runs `text`.
pub fn unfinished(text: &str, flavour: Flavour) -> bool {
    Parser::unfinished(text, flavour)
}

/// The lines of a text, in the shell that is running.
fn lines(session: &mut Session<'_>, text: &str, streams: &mut Streams) -> Result<i32, Stop> {
    after(session, text, 0, streams)
}

/// The same, after a command that ended with `status`.
fn after(session: &mut Session<'_>, text: &str, status: i32, streams: &mut Streams) -> Result<i32, Stop> {
    let outer = std::mem::replace(&mut session.shell.text, text.to_owned());
    let mut parser = Parser::new(text, session.shell.flavour);
    session.status = status;
    let outcome = loop {
        match parser.line() {
            Ok(Some(read)) => {
                if let Some((wanted, line)) = parser.cut_short.take() {
                    complaint::cut_short(session, text, &wanted, line, streams);
                }
                if session.shell.has('n') && !session.shell.interactive {
                    continue;
                }
                if let Err(stop) = list(session, &read, streams) {
                    break Err(stop);
                }
            }
            Ok(None) => break Ok(session.status),
            Err(error) => break Err(complaint::syntax_error(&session.shell, &error, text, streams)),
        }
    };
    session.shell.text = outer;
    outcome
}

fn list(session: &mut Session<'_>, list: &List, streams: &mut Streams) -> Result<i32, Stop> {
    let last = std::mem::take(&mut session.shell.last);
    let count = list.0.len();
    for (at, item) in list.0.iter().enumerate() {
        session.shell.last = last && at + 1 == count && !item.background;
        session.status = if item.background { in_background(session, item, streams)? } else { chain(session, item, streams)? };
    }
    session.shell.last = false;
    Ok(session.status)
}

fn chain(session: &mut Session<'_>, item: &Item, streams: &mut Streams) -> Result<i32, Stop> {
    let count = item.rest.len();
    let last = std::mem::take(&mut session.shell.last);
    session.shell.last = last && count == 0;
    let mut code = tested(session, count > 0, |session| pipeline(session, &item.first, streams))?;
    for (at, (and, next)) in item.rest.iter().enumerate() {
        session.status = code;
        session.shell.last = last && at + 1 == count;
        if *and == (code == 0) {
            code = tested(session, at + 1 < count, |session| pipeline(session, next, streams))?;
        }
    }
    Ok(code)
}

/// Runs something whose failure does not end a `set -e` shell, if `tests`.
fn tested<T>(session: &mut Session<'_>, tests: bool, run: impl FnOnce(&mut Session<'_>) -> T) -> T {
    session.shell.tested += u32::from(tests);
    let outcome = run(session);
    session.shell.tested -= u32::from(tests);
    outcome
}

/// `cmd &`: it runs at once as far as it comes; what does not end stays as a process.
fn in_background(session: &mut Session<'_>, item: &Item, streams: &mut Streams) -> Result<i32, Stop> {
    let pid = session.fork();
    session.background = Some(pid);
    let (first, slept, who) = (session.first, session.slept, session.who.clone());
    (session.first, session.slept) = (true, 29.99);
    let args = vec!["sh".to_owned()];
    let outcome = session.spawn(pid, &args, |session| chain(session, item, streams));
    (session.first, session.slept, session.who) = (first, slept, who);
    match outcome {
        Err(stop @ Stop::NotSimulated(_)) => Err(stop),
        _ => Ok(0),
    }
}

fn pipeline(session: &mut Session<'_>, pipeline: &Pipeline, streams: &mut Streams) -> Result<i32, Stop> {
    if let Some(timed) = without_time(session, pipeline) {
        let code = self::pipeline(session, &timed, streams)?;
        streams.complain("\nreal\t0m0.001s\nuser\t0m0.001s\nsys\t0m0.000s");
        return Ok(code);
    }
    let single = matches!(pipeline.commands.as_slice(), [one] if matches!(one.body, Body::Simple(..)) && !pipeline.negated);
    session.shell.last &= single;
    let code = match pipeline.commands.as_slice() {
        [one] => tested(session, pipeline.negated, |session| command(session, one, streams))?,
        several => pipe::run(session, several, streams)?,
    };
    let code = if pipeline.negated { i32::from(code == 0) } else { code };
    if code != 0
        && !pipeline.negated
        && session.shell.tested == 0
        && let Some(action) = session.shell.on_error.take()
    {
        session.status = code;
        let outcome = lines(session, &action, streams);
        session.shell.on_error.get_or_insert(action);
        outcome?;
    }
    if code != 0 && !pipeline.negated && session.shell.has('e') && session.shell.tested == 0 {
        return Err(Stop::Exit(code));
    }
    Ok(code)
}

/// bash's `time PIPELINE`, without its first word.
fn without_time(session: &Session<'_>, pipeline: &Pipeline) -> Option<Pipeline> {
    let first = pipeline.commands.first().filter(|_| session.shell.flavour == Flavour::Bash)?;
    let Body::Simple(values, words) = &first.body else { return None };
    words.first().filter(|word| values.is_empty() && words.len() > 1 && syntax::literal(word) == "time")?;
    let mut timed = pipeline.clone();
    timed.commands[0].body = Body::Simple(Vec::new(), words[1..].to_vec());
    Some(timed)
}

/// Runs something in a copy of the shell: what it sets is gone afterwards.
fn subshell(session: &mut Session<'_>, run: impl FnOnce(&mut Session<'_>) -> Result<i32, Stop>) -> Result<i32, Stop> {
    let saved = (session.cwd.clone(), session.variables.clone(), session.shell.clone(), session.parameters.clone(), session.who.umask);
    (session.shell.at_exit, session.shell.last) = (None, false);
    let outcome = run(session);
    let trap = session.shell.at_exit.take();
    (session.cwd, session.variables, session.shell, session.parameters, session.who.umask) = saved;
    match (outcome, trap) {
        (_, Some(trap)) => Err(Stop::NotSimulated(format!("trap {trap} EXIT"))),
        (Err(Stop::Exit(code) | Stop::Return(code)), None) => Ok(code),
        (Err(Stop::Break(_) | Stop::Continue(_)), None) => Ok(0),
        (outcome, None) => outcome,
    }
}

fn command(session: &mut Session<'_>, command: &Command, streams: &mut Streams) -> Result<i32, Stop> {
    session.tick()?;
    session.shell.line = command.line;
    if command.redirects.is_empty() && session.shell.standing.is_none() {
        return body(session, command, streams);
    }
    let mut sinks = match redirect::open(session, &command.redirects, streams)? {
        Ok(sinks) => sinks,
        Err(code) if is_special(command) && session.shell.flavour != Flavour::Ash => return Err(Stop::Exit(code)),
        Err(code) => return Ok(code),
    };
    if is_bare_exec(command) {
        if let Some(text) = sinks.input.take() {
            streams.input = text;
        }
        session.shell.standing = Some(sinks);
        return Ok(0);
    }
    let own = sinks.input.take();
    let redirected = own.is_some();
    let mut inner = Streams {
        input: own.unwrap_or_else(|| std::mem::take(&mut streams.input)),
        joined: sinks.joined(streams),
        others: streams.others.keys().map(|key| (*key, String::new())).collect(),
        deaf: sinks.discards_errors(session, streams),
        ..Streams::default()
    };
    let outcome = body(session, command, &mut inner);
    if !redirected {
        streams.input = std::mem::take(&mut inner.input);
    }
    match (sinks.deliver(session, inner, streams), outcome) {
        (Some(errno), Ok(_)) => Ok(cannot_write(session, command, errno, streams)),
        (_, outcome) => outcome,
    }
}

fn cannot_write(session: &Session<'_>, command: &Command, errno: Errno, streams: &mut Streams) -> i32 {
    let name = match &command.body {
        Body::Simple(_, words) => words.first().map(syntax::literal).unwrap_or_default(),
        _ => return 1,
    };
    let builtin = builtin::is(session, &name);
    streams.complain(match (builtin, session.shell.flavour) {
        (true, Flavour::Dash) => format!("{}{name}: {name}: I/O error", session.shell.prefix()),
        (true, _) => format!("{}write error: {}", session.shell.applet_prefix(&name), errno.text()),
        (false, _) => format!("{name}: write error: {}", errno.text()),
    });
    1
}

fn is_bare_exec(command: &Command) -> bool {
    matches!(&command.body, Body::Simple(values, words) if values.is_empty() && words.len() == 1 && syntax::literal(&words[0]) == "exec")
}

/// POSIX' special builtins: what goes wrong there ends the shell.
fn is_special(command: &Command) -> bool {
    matches!(&command.body, Body::Simple(_, words) if words.first().is_some_and(|word| matches!(syntax::literal(word).as_str(), ":" | "." | "eval" | "exec" | "export" | "readonly" | "set" | "shift" | "trap" | "unset" | "exit")))
}

fn body(session: &mut Session<'_>, command: &Command, streams: &mut Streams) -> Result<i32, Stop> {
    match &command.body {
        Body::Simple(assignments, words) => simple(session, assignments, words, streams),
        Body::Group(inner) => list(session, inner, streams),
        Body::Subshell(inner) => subshell(session, |session| list(session, inner, streams)),
        Body::If(branches, last) => {
            for (condition, then) in branches {
                if tested(session, true, |session| list(session, condition, streams))? == 0 {
                    session.status = 0;
                    return list(session, then, streams);
                }
            }
            session.status = 0;
            last.as_ref().map_or(Ok(0), |last| list(session, last, streams))
        }
        Body::While(condition, inner, until) => looped(session, |session, status| {
            session.tick()?;
            if (tested(session, true, |session| list(session, condition, streams))? == 0) == *until {
                return Ok(false);
            }
            *status = list(session, inner, streams)?;
            Ok(true)
        }),
        Body::For(name, words, inner) => {
            let values = match words {
                Some(words) => expand::fields(session, words, streams)?,
                None => session.parameters.clone(),
            };
            let mut values = values.into_iter();
            looped(session, |session, status| {
                let Some(value) = values.next() else { return Ok(false) };
                session.variables.insert(name.clone(), value);
                *status = list(session, inner, streams)?;
                Ok(true)
            })
        }
        Body::Case(subject, arms) => {
            let subject = expand::single(session, subject, streams)?;
            for (patterns, inner) in arms {
                for pattern in patterns {
                    if expand::fits(session, pattern, &subject, streams)? {
                        session.status = 0;
                        return list(session, inner, streams);
                    }
                }
            }
            Ok(0)
        }
        Body::Function(name, body) => {
            session.shell.functions.insert(name.clone(), Arc::clone(body));
            Ok(0)
        }
        Body::Test(words) => test::double(session, words, streams),
        Body::Arithmetic(text) => Ok(i32::from(expand::number(session, text, streams)? == 0)),
    }
}

/// Runs rounds until one says `false`; `break` and `continue` of this loop end here.
fn looped(session: &mut Session<'_>, mut round: impl FnMut(&mut Session<'_>, &mut i32) -> Result<bool, Stop>) -> Result<i32, Stop> {
    session.shell.loops += 1;
    let mut status = 0;
    let outcome = loop {
        match round(session, &mut status) {
            Ok(true) => {}
            Ok(false) => break Ok(status),
            Err(Stop::Break(1)) => break Ok(0),
            Err(Stop::Break(more)) => break Err(Stop::Break(more - 1)),
            Err(Stop::Continue(1)) => status = 0,
            Err(Stop::Continue(more)) => break Err(Stop::Continue(more - 1)),
            Err(stop) => break Err(stop),
        }
    };
    session.shell.loops -= 1;
    outcome
}

fn simple(session: &mut Session<'_>, assignments: &[(String, Word)], words: &[Word], streams: &mut Streams) -> Result<i32, Stop> {
    session.shell.substituted = None;
    let args = expand::fields(session, words, streams)?;
    let mut values = Vec::new();
    for (name, word) in assignments {
        values.push((name.clone(), expand::assigned(session, word, streams)?));
    }
    // Without a command the code is that of the last substitution.
    let expanded = session.shell.substituted.take().unwrap_or(0);
    trace(session, &values, &args, streams);
    let Some(name) = args.first().cloned() else {
        for (name, value) in values {
            builtin::assign(session, &name, value, streams)?;
        }
        return Ok(expanded);
    };
    let saved: Vec<_> = values
        .iter()
        .map(|(name, _)| (name.clone(), session.variables.get(name).cloned(), session.shell.exported.contains(name)))
        .collect();
    for (name, value) in values {
        builtin::assign(session, &name, value, streams)?;
        session.shell.exported.insert(name);
    }
    let outcome = dispatch(session, &name, &args, streams);
    for (name, value, exported) in saved {
        match value {
            Some(value) => session.variables.insert(name.clone(), value),
            None => session.variables.remove(&name),
        };
        if !exported {
            session.shell.exported.remove(&name);
        }
    }
    outcome
}

fn dispatch(session: &mut Session<'_>, name: &str, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    if let Some(text) = session.shell.aliases.remove(name) {
        return aliased(session, (name, text), args, streams);
    }
    if let Some(function) = session.shell.functions.get(name).cloned() {
        return call(session, &function, args, streams);
    }
    match builtin::run(session, name, args, streams) {
        Some(outcome) => outcome,
        None => external(session, args, streams),
    }
}

/// Runs what an alias stands for, with the other words behind it. Within it the name is no alias: `alias ls='ls -l'`.
fn aliased(session: &mut Session<'_>, alias: (&str, String), args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let line = format!("{} \"$@\"", alias.1);
    let parameters = std::mem::replace(&mut session.parameters, args[1..].to_vec());
    let outcome = after(session, &line, session.status, streams);
    session.parameters = parameters;
    session.shell.aliases.entry(alias.0.to_owned()).or_insert(alias.1);
    outcome
}

fn call(session: &mut Session<'_>, function: &Command, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    session.depth += 1;
    if session.depth > 40 {
        session.depth -= 1;
        return Err(Stop::NotSimulated(format!("{}, so deep in itself", args[0])));
    }
    let parameters = std::mem::replace(&mut session.parameters, args[1..].to_vec());
    let loops = std::mem::take(&mut session.shell.loops);
    session.shell.callers += 1;
    session.shell.locals.push(Vec::new());
    let outcome = command(session, function, streams);
    session.shell.callers -= 1;
    session.shell.loops = loops;
    session.parameters = parameters;
    session.depth -= 1;
    for (name, value) in session.shell.locals.pop().unwrap_or_default().into_iter().rev() {
        match value {
            Some(value) => session.variables.insert(name, value),
            None => session.variables.remove(&name),
        };
    }
    match outcome {
        Err(Stop::Return(code)) => Ok(code),
        outcome => outcome,
    }
}

/// `set -x`
fn trace(session: &Session<'_>, values: &[(String, String)], args: &[String], streams: &mut Streams) {
    if !session.shell.has('x') || values.is_empty() && args.is_empty() {
        return;
    }
    let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./:=,+@%".contains(c));
    let quoted = |text: &String| if plain(text) { text.clone() } else { format!("'{}'", text.replace('\'', "'\\''")) };
    let values = values.iter().map(|(name, value)| format!("{name}={}", if value.is_empty() { String::new() } else { quoted(value) }));
    let words: Vec<String> = values.chain(args.iter().map(quoted)).collect();
    streams.complain(format!("+ {}", words.join(" ")));
}

/// A program in a process of its own; in the background the shell's.
fn external(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let inherited = session
        .variables
        .iter()
        .filter(|(name, _)| session.shell.exported.contains(*name))
        .map(|(name, value)| (name.clone(), value.clone()));
    let mut variables: BTreeMap<String, String> = inherited.collect();
    let replaced = session.background == Some(session.pid) || gives_way(session);
    if session.shell.flavour == Flavour::Bash {
        of_bash(session, &args[0], replaced, &mut variables);
    }
    let saved = std::mem::replace(&mut session.variables, variables);
    let handed_by = session.handed_by.replace(session.shell.flavour);
    session.killed = None;
    let outcome = if replaced {
        replace(session, args);
        session.execute(args, streams)
    } else {
        let pid = session.fork();
        let who = session.who.clone();
        let outcome = session.launch(pid, args, streams);
        session.who = who;
        if let Some(signal) = session.killed.take() {
            of_signal(session, signal, streams);
        }
        outcome
    };
    (session.variables, session.handed_by) = (saved, handed_by);
    outcome
}

/// What bash adds to the environment: where it is, how deep, and what it runs. A shell that gives its place away is one less deep.
fn of_bash(session: &mut Session<'_>, program: &str, replaced: bool, variables: &mut BTreeMap<String, String>) {
    let level = variables.get("SHLVL").and_then(|level| level.parse::<u32>().ok()).unwrap_or(0) + u32::from(!replaced);
    let path = crate::simulate::tool::locate_or_path(session, program).unwrap_or_else(|| program.to_owned());
    variables.extend([("PWD".into(), session.cwd.clone()), ("SHLVL".into(), level.to_string()), ("_".into(), path)]);
}

/// Whether the shell has nothing left to do once this program ends: then it becomes the program.
fn gives_way(session: &Session<'_>) -> bool {
    session.shell.last && session.shell.at_exit.is_none() && !session.shell.interactive && !session.shell.from_file
}

/// What ash says of a program that a signal ended; the others keep silent in `-c`.
pub fn of_signal(session: &Session<'_>, signal: i32, streams: &mut Streams) {
    let said = match signal {
        1 => "Hangup",
        9 => "Killed",
        15 => "Terminated",
        _ => return,
    };
    if session.shell.flavour == Flavour::Ash {
        streams.complain(said);
    }
}

/// The process becomes another program, as `exec` does.
fn replace(session: &mut Session<'_>, args: &[String]) {
    let (pid, who) = (session.pid, session.who.clone());
    if let Some(process) = session.container_mut().processes.iter_mut().find(|process| process.pid == pid) {
        *process = Process { parent: process.parent, ..Process::new(pid, args, who) };
    }
}
