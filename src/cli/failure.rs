//! How a command ends, and the exit code that says so.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::Streams;
use crate::locale::Locale;

/// How a command that could do its work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Passed, accepted, found: 0.
    Passed,
    /// There are findings, or it did not pass: 1.
    Findings,
    /// The code of a simulated program.
    Code(i32),
}

impl Exit {
    /// `Passed` if it is so.
    pub fn passed(is_so: bool) -> Self {
        if is_so { Exit::Passed } else { Exit::Findings }
    }

    fn code(self) -> i32 {
        match self {
            Exit::Passed => 0,
            Exit::Findings => 1,
            Exit::Code(code) => code,
        }
    }
}

/// Why a command could not do its work, in the learner's language: what, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The command was called wrongly: 2.
    Usage(String),
    /// Files, permissions or the cluster stand in the way: 3.
    Environment(String),
    /// It was stopped, perhaps by a signal: 128 and its number, else 1.
    Stopped(String, Option<i32>),
}

impl Failure {
    fn code(&self) -> i32 {
        match self {
            Failure::Usage(_) => 2,
            Failure::Environment(_) => 3,
            Failure::Stopped(_, signal) => signal.map_or(1, |signal| 128 + signal),
        }
    }

    /// What happened.
    pub(super) fn message(&self) -> &str {
        let (Failure::Usage(message) | Failure::Environment(message) | Failure::Stopped(message, _)) = self;
        message
    }

    /// Says what happened; the exit code.
    pub(super) fn report(&self, locale: &Locale, streams: &mut Streams<'_>) -> i32 {
        say(streams, &locale.format("cli-error", &[("message", self.message())]));
        self.code()
    }
}

pub(super) fn code(outcome: &Result<Exit, Failure>) -> i32 {
    match outcome {
        Ok(exit) => exit.code(),
        Err(failure) => failure.code(),
    }
}

/// Where even stderr is gone there is nobody left to tell.
fn say(streams: &mut Streams<'_>, text: &str) {
    let _ = writeln!(streams.err, "{text}");
}

/// Answers `--help` and `--version`, and says what is wrong with the arguments of `command`; the exit code.
pub(super) fn report_usage(error: &clap::Error, command: &str, locale: &Locale, streams: Streams<'_>) -> i32 {
    let mut streams = streams;
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = write!(streams.out, "{error}");
        return 0;
    }
    let message = usage_message(error, locale);
    Failure::Usage(format!("{message}\n{}", locale.format("cli-see-help", &[("command", command)]))).report(locale, &mut streams)
}

fn usage_message(error: &clap::Error, locale: &Locale) -> String {
    let one = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) if !texts.is_empty() => Some(texts.join(", ")),
        Some(ContextValue::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let arg = one(ContextKind::InvalidArg).unwrap_or_default();
    let value = one(ContextKind::InvalidValue).unwrap_or_default();
    let mut message = match error.kind() {
        ErrorKind::UnknownArgument => locale.format("cli-unknown-argument", &[("arg", &arg)]),
        ErrorKind::InvalidSubcommand => {
            locale.format("cli-unknown-command", &[("name", &one(ContextKind::InvalidSubcommand).unwrap_or_default())])
        }
        ErrorKind::InvalidValue if value.is_empty() => locale.format("cli-value-missing", &[("arg", &arg)]),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => locale.format("cli-value-invalid", &[("arg", &arg), ("value", &value)]),
        ErrorKind::MissingRequiredArgument => locale.format("cli-argument-missing", &[("arg", &arg)]),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => locale.text("cli-subcommand-missing"),
        ErrorKind::ArgumentConflict => {
            locale.format("cli-argument-conflict", &[("arg", &arg), ("other", &one(ContextKind::PriorArg).unwrap_or_default())])
        }
        // Whatever else clap may find; its first line says it, in English.
        _ => error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned(),
    };
    if let Some(source) = std::error::Error::source(error) {
        let number = source.downcast_ref::<std::num::ParseIntError>().is_some();
        message =
            if number { locale.format("cli-value-number", &[("arg", &arg), ("value", &value)]) } else { format!("{message}: {source}") };
    }
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue].into_iter().find_map(one);
    let valid = one(ContextKind::ValidValue);
    if let Some(near) = near {
        message = format!("{message}\n{}", locale.format("cli-did-you-mean", &[("names", &near)]));
    } else if let Some(valid) = valid {
        message = format!("{message}\n{}", locale.format("cli-valid-values", &[("names", &valid)]));
    }
    message
}
