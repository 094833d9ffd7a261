//! Lessons, scenarios and packs: loading, checking and listing them.
//!
//! Content is data. A scenario or lesson is one folder; nothing in Rust names it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::grade::Check;
use crate::probe::{Class, Probe};
use crate::text::SourceFile;
use crate::world::World;

/// A text in every language, by language tag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Localized(pub BTreeMap<String, String>);

impl Localized {
    /// The text in `language`, else in the fallback language, else empty.
    pub fn get(&self, language: &str) -> &str {
        self.0.get(language).or_else(|| self.0.get(crate::locale::FALLBACK)).map_or("", String::as_str)
    }
}

/// What the learner does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Say what would happen.
    Predict,
    /// Write a manifest.
    Write,
    /// Change a manifest that works into one that does what is asked.
    Fix,
    /// Find out why a manifest does not work.
    Debug,
}

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
    /// The worked example, for "try it".
    pub example: Vec<SourceFile>,
    /// Official pages.
    pub urls: Vec<String>,
}

/// A command or question whose answer the console predicts.
#[derive(Clone, Debug)]
pub struct Watch {
    /// The label before the command: the Pod's name, or empty.
    pub from: String,
    /// The command or question as the learner reads it (`nc -zv -w 2 db-pod 6379`).
    pub label: String,
    /// The probe that answers it.
    pub probe: Probe,
    /// The answer that the task wants.
    pub wanted: Option<Class>,
}

/// A named set of files: a solution or a wrong answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The folder's name.
    pub name: String,
    /// The editable files.
    pub files: Vec<SourceFile>,
}

/// A wrong answer and what it must trigger.
#[derive(Clone, Debug)]
pub struct WrongAnswer {
    /// The files.
    pub answer: Answer,
    /// The check that must fail first.
    pub check: String,
    /// The diagnostic it must give.
    pub diag: String,
}

/// A scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// `E03`.
    pub id: String,
    /// Its content version.
    pub version: u32,
    /// What the learner does.
    pub kind: Kind,
    /// 1 to 3 stars.
    pub difficulty: u32,
    /// Title.
    pub title: Localized,
    /// The lesson it belongs to.
    pub lesson: String,
    /// The module of that lesson.
    pub module: u32,
    /// Points.
    pub points: u32,
    /// Suggested minutes.
    pub minutes: u32,
    /// Exams it serves: `cka`, `ckad`, `cks`.
    pub exams: Vec<String>,
    /// Words to find it by, Kubernetes fields included.
    pub tags: Vec<String>,
    /// The ids of the notes it carries.
    pub seeds: Vec<String>,
    /// The misconceptions it drills.
    pub misconceptions: Vec<String>,
    /// The task, Markdown.
    pub task: Localized,
    /// What happened and why, Markdown; shown after passing.
    pub debrief: Localized,
    /// Three hints, ever more telling.
    pub hints: Vec<Localized>,
    /// The kubectl context's namespace.
    pub namespace: String,
    /// The world before the learner's files, hidden objects included.
    pub world: World,
    /// The keys (`Kind namespace/name`) of hidden objects.
    pub hidden: Vec<String>,
    /// The files the learner starts from, in tab order.
    pub start: Vec<SourceFile>,
    /// What is asked.
    pub checks: Vec<Check>,
    /// What the console predicts live.
    pub watches: Vec<Watch>,
    /// Right answers of different shapes; the first is the reference.
    pub solutions: Vec<Answer>,
    /// Wrong answers.
    pub wrong: Vec<WrongAnswer>,
}

/// All lessons and scenarios there are, in syllabus order.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// By id.
    pub lessons: Vec<Lesson>,
    /// By id.
    pub scenarios: Vec<Scenario>,
}

/// A fault in a content folder: where and what, in one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct ContentError {
    /// The file, relative to the pack.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl Catalogue {
    /// The content inside the binary.
    ///
    /// # Errors
    /// None in a build that passed its tests; the type says what a pack from a folder can get wrong.
    pub fn embedded() -> Result<Self, Vec<ContentError>> {
        Ok(Self::default())
    }

    /// The scenario `id`, in any case.
    pub fn scenario(&self, id: &str) -> Option<&Scenario> {
        self.scenarios.iter().find(|scenario| scenario.id.eq_ignore_ascii_case(id))
    }

    /// The lesson `id`, in any case.
    pub fn lesson(&self, id: &str) -> Option<&Lesson> {
        self.lessons.iter().find(|lesson| lesson.id.eq_ignore_ascii_case(id))
    }
}
