//! The content contract: what must hold of every lesson and scenario before a learner sees it.
//!
//! Peers ship exercises that score points for doing nothing, checks that cannot fail and solutions that do
//! not pass. Here a pack is run against itself: the start fails, solutions pass, wrong answers fail with the
//! diagnostic they were written for, and a solution that loses a line loses its meaning or its pass.

use std::num::NonZero;
use std::sync::Mutex;
use std::thread;

mod answers;
mod deletions;
mod drill;
mod hints;
mod lesson;
mod question;
mod scenario;
mod seeds;

pub use drill::{Drill, drills};
pub use seeds::{carried_by, known_misconception, known_seed, seeds};

use crate::assess::assess;
use crate::content::{Catalogue, ContentError, Files, Kind, Scenario};
use crate::locale::{Locale, Sentence};
use crate::text::SourceFile;

/// Something that a pack lacks or gets wrong, in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LintFinding {
    /// The file, relative to the pack.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub sentence: Sentence,
}

impl LintFinding {
    /// A finding at a line of a file.
    pub fn new(file: impl Into<String>, line: usize, sentence: Sentence) -> Self {
        Self { file: file.into(), line, sentence }
    }

    /// `file:line: what`, in the words of `locale`.
    pub fn text(&self, locale: &Locale) -> String {
        format!("{}:{}: {}", self.file, self.line, self.sentence.text(locale))
    }
}

impl From<ContentError> for LintFinding {
    fn from(error: ContentError) -> Self {
        Self { file: error.file, line: error.line, sentence: *error.sentence }
    }
}

/// Everything that a pack lacks or gets wrong, by file and line; empty when the contract holds.
pub fn lint(files: Files) -> Vec<LintFinding> {
    let (catalogue, errors) = Catalogue::survey(files.clone());
    let mut findings: Vec<LintFinding> = errors.into_iter().map(Into::into).collect();
    for lesson in &catalogue.lessons {
        findings.extend(lesson::lint(lesson, &catalogue, &files));
    }
    let sound: Vec<_> = catalogue.scenarios.iter().filter(|scenario| scenario.faults().is_empty()).collect();
    findings.extend(in_parallel(&sound, |scenario| lint_scenario(scenario, &files)));
    findings.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    findings
}

/// Everything that one scenario gets wrong. Its folder has been read without a fault.
fn lint_scenario(scenario: &Scenario, files: &Files) -> Vec<LintFinding> {
    let page = Page::new(scenario, files);
    let mut findings = scenario::lint(scenario, &page);
    findings.extend(question::lint(scenario, &page));
    findings.extend(hints::lint(scenario, &page, files));
    let answers = answers::lint(scenario, &page);
    // A solution that fails would make every deletion a finding.
    // In answers to questions every line is a question.
    if answers.is_empty() && scenario.kind != Kind::Predict {
        findings.extend(deletions::lint(scenario));
    }
    findings.extend(answers);
    findings
}

/// Whether a variant holds together: it loads, its start fails and its solutions pass.
pub fn is_sound(variant: &Scenario) -> bool {
    let passes = |files: &[SourceFile]| assess(variant, files).passed;
    variant.faults().is_empty() && !passes(&variant.start) && variant.solutions.iter().all(|solution| passes(&solution.files))
}

/// What the variants of these seeds get wrong, of every scenario: a start that passes, solutions that fail, wrong
/// answers that fail otherwise.
pub fn lint_variants(files: Files, seeds: std::ops::Range<u64>) -> Vec<LintFinding> {
    let (catalogue, errors) = Catalogue::survey(files.clone());
    let variants: Vec<_> =
        seeds.flat_map(|seed| catalogue.scenarios.iter().map(move |scenario| (scenario, seed)).collect::<Vec<_>>()).collect();
    let found = in_parallel(&variants, |(scenario, seed)| {
        let variant = scenario.variant(*seed);
        let faults: Vec<LintFinding> = variant.faults().iter().cloned().map(Into::into).collect();
        let findings = if faults.is_empty() { answers::lint(&variant, &Page::new(&variant, &files)) } else { faults };
        let named = |finding: LintFinding| LintFinding { file: format!("{}: {}", variant.id, finding.file), ..finding };
        findings.into_iter().map(named).collect()
    });
    errors.into_iter().map(Into::into).chain(found).collect()
}

/// A scenario's YAML, to point into.
struct Page {
    path: String,
    text: String,
}

impl Page {
    fn new(scenario: &Scenario, files: &Files) -> Self {
        let path = format!("{}scenario.yaml", scenario.folder());
        let text = files.get(&path).map_or_else(String::new, |bytes| String::from_utf8_lossy(bytes).into_owned());
        Self { path, text }
    }

    /// A finding at a top-level key, or at an item of the list below it.
    fn finding(&self, key: &str, item: Option<usize>, sentence: Sentence) -> LintFinding {
        LintFinding::new(&self.path, crate::content::line_of(&self.text, key, item), sentence)
    }
}

/// Runs `work` on every item on all cores; the findings come in the order of the items.
fn in_parallel<T: Sync>(items: &[T], work: impl Fn(&T) -> Vec<LintFinding> + Sync) -> Vec<LintFinding> {
    let next = Mutex::new(items.iter().enumerate());
    let done = Mutex::new(Vec::new());
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let item = next.lock().ok().and_then(|mut items| items.next());
                    let Some((index, item)) = item else { break };
                    let found = work(item);
                    if let Ok(mut done) = done.lock() {
                        done.push((index, found));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().flat_map(|(_, found)| found).collect()
}
