//! The user's own editor, for `kubectl edit`: which one, and how it is called (kubectl v0.35 `pkg/cmd/util/editor/editor.go`).

use std::path::Path;

use crate::host::Host;
use crate::kubectl::{self, Saved};

/// The editor that `KUBE_EDITOR` or `EDITOR` names, else `vi`.
pub(super) struct Editor<'h> {
    pub host: &'h dyn Host,
}

impl kubectl::Editor for Editor<'_> {
    fn open(&mut self, text: &str, suffix: &str) -> Result<Saved, String> {
        let number = self.host.now().as_nanosecond().unsigned_abs() % 10_000_000_000;
        // Where Go looks for a place for temporary files.
        let folder = ["TMPDIR", "TMP", "TEMP"].iter().find_map(|name| self.host.env(name)).unwrap_or_else(|| "/tmp".to_owned());
        let path = Path::new(&folder).join(format!("kubectl-edit-{number}{suffix}")).display().to_string();
        let file = Path::new(&path);
        let said = |error: std::io::Error| error.to_string();
        self.host.replace(file, text.as_bytes()).map_err(said)?;
        let (program, arguments) = self.command(&path);
        let line = std::iter::once(program.as_str()).chain(arguments.iter().map(String::as_str).take(arguments.len() - 1));
        let line = line.collect::<Vec<_>>().join(" ");
        let ended = self.host.run(&program, &arguments);
        let saved = self.host.read(file).and_then(|bytes| String::from_utf8(bytes).map_err(std::io::Error::other));
        // What is worth keeping is written again by whoever says so.
        let _ = self.host.remove(file);
        match ended {
            Ok(true) => Ok(Saved { path, text: saved.map_err(said)? }),
            Ok(false) => Err(format!("there was a problem with the editor {line:?}")),
            Err(_) => Err(format!("unable to launch the editor {line:?}")),
        }
    }
}

impl Editor<'_> {
    /// Program and arguments that open `path`: words between blanks, or what a shell makes of quotes.
    fn command(&self, path: &str) -> (String, Vec<String>) {
        let named = self.host.env("KUBE_EDITOR").or_else(|| self.host.env("EDITOR")).unwrap_or_else(|| "vi".to_owned());
        if named.contains(' ') && named.contains(['"', '\'', '\\']) {
            let shell = self.host.env("SHELL").unwrap_or_else(|| "/bin/bash".to_owned());
            return (shell, vec!["-c".to_owned(), format!("{named} {path:?}")]);
        }
        let mut words = named.split(' ').filter(|word| !word.is_empty()).map(str::to_owned);
        let program = words.next().unwrap_or_else(|| "vi".to_owned());
        (program, words.chain([path.to_owned()]).collect())
    }
}
