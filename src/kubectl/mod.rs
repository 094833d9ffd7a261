//! kubectl against a simulated world: its commands, its words, its columns and its exit codes.
//!
//! What kubectl says is kubectl's (v0.35, `k8s.io/kubectl`) and stays English; what a server says comes
//! from [`rules`](crate::rules); what containers do comes from [`simulate`](crate::simulate). A command or
//! flag that kubectl has and this module has not says so and ends with exit code 1; nothing is guessed.
//!
//! ```text
//! line → flags → session ─┬→ select → view (live objects)   → table · output · describe
//!                         └→ generate · apply · change → server (rules) → store
//! ```

use crate::text::SourceFile;
use crate::world::World;

mod age;
mod apply;
mod change;
mod complete;
mod config;
mod describe;
mod events;
mod exec;
mod existing;
mod explain;
mod failure;
mod flags;
mod generate;
mod get;
mod immutable;
mod inspect;
mod kind;
mod line;
mod live;
mod merge;
mod output;
mod rollout;
mod select;
mod server;
mod session;
mod slices;
mod table;
mod tabwriter;
mod verb;
mod view;

pub use complete::{Completion, What, complete};
pub use kind::{KINDS, Kind};
pub use line::split;

use failure::Failure;
use flags::Flags;
use session::Session;
use verb::Verb;

/// What a command printed and how it ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// Exit code.
    pub exit: i32,
}

pub use apply::as_applied;

/// Runs one command. `args` come after the word `kubectl`; `files` are what `-f NAME` can name, and
/// `stdin` what `-f -` reads. What the command changes stays changed in `world`.
pub fn run(world: &mut World, files: &[SourceFile], args: &[String], stdin: &str) -> Outcome {
    let args = match args.split_first() {
        Some((first, rest)) if first == "kubectl" || first == "k" => rest,
        _ => args,
    };
    let (verb, rest) = match find(args) {
        Ok(found) => found,
        Err(failure) => return Outcome { stderr: line_of(&failure.message), exit: failure.exit, ..Outcome::default() },
    };
    let flags = match Flags::read(verb.path, &verb.flags(), &rest) {
        Ok(flags) => flags,
        Err(failure) => return Outcome { stderr: line_of(&failure.message), exit: failure.exit, ..Outcome::default() },
    };
    if flags.on("help") {
        return Outcome { stdout: verb.help(), ..Outcome::default() };
    }
    let mut session = Session { world, files, stdin, flags, path: verb.path, out: String::new(), err: String::new() };
    if let Err(failure) = context_is_known(&session) {
        return Outcome { stderr: line_of(&failure.message), exit: failure.exit, ..Outcome::default() };
    }
    let result = (verb.run)(&mut session);
    let (stdout, mut stderr) = (session.out, session.err);
    match result {
        Ok(()) => Outcome { stdout, stderr, exit: 0 },
        Err(failure) => {
            stderr.push_str(&line_of(&failure.message));
            Outcome { stdout, stderr, exit: failure.exit }
        }
    }
}

fn line_of(message: &str) -> String {
    if message.is_empty() { String::new() } else { format!("{message}\n") }
}

fn context_is_known(session: &Session<'_>) -> Result<(), Failure> {
    match session.flags.get("context").filter(|_| session.path != "kubectl config") {
        Some(name) if !session.world.config.contexts.iter().any(|context| context.name == name) => {
            Err(Failure::error(format!("context \"{name}\" does not exist")))
        }
        _ => Ok(()),
    }
}

/// The command and its arguments; flags of every command may stand before it.
fn find(args: &[String]) -> Result<(&'static Verb, Vec<String>), Failure> {
    let mut before: Vec<String> = Vec::new();
    let mut rest = args.iter();
    while let Some(word) = rest.next() {
        if word.starts_with('-') {
            before.push(word.clone());
            let long = word.trim_start_matches('-');
            let takes = flags::GLOBAL.iter().any(|flag| {
                flag.takes == flags::Takes::Value && (flag.long == long || word.len() == 2 && flag.short == long.chars().next())
            });
            if takes && !word.contains('=') {
                before.extend(rest.next().cloned());
            }
            continue;
        }
        let Some(verb) = verb::VERBS.iter().find(|verb| verb.names.contains(&word.as_str())) else {
            return Err(verb::unknown(word));
        };
        before.extend(rest.cloned());
        return Ok((verb, before));
    }
    Err(Failure { message: verb::OVERVIEW.trim_end().to_owned(), exit: 0 })
}

#[cfg(test)]
mod tests;
