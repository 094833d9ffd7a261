//! The command line: one file a command.
//!
//! A command is a `clap::Args` struct with a `run`; the table below names each once. Help texts come from
//! `assets/text/*/cli.ftl` (`command-<name>`, its options as attributes), so that `--help` speaks the learner's language.
//! stdout carries the answer, stderr the talk.

use std::ffi::OsString;
use std::sync::Arc;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};

use crate::content::Catalogue;
use crate::host::Host;
use crate::locale::Locale;

mod access;
mod archive;
mod check;
mod class;
mod cluster;
mod completions;
mod confirm;
mod context;
mod credentials;
mod doctor;
mod editor;
mod effective;
mod exam;
mod explain;
mod failure;
mod grading;
mod help;
mod hint;
mod input;
mod kubectl;
mod language;
mod library;
mod list;
mod man;
mod near;
mod netpol;
mod next;
mod options;
mod pack;
mod pack_folder;
mod paint;
mod placement;
mod read;
mod review;
mod show;
mod solution;
mod start;
mod validate;
mod watch;
mod why;
mod world;

pub use context::{Context, Streams, Terminal};
pub use failure::{Exit, Failure};
pub use options::{Format, Options, When};

/// Names every command once: its place in the help, its file.
macro_rules! commands {
    ($($name:ident($module:ident)),* $(,)?) => {
        /// What to do.
        #[derive(Debug, clap::Subcommand)]
        #[command(disable_help_subcommand = true)]
        enum Command {
            $($name($module::$name),)*
        }

        impl Command {
            fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
                match self {
                    $(Command::$name(command) => command.run(cx),)*
                }
            }
        }
    };
}

commands! {
    List(list),
    Next(next),
    Review(review),
    Placement(placement),
    Exam(exam),
    Read(read),
    Show(show),
    Start(start),
    Check(check),
    Watch(watch),
    Hint(hint),
    Solution(solution),
    Validate(validate),
    Explain(explain),
    Effective(effective),
    Credentials(credentials),
    Why(why),
    Netpol(netpol),
    Kubectl(kubectl),
    Doctor(doctor),
    Cluster(cluster),
    Pack(pack),
    Class(class),
    Completions(completions),
    Man(man),
    Help(help),
}

impl Command {
    /// Whether it can be written so: SARIF and CSV are for one command each.
    fn answers_in(&self, format: Format) -> bool {
        match format {
            Format::Sarif => matches!(self, Self::Validate(_)),
            Format::Csv => matches!(self, Self::Class(_)),
            Format::Human | Format::Json | Format::Linear => true,
        }
    }
}

fn no_such_format(cx: &Context<'_>) -> Failure {
    let (format, command) = if cx.format == Format::Sarif { ("sarif", "validate") } else { ("csv", "class board") };
    Failure::Usage(cx.locale.format("cli-format-elsewhere", &[("format", format), ("command", command)]))
}

#[derive(Debug, clap::Parser)]
#[command(name = "cofferdam", version, disable_help_flag = true, disable_version_flag = true)]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What the arguments ask for.
#[derive(Debug)]
pub enum Request {
    /// The console, with these settings.
    Console(Settings),
    /// Nothing more: a command ran, or the arguments were wrong.
    Done(i32),
}

/// What both faces want to know before they start.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The language.
    pub locale: Locale,
    /// Whether colour may be used.
    pub color: bool,
    /// Whether the language was asked for by flag, variable or file, and so wins over the learner's last choice.
    pub language_is_given: bool,
    /// Whether sentences are wanted instead of a screen (`--format linear`).
    pub linear: bool,
    /// The lessons and scenarios, if they are not those inside the program.
    pub pack: Option<Arc<Catalogue>>,
    /// What to open, if it is not the learner's own course.
    pub opening: Option<Opening>,
}

/// A pack to be looked at in the console.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Where to begin (`scenario/E03`, `lesson/L13`).
    pub place: String,
    /// Its lessons and scenarios.
    pub catalogue: Arc<Catalogue>,
    /// The first thing that is wrong with it.
    pub fault: Option<String>,
}

/// What the command line may reach besides the machine.
#[derive(Clone, Default)]
pub struct Ports {
    /// Real clusters; without them nothing can be confirmed.
    pub cluster: Option<Arc<dyn crate::confirm::Cluster>>,
    /// The network, for a class in one room.
    pub network: Option<Arc<dyn crate::class::Network>>,
}

/// The command that the arguments name, as it is called: `cofferdam netpol why`.
fn named(args: &[OsString], locale: &Locale) -> String {
    let mut command = &language::localised(locale);
    let mut words = vec!["cofferdam".to_owned()];
    for word in args.iter().skip(1).filter_map(|arg| arg.to_str()).filter(|word| !word.starts_with('-')) {
        let Some(found) = command.find_subcommand(word) else { continue };
        words.push(word.to_owned());
        command = found;
    }
    words.join(" ")
}

/// Reads `args` (the program's name first) and runs the command they name.
pub fn run(host: &Arc<dyn Host>, ports: Ports, args: &[OsString], terminal: Terminal, streams: Streams<'_>) -> Request {
    let locale = Locale::new(&language::early(host.as_ref(), args));
    let parse = |command: clap::Command| command.try_get_matches_from(args).and_then(|matches| Cli::from_arg_matches(&matches));
    let refused = |error: &clap::Error, name: &str, streams| Request::Done(failure::report_usage(error, name, &locale, streams));
    let cli = match parse(Cli::command()) {
        Ok(cli) => cli,
        Err(version) if version.kind() == ErrorKind::DisplayVersion => return refused(&version, "cofferdam", streams),
        // The words of all commands are put in only when they are to be shown.
        Err(_) => match parse(language::localised(&locale)) {
            Ok(cli) => cli,
            Err(error) => return refused(&error, &named(args, &locale), streams),
        },
    };
    let mut cx = match Context::new(Arc::clone(host), cli.options, terminal, streams) {
        Ok(mut cx) => {
            (cx.cluster, cx.network) = (ports.cluster, ports.network);
            cx
        }
        Err(refused) => {
            let (failure, locale, mut streams) = *refused;
            return Request::Done(failure.report(&locale, &mut streams));
        }
    };
    let Some(command) = cli.command else {
        return if cx.format == Format::Linear || terminal.is_interactive() {
            match cx.own_pack() {
                Ok(pack) => Request::Console(Settings { pack, ..cx.settings() }),
                Err(failure) => Request::Done(cx.finish(Err(failure))),
            }
        } else {
            Request::Done(cx.no_terminal())
        };
    };
    let outcome = if command.answers_in(cx.format) { command.run(&mut cx) } else { Err(no_such_format(&cx)) };
    if let (Ok(Exit::Passed), Some(opening)) = (&outcome, cx.console.take()) {
        return Request::Console(Settings { opening: Some(opening), ..cx.settings() });
    }
    Request::Done(cx.finish(outcome))
}
