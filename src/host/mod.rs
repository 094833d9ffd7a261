//! The port to files, clock, environment and clipboard: the real one and one in memory.

use std::io;
use std::path::{Path, PathBuf};

/// What the program may ask of the machine. Everything that touches the outside goes through here,
/// so that a test can hand in a full disk, a read-only folder or a clock of its own.
pub trait Host: Send + Sync {
    /// A file's bytes.
    ///
    /// # Errors
    /// As `std::fs::read`.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Replaces a file at once or not at all, making its folder.
    ///
    /// # Errors
    /// As the file system answers; the old content is then untouched.
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Appends one line under a lock and waits until it is on disk, making file and folder.
    ///
    /// # Errors
    /// As the file system answers.
    fn append_line(&self, path: &Path, line: &str) -> io::Result<()>;

    /// The entries of a folder, sorted.
    ///
    /// # Errors
    /// As `std::fs::read_dir`.
    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>>;

    /// Whether a file or folder is there.
    fn exists(&self, path: &Path) -> bool;

    /// Removes a file.
    ///
    /// # Errors
    /// As `std::fs::remove_file`.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// The wall clock.
    fn now(&self) -> jiff::Timestamp;

    /// An environment variable.
    fn env(&self, name: &str) -> Option<String>;

    /// The platform's folder for the learner's data (`~/.local/share/cofferdam`; `COFFERDAM_DATA` wins).
    fn data_dir(&self) -> PathBuf;
}
