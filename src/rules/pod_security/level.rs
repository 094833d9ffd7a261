//! Levels, versions, and the labels of a Namespace that choose them. Source: k8s.io/pod-security-admission
//! `api/helpers.go` `PolicyToEvaluate`.

use std::collections::BTreeMap;
use std::fmt;

/// A level of the Standards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing is checked.
    Privileged,
    /// Known escalations are prevented.
    Baseline,
    /// Hardened Pods only.
    Restricted,
}

/// A level at a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standard {
    /// The level.
    pub level: Level,
    /// The minor version; `None` is `latest`.
    pub version: Option<u8>,
}

/// What a Namespace asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Pods that break it are refused.
    pub enforce: Standard,
    /// Pods and workloads that break it are answered with a warning.
    pub warn: Standard,
}

impl fmt::Display for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Privileged => "privileged",
            Level::Baseline => "baseline",
            Level::Restricted => "restricted",
        };
        match self.version {
            Some(minor) => write!(f, "{level}:v1.{minor}"),
            None => write!(f, "{level}:latest"),
        }
    }
}

impl Level {
    /// Reads a level's name.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "privileged" => Some(Self::Privileged),
            "baseline" => Some(Self::Baseline),
            "restricted" => Some(Self::Restricted),
            _ => None,
        }
    }
}

/// `latest` is `Some(None)`; anything but that and `v1.N` is `None`.
fn parse_version(text: &str) -> Option<Option<u8>> {
    if text == "latest" {
        return Some(None);
    }
    let digits = text.strip_prefix("v1.")?;
    let canonical = digits == "0" || !digits.is_empty() && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    canonical.then(|| Some(digits.parse().unwrap_or(u8::MAX)))
}

impl Standard {
    const PRIVILEGED: Self = Self { level: Level::Privileged, version: None };

    /// Reads `restricted`, `baseline:v1.34`, `baseline:latest`.
    pub fn parse(text: &str) -> Option<Self> {
        let (level, version) = text.split_once(':').unwrap_or((text, "latest"));
        Some(Self { level: Level::parse(level)?, version: parse_version(version)? })
    }
}

const PREFIX: &str = "pod-security.kubernetes.io/";

impl Policy {
    /// What the labels of a Namespace say. A level that cannot be read counts as `restricted` where it is enforced,
    /// as nothing where it is not.
    pub fn of_labels(labels: &BTreeMap<String, String>) -> Self {
        let get = |name: &str| labels.get(&format!("{PREFIX}{name}")).map(String::as_str);
        let version = |name: &str| get(name).and_then(parse_version).flatten();
        let enforce = get("enforce");
        let mut policy = Self { enforce: Standard::PRIVILEGED, warn: Standard::PRIVILEGED };
        if let Some(level) = enforce {
            policy.enforce.level = Level::parse(level).unwrap_or(Level::Restricted);
        }
        policy.enforce.version = version("enforce-version");
        if let Some(level) = get("warn") {
            policy.warn.level = Level::parse(level).unwrap_or(Level::Privileged);
        }
        policy.warn.version = version("warn-version");
        if get("warn").is_none() && enforce.and_then(Level::parse).is_some_and(|level| level > policy.warn.level) {
            policy.warn.level = policy.enforce.level;
            if get("warn-version").is_none() {
                policy.warn.version = policy.enforce.version;
            }
        }
        policy
    }
}

/// The labels of a Namespace that cannot be read, in the server's order, with its words.
pub fn invalid_labels(label: impl Fn(&str) -> Option<String>) -> Vec<(String, &'static str)> {
    let mut errors = Vec::new();
    for mode in ["enforce", "audit", "warn"] {
        let key = format!("{PREFIX}{mode}");
        if label(&key).is_some_and(|level| Level::parse(&level).is_none()) {
            errors.push((key.clone(), "must be one of privileged, baseline, restricted"));
        }
        let key = format!("{key}-version");
        if label(&key).is_some_and(|version| parse_version(&version).is_none()) {
            errors.push((key, "must be \"latest\" or \"v1.x\""));
        }
    }
    errors
}
