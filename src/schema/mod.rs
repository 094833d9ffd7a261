//! Which fields exist where, in which Kubernetes version, of what type, and what they mean.

pub mod asset;
pub mod docs;
pub mod explain;
pub mod internal;

use std::fmt;
use std::str::FromStr;

pub use asset::{Kind, kind, kinds};
pub use explain::{Explained, Fact, explain, fact, find_kind};

/// A Kubernetes minor version (`1.35`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The minor number: 35 for 1.35.
    pub minor: u8,
}

impl Version {
    /// The exam's version, and ours when nothing else is said.
    pub const DEFAULT: Self = Self { minor: 35 };
    /// The oldest version whose rules are known.
    pub const OLDEST: Self = Self { minor: 33 };
    /// The newest version whose rules are known.
    pub const NEWEST: Self = Self { minor: 37 };
}

impl Default for Version {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.minor)
    }
}

impl FromStr for Version {
    type Err = String;

    /// Reads `1.35`, `v1.35` and `1.35.4`.
    fn from_str(text: &str) -> Result<Self, String> {
        let minor = text.trim_start_matches('v').strip_prefix("1.").and_then(|rest| rest.split('.').next()?.parse().ok());
        match minor.map(|minor| Self { minor }) {
            Some(version) if (Self::OLDEST..=Self::NEWEST).contains(&version) => Ok(version),
            _ => Err(format!("{text}: a version from {} to {}", Self::OLDEST, Self::NEWEST)),
        }
    }
}
