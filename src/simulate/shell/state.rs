//! What a shell remembers: which shell it is, its functions, options and marks on variables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::redirect::Sinks;
use super::syntax::Command;

/// Which shell runs: their languages are nearly the same, their words are not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flavour {
    /// BusyBox.
    #[default]
    Ash,
    /// Debian's `sh`.
    Dash,
    /// bash, also as `sh`.
    Bash,
}

impl Flavour {
    /// The search path of a shell whose environment has none.
    pub fn search_path(self) -> &'static str {
        match self {
            Self::Ash => "/sbin:/usr/sbin:/bin:/usr/bin",
            Self::Dash => "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            Self::Bash => "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin:.",
        }
    }
}

/// A shell at work.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// Which one.
    pub flavour: Flavour,
    /// The name it was called by, as its errors begin.
    pub name: String,
    /// `$0`
    pub script: String,
    /// Whether it reads a file: lines are then counted from 1 in all of ash's errors.
    pub from_file: bool,
    /// Whether somebody types: its errors then name no line.
    pub interactive: bool,
    /// Whether `exit` was called in it.
    pub left: bool,
    /// `alias`: what each stands for.
    pub aliases: BTreeMap<String, String>,
    /// Functions.
    pub functions: BTreeMap<String, Arc<Command>>,
    /// `set -e` and its kind, by letter; `P` is pipefail.
    pub options: BTreeSet<char>,
    /// Variables that programs inherit.
    pub exported: BTreeSet<String>,
    /// Variables that keep their value.
    pub read_only: BTreeSet<String>,
    /// Variables of the functions that are running, with what they were before.
    pub locals: Vec<Vec<(String, Option<String>)>>,
    /// Loops that are running.
    pub loops: u32,
    /// Sourced files and functions that are running: what `return` ends.
    pub callers: u32,
    /// Conditions that are being tested: a failure there does not end a `set -e` shell.
    pub tested: u32,
    /// A process in the background that was ended, and by which signal.
    pub gone: Option<(u32, i32)>,
    /// Whether the command that runs is the last: its program takes the shell's place.
    pub last: bool,
    /// Where `exec` without a program sent the streams.
    pub standing: Option<Sinks>,
    /// `trap … EXIT`
    pub at_exit: Option<String>,
    /// `trap` of signals by their numbers.
    pub traps: BTreeMap<u32, String>,
    /// `ulimit -n`, where it was set.
    pub open_files: Option<u64>,
    /// bash's `trap … ERR`
    pub on_error: Option<String>,
    /// What the last `$(…)` of the present command ended with.
    pub substituted: Option<i32>,
    /// The line of the present command.
    pub line: usize,
    /// The program text, for bash's errors.
    pub text: String,
}

impl Shell {
    /// Whether an option is set.
    pub fn has(&self, option: char) -> bool {
        self.options.contains(&option)
    }

    /// How an error of the shell itself begins.
    pub fn prefix(&self) -> String {
        match self.flavour {
            Flavour::Ash => format!("{}: ", self.name),
            Flavour::Dash => format!("{}: {}: ", self.name, self.line),
            Flavour::Bash if self.interactive => format!("{}: ", self.name),
            Flavour::Bash => format!("{}: line {}: ", self.name, self.line),
        }
    }

    /// How an error of a builtin begins.
    pub fn builtin_prefix(&self, builtin: &str) -> String {
        match self.flavour {
            // ash counts the lines of `-c` from 0.
            Flavour::Ash => format!("{}: {builtin}: line {}: ", self.name, self.line - usize::from(!self.from_file && self.line > 0)),
            _ => format!("{}{builtin}: ", self.prefix()),
        }
    }

    /// How an error of a program begins that is built into the shell: ash's run under the shell's name.
    pub fn applet_prefix(&self, program: &str) -> String {
        match self.flavour {
            Flavour::Ash => format!("{}: ", self.name),
            _ => format!("{}{program}: ", self.prefix()),
        }
    }

    /// `$-`
    pub fn letters(&self) -> String {
        let own: String = self.options.iter().filter(|letter| letter.is_ascii_lowercase()).collect();
        match self.flavour {
            Flavour::Bash => format!("h{own}Bc"),
            _ => format!("{own}c"),
        }
    }
}
