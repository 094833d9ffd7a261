//! Flags as kubectl reads them (spf13/pflag): long and short, in any place before `--`, lists, optional values.

use super::command::{Command, global};
use super::failure::Failure;
pub(super) use crate::simulate::go_duration as duration;

/// A flag of a command.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flag {
    pub long: &'static str,
    pub short: Option<char>,
    pub takes: Takes,
    pub accepts: Accepts,
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

/// Which values a flag accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accepts {
    Anything,
    Integer,
    /// `10s`, `1m30s`
    Duration,
}

impl Flag {
    /// The flag in an error: `-r, --replicas`.
    fn written(&self) -> String {
        self.short.map_or_else(|| format!("--{}", self.long), |short| format!("-{short}, --{}", self.long))
    }

    /// The value as the command gets it.
    fn value(&self, given: String) -> Result<String, String> {
        let read = match (self.takes, self.accepts) {
            (Takes::Switch, _) => bool_of(&given),
            (_, Accepts::Integer) if !is_integer(&given) => Err(format!("strconv.ParseInt: parsing {given:?}: invalid syntax")),
            (_, Accepts::Duration) if duration(&given).is_none() => Err(match given.as_str() {
                text if text.parse::<f64>().is_ok() => format!("time: missing unit in duration {given:?}"),
                _ => format!("time: invalid duration {given:?}"),
            }),
            _ => return Ok(given),
        };
        read.map_err(|error| format!("invalid argument {given:?} for {:?} flag: {error}", self.written()))
    }
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

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
    /// The command line of a command as kubectl writes it down: words, then flags as they were given.
    pub fn line(&self, path: &str) -> String {
        let words = self.words.iter().map(|word| format!(" {word}"));
        let flags = self.given.iter().map(|(name, value)| format!(" --{name}={value}"));
        path.to_owned() + &words.chain(flags).collect::<String>()
    }

    /// Reads the arguments of a command.
    pub fn read(command: &Command, args: &[String]) -> Result<Self, Failure> {
        let all = || command.flags.iter().chain(global());
        let refuse = |text: String| Failure::error(format!("{text}\nSee '{} --help' for usage.", command.path));
        let mut flags = Self::default();
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            if flags.dash.is_some() {
                flags.words.push(arg.clone());
            } else if arg == "--" {
                flags.dash = Some(flags.words.len());
            } else if let Some(long) = arg.strip_prefix("--") {
                let (name, given) = long.split_once('=').map_or((long, None), |(name, given)| (name, Some(given.to_owned())));
                if name.is_empty() || name.starts_with('-') {
                    return Err(refuse(format!("bad flag syntax: {arg}")));
                }
                // `--dry_run` is `--dry-run`.
                let plain = name.replace('_', "-");
                let flag = all().find(|flag| flag.long == plain).ok_or_else(|| refuse(format!("unknown flag: --{name}")))?;
                let given = match (given, flag.takes) {
                    (Some(given), _) => given,
                    (None, Takes::Switch) => "true".to_owned(),
                    (None, Takes::Optional(absent)) => absent.to_owned(),
                    (None, Takes::Value) => args.next().cloned().ok_or_else(|| refuse(format!("flag needs an argument: --{name}")))?,
                };
                flags.given.push((flag.long, flag.value(given).map_err(refuse)?));
            } else if arg.len() > 1 && arg.starts_with('-') {
                let mut rest = arg[1..].chars();
                while let Some(c) = rest.next() {
                    let left = rest.as_str();
                    let flag = all()
                        .find(|flag| flag.short == Some(c))
                        .ok_or_else(|| refuse(format!("unknown shorthand flag: '{c}' in -{c}{left}")))?;
                    let given = match (left.strip_prefix('='), flag.takes) {
                        (Some(given), _) => given.to_owned(),
                        (None, Takes::Switch) => {
                            flags.given.push((flag.long, "true".to_owned()));
                            continue;
                        }
                        (None, Takes::Optional(absent)) => absent.to_owned(),
                        (None, Takes::Value) if !left.is_empty() => left.to_owned(),
                        (None, Takes::Value) => {
                            args.next().cloned().ok_or_else(|| refuse(format!("flag needs an argument: '{c}' in {arg}")))?
                        }
                    };
                    flags.given.push((flag.long, flag.value(given).map_err(refuse)?));
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

    /// The number that a flag gives.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
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

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_gos() {
        let all = ["0", "10s", "1m30s", "1.5h", "100ms", "-1s", "", "5", "3x", "s"].map(duration);
        assert_eq!(all, [Some(0.0), Some(10.0), Some(90.0), Some(5400.0), Some(0.1), Some(-1.0), None, None, None, None]);
    }
}
