//! Manifests from the command line: files, folders (walked), standard input.

use std::path::Path;

use super::{Context, Failure};
use crate::text::SourceFile;

/// A file larger than this is no manifest: the API server takes 3 MiB in one request.
const LIMIT: usize = 32 * 1024 * 1024;

/// Folders deeper than this are a loop of links.
const DEPTH: usize = 64;

impl Context<'_> {
    /// The manifests that `names` stand for, in that order; a folder's by name. `-` is standard input.
    pub(super) fn manifests(&self, names: &[String]) -> Result<Vec<SourceFile>, Failure> {
        let mut files = Vec::new();
        for name in names {
            let before = files.len();
            if name == "-" {
                let bytes = self.host.read_stdin().map_err(|error| self.file_trouble(name, &error))?;
                files.push(self.text_file(name, bytes)?);
            } else if self.host.is_dir(Path::new(name)) {
                self.walk(name, 0, &mut files)?;
                if files.len() == before {
                    return Err(Failure::Environment(self.locale.format("cli-folder-empty", &[("folder", name)])));
                }
            } else {
                files.push(self.file(name)?);
            }
        }
        Ok(files)
    }

    /// One text file.
    pub(super) fn file(&self, name: &str) -> Result<SourceFile, Failure> {
        let bytes = self.host.read(Path::new(name)).map_err(|error| self.file_trouble(name, &error))?;
        self.text_file(name, bytes)
    }

    fn text_file(&self, name: &str, bytes: Vec<u8>) -> Result<SourceFile, Failure> {
        if bytes.len() > LIMIT {
            let limit = (LIMIT / 1024 / 1024).to_string();
            return Err(Failure::Environment(self.locale.format("cli-file-large", &[("file", name), ("limit", &limit)])));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(SourceFile::new(name, text)),
            Err(error) => {
                let good = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]).into_owned();
                let place = SourceFile::new(name, good.as_str()).position(good.len());
                let place = format!("{}:{}:{}", name, place.line, place.column);
                Err(Failure::Environment(self.locale.format("cli-file-binary", &[("place", &place)])))
            }
        }
    }

    fn walk(&self, folder: &str, depth: usize, files: &mut Vec<SourceFile>) -> Result<(), Failure> {
        if depth > DEPTH {
            return Err(Failure::Environment(self.locale.format("cli-folder-deep", &[("folder", folder)])));
        }
        for path in self.host.list(Path::new(folder)).map_err(|error| self.file_trouble(folder, &error))? {
            let name = path.display().to_string();
            let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if is_hidden {
                continue;
            }
            if self.host.is_dir(&path) {
                self.walk(&name, depth + 1, files)?;
            } else if path.extension().is_some_and(|ext| ["yaml", "yml", "json"].iter().any(|known| ext == *known)) {
                files.push(self.file(&name)?);
            }
        }
        Ok(())
    }
}
