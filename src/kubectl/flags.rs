//! Flags as kubectl reads them (spf13/pflag): long and short, in any place before `--`, lists, optional values.

use super::failure::Failure;

/// A flag of a command.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flag {
    pub long: &'static str,
    pub short: Option<char>,
    pub takes: Takes,
}

/// What follows a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// A value.
    Value,
    /// Nothing, or `=true`, `=false`.
    Switch,
    /// Nothing, or `=value`; this is meant when nothing follows.
    Optional(&'static str),
}

/// A flag with a value.
pub(super) const fn value(long: &'static str) -> Flag {
    Flag { long, short: None, takes: Takes::Value }
}

/// A flag with a value and a short name.
pub(super) const fn short(long: &'static str, short: char) -> Flag {
    Flag { long, short: Some(short), takes: Takes::Value }
}

/// A switch.
pub(super) const fn switch(long: &'static str) -> Flag {
    Flag { long, short: None, takes: Takes::Switch }
}

/// A switch with a short name.
pub(super) const fn short_switch(long: &'static str, short: char) -> Flag {
    Flag { long, short: Some(short), takes: Takes::Switch }
}

/// A flag whose value may be left out.
pub(super) const fn optional(long: &'static str, absent: &'static str) -> Flag {
    Flag { long, short: None, takes: Takes::Optional(absent) }
}

/// Flags of every command.
pub(super) const GLOBAL: &[Flag] = &[
    short("namespace", 'n'),
    value("context"),
    value("kubeconfig"),
    value("cluster"),
    value("user"),
    value("request-timeout"),
    value("as"),
    value("as-group"),
    short("server", 's'),
    value("token"),
    short("v", 'v'),
    switch("warnings-as-errors"),
    short_switch("help", 'h'),
];

/// Arguments after the command's name.
#[derive(Clone, Debug, Default)]
pub(super) struct Flags {
    given: Vec<(&'static str, String)>,
    /// What is no flag, `--` left out.
    pub words: Vec<String>,
    /// How many words stand before `--`, if there is one.
    pub dash: Option<usize>,
}

impl Flags {
    /// Reads arguments. `path` names the command in errors (`kubectl get`).
    pub fn read(path: &str, own: &[Flag], args: &[String]) -> Result<Self, Failure> {
        let find = |name: &str| own.iter().chain(GLOBAL).find(|flag| flag.long == name).copied();
        let find_short = |name: char| own.iter().chain(GLOBAL).find(|flag| flag.short == Some(name)).copied();
        let refuse = |text: String| Failure::plain(format!("Error: {text}\nSee '{path} --help' for usage."));
        let mut flags = Self::default();
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            if flags.dash.is_some() {
                flags.words.push(arg.clone());
            } else if arg == "--" {
                flags.dash = Some(flags.words.len());
            } else if let Some(long) = arg.strip_prefix("--") {
                let (name, given) = long.split_once('=').map_or((long, None), |(name, given)| (name, Some(given.to_owned())));
                let flag = find(name).ok_or_else(|| refuse(format!("unknown flag: --{name}")))?;
                let given = match (given, flag.takes) {
                    (Some(given), Takes::Switch) => {
                        bool_of(&given).map_err(|error| refuse(format!("invalid argument {given:?} for \"--{name}\" flag: {error}")))?
                    }
                    (Some(given), _) => given,
                    (None, Takes::Switch) => "true".to_owned(),
                    (None, Takes::Optional(absent)) => absent.to_owned(),
                    (None, Takes::Value) => args.next().cloned().ok_or_else(|| refuse(format!("flag needs an argument: --{name}")))?,
                };
                flags.given.push((flag.long, given));
            } else if arg.len() > 1 && arg.starts_with('-') {
                let mut rest = arg[1..].chars();
                while let Some(c) = rest.next() {
                    let flag = find_short(c).ok_or_else(|| refuse(format!("unknown shorthand flag: '{c}' in {arg}")))?;
                    if flag.takes == Takes::Switch {
                        let given = rest.as_str().strip_prefix('=').map(str::to_owned);
                        let done = given.is_some();
                        flags.given.push((flag.long, given.unwrap_or_else(|| "true".to_owned())));
                        if done {
                            break;
                        }
                        continue;
                    }
                    let rest = rest.as_str();
                    let given = match rest.strip_prefix('=').unwrap_or(rest) {
                        "" => args.next().cloned().ok_or_else(|| refuse(format!("flag needs an argument: '{c}' in {arg}")))?,
                        given => given.to_owned(),
                    };
                    flags.given.push((flag.long, given));
                    break;
                }
            } else {
                flags.words.push(arg.clone());
            }
        }
        Ok(flags)
    }

    /// The last value of a flag.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.given.iter().rev().find(|(long, _)| *long == name).map(|(_, given)| given.as_str())
    }

    /// Every value of a flag, in order.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.given.iter().filter(|(long, _)| *long == name).map(|(_, given)| given.as_str()).collect()
    }

    /// Every value of a flag that takes lists (`--port=80,81`).
    pub fn list(&self, name: &str) -> Vec<&str> {
        self.all(name).into_iter().flat_map(|given| given.split(',')).filter(|part| !part.is_empty()).collect()
    }

    /// Whether a switch is on.
    pub fn on(&self, name: &str) -> bool {
        self.get(name) == Some("true")
    }

    /// Whether a flag was given at all.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

fn bool_of(text: &str) -> Result<String, String> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok("true".into()),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok("false".into()),
        _ => Err(format!("strconv.ParseBool: parsing {text:?}: invalid syntax")),
    }
}
