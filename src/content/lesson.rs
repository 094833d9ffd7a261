//! A lesson: its text in every language, its example, and the scenarios that follow it.

use super::pack::Folder;
use super::yaml::LessonFile;
use super::{ContentError, Localized, body};
use crate::locale::{Locale, Sentence};
use crate::text::SourceFile;

/// A lesson.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// `L13`.
    pub id: String,
    /// From 1.
    pub module: u32,
    /// Title.
    pub title: Localized,
    /// Reading time.
    pub minutes: u32,
    /// The text, Markdown.
    pub body: Localized,
    /// Its scenarios, in order.
    pub scenarios: Vec<String>,
    /// The ids of the notes it carries.
    pub seeds: Vec<String>,
    /// The misconceptions it corrects.
    pub misconceptions: Vec<String>,
    /// The number of the drill item, from 1, that the placement asks; `None`: it asks of another lesson.
    pub placement: Option<usize>,
    /// The worked example, for "try it".
    pub example: Vec<SourceFile>,
    /// World facts of the example; `None`: an ordinary cluster.
    pub example_facts: Option<SourceFile>,
    /// Manifests of the example's world.
    pub example_world: Vec<SourceFile>,
    /// Official pages.
    pub urls: Vec<String>,
    /// The Kubernetes version it speaks of.
    pub version: Option<String>,
}

/// The module of the lesson in `folder`; `None` when it cannot be read.
pub fn module(folder: Folder) -> Option<u32> {
    serde_yaml::from_str::<LessonFile>(folder.text("lesson.yaml").ok()?).ok().map(|file| file.module)
}

/// Reads the lesson `id`. What cannot be read is told in `errors`.
pub fn load(id: &str, folder: Folder, errors: &mut Vec<ContentError>) -> Option<Lesson> {
    let path = folder.file("lesson.yaml");
    let read = folder
        .text("lesson.yaml")
        .and_then(|text| serde_yaml::from_str::<LessonFile>(text).map_err(|error| ContentError::yaml(&path, &error)));
    let file = read.map_err(|error| errors.push(error)).ok()?;
    if file.id != id {
        errors.push(ContentError::new(&path, 1, Sentence::new("content-id-differs", &[("id", &file.id), ("folder", id)])));
    }
    for language in Locale::available().into_iter().filter(|language| !file.title.0.contains_key(*language)) {
        errors.push(ContentError::new(&path, 1, Sentence::new("content-missing-language", &[("language", language)])));
    }
    let text_file = |name: &str| name.strip_suffix(".md").is_some_and(|tag| Locale::available().contains(&tag));
    for name in folder.below("").filter(|name| !(*name == "lesson.yaml" || text_file(name) || name.starts_with("example/"))) {
        errors.push(ContentError::new(folder.file(name), 1, Sentence::new("content-stray-file", &[])));
    }
    let (facts, example): (Vec<_>, Vec<_>) = folder.sources("example/", errors).into_iter().partition(|file| file.name() == "world.yaml");
    let (example_world, example) = example.into_iter().partition(|file| file.name().starts_with("world/"));
    Some(Lesson {
        id: id.to_owned(),
        module: file.module,
        title: file.title,
        minutes: file.minutes,
        body: body::page(folder, "", errors),
        scenarios: file.scenarios,
        seeds: file.seeds,
        misconceptions: file.misconceptions,
        placement: file.placement,
        example,
        example_facts: facts.into_iter().next(),
        example_world,
        urls: file.urls,
        version: file.version,
    })
}
