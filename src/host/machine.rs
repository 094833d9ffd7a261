//! The real machine.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use etcetera::BaseStrategy;
use notify::Watcher;

use super::{Changes, Host, Presence};

/// How long files must be quiet before a burst of changes counts as over: editors save in several steps.
const SETTLE: Duration = Duration::from_millis(50);

/// The machine the program runs on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Machine;

impl Host for Machine {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn read_stdin(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn read_answer(&self) -> io::Result<String> {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        Ok(line)
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = folder_of(&path);
        fs::create_dir_all(folder)?;
        let mut temporary = new_file_in(folder)?;
        temporary.write_all(bytes)?;
        if let Ok(old) = fs::metadata(&path) {
            temporary.as_file().set_permissions(old.permissions())?;
        }
        temporary.as_file().sync_data()?;
        temporary.persist(&path)?;
        Ok(())
    }

    fn append_line(&self, path: &Path, line: &str) -> io::Result<()> {
        fs::create_dir_all(folder_of(path))?;
        let mut file = OpenOptions::new().create(true).append(true).read(true).open(path)?;
        file.lock()?;
        let before = file.metadata()?.len();
        let mut bytes = Vec::with_capacity(line.len() + 2);
        if ends_torn(&mut file, before)? {
            bytes.push(b'\n');
        }
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
        let written = file.write_all(&bytes);
        if written.is_err() {
            // A full disk may have taken half a line; the error that counts is the first.
            let _ = file.set_len(before);
        }
        written
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        OpenOptions::new().append(true).open(path)?.sync_data()
    }

    fn join(&self, path: &Path) -> io::Result<Presence> {
        fs::create_dir_all(folder_of(path))?;
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        // Everybody holds the lock together; who can have it alone for a moment is alone. The system frees the lock of a
        // killed program.
        let alone = match file.try_lock() {
            Ok(()) => {
                file.unlock()?;
                true
            }
            Err(TryLockError::WouldBlock) => false,
            Err(TryLockError::Error(error)) => return Err(error),
        };
        file.lock_shared()?;
        Ok(Presence::new(alone, file))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        let mut entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        entries.sort();
        Ok(entries)
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn is_dir(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn run(&self, program: &str, arguments: &[String]) -> io::Result<bool> {
        Ok(Command::new(program).args(arguments).status()?.success())
    }

    fn watch(&self, path: &Path) -> io::Result<Changes> {
        let (sender, events) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Reading a file is an event too, and our own checks read.
            if event.as_ref().map_or(true, |event| !event.kind.is_access()) {
                // A closed channel means that nobody waits any more.
                let _ = sender.send(event.map(|_| ()));
            }
        })
        .map_err(io::Error::other)?;
        watcher.watch(path, notify::RecursiveMode::Recursive).map_err(io::Error::other)?;
        Ok(Box::new(std::iter::from_fn(move || {
            // The watcher lives as long as this closure.
            let _alive = &watcher;
            events.recv().ok()?.ok()?;
            while events.recv_timeout(SETTLE).is_ok() {}
            Some(())
        })))
    }

    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }

    fn env(&self, name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }

    fn data_dir(&self) -> PathBuf {
        self.folder("COFFERDAM_DATA", etcetera::choose_base_strategy().map(|platform| platform.data_dir()))
    }

    fn config_dir(&self) -> PathBuf {
        self.folder("COFFERDAM_CONFIG", etcetera::choose_base_strategy().map(|platform| platform.config_dir()))
    }
}

impl Machine {
    /// The folder that `variable` names, else ours in the platform's; without a home, in the one for temporary files.
    fn folder(&self, variable: &str, platform: Result<PathBuf, etcetera::HomeDirError>) -> PathBuf {
        match self.env(variable) {
            Some(folder) => folder.into(),
            None => platform.unwrap_or_else(|_| std::env::temp_dir()).join("cofferdam"),
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A temporary file with the mode that a new file of this user has.
fn new_file_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cofferdam-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Whether the last byte is no line end.
fn ends_torn(file: &mut File, length: u64) -> io::Result<bool> {
    if length == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::Start(length - 1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_behind_a_torn_one_stands_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/journal.jsonl");
        Machine.append_line(&path, "one").unwrap();
        fs::write(&path, "one\ntw").unwrap();
        Machine.append_line(&path, "three").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntw\nthree\n");
    }

    #[test]
    fn who_joins_second_is_not_alone_until_the_first_has_gone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/console.lock");
        let first = Machine.join(&path).unwrap();
        let second = Machine.join(&path).unwrap();
        assert_eq!((first.alone(), second.alone()), (true, false));
        drop(first);
        assert!(!Machine.join(&path).unwrap().alone());
        drop(second);
        assert!(Machine.join(&path).unwrap().alone());
    }

    #[test]
    #[cfg(unix)]
    fn replacing_keeps_mode_and_link_and_leaves_nothing_behind() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.yaml"), folder.path().join("link.yaml"));
        Machine.replace(&file, b"1").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        Machine.replace(&link, b"2").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"2");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(Machine.list(folder.path()).unwrap(), [file, link]);
    }
}
