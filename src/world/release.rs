//! Which release of Kubernetes a cluster runs.

use std::fmt;
use std::ops::Deref;

use serde::Deserialize;

use crate::schema::Version;

/// A version with its patch: `1.35.4`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Release {
    version: Version,
    patch: u16,
}

impl Deref for Release {
    type Target = Version;

    fn deref(&self) -> &Version {
        &self.version
    }
}

impl From<Version> for Release {
    fn from(version: Version) -> Self {
        Self { version, patch: 0 }
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.version, self.patch)
    }
}

impl<'de> Deserialize<'de> for Release {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let version = text.parse().map_err(serde::de::Error::custom)?;
        let patch = text.split('.').nth(2).unwrap_or("0").parse();
        Ok(Self { version, patch: patch.map_err(|_| serde::de::Error::custom(format!("{text}: a version such as 1.35.4")))? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_has_a_patch_or_is_the_first() {
        let read = |text: &str| serde_yaml::from_str::<Release>(text).map(|release| release.to_string()).map_err(|error| error.to_string());
        assert_eq!(read("'1.35.4'").as_deref(), Ok("1.35.4"));
        assert_eq!(read("'1.34'").as_deref(), Ok("1.34.0"));
        assert!(read("'1.35.x'").unwrap_err().contains("a version such as 1.35.4"));
        assert!(read("'2.0'").unwrap_err().contains("a version from"));
    }
}
