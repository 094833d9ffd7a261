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
mod auth;
mod autoscale;
mod cluster;
mod columns;
mod command;
mod complete;
mod config;
mod controllers;
mod copy;
mod create;
mod debug;
mod delete;
mod describe;
mod diff;
mod edit;
mod events;
mod exec;
mod expose;
mod existing;
mod explain;
mod failure;
mod flags;
mod get;
mod immutable;
mod kind;
mod label;
mod line;
mod live;
mod logs;
mod machine;
mod merge;
mod node;
mod output;
mod patch;
mod patchable;
mod permit;
mod pod_row;
mod remote;
mod replace;
mod resources;
mod rollout;
mod scale;
mod select;
mod selector;
mod server;
mod services;
mod session;
mod set;
mod slices;
mod storage;
mod strategic;
mod table;
mod tabwriter;
mod verb;
mod view;
mod wait;

pub use complete::{Completion, What, complete};
pub use edit::{Editor, Saved};
pub use kind::{KINDS, Kind};
pub use line::split;
pub use view::SYSTEM;

use command::Command;
use failure::Failure;
use flags::{Flag, Flags, Takes};
use session::Session;

/// What is said of a flag that is on its way out.
const RECORD_GOES: &str = "Flag --record has been deprecated, --record will be removed in the future\n";

/// What a command printed and how it ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// Exit code.
    pub exit: i32,
    /// Files that it wrote on the machine where it ran: path and text.
    pub written: Vec<(String, String)>,
}

pub use apply::as_applied;

/// Runs one command. `args` come after the word `kubectl`; `files` are what `-f NAME` can name, and
/// `stdin` what `-f -` reads. What the command changes stays changed in `world`.
pub fn run(world: &mut World, files: &[SourceFile], args: &[String], stdin: &str) -> Outcome {
    run_with(world, files, args, stdin, None)
}

/// The same where somebody sits who can use an editor.
pub fn run_with(world: &mut World, files: &[SourceFile], args: &[String], stdin: &str, editor: Option<&mut dyn Editor>) -> Outcome {
    let args = match args.split_first() {
        Some((first, rest)) if first == "kubectl" || first == "k" => rest,
        _ => args,
    };
    let ended = |failure: Failure| Outcome { stderr: line_of(&failure.message), exit: failure.exit, ..Outcome::default() };
    let (command, rest) = match resolve(args) {
        Ok(found) => found,
        Err(failure) => return ended(failure),
    };
    let flags = match Flags::read(command, &rest) {
        Ok(flags) => flags,
        Err(failure) => return ended(failure),
    };
    if flags.on("help") || command.path == "kubectl" {
        return Outcome { stdout: command.help.to_owned(), ..Outcome::default() };
    }
    let editor = editor.map(|editor| -> &mut dyn Editor { editor });
    let err = if flags.has("record") { RECORD_GOES } else { "" }.to_owned();
    let mut session = Session { world, files, stdin, flags, path: command.path, out: String::new(), err, written: Vec::new(), editor };
    if let Err(failure) = context_is_known(&session).and_then(|()| server_is_reached(&session)) {
        return ended(failure);
    }
    let result = verb::run(command, &mut session);
    let (stdout, mut stderr, written) = (session.out, session.err, session.written);
    autoscale::settle(world);
    match result {
        Ok(()) => Outcome { stdout, stderr, exit: 0, written },
        Err(failure) => {
            stderr.push_str(&line_of(&failure.message));
            Outcome { stdout, stderr, exit: failure.exit, written }
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

/// Flags that lead to another server, or say how long it may take.
fn server_is_reached(session: &Session<'_>) -> Result<(), Failure> {
    // Go's client refuses groups without a user before it asks (client-go v0.35 `transport/round_trippers.go`).
    let named = |flag: &str| session.flags.list(flag).iter().any(|text| !text.is_empty());
    if (named("as-group") || named("as-uid")) && !named("as") {
        let context = session.world.config.current.as_str();
        return Err(Failure::error(format!("requesting uid, groups or user-extra for {context} without impersonating a user")));
    }
    let given = |flag: &str| session.flags.get(flag).filter(|text| !text.is_empty() && session.path != "kubectl config");
    if let Some(path) = given("kubeconfig") {
        return Err(match session.file(path) {
            Some(_) => Failure::not_simulated("--kubeconfig"),
            None => Failure::error(format!("stat {path}: no such file or directory")),
        });
    }
    // Bindings have subjects of this name.
    let binds = session.path.ends_with("binding") || session.path == "kubectl set subject" || session.path.starts_with("kubectl config");
    if let Some(user) =
        given("user").filter(|_| !binds).filter(|name| !session.world.config.contexts.iter().any(|context| context.user == **name))
    {
        return Err(Failure::error(format!("auth info {user:?} does not exist")));
    }
    if given("server").is_some() {
        return Err(Failure::not_simulated("--server"));
    }
    match given("request-timeout") {
        Some(text) if text.parse::<i64>().is_err() && flags::duration(text).is_none() => Err(Failure::error(
            "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit \
             (e.g. 1s | 2m | 3h)",
        )),
        _ => Ok(()),
    }
}

/// The command that the arguments name, and what is left of them: flags may stand before and between its words
/// (github.com/spf13/cobra `Find`).
fn resolve(args: &[String]) -> Result<(&'static Command, Vec<String>), Failure> {
    let mut rest = args.to_vec();
    let mut command = command::of("kubectl").ok_or_else(|| Failure::not_simulated("kubectl"))?;
    while let Some(at) = first_word(command, &rest) {
        let word = rest[at].clone();
        match command.below(&word) {
            Some(next) => command = next,
            None if command.path != "kubectl" => break,
            None if word == "help" => return verb::helped(&rest[at + 1..]).map(|command| (command, vec!["--help".to_owned()])),
            None => return Err(verb::unknown(&word)),
        }
        rest.remove(at);
    }
    Ok((command, rest))
}

/// Where the first argument stands that is neither a flag nor a flag's value.
fn first_word(command: &Command, args: &[String]) -> Option<usize> {
    let mut at = 0;
    while let Some(arg) = args.get(at) {
        if arg == "--" {
            return None;
        }
        if !arg.starts_with('-') {
            return Some(at);
        }
        let name = arg.trim_start_matches('-');
        let named = |flag: &&Flag| flag.long == name || arg.len() == 2 && flag.short == name.chars().next();
        let takes = command.flags.iter().chain(command::global()).find(named).is_some_and(|flag| flag.takes == Takes::Value);
        at += 1 + usize::from(takes && !arg.contains('='));
    }
    None
}

#[cfg(test)]
mod tests;
