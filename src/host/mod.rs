//! The port to files, clock and environment: the real one and one in memory.

use std::io;
use std::path::{Path, PathBuf};

mod apart;
mod machine;
mod memory;
mod presence;

pub use apart::Apart;
pub use machine::Machine;
pub use memory::{Fault, Memory};
pub use presence::Presence;

/// Waits, on each `next`, for files to change; ends when watching fails.
pub type Changes = Box<dyn Iterator<Item = ()> + Send>;

/// What the program may ask of the machine. Everything that touches the outside goes through here,
/// so that a test can hand in a full disk, a read-only folder or a clock of its own.
pub trait Host: Send + Sync {
    /// A file's bytes.
    ///
    /// # Errors
    /// As `std::fs::read`.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// All of standard input.
    ///
    /// # Errors
    /// As reading answers.
    fn read_stdin(&self) -> io::Result<Vec<u8>>;

    /// One line of standard input: the answer to a question.
    ///
    /// # Errors
    /// As reading answers.
    fn read_answer(&self) -> io::Result<String>;

    /// Replaces a file at once or not at all, making its folder. A link is followed, a file's mode is kept.
    ///
    /// # Errors
    /// As the file system answers; the old content is then untouched.
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Appends one line under a lock, making file and folder. A last line that was torn by a crash is ended first, so that
    /// it costs itself alone. The line outlives this program at once, the machine only after `sync`.
    ///
    /// # Errors
    /// As the file system answers; nothing is then left of the line.
    fn append_line(&self, path: &Path, line: &str) -> io::Result<()>;

    /// Waits until what was appended to the file is on disk.
    ///
    /// # Errors
    /// As the file system answers.
    fn sync(&self, path: &Path) -> io::Result<()>;

    /// Joins the programs that stand at `path`, a file that holds nothing, until the answer is dropped or the
    /// program ends in whatever way.
    ///
    /// # Errors
    /// When the file can be neither opened nor locked.
    fn join(&self, path: &Path) -> io::Result<Presence>;

    /// The entries of a folder, sorted.
    ///
    /// # Errors
    /// As `std::fs::read_dir`.
    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>>;

    /// Whether a file or folder is there.
    fn exists(&self, path: &Path) -> bool;

    /// Whether there is a folder of this name.
    fn is_dir(&self, path: &Path) -> bool;

    /// Removes a file.
    ///
    /// # Errors
    /// As `std::fs::remove_file`.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Runs a program in front of the user until it ends; whether it ended well.
    ///
    /// # Errors
    /// When it cannot be started.
    fn run(&self, program: &str, arguments: &[String]) -> io::Result<bool>;

    /// The changes below a folder from now on, one item for each burst that has come to rest.
    ///
    /// # Errors
    /// When the folder cannot be watched.
    fn watch(&self, path: &Path) -> io::Result<Changes>;

    /// The wall clock.
    fn now(&self) -> jiff::Timestamp;

    /// An environment variable; an empty one counts as unset.
    fn env(&self, name: &str) -> Option<String>;

    /// The platform's folder for the learner's data (`~/.local/share/cofferdam`; `COFFERDAM_DATA` wins).
    fn data_dir(&self) -> PathBuf;

    /// The platform's folder for the learner's configuration (`~/.config/cofferdam`; `COFFERDAM_CONFIG` wins).
    fn config_dir(&self) -> PathBuf;
}
