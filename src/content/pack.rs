//! A pack as a tree of files, whoever read them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use super::ContentError;
use crate::locale::Sentence;
use crate::text::{SourceFile, sha256_of};

static LESSONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/lessons");
static SCENARIOS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/scenarios");

/// The files of a pack: path relative to the pack, with `/` → bytes.
pub type Files = BTreeMap<String, Cow<'static, [u8]>>;

/// The files of the scenario `id` in the pack inside the binary, and of all lessons.
pub fn embedded_scenario(id: &str) -> Files {
    let mut files = Vec::new();
    gather("lessons", &LESSONS, &mut files);
    // Not `get_dir`, which looks through every folder in every folder.
    if let Some(dir) = SCENARIOS.dirs().find(|dir| dir.path().as_os_str() == id) {
        gather("scenarios", dir, &mut files);
    }
    files.into_iter().collect()
}

/// The files of the pack inside the binary.
pub fn embedded_files() -> Files {
    let mut files = Vec::new();
    for (root, dir) in [("lessons", &LESSONS), ("scenarios", &SCENARIOS)] {
        gather(root, dir, &mut files);
    }
    // Of a whole list a map is built at once, which an insertion for each of the many files is not.
    files.into_iter().collect()
}

fn gather(root: &str, dir: &'static Dir<'static>, files: &mut Vec<(String, Cow<'static, [u8]>)>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        files.push((format!("{root}/{path}"), Cow::Borrowed(file.contents())));
    }
    dir.dirs().for_each(|below| gather(root, below, files));
}

/// The checksum of a pack: of every path, length and content, in order of paths.
pub fn digest(files: &Files) -> String {
    let heads: Vec<_> = files.iter().map(|(path, bytes)| format!("{path}\0{}\0", bytes.len())).collect();
    sha256_of(heads.iter().zip(files.values()).flat_map(|(head, bytes)| [head.as_bytes(), bytes.as_ref()]))
}

/// A folder of a pack, its path ending in `/`.
#[derive(Clone, Copy, Debug)]
pub struct Folder<'f> {
    files: &'f Files,
    /// Its path, ending in `/`.
    pub path: &'f str,
}

impl<'f> Folder<'f> {
    /// The folder at `path`, which ends in `/`.
    pub fn new(files: &'f Files, path: &'f str) -> Self {
        Self { files, path }
    }

    /// The path of a file in it, relative to the pack.
    pub fn file(&self, name: &str) -> String {
        format!("{}{name}", self.path)
    }

    /// A text in it. A missing file or one that is no UTF-8 is an error.
    pub fn text(&self, name: &str) -> Result<&'f str, ContentError> {
        let path = self.file(name);
        let Some(bytes) = self.files.get(&path) else {
            return Err(ContentError::new(path, 1, Sentence::new("content-missing-file", &[])));
        };
        std::str::from_utf8(bytes).map_err(|error| {
            let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
            ContentError::new(path, line, Sentence::new("content-not-utf8", &[]))
        })
    }

    /// A text in it to keep: what the binary holds is not copied.
    pub fn page(&self, name: &str) -> Result<Cow<'static, str>, ContentError> {
        let text = self.text(name)?;
        Ok(match self.files.get(&self.file(name)) {
            // Read as text just now.
            Some(Cow::Borrowed(bytes)) => std::str::from_utf8(bytes).map_or_else(|_| text.to_owned().into(), Cow::Borrowed),
            _ => text.to_owned().into(),
        })
    }

    /// The files below `prefix` as source texts named by the rest of their path, by name. Files that are no UTF-8
    /// go to `errors`.
    pub fn sources(&self, prefix: &str, errors: &mut Vec<ContentError>) -> Vec<SourceFile> {
        let read = self.below(prefix).filter_map(|name| match self.text(&format!("{prefix}{name}")) {
            Ok(text) => Some(SourceFile::new(name, text)),
            Err(error) => {
                errors.push(error);
                None
            }
        });
        read.collect()
    }

    /// The paths of the files below `prefix`, without it.
    pub fn below(&self, prefix: &str) -> impl Iterator<Item = &'f str> + use<'f> {
        let start = self.file(prefix);
        let length = start.len();
        let range = self.files.range(start.clone()..);
        range.take_while(move |(path, _)| path.starts_with(&start)).map(move |(path, _)| &path[length..])
    }

    /// The names directly below `prefix`, folders and files.
    pub fn names(&self, prefix: &str) -> Vec<&'f str> {
        let mut names: Vec<_> = self.below(prefix).filter_map(|path| path.split('/').next()).collect();
        names.dedup();
        names
    }
}
