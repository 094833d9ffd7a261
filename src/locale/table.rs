//! The tables of one language: which file of `assets/text` has which message, and the files that were asked so far.
//!
//! A command says a dozen sentences out of two thousand. Reading all files of a language takes longer than most commands; finding the lines
//! that begin a message takes a fraction of it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use include_dir::Dir;
use unic_langid::LanguageIdentifier;

use super::{FALLBACK, TEXT, particle};

/// The sentences of one language.
pub struct Table {
    language: &'static str,
    files: Vec<File>,
    /// Number of the file that has a message, by the message's id.
    home: OnceLock<HashMap<&'static str, usize>>,
}

struct File {
    source: &'static str,
    read: OnceLock<FluentBundle<FluentResource>>,
}

/// Every language, fallback first.
pub fn all() -> &'static [Table] {
    static ALL: OnceLock<Vec<Table>> = OnceLock::new();
    ALL.get_or_init(|| {
        let tag = |folder: &'static Dir<'static>| Some((folder.path().file_name()?.to_str()?, folder));
        let mut folders: Vec<_> = TEXT.dirs().filter_map(tag).collect();
        folders.sort_by_key(|(tag, _)| (*tag != FALLBACK, *tag));
        folders.into_iter().map(|(tag, folder)| Table::new(tag, folder)).collect()
    })
}

/// The table of the language `tag`.
pub fn of(tag: &str) -> Option<&'static Table> {
    all().iter().find(|table| table.language == tag)
}

/// The table in which a message is looked up that its language lacks.
pub fn fallback() -> &'static Table {
    static NONE: OnceLock<Table> = OnceLock::new();
    all().first().unwrap_or_else(|| NONE.get_or_init(|| Table { language: FALLBACK, files: Vec::new(), home: OnceLock::new() }))
}

impl Table {
    fn new(language: &'static str, folder: &'static Dir<'static>) -> Self {
        let is_table = |path: &Path| path.extension().is_some_and(|extension| extension == "ftl");
        let sources = folder.files().filter(|file| is_table(file.path())).filter_map(|file| file.contents_utf8());
        Self { language, files: sources.map(|source| File { source, read: OnceLock::new() }).collect(), home: OnceLock::new() }
    }

    /// The language's tag.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// A language that nobody speaks here is not looked through.
    fn home(&self) -> &HashMap<&'static str, usize> {
        self.home.get_or_init(|| {
            let files = self.files.iter().enumerate();
            files.flat_map(|(number, file)| ids(file.source).map(move |id| (id, number))).collect()
        })
    }

    /// The message `id`, or its attribute (`id.attribute`).
    pub fn format(&self, id: &str, args: &FluentArgs<'_>) -> Option<String> {
        let (message, attribute) = id.split_once('.').map_or((id, None), |(message, attribute)| (message, Some(attribute)));
        let file = &self.files[*self.home().get(message)?];
        let bundle = file.read.get_or_init(|| self.read(file.source));
        let message = bundle.get_message(message)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut errors = Vec::new();
        Some(bundle.format_pattern(pattern, Some(args), &mut errors).into_owned())
    }

    fn read(&self, source: &str) -> FluentBundle<FluentResource> {
        let id: LanguageIdentifier = self.language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        // The only failure is a name given twice.
        let _ = bundle.add_function("PARTICLE", particle::particle);
        bundle.add_resource_overriding(FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial));
        bundle
    }
}

/// The ids of the messages of a file: each begins a line (what goes on is indented, a comment begins with `#`).
fn ids(source: &'static str) -> impl Iterator<Item = &'static str> {
    let begins = |line: &&'static str| line.starts_with(|c: char| c.is_ascii_alphabetic());
    source.lines().filter(begins).filter_map(|line| Some(line.split_once('=')?.0.trim_end()))
}
