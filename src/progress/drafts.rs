//! The learner's edited files: plain files below the data folder, one folder a scenario, replaced at once or not at all.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::Trouble;
use crate::host::Host;
use crate::text::SourceFile;

/// The edited files of all scenarios.
#[derive(Clone)]
pub struct Drafts {
    host: Arc<dyn Host>,
    folder: PathBuf,
}

impl Drafts {
    /// The drafts of the host's data folder.
    pub fn new(host: Arc<dyn Host>) -> Self {
        let folder = host.data_dir().join("drafts");
        Self { host, folder }
    }

    /// Where the file `name` of scenario `id` is kept. Only the plain parts of a name count, so that no name leads outside.
    pub fn path(&self, id: &str, name: &str) -> PathBuf {
        let plain = |text: &str| -> PathBuf { Path::new(text).components().filter(|part| matches!(part, Component::Normal(_))).collect() };
        self.folder.join(plain(id)).join(plain(name))
    }

    /// The files of scenario `id`: `start`, each replaced by its draft where there is one.
    pub fn load(&self, id: &str, start: &[SourceFile]) -> Vec<SourceFile> {
        start.iter().map(|file| self.draft(id, file.name()).unwrap_or_else(|| file.clone())).collect()
    }

    /// Whether anything was edited in scenario `id`.
    pub fn exist(&self, id: &str) -> bool {
        self.host.is_dir(&self.path(id, ""))
    }

    /// Saves one file of scenario `id`.
    ///
    /// # Errors
    /// When it cannot be written; the last saved text is then still there.
    pub fn save(&self, id: &str, file: &SourceFile) -> Result<(), Trouble> {
        let path = self.path(id, file.name());
        self.host.replace(&path, file.text().as_bytes()).map_err(|error| Trouble::new(&path, &error))
    }

    /// Keeps a text beside the draft of its name, under the first free number (`pod.yaml.1`); where.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_aside(&self, id: &str, file: &SourceFile) -> Result<PathBuf, Trouble> {
        let numbered = |number: u32| SourceFile::new(format!("{}.{number}", file.name()), file.text());
        let taken = |aside: &SourceFile| self.draft(id, aside.name()).is_some_and(|there| there.text() != aside.text());
        let aside = (1..).map(numbered).find(|aside| !taken(aside)).unwrap_or_else(|| numbered(0));
        self.save(id, &aside)?;
        Ok(self.path(id, aside.name()))
    }

    /// Forgets the drafts of these files of scenario `id`.
    ///
    /// # Errors
    /// When one cannot be removed.
    pub fn clear(&self, id: &str, start: &[SourceFile]) -> Result<(), Trouble> {
        let paths = start.iter().map(|file| self.path(id, file.name())).filter(|path| self.host.exists(path));
        paths.into_iter().try_for_each(|path| self.host.remove(&path).map_err(|error| Trouble::new(&path, &error)))
    }

    fn draft(&self, id: &str, name: &str) -> Option<SourceFile> {
        let bytes = self.host.read(&self.path(id, name)).ok()?;
        Some(SourceFile::new(name, String::from_utf8_lossy(&bytes).into_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::{Fault, Memory};
    use crate::progress::Cause;

    #[test]
    fn edited_files_come_back_the_others_start_anew() {
        let host = Arc::new(Memory::new());
        let drafts = Drafts::new(host.clone());
        let start = [SourceFile::new("a.yaml", "a: 1\n"), SourceFile::new("b.yaml", "b: 1\n")];
        drafts.save("E03", &SourceFile::new("b.yaml", "b: 2\n")).unwrap();
        let texts = |files: &[SourceFile]| files.iter().map(|file| file.text().to_owned()).collect::<Vec<_>>();
        assert_eq!(texts(&drafts.load("E03", &start)), ["a: 1\n", "b: 2\n"]);
        assert_eq!(texts(&drafts.load("E04", &start)), texts(&start));
        drafts.clear("E03", &start).unwrap();
        assert_eq!(texts(&drafts.load("E03", &start)), texts(&start));
    }

    #[test]
    fn a_failed_save_keeps_the_last_text_and_says_why() {
        let host = Arc::new(Memory::new());
        let drafts = Drafts::new(host.clone());
        let start = [SourceFile::new("a.yaml", "")];
        drafts.save("E03", &SourceFile::new("a.yaml", "good")).unwrap();
        host.set_fault(Some(Fault::ReadOnly));
        let trouble = drafts.save("E03", &SourceFile::new("a.yaml", "better")).unwrap_err();
        assert_eq!(trouble.cause, Cause::ReadOnly);
        assert_eq!(drafts.load("E03", &start)[0].text(), "good");
    }

    #[test]
    fn no_name_leads_outside() {
        let drafts = Drafts::new(Arc::new(Memory::new()));
        assert_eq!(drafts.path("../x", "/etc/../passwd"), Path::new("/data/drafts/x/etc/passwd"));
    }
}
