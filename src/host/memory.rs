//! A machine in memory, with the faults that a real one has on bad days.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Changes, Host, Presence};

/// What goes wrong when something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No space is left; nothing of a write arrives.
    FullDisk,
    /// Nothing may be written.
    ReadOnly,
}

impl Fault {
    fn error(self) -> io::Error {
        match self {
            Fault::FullDisk => io::ErrorKind::StorageFull.into(),
            Fault::ReadOnly => io::ErrorKind::ReadOnlyFilesystem.into(),
        }
    }
}

/// Files, clock and environment in memory. The clock stands still until it is set.
#[derive(Debug)]
pub struct Memory {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    files: BTreeMap<PathBuf, Vec<u8>>,
    env: BTreeMap<String, String>,
    stdin: Vec<u8>,
    fault: Option<Fault>,
    /// A share for every program that joined, and one of our own.
    joined: BTreeMap<PathBuf, Arc<()>>,
    now: jiff::Timestamp,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            state: Mutex::new(State {
                files: BTreeMap::new(),
                env: BTreeMap::new(),
                stdin: Vec::new(),
                fault: None,
                joined: BTreeMap::new(),
                now: jiff::Timestamp::UNIX_EPOCH,
            }),
        }
    }
}

impl Memory {
    /// An empty machine at the beginning of time.
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on every write fails so, or none does.
    pub fn set_fault(&self, fault: Option<Fault>) {
        self.state().fault = fault;
    }

    /// Sets the clock.
    pub fn set_now(&self, now: jiff::Timestamp) {
        self.state().now = now;
    }

    /// Sets an environment variable.
    pub fn set_env(&self, name: &str, value: &str) {
        self.state().env.insert(name.into(), value.into());
    }

    /// Sets what standard input holds.
    pub fn set_stdin(&self, bytes: &[u8]) {
        self.state().stdin = bytes.into();
    }

    /// Puts a file there, whatever the fault.
    pub fn put(&self, path: impl Into<PathBuf>, bytes: &[u8]) {
        self.state().files.insert(path.into(), bytes.into());
    }

    fn writable(&self) -> io::Result<MutexGuard<'_, State>> {
        let state = self.state();
        match state.fault {
            Some(fault) => Err(fault.error()),
            None => Ok(state),
        }
    }
}

impl Host for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.state().files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn read_stdin(&self) -> io::Result<Vec<u8>> {
        Ok(std::mem::take(&mut self.state().stdin))
    }

    fn read_answer(&self) -> io::Result<String> {
        let mut state = self.state();
        let end = state.stdin.iter().position(|byte| *byte == b'\n').map_or(state.stdin.len(), |at| at + 1);
        let line = state.stdin.drain(..end).collect();
        String::from_utf8(line).map_err(io::Error::other)
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.writable()?.files.insert(path.into(), bytes.into());
        Ok(())
    }

    fn append_line(&self, path: &Path, line: &str) -> io::Result<()> {
        let mut state = self.writable()?;
        let file = state.files.entry(path.into()).or_default();
        if file.last().is_some_and(|last| *last != b'\n') {
            file.push(b'\n');
        }
        file.extend_from_slice(line.as_bytes());
        file.push(b'\n');
        Ok(())
    }

    fn sync(&self, _: &Path) -> io::Result<()> {
        self.writable().map(drop)
    }

    fn join(&self, path: &Path) -> io::Result<Presence> {
        let mut state = self.writable()?;
        let shares = state.joined.entry(path.into()).or_default();
        Ok(Presence::new(Arc::strong_count(shares) == 1, Arc::clone(shares)))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        let state = self.state();
        let below = state.files.keys().filter_map(|file| file.strip_prefix(path).ok()?.components().next());
        let entries: BTreeSet<_> = below.map(|first| path.join(first)).collect();
        if entries.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(entries.into_iter().collect()) }
    }

    fn exists(&self, path: &Path) -> bool {
        self.state().files.keys().any(|file| file.starts_with(path))
    }

    fn is_dir(&self, path: &Path) -> bool {
        self.state().files.keys().any(|file| file != path && file.starts_with(path))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.writable()?.files.remove(path).map(|_| ()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// There are no programs here.
    fn run(&self, _: &str, _: &[String]) -> io::Result<bool> {
        Err(io::ErrorKind::NotFound.into())
    }

    /// Nobody else writes here, so there is never a change.
    fn watch(&self, _path: &Path) -> io::Result<Changes> {
        Ok(Box::new(std::iter::empty()))
    }

    fn now(&self) -> jiff::Timestamp {
        self.state().now
    }

    fn env(&self, name: &str) -> Option<String> {
        self.state().env.get(name).filter(|value| !value.is_empty()).cloned()
    }

    fn data_dir(&self) -> PathBuf {
        self.env("COFFERDAM_DATA").map_or_else(|| "/data".into(), PathBuf::from)
    }

    fn config_dir(&self) -> PathBuf {
        self.env("COFFERDAM_CONFIG").map_or_else(|| "/config".into(), PathBuf::from)
    }
}
