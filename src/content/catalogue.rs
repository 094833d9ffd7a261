//! All lessons and scenarios of a pack, in syllabus order.

use std::sync::Arc;

use super::pack::{Files, Folder, embedded_files, embedded_scenario};
use super::scenario::{Rest, Scenario};
use super::{ContentError, Lesson, is_id, lesson, yaml};
use crate::locale::{Locale, Sentence};

/// All lessons and scenarios there are, in syllabus order.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// By module and id.
    pub lessons: Vec<Lesson>,
    /// By lesson, then in the lesson's order.
    pub scenarios: Vec<Scenario>,
}

impl Catalogue {
    /// The content inside the binary. Scenarios are read up to their heads.
    ///
    /// # Errors
    /// None in a build that passed its tests; the type says what a pack from a folder can get wrong.
    pub fn embedded() -> Result<Self, Vec<ContentError>> {
        let (catalogue, errors) = Self::read(Arc::new(embedded_files()));
        if errors.is_empty() { Ok(catalogue) } else { Err(errors) }
    }

    /// One scenario of the content inside the binary, or its variant, and nothing besides; `None` when there is none.
    pub fn embedded_scenario(id: &str) -> Option<Scenario> {
        variant_of(id, |base| {
            let (id, mut errors) = (base.to_ascii_uppercase(), Vec::new());
            let files = Arc::new(embedded_scenario(&id));
            let module = |lesson: &str| lesson::module(Folder::new(&files, &format!("lessons/{lesson}/")));
            head(&id, &files, module, &mut errors).filter(|_| errors.is_empty())
        })
    }

    /// The content of a pack, read whole.
    ///
    /// # Errors
    /// Every fault of every folder.
    pub fn from_files(files: Files) -> Result<Self, Vec<ContentError>> {
        let (catalogue, errors) = Self::survey(files);
        if errors.is_empty() { Ok(catalogue) } else { Err(errors) }
    }

    /// The content of a pack, read whole, as far as it can be read, and every fault.
    pub fn survey(files: Files) -> (Self, Vec<ContentError>) {
        let (catalogue, mut errors) = Self::read(Arc::new(files));
        errors.extend(catalogue.scenarios.iter().flat_map(Scenario::faults).cloned());
        errors.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        (catalogue, errors)
    }

    fn read(files: Arc<Files>) -> (Self, Vec<ContentError>) {
        let mut errors = Vec::new();
        let mut lessons: Vec<_> = folders(&files, "lessons/", &mut errors)
            .into_iter()
            .filter_map(|id| lesson::load(&id, Folder::new(&files, &format!("lessons/{id}/")), &mut errors))
            .collect();
        lessons.sort_by_key(|lesson| (lesson.module, lesson.id.clone()));
        let module = |id: &str| lessons.iter().find(|lesson| lesson.id == id).map(|lesson| lesson.module);
        let mut scenarios: Vec<_> =
            folders(&files, "scenarios/", &mut errors).into_iter().filter_map(|id| head(&id, &files, module, &mut errors)).collect();
        scenarios.sort_by_key(|scenario| place(scenario, &lessons));
        (Self { lessons, scenarios }, errors)
    }

    /// The scenario `id`, in any case.
    pub fn scenario(&self, id: &str) -> Option<&Scenario> {
        self.scenarios.iter().find(|scenario| scenario.id.eq_ignore_ascii_case(id))
    }

    /// The scenario `id`, or its variant (`E03@7`).
    pub fn find(&self, id: &str) -> Option<Scenario> {
        variant_of(id, |base| self.scenario(base).cloned())
    }

    /// The lesson `id`, in any case.
    pub fn lesson(&self, id: &str) -> Option<&Lesson> {
        self.lessons.iter().find(|lesson| lesson.id.eq_ignore_ascii_case(id))
    }
}

/// The scenario that `find` knows, or its variant where the id has a seed.
fn variant_of(id: &str, find: impl FnOnce(&str) -> Option<Scenario>) -> Option<Scenario> {
    match id.split_once('@') {
        Some((base, seed)) => Some(find(base)?.variant(seed.parse().ok()?)),
        None => find(id),
    }
}

/// Where a scenario stands in the syllabus: its lesson, then its place among the lesson's scenarios.
fn place(scenario: &Scenario, lessons: &[Lesson]) -> (usize, usize, String) {
    let lesson = lessons.iter().position(|lesson| lesson.id == scenario.lesson).unwrap_or(lessons.len());
    let listed = lessons.get(lesson).and_then(|lesson| lesson.scenarios.iter().position(|id| *id == scenario.id));
    (lesson, listed.unwrap_or(usize::MAX), scenario.id.clone())
}

/// The ids of the folders below `prefix`. Other files and folders are faults.
fn folders(files: &Files, prefix: &str, errors: &mut Vec<ContentError>) -> Vec<String> {
    let pack = Folder::new(files, "");
    let (ids, others): (Vec<_>, Vec<_>) = pack.names(prefix).into_iter().partition(|name| is_id(name));
    for name in others.into_iter().filter(|name| *name != "README.md") {
        errors.push(ContentError::new(format!("{prefix}{name}"), 1, Sentence::new("content-bad-id", &[("id", name)])));
    }
    ids.into_iter().map(str::to_owned).collect()
}

/// The head of the scenario `id`; `module` tells that of a lesson.
fn head(id: &str, files: &Arc<Files>, module: impl Fn(&str) -> Option<u32>, errors: &mut Vec<ContentError>) -> Option<Scenario> {
    let path = format!("scenarios/{id}/scenario.yaml");
    let folder = format!("scenarios/{id}/");
    let folder = Folder::new(files, &folder);
    let text = folder.text("scenario.yaml").map_err(|error| errors.push(error)).ok()?;
    let mut scenario = yaml::head(&path, text, Rest::new(Arc::clone(files))).map_err(|error| errors.push(error)).ok()?;
    let mut fault = |key: &str, sentence: Sentence| errors.push(ContentError::new(&path, yaml::line_of(text, key), sentence));
    if scenario.id != id {
        fault("id", Sentence::new("content-id-differs", &[("id", &scenario.id), ("folder", id)]));
        scenario.id = id.to_owned();
    }
    for language in Locale::available().into_iter().filter(|language| !scenario.title.0.contains_key(*language)) {
        fault("title", Sentence::new("content-missing-language", &[("language", language)]));
    }
    match module(&scenario.lesson) {
        Some(module) => scenario.module = module,
        None => fault("lesson", Sentence::new("content-no-lesson", &[("lesson", &scenario.lesson)])),
    }
    Some(scenario)
}
