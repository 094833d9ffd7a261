//! Pipes: one member runs after the other, each over what the one before has written.

use super::syntax::{self, Body, Command, Part};
use super::{command, subshell};
use crate::simulate::machine::Process;
use crate::simulate::session::{Session, Stop, Streams};

/// Members of a pipe run in shells of their own.
pub(super) fn run(session: &mut Session<'_>, commands: &[Command], streams: &mut Streams) -> Result<i32, Stop> {
    let last = commands.len() - 1;
    let (mut code, mut failed, mut endless) = (0, 0, false);
    let mut carried = std::mem::take(&mut streams.input);
    for (index, one) in commands.iter().enumerate() {
        let mut inner = Streams {
            input: std::mem::take(&mut carried),
            joined: streams.joined && index == last,
            deaf: streams.deaf,
            ..Streams::default()
        };
        let beside = if lists_processes(one) { begin(session, &commands[index + 1..]) } else { Vec::new() };
        let outcome = subshell(session, |session| command(session, one, &mut inner));
        beside.into_iter().for_each(|pid| session.end(pid));
        streams.write(2, &inner.err);
        code = match outcome {
            Ok(code) => code,
            // A producer without end (`yes | head`) ends with its reader.
            Err(Stop::Forever) if index < last => {
                endless = true;
                0
            }
            Err(stop) => {
                streams.write(1, &inner.out);
                return Err(stop);
            }
        };
        failed = if code == 0 { failed } else { code };
        match index == last {
            true => streams.write(1, &inner.out),
            false => carried = inner.out,
        }
    }
    let reader = commands.last().is_some_and(|command| matches!(&command.body, Body::Simple(_, words) if words.first().is_some_and(|w| matches!(syntax::literal(w).as_str(), "head" | "grep"))));
    if endless && !reader {
        return Err(Stop::Forever);
    }
    Ok(if session.shell.has('P') { failed } else { code })
}

/// Whether a member shows who else runs.
fn lists_processes(command: &Command) -> bool {
    matches!(&command.body, Body::Simple(_, words) if words.first().is_some_and(|word| syntax::literal(word) == "ps"))
}

/// Programs further on in a pipe have been started by the time that `ps` looks: whoever searches its list finds the search
/// too. They get the numbers that they will have when their turn comes.
fn begin(session: &mut Session<'_>, later: &[Command]) -> Vec<u32> {
    let mut pid = session.container().next_pid;
    let mut begun = Vec::new();
    for one in later {
        pid += 1;
        let Some(args) = program(session, one) else { continue };
        session.add_process(Process { parent: session.pid, ..Process::new(pid, &args, session.who.clone()) });
        begun.push(pid);
    }
    begun
}

/// The words of a simple command that starts a program, as far as they can be read without running anything.
fn program(session: &Session<'_>, command: &Command) -> Option<Vec<String>> {
    let Body::Simple(_, words) = &command.body else { return None };
    let plain = words.iter().all(|word| word.0.iter().all(|part| matches!(part, Part::Text(..))));
    let args: Vec<_> = words.iter().map(syntax::literal).collect();
    session.container().programs.path_of(args.first()?).filter(|_| plain).map(|_| args)
}
