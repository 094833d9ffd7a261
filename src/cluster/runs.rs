//! Which runs are under way on this machine, and whose a namespace is: what lets a later start tell a living run from
//! the remains of a killed one.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// The runs of one learner on one machine: a locked file each. The system drops the lock when the program dies, however.
#[derive(Clone, Debug)]
pub(super) struct Runs {
    folder: PathBuf,
}

/// A run under way.
pub(super) struct Run {
    /// Its name, a part of its namespaces' names.
    pub id: String,
    path: PathBuf,
    _lock: Option<File>,
}

impl Runs {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Begins a run. Without a folder to write to it goes unguarded: its namespaces still expire.
    pub fn begin(&self) -> Run {
        let id = random();
        let path = self.folder.join(format!("{id}.run"));
        let _ = fs::create_dir_all(&self.folder);
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&path).ok().filter(|file| file.try_lock().is_ok());
        Run { id, path, _lock: lock }
    }

    /// Whether a program on this machine still holds the run.
    pub fn is_under_way(&self, id: &str) -> bool {
        let path = self.folder.join(format!("{id}.run"));
        match OpenOptions::new().write(true).open(path) {
            Ok(file) => matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)),
            Err(_) => false,
        }
    }

    /// Forgets a run of which nothing is left.
    pub fn forget(&self, id: &str) {
        if !self.is_under_way(id) {
            let _ = fs::remove_file(self.folder.join(format!("{id}.run")));
        }
    }

    /// A name for this learner's namespaces that says nothing about the learner.
    pub fn owner(&self) -> String {
        let path = self.folder.join("owner");
        match fs::read_to_string(&path) {
            Ok(owner) if owner.len() == 6 && owner.bytes().all(|byte| byte.is_ascii_alphanumeric()) => owner,
            _ => {
                let owner = random();
                let _ = fs::create_dir_all(&self.folder);
                let _ = fs::write(path, &owner);
                owner
            }
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Seconds since 1970.
pub(super) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Six letters that no other run has: time and process, stirred.
fn random() -> String {
    use std::hash::{BuildHasher, Hasher};
    // The standard library's own seed differs at every call.
    let mut hasher = std::collections::hash_map::RandomState::new().build_hasher();
    hasher.write_u64(now());
    hasher.write_u32(std::process::id());
    let mut number = hasher.finish();
    let letters = b"bcdfghjkmnpqrstvwxz23456789";
    (0..6)
        .map(|_| {
            let letter = letters[usize::try_from(number % 27).unwrap_or(0)];
            number /= 27;
            char::from(letter)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_under_way_until_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let runs = Runs::new(folder.path());
        let run = runs.begin();
        let id = run.id.clone();
        assert!(runs.is_under_way(&id) && !runs.is_under_way("other"));
        drop(run);
        assert!(!runs.is_under_way(&id));
        assert_eq!(runs.owner(), runs.owner());
    }
}
