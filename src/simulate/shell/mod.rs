//! The shell: runs a command line in a container. ash, dash and bash differ in wording alone.

mod builtin;
mod expand;
mod syntax;

use super::files::{Errno, Open};
use super::machine::{Process, Session, Stop, Streams};
use crate::world::Tools;
use syntax::{Body, Command, Item, List, Pipeline, Redirect, SyntaxError, Target, Word, parse};

/// Runs a program text; `exit` ends it.
pub fn run(session: &mut Session<'_>, text: &str, streams: &mut Streams) -> Result<i32, Stop> {
    match parse(text) {
        Ok(program) => match list(session, &program, streams) {
            Err(Stop::Exit(code)) => Ok(code),
            outcome => outcome,
        },
        Err(error) => {
            syntax_error(session, &error, streams);
            Ok(2)
        }
    }
}

fn syntax_error(session: &Session<'_>, error: &SyntaxError, streams: &mut Streams) {
    let said = match (error, session.tools()) {
        (SyntaxError::Unterminated(what), Tools::Gnu) => format!("sh: -c: line 1: unexpected EOF while looking for matching `{what}'"),
        (SyntaxError::Unterminated(what), Tools::Debian) => format!("sh: 1: Syntax error: Unterminated {what}"),
        (SyntaxError::Unterminated(what), _) => format!("sh: syntax error: unterminated {what}"),
        (SyntaxError::Unexpected(what), Tools::Gnu) => format!("sh: -c: line 1: syntax error near unexpected token `{what}'"),
        (SyntaxError::Unexpected(what), Tools::Debian) => format!("sh: 1: Syntax error: \"{what}\" unexpected"),
        (SyntaxError::Unexpected(what), _) if what == "end of file" => "sh: syntax error: unexpected end of file".into(),
        (SyntaxError::Unexpected(what), _) => format!("sh: syntax error: unexpected \"{what}\""),
    };
    streams.complain(said);
}

/// What the shell says of a program that does not start, and its code.
pub fn cannot_execute(session: &Session<'_>, name: &str, errno: Errno, streams: &mut Streams) -> i32 {
    let path = name.contains('/');
    let said = match (session.tools(), errno) {
        (Tools::Gnu, Errno::NotFound) if !path => format!("sh: line 1: {name}: command not found"),
        (Tools::Gnu, errno) => format!("sh: line 1: {name}: {}", errno.text()),
        (Tools::Debian, Errno::NotFound) => format!("sh: 1: {name}: not found"),
        (Tools::Debian, errno) => format!("sh: 1: {name}: {}", errno.text()),
        (_, Errno::NotFound) => format!("sh: {name}: not found"),
        (_, errno) => format!("sh: {name}: {}", errno.text()),
    };
    streams.complain(said);
    if errno == Errno::NotFound { 127 } else { 126 }
}

fn list(session: &mut Session<'_>, list: &List, streams: &mut Streams) -> Result<i32, Stop> {
    for item in &list.0 {
        session.status = if item.background { in_background(session, item, streams)? } else { chain(session, item, streams)? };
    }
    Ok(session.status)
}

fn chain(session: &mut Session<'_>, item: &Item, streams: &mut Streams) -> Result<i32, Stop> {
    let mut code = pipeline(session, &item.first, streams)?;
    for (and, next) in &item.rest {
        session.status = code;
        if *and == (code == 0) {
            code = pipeline(session, next, streams)?;
        }
    }
    Ok(code)
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
        Ok(_) | Err(Stop::Forever | Stop::Exit(_)) => Ok(0),
        Err(stop) => Err(stop),
    }
}

fn pipeline(session: &mut Session<'_>, pipeline: &Pipeline, streams: &mut Streams) -> Result<i32, Stop> {
    let last = pipeline.commands.len() - 1;
    let mut code = 0;
    let mut carried = std::mem::take(&mut streams.input);
    let mut endless = false;
    for (index, one) in pipeline.commands.iter().enumerate() {
        let mut inner = Streams { input: std::mem::take(&mut carried), ..Streams::default() };
        // Members of a pipe run in shells of their own.
        let saved = (last > 0).then(|| (session.cwd.clone(), session.variables.clone()));
        let outcome = command(session, one, &mut inner);
        if let Some((cwd, variables)) = saved {
            (session.cwd, session.variables) = (cwd, variables);
        }
        streams.err += &inner.err;
        code = match outcome {
            Ok(code) => code,
            Err(Stop::Exit(code)) if last > 0 => code,
            // A producer without end (`yes | head`) ends with its reader.
            Err(Stop::Forever) if index < last => {
                endless = true;
                0
            }
            Err(stop) => {
                streams.out += &inner.out;
                return Err(stop);
            }
        };
        match index == last {
            true => streams.out += &inner.out,
            false => carried = inner.out,
        }
    }
    let reader = pipeline.commands.last().is_some_and(|command| matches!(&command.body, Body::Simple(_, words) if words.first().is_some_and(|w| matches!(syntax::literal(w).as_str(), "head" | "grep"))));
    if endless && !reader {
        return Err(Stop::Forever);
    }
    Ok(if pipeline.negated { i32::from(code == 0) } else { code })
}

fn command(session: &mut Session<'_>, command: &Command, streams: &mut Streams) -> Result<i32, Stop> {
    session.tick()?;
    let mut sinks = match redirect(session, &command.redirects, streams)? {
        Ok(sinks) => sinks,
        Err(code) => return Ok(code),
    };
    let mut inner = Streams { input: sinks.input.take().unwrap_or_else(|| std::mem::take(&mut streams.input)), ..Streams::default() };
    let outcome = body(session, &command.body, &mut inner, streams);
    sinks.deliver(session, inner, streams);
    outcome
}

fn body(session: &mut Session<'_>, body: &Body, streams: &mut Streams, outer: &mut Streams) -> Result<i32, Stop> {
    match body {
        Body::Simple(assignments, words) => simple(session, assignments, words, streams, outer),
        Body::Group(inner) => list(session, inner, streams),
        Body::Subshell(inner) => {
            let saved = (session.cwd.clone(), session.variables.clone());
            let outcome = list(session, inner, streams);
            (session.cwd, session.variables) = saved;
            match outcome {
                Err(Stop::Exit(code)) => Ok(code),
                outcome => outcome,
            }
        }
        Body::If(branches, last) => {
            for (condition, then) in branches {
                if list(session, condition, streams)? == 0 {
                    session.status = 0;
                    return list(session, then, streams);
                }
            }
            session.status = 0;
            last.as_ref().map_or(Ok(0), |last| list(session, last, streams))
        }
        Body::While(condition, inner, until) => loop {
            session.tick()?;
            if (list(session, condition, streams)? == 0) == *until {
                return Ok(0);
            }
            list(session, inner, streams)?;
        },
        Body::For(name, words, inner) => {
            for value in expand::fields(session, words, streams)? {
                session.variables.insert(name.clone(), value);
                list(session, inner, streams)?;
            }
            Ok(session.status)
        }
    }
}

fn simple(
    session: &mut Session<'_>,
    assignments: &[(String, Word)],
    words: &[Word],
    streams: &mut Streams,
    outer: &mut Streams,
) -> Result<i32, Stop> {
    let args = expand::fields(session, words, outer)?;
    let mut values = Vec::new();
    for (name, word) in assignments {
        values.push((name.clone(), expand::single(session, word, outer)?));
    }
    let Some(name) = args.first().cloned() else {
        session.variables.extend(values);
        return Ok(if words.is_empty() { 0 } else { session.status });
    };
    let saved = (!values.is_empty()).then(|| session.variables.clone());
    session.variables.extend(values);
    let outcome = match builtin::run(session, &name, &args, streams) {
        Some(outcome) => outcome,
        None => external(session, &args, streams),
    };
    if let Some(saved) = saved {
        session.variables = saved;
    }
    outcome
}

/// A program in a process of its own; in the background the shell's.
fn external(session: &mut Session<'_>, args: &[String], streams: &mut Streams) -> Result<i32, Stop> {
    let own = session.background == Some(session.pid);
    if own {
        replace(session, args);
        return session.execute(args, streams);
    }
    let pid = session.fork();
    let who = session.who.clone();
    let outcome = session.spawn(pid, args, |session| session.execute(args, streams));
    session.who = who;
    outcome
}

/// The process becomes another program, as `exec` does.
fn replace(session: &mut Session<'_>, args: &[String]) {
    let (pid, who) = (session.pid, session.who.clone());
    if let Some(process) = session.container_mut().processes.iter_mut().find(|process| process.pid == pid) {
        *process = Process::new(pid, args, who);
    }
}

/// Where the streams of a command go.
#[derive(Default)]
struct Sinks {
    input: Option<String>,
    out: Sink,
    err: Sink,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Sink {
    /// Where the stream of this number goes.
    #[default]
    Own,
    Out,
    Err,
    File((usize, usize)),
}

impl Sinks {
    fn deliver(&self, session: &mut Session<'_>, inner: Streams, streams: &mut Streams) {
        for (sink, text, own) in [(self.out, inner.out, Sink::Out), (self.err, inner.err, Sink::Err)] {
            match if sink == Sink::Own { own } else { sink } {
                Sink::Out => streams.out += &text,
                Sink::Err => streams.err += &text,
                Sink::File(node) => session.files().write(node, &text),
                Sink::Own => {}
            }
        }
    }
}

/// Opens the redirections. The inner error is the code of a command that is not run.
fn redirect(session: &mut Session<'_>, redirects: &[Redirect], streams: &mut Streams) -> Result<Result<Sinks, i32>, Stop> {
    let mut sinks = Sinks::default();
    for redirect in redirects {
        match &redirect.to {
            Target::Read(word) => {
                let path = expand::single(session, word, streams)?;
                match session.read(&path) {
                    Ok(text) => sinks.input = Some(text),
                    Err(errno) => return Ok(Err(cannot_open(session, &path, errno, false, streams))),
                }
            }
            Target::Here(text) => sinks.input = Some(text.clone()),
            Target::Same(number) => {
                let to = if *number == 2 { sinks.err } else { sinks.out };
                let to = match (to, number) {
                    (Sink::Own, 2) => Sink::Err,
                    (Sink::Own, _) => Sink::Out,
                    (to, _) => to,
                };
                *(if redirect.descriptor == 2 { &mut sinks.err } else { &mut sinks.out }) = to;
            }
            Target::Write(word) | Target::Append(word) => {
                let path = expand::single(session, word, streams)?;
                let how = if matches!(redirect.to, Target::Append(_)) { Open::Append } else { Open::Truncate };
                let sink = match path.as_str() {
                    "/dev/stdout" => Sink::Out,
                    "/dev/stderr" => Sink::Err,
                    path => match session.with_files(|files, who, cwd| files.open(who, cwd, path, how)) {
                        Ok(node) => Sink::File(node),
                        Err(errno) => return Ok(Err(cannot_open(session, path, errno, true, streams))),
                    },
                };
                if redirect.descriptor != 2 {
                    sinks.out = sink;
                }
                if redirect.descriptor >= 2 {
                    sinks.err = sink;
                }
            }
        }
    }
    Ok(Ok(sinks))
}

fn cannot_open(session: &Session<'_>, path: &str, errno: Errno, create: bool, streams: &mut Streams) -> i32 {
    let text =
        if create && errno == Errno::NotFound && !matches!(session.tools(), Tools::Gnu) { "nonexistent directory" } else { errno.text() };
    match session.tools() {
        Tools::Gnu => streams.complain(format!("sh: line 1: {path}: {text}")),
        Tools::Debian if create => streams.complain(format!(
            "sh: 1: cannot create {path}: {}",
            if text == "nonexistent directory" { "Directory nonexistent" } else { text }
        )),
        Tools::Debian => {
            streams.complain(format!("sh: 1: cannot open {path}: {}", if errno == Errno::NotFound { "No such file" } else { text }))
        }
        _ if create => streams.complain(format!("sh: can't create {path}: {text}")),
        _ => streams.complain(format!("sh: can't open {path}: {}", if errno == Errno::NotFound { "no such file" } else { text })),
    }
    if session.tools() == Tools::Debian { 2 } else { 1 }
}
