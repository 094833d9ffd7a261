//! The sentences of one language, out of the files of `assets/text`.
//!
//! A command says a dozen of two thousand. Reading the files that have them takes longer than most commands; finding the lines at which
//! messages begin takes a fraction of it, so each message is read when it is asked for.

use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use include_dir::Dir;
use memchr::memchr_iter;
use unic_langid::LanguageIdentifier;

use super::{FALLBACK, TEXT, particle};

/// The sentences of one language.
pub struct Table {
    language: &'static str,
    folder: Option<&'static Dir<'static>>,
    /// Every message with its own lines, by id: a list, for a table with room for what is read of each takes ten times as much.
    /// A language that nobody speaks here is not looked through.
    messages: OnceLock<Vec<(&'static str, &'static str)>>,
    /// What was asked for so far. No message names another, so they may come in any order.
    read: OnceLock<Mutex<FluentBundle<FluentResource>>>,
}

/// Every language, fallback first.
pub fn all() -> &'static [Table] {
    static ALL: OnceLock<Vec<Table>> = OnceLock::new();
    ALL.get_or_init(|| {
        let tag = |folder: &'static Dir<'static>| Some((folder.path().file_name()?.to_str()?, folder));
        let mut folders: Vec<_> = TEXT.dirs().filter_map(tag).collect();
        folders.sort_by_key(|(tag, _)| (*tag != FALLBACK, *tag));
        folders.into_iter().map(|(tag, folder)| Table::new(tag, Some(folder))).collect()
    })
}

/// The table of the language `tag`.
pub fn of(tag: &str) -> Option<&'static Table> {
    all().iter().find(|table| table.language == tag)
}

/// The table in which a message is looked up that its language lacks.
pub fn fallback() -> &'static Table {
    static NONE: OnceLock<Table> = OnceLock::new();
    all().first().unwrap_or_else(|| NONE.get_or_init(|| Table::new(FALLBACK, None)))
}

impl Table {
    fn new(language: &'static str, folder: Option<&'static Dir<'static>>) -> Self {
        Self { language, folder, messages: OnceLock::new(), read: OnceLock::new() }
    }

    fn files(&self) -> Vec<&'static str> {
        let is_table = |path: &Path| path.extension().is_some_and(|extension| extension == "ftl");
        let files = self.folder.into_iter().flat_map(Dir::files).filter(|file| is_table(file.path()));
        files.filter_map(|file| file.contents_utf8()).collect()
    }

    /// The language's tag.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// The lines of the message `id`.
    fn source(&self, id: &str) -> Option<&'static str> {
        let all = self.messages.get_or_init(|| {
            let files = self.files();
            // A message has about a hundred bytes; what is a little too much is never touched.
            let mut found = Vec::with_capacity(files.iter().map(|file| file.len()).sum::<usize>() / 80);
            found.extend(files.into_iter().flat_map(messages));
            found
        });
        // Each is looked for once, and most are never: to bring them into an order costs more than to go through them.
        all.iter().find(|(known, _)| *known == id).map(|(_, lines)| *lines)
    }

    /// The message `id`, or its attribute (`id.attribute`).
    pub fn format(&self, id: &str, args: &FluentArgs<'_>) -> Option<String> {
        let (message, attribute) = id.split_once('.').map_or((id, None), |(message, attribute)| (message, Some(attribute)));
        let mut bundle = self.read.get_or_init(|| Mutex::new(self.empty())).lock().unwrap_or_else(PoisonError::into_inner);
        if !bundle.has_message(message) {
            let source = self.source(message)?.to_owned();
            bundle.add_resource_overriding(FluentResource::try_new(source).unwrap_or_else(|(partial, _)| partial));
        }
        let message = bundle.get_message(message)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut errors = Vec::new();
        Some(bundle.format_pattern(pattern, Some(args), &mut errors).into_owned())
    }

    fn empty(&self) -> FluentBundle<FluentResource> {
        let id: LanguageIdentifier = self.language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        // The only failure is a name given twice.
        let _ = bundle.add_function("PARTICLE", particle::particle);
        bundle
    }
}

/// The messages of a file by id, each with its lines: it begins at a letter (what goes on is indented, a comment begins with `#`).
fn messages(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let begins = |at: &usize| file.as_bytes().get(*at).is_some_and(u8::is_ascii_alphabetic);
    let mut starts = std::iter::once(0).chain(memchr_iter(b'\n', file.as_bytes()).map(|at| at + 1)).filter(begins).peekable();
    std::iter::from_fn(move || {
        let start = starts.next()?;
        let lines = &file[start..starts.peek().copied().unwrap_or(file.len())];
        Some((lines.split_once('=')?.0.trim_end(), lines))
    })
}
