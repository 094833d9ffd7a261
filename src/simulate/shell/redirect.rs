//! Redirections: where the streams of a command go.

use std::collections::BTreeMap;

use super::complaint::cannot_open;
use super::expand;
use super::state::Flavour;
use super::syntax::{Redirect, Target};
use crate::probe::{Class, Protocol};
use crate::simulate::files::{Errno, Kind, Open};
use crate::simulate::session::{Session, Stop, Streams};

/// Where the streams of a command go.
#[derive(Clone, Debug, Default)]
pub struct Sinks {
    /// Standard input, if it is redirected.
    pub input: Option<String>,
    to: BTreeMap<u8, Sink>,
}

/// A place that a stream goes to.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sink {
    /// The stream of this number around the command.
    Outer(u8),
    /// A file.
    File((usize, usize)),
    /// A device that is full.
    Full,
    /// A server.
    Peer,
    /// Nowhere: the descriptor is closed.
    Closed,
}

impl Sinks {
    fn of(&self, descriptor: u8) -> Sink {
        self.to.get(&descriptor).copied().unwrap_or(Sink::Outer(descriptor))
    }

    /// Whether standard output and standard error end at the same place, so that their order counts.
    pub fn joined(&self, outer: &Streams) -> bool {
        let (out, err) = (self.of(1), self.of(2));
        out == err || outer.joined && matches!((out, err), (Sink::Outer(_), Sink::Outer(_)))
    }

    /// Whether standard error goes to `/dev/null`, or nobody around the command reads it.
    pub fn discards_errors(&self, session: &mut Session<'_>, outer: &Streams) -> bool {
        match self.of(2) {
            Sink::File((mount, node)) => session.files().node(mount, node).kind == Kind::Device('c', 1, 3),
            Sink::Outer(2) => outer.deaf,
            sink => sink == Sink::Closed,
        }
    }

    /// Passes on what a command wrote. The code is that of a command whose output could not be written.
    pub fn deliver(&self, session: &mut Session<'_>, inner: Streams, streams: &mut Streams) -> Option<Errno> {
        let mut failed = None;
        let others = inner.others.into_iter();
        for (descriptor, text) in [(1, inner.out), (2, inner.err)].into_iter().chain(others) {
            if text.is_empty() {
                continue;
            }
            match self.of(descriptor) {
                Sink::Outer(number) => streams.write(number, &text),
                // What is written to the kernel's files of a process is read at once (fs/proc/base.c comm_write).
                Sink::File((mount, node)) if matches!(session.files().node(mount, node).kind, Kind::Proc(_)) => {
                    failed = Some(Errno::Invalid)
                }
                Sink::File(node) => session.files().write(node, &text),
                Sink::Peer => {}
                Sink::Full => failed = Some(Errno::NoSpace),
                Sink::Closed => failed = Some(Errno::BadDescriptor),
            }
        }
        failed
    }
}

/// Opens the redirections. The inner error is the code of a command that is not run.
pub fn open(session: &mut Session<'_>, redirects: &[Redirect], streams: &mut Streams) -> Result<Result<Sinks, i32>, Stop> {
    // What `exec` redirected stays so.
    let mut sinks = session.shell.standing.clone().unwrap_or_default();
    for redirect in redirects {
        match &redirect.to {
            Target::Read(word) => {
                let path = expand::single(session, word, streams)?;
                if matches!(path.as_str(), "/dev/stdin" | "/dev/fd/0" | "/proc/self/fd/0") {
                    continue;
                }
                if let Some(failed) = connected(session, &path, streams)? {
                    match failed {
                        Some(code) => return Ok(Err(code)),
                        None => sinks.input = Some(String::new()),
                    }
                    continue;
                }
                match session.read(&path) {
                    Ok(text) => sinks.input = Some(text),
                    // A directory opens; reading it fails.
                    Err(Errno::IsDirectory) => sinks.input = Some(String::new()),
                    Err(errno) => return Ok(Err(cannot_open(session, &path, errno, false, streams))),
                }
            }
            Target::Here(word) => sinks.input = Some(expand::single(session, word, streams)?),
            Target::Same(number) if redirect.descriptor == 0 => {
                if *number != 0 {
                    return Err(Stop::NotSimulated(format!("<&{number}")));
                }
            }
            Target::Same(number) => {
                let to = sinks.of(*number);
                if matches!(to, Sink::Outer(other) if other > 2 && !streams.others.contains_key(&other)) {
                    return Ok(Err(bad_descriptor(session, *number, streams)));
                }
                sinks.to.insert(redirect.descriptor, to);
            }
            Target::Close if redirect.descriptor == 0 => return Err(Stop::NotSimulated("<&-".into())),
            Target::Close => {
                sinks.to.insert(redirect.descriptor, Sink::Closed);
            }
            Target::Write(word) | Target::Append(word) | Target::Clobber(word) | Target::Both(word) => {
                let path = expand::single(session, word, streams)?;
                if let Some(failed) = connected(session, &path, streams)? {
                    match failed {
                        Some(code) => return Ok(Err(code)),
                        None => sinks.to.insert(redirect.descriptor, Sink::Peer),
                    };
                    continue;
                }
                let how = if matches!(redirect.to, Target::Append(_)) { Open::Append } else { Open::Truncate };
                let keep = session.shell.has('C') && matches!(redirect.to, Target::Write(_));
                let sink = match target(session, &path, how, keep) {
                    Ok(sink) => sink,
                    Err(errno) => return Ok(Err(cannot_open(session, &path, errno, true, streams))),
                };
                sinks.to.insert(redirect.descriptor, sink);
                if matches!(redirect.to, Target::Both(_)) {
                    sinks.to.extend([(1, sink), (2, sink)]);
                }
                if redirect.descriptor > 2 {
                    streams.others.entry(redirect.descriptor).or_default();
                }
            }
        }
    }
    Ok(Ok(sinks))
}

/// bash's `/dev/tcp/HOST/PORT` (redir.c redir_special_open): `None` for another path, the code of one that cannot be opened.
fn connected(session: &mut Session<'_>, path: &str, streams: &mut Streams) -> Result<Option<Option<i32>>, Stop> {
    let protocol = match path {
        _ if session.shell.flavour != Flavour::Bash => return Ok(None),
        path if path.starts_with("/dev/tcp/") => Protocol::Tcp,
        path if path.starts_with("/dev/udp/") => Protocol::Udp,
        _ => return Ok(None),
    };
    let Some((host, port)) = path[9..].split_once('/').filter(|(host, port)| !host.is_empty() && !port.is_empty()) else { return Ok(None) };
    let (name, prefix) = (session.shell.name.clone(), session.shell.prefix());
    let Ok(number) = port.parse::<u16>() else {
        streams.complain(format!("{prefix}{port}: Servname not supported for ai_socktype"));
        streams.complain(format!("{prefix}{path}: Invalid argument"));
        return Ok(Some(Some(1)));
    };
    let attempt = crate::simulate::tool::connect(session, host, number, protocol);
    let why = match attempt.class {
        // A datagram is sent to nobody as well.
        Class::Open => return Ok(Some(None)),
        Class::Timeout | Class::Refused if protocol == Protocol::Udp => return Ok(Some(None)),
        Class::Refused | Class::Timeout => {
            session.sleep(if attempt.hangs() { CONNECT_SECONDS } else { 0.0 })?;
            attempt.why()
        }
        Class::DnsFail => {
            streams.complain(format!("{prefix}{host}: Temporary failure in name resolution"));
            streams.complain(format!("{prefix}{path}: Invalid argument"));
            return Ok(Some(Some(1)));
        }
        _ => return Err(Stop::NotSimulated(path.to_owned())),
    };
    streams.complain(format!("{name}: connect: {why}"));
    streams.complain(format!("{prefix}{path}: {why}"));
    Ok(Some(Some(1)))
}

/// How long the kernel tries to connect before it gives up (`tcp_syn_retries` 6).
const CONNECT_SECONDS: f64 = 131.0;

fn bad_descriptor(session: &Session<'_>, number: u8, streams: &mut Streams) -> i32 {
    let prefix = session.shell.prefix();
    let (said, code) = match session.shell.flavour {
        Flavour::Bash => (format!("{number}: Bad file descriptor"), 1),
        Flavour::Dash => (format!("{number}: Bad file descriptor"), 2),
        Flavour::Ash => (format!("dup2({number},1): Bad file descriptor"), 1),
    };
    streams.complain(prefix + &said);
    code
}

fn target(session: &mut Session<'_>, path: &str, how: Open, keep: bool) -> Result<Sink, Errno> {
    match path {
        "/dev/stdout" | "/proc/self/fd/1" => return Ok(Sink::Outer(1)),
        "/dev/stderr" | "/proc/self/fd/2" => return Ok(Sink::Outer(2)),
        "/dev/full" => return Ok(Sink::Full),
        _ => {}
    }
    session.with_files(|files, who, cwd| {
        let there = keep && files.find(who, cwd, path, true).is_ok_and(|(place, node)| !files.is_device(&place, node));
        if there { Err(Errno::Exists) } else { files.open(who, cwd, path, how).map(Sink::File) }
    })
}
