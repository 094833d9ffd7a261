//! What an answer means, and its word.

use std::fmt;

use serde::Deserialize;

/// What an answer means, whatever its words were. Grading compares classes, never text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Exit 0.
    Ok,
    /// `whoami` printed this name.
    Name(String),
    /// The uid has no name.
    NoName,
    /// Read-only file system.
    Erofs,
    /// Permission denied.
    Eacces,
    /// Operation not permitted.
    Eperm,
    /// No such file, or no such command.
    NotFound,
    /// A connection was made.
    Open,
    /// A connection was forbidden: dropped, or refused by a policy.
    Timeout,
    /// Nobody listens.
    Refused,
    /// The name does not resolve.
    DnsFail,
    /// The image was pulled.
    Pulled,
    /// The image was on the node.
    Present,
    /// The registry refused the credentials, or wanted some.
    Unauthorized,
    /// The registry has no such image.
    ImageNotFound,
    /// Absent with pull policy Never.
    NeverPull,
    /// No valid image reference.
    InvalidImageName,
    /// The registry cannot be reached.
    Unreachable,
    /// The container runs.
    Running,
    /// The container waits, with the kubelet's reason (`CreateContainerConfigError`).
    Waiting(String),
    /// The Pod ended, with its reason (`SysctlForbidden`), or the container, with `Error` or `Completed`.
    Ended(String),
    /// There is no such object: it was refused or never made.
    Absent,
    /// Anything else; see exit code and text.
    Other,
    /// We do not simulate this. Never guessed, never graded.
    NotSimulated,
}

/// The classes that are one fixed word, in the words of content files and of `--json`.
pub(super) const WORDS: [(&str, Class); 20] = [
    ("ok", Class::Ok),
    ("no_name", Class::NoName),
    ("erofs", Class::Erofs),
    ("eacces", Class::Eacces),
    ("eperm", Class::Eperm),
    ("notfound", Class::NotFound),
    ("open", Class::Open),
    ("timeout", Class::Timeout),
    ("refused", Class::Refused),
    ("dns_fail", Class::DnsFail),
    ("pulled", Class::Pulled),
    ("present", Class::Present),
    ("unauthorized", Class::Unauthorized),
    ("not_found", Class::ImageNotFound),
    ("never", Class::NeverPull),
    ("invalid_name", Class::InvalidImageName),
    ("unreachable", Class::Unreachable),
    ("running", Class::Running),
    ("absent", Class::Absent),
    ("other", Class::Other),
];

/// Reasons with which a Pod or container ends; any other capitalised word is a reason to wait.
const ENDED: [&str; 5] = ["SysctlForbidden", "AppArmor", "Error", "Completed", "OOMKilled"];

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Class::Name(name) => write!(f, "name({name})"),
            Class::Waiting(reason) | Class::Ended(reason) => f.write_str(reason),
            Class::NotSimulated => f.write_str("not_simulated"),
            fixed => f.write_str(WORDS.iter().find(|(_, class)| class == fixed).map_or("other", |(word, _)| word)),
        }
    }
}

impl<'de> Deserialize<'de> for Class {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl std::str::FromStr for Class {
    type Err = String;

    /// Reads a class as content files write it: `open`, `name(www-data)`, `CrashLoopBackOff`.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some((_, class)) = WORDS.iter().find(|(word, _)| *word == text) {
            return Ok(class.clone());
        }
        if let Some(name) = text.strip_prefix("name(").and_then(|rest| rest.strip_suffix(')')) {
            return Ok(Class::Name(name.to_owned()));
        }
        let reason = text.starts_with(|c: char| c.is_ascii_uppercase()) && text.chars().all(|c| c.is_ascii_alphanumeric());
        match reason {
            true if ENDED.contains(&text) => Ok(Class::Ended(text.to_owned())),
            true => Ok(Class::Waiting(text.to_owned())),
            false => Err(format!("{text}: no class of answer; one of {}, name(NAME), or a reason such as CrashLoopBackOff", class_words())),
        }
    }
}

fn class_words() -> String {
    WORDS.map(|(word, _)| word).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_reads_back_what_it_writes() {
        let said = ["name(www-data)", "CrashLoopBackOff", "SysctlForbidden"].map(str::to_owned);
        for word in WORDS.iter().map(|(word, _)| (*word).to_owned()).chain(said) {
            assert_eq!(word.parse::<Class>().unwrap().to_string(), word);
        }
        assert_eq!("SysctlForbidden".parse(), Ok(Class::Ended("SysctlForbidden".into())));
        assert!("opne".parse::<Class>().is_err());
    }
}
