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
        let words = self.words();
        let ended = self.launch(&words, &path);
        let saved = self.host.read(file).and_then(|bytes| String::from_utf8(bytes).map_err(std::io::Error::other));
        // What is worth keeping is written again by whoever says so.
        let _ = self.host.remove(file);
        match ended {
            Ok(true) => Ok(Saved { path, text: saved.map_err(said)? }),
            Ok(false) => Err(format!("there was a problem with the editor {:?}", words.join(" "))),
            Err(_) => Err(format!("unable to launch the editor {:?}", words.join(" "))),
        }
    }
}

impl Editor<'_> {
    /// The words that call it: what stands between blanks, or, where there are quotes, a shell and what it shall make of them.
    fn words(&self) -> Vec<String> {
        let named = self.host.env("KUBE_EDITOR").or_else(|| self.host.env("EDITOR")).unwrap_or_else(|| "vi".to_owned());
        if is_for_a_shell(&named) {
            return vec![self.host.env("SHELL").unwrap_or_else(|| "/bin/bash".to_owned()), "-c".to_owned(), named];
        }
        named.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    /// Opens `path`; a shell gets it in its command.
    fn launch(&self, words: &[String], path: &str) -> std::io::Result<bool> {
        let [program, arguments @ ..] = words else { return Err(std::io::ErrorKind::NotFound.into()) };
        let mut arguments = arguments.to_vec();
        match arguments.last_mut().filter(|last| is_for_a_shell(last)) {
            Some(command) => *command = format!("{command} {path:?}"),
            None => arguments.push(path.to_owned()),
        }
        self.host.run(program, &arguments)
    }
}

fn is_for_a_shell(editor: &str) -> bool {
    editor.contains(' ') && editor.contains(['"', '\'', '\\'])
}
