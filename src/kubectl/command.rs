//! The commands that kubectl v1.35 has, with their flags and their help, read from what it prints for `--help`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::flags::{Accepts, Flag, Takes};

static HELP: &str = include_str!("../../assets/kubectl/help.txt");

/// A command of kubectl.
pub(super) struct Command {
    /// `kubectl create role`
    pub path: &'static str,
    /// Other names of its last word.
    aliases: Vec<&'static str>,
    /// Its own flags.
    pub flags: Vec<Flag>,
    /// What `--help` prints.
    pub help: &'static str,
}

impl Command {
    /// Its last word.
    pub fn name(&self) -> &'static str {
        self.path.rsplit(' ').next().unwrap_or(self.path)
    }

    /// The command that a word names below this one.
    pub fn below(&self, word: &str) -> Option<&'static Command> {
        self.subcommands().find(|command| command.name() == word || command.aliases.contains(&word))
    }

    /// Its subcommands.
    pub fn subcommands(&self) -> impl Iterator<Item = &'static Command> {
        let path = self.path;
        all().values().filter(move |command| command.path.rsplit_once(' ').is_some_and(|(parent, _)| parent == path))
    }
}

/// Flags of every command.
pub(super) fn global() -> &'static [Flag] {
    static GLOBAL: OnceLock<Vec<Flag>> = OnceLock::new();
    GLOBAL.get_or_init(|| {
        let mut flags = of("kubectl options").map(|command| flags_of(command.help)).unwrap_or_default();
        flags.push(Flag { long: "help", short: Some('h'), takes: Takes::Switch, accepts: Accepts::Anything });
        flags
    })
}

/// The command of this path.
pub(super) fn of(path: &str) -> Option<&'static Command> {
    all().get(path)
}

fn all() -> &'static BTreeMap<&'static str, Command> {
    static ALL: OnceLock<BTreeMap<&'static str, Command>> = OnceLock::new();
    ALL.get_or_init(|| {
        HELP.split('\u{c}')
            .filter_map(|page| page.split_once('\n'))
            .map(|(path, help)| (path, Command { path, aliases: aliases_of(help), flags: [flags_of(help), hidden(path)].concat(), help }))
            .collect()
    })
}

/// Flags that the help keeps to itself because they are deprecated.
fn hidden(path: &str) -> Vec<Flag> {
    match path {
        "kubectl autoscale" => vec![Flag { long: "cpu-percent", short: None, takes: Takes::Value, accepts: Accepts::Integer }],
        path if RECORDING.contains(&path) => {
            vec![Flag { long: "record", short: None, takes: Takes::Switch, accepts: Accepts::Anything }]
        }
        _ => Vec::new(),
    }
}

/// The commands that can write themselves into what they change.
pub(super) const RECORDING: &[&str] = &["kubectl set image", "kubectl set resources", "kubectl set serviceaccount"];

fn aliases_of(help: &'static str) -> Vec<&'static str> {
    let mut lines = help.lines().skip_while(|line| *line != "Aliases:").skip(1);
    lines.next().map(|line| line.split(", ").skip(1).collect()).unwrap_or_default()
}

/// The flags listed under `Options:`: `    -A, --all-namespaces=false:`.
fn flags_of(help: &'static str) -> Vec<Flag> {
    help.lines().filter_map(flag_of).collect()
}

fn flag_of(line: &'static str) -> Option<Flag> {
    let (short, rest) = match line.strip_prefix("    ")?.strip_prefix('-')? {
        rest if rest.starts_with('-') => (None, &rest[1..]),
        rest => (rest.chars().next(), rest.get(1..)?.strip_prefix(", --")?),
    };
    let (long, default) = rest.strip_suffix(':')?.split_once('=')?;
    let takes = match (long, default) {
        ("dry-run", _) => Takes::Optional("unchanged"),
        ("validate", _) => Takes::Optional("strict"),
        ("cascade", _) => Takes::Optional("background"),
        (_, "true" | "false") => Takes::Switch,
        _ => Takes::Value,
    };
    let accepts = match default {
        _ if takes != Takes::Value => Accepts::Anything,
        number if number.parse::<i64>().is_ok() => Accepts::Integer,
        time if time.ends_with('s') && time.starts_with(|c: char| c.is_ascii_digit()) => Accepts::Duration,
        _ => Accepts::Anything,
    };
    Some(Flag { long, short, takes, accepts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_have_the_flags_that_their_help_lists() {
        let flag = |path: &str, long: &str| of(path).unwrap().flags.iter().find(|flag| flag.long == long).copied();
        assert_eq!(flag("kubectl get", "all-namespaces").unwrap().short, Some('A'));
        assert_eq!(flag("kubectl get", "selector").unwrap().takes, Takes::Value);
        assert_eq!(flag("kubectl run", "dry-run").unwrap().takes, Takes::Optional("unchanged"));
        assert_eq!(flag("kubectl logs", "tail").unwrap().accepts, Accepts::Integer);
        assert_eq!(flag("kubectl wait", "timeout").unwrap().accepts, Accepts::Duration);
        assert!(flag("kubectl create role", "docker-server").is_none());
        assert_eq!(of("kubectl create").unwrap().below("deploy").map(|command| command.path), Some("kubectl create deployment"));
        assert!(global().iter().any(|flag| flag.long == "namespace" && flag.short == Some('n')));
    }
}
