//! Why something could not be saved. The console says so and goes on in memory.

use std::io;
use std::path::{Path, PathBuf};

use crate::locale::Locale;

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// No space is left.
    FullDisk,
    /// The file system or folder is read-only, or not the learner's.
    ReadOnly,
    /// Anything else, in the system's words.
    Other(String),
}

/// A file that could not be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub cause: Cause,
}

impl Trouble {
    /// What `error` means for `path`.
    pub fn new(path: &Path, error: &io::Error) -> Self {
        let cause = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Cause::FullDisk,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Cause::ReadOnly,
            _ => Cause::Other(error.to_string()),
        };
        Self { path: path.to_owned(), cause }
    }

    /// What happened, what it means and what to do, in one sentence each.
    pub fn message(&self, locale: &Locale) -> String {
        let file = self.path.display().to_string();
        match &self.cause {
            Cause::FullDisk => locale.format("progress-full-disk", &[("file", &file)]),
            Cause::ReadOnly => locale.format("progress-read-only", &[("file", &file)]),
            Cause::Other(error) => locale.format("progress-unsaved", &[("file", &file), ("error", error)]),
        }
    }
}
