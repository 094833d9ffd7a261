//! The flags that every command understands.

use std::path::PathBuf;

/// How an answer is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For eyes: colours, tables, the source with its faults underlined.
    #[default]
    Human,
    /// For programs: JSON Lines.
    Json,
    /// For screen readers: one fact a line, no drawing, no colour.
    Linear,
    /// For code scanners: SARIF 2.1.0; `validate` alone.
    Sarif,
    /// For spreadsheets; `class board` alone.
    Csv,
}

/// When colour is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// On a terminal, unless `NO_COLOR` is set; elsewhere if `CLICOLOR_FORCE` is.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The global flags.
#[derive(Debug, clap::Args)]
pub struct Options {
    #[arg(long, global = true, value_enum, value_name = "human|json|linear", default_value = "human", hide_default_value = true)]
    format: Format,
    #[arg(long, global = true, conflicts_with = "format")]
    linear: bool,
    #[arg(long, global = true, value_name = "en|ko")]
    pub(super) lang: Option<String>,
    #[arg(long, global = true, value_enum, value_name = "auto|always|never")]
    pub(super) color: Option<When>,
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    #[arg(short, long, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

impl Options {
    /// How the answer is to be written; `--linear` is short for `--format linear`.
    pub(super) fn format(&self) -> Format {
        if self.linear { Format::Linear } else { self.format }
    }
}
