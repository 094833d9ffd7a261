//! A machine whose data lie apart: what is done there leaves the learner's own progress and files alone.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Changes, Host, Presence};

/// Another host with a data folder of its own, `folder` below the usual one.
pub struct Apart {
    host: Arc<dyn Host>,
    folder: &'static str,
}

impl Apart {
    /// `host` with its data in a folder of this name.
    pub fn new(host: Arc<dyn Host>, folder: &'static str) -> Self {
        Self { host, folder }
    }
}

impl Host for Apart {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.host.read(path)
    }

    fn read_stdin(&self) -> io::Result<Vec<u8>> {
        self.host.read_stdin()
    }

    fn read_answer(&self) -> io::Result<String> {
        self.host.read_answer()
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.host.replace(path, bytes)
    }

    fn append_line(&self, path: &Path, line: &str) -> io::Result<()> {
        self.host.append_line(path, line)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        self.host.sync(path)
    }

    fn join(&self, path: &Path) -> io::Result<Presence> {
        self.host.join(path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        self.host.list(path)
    }

    fn exists(&self, path: &Path) -> bool {
        self.host.exists(path)
    }

    fn is_dir(&self, path: &Path) -> bool {
        self.host.is_dir(path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.host.remove(path)
    }

    fn run(&self, program: &str, arguments: &[String]) -> io::Result<bool> {
        self.host.run(program, arguments)
    }

    fn watch(&self, path: &Path) -> io::Result<Changes> {
        self.host.watch(path)
    }

    fn now(&self) -> jiff::Timestamp {
        self.host.now()
    }

    fn env(&self, name: &str) -> Option<String> {
        self.host.env(name)
    }

    fn data_dir(&self) -> PathBuf {
        self.host.data_dir().join(self.folder)
    }

    fn config_dir(&self) -> PathBuf {
        self.host.config_dir()
    }
}
