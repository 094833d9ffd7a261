//! The one pipeline both faces call: files → diagnostics → observations → verdicts → score.

use crate::content::Scenario;
use crate::diag::Diagnostic;
use crate::grade::Verdict;
use crate::probe::{Class, Observation};
use crate::rules::Document;
use crate::text::SourceFile;

/// A watched command, what it would answer now, and what the task wants.
#[derive(Clone, Debug)]
pub struct Prediction {
    /// The label before the command: the Pod's name, or empty.
    pub from: String,
    /// The command as the learner reads it.
    pub label: String,
    /// The answer now.
    pub now: Observation,
    /// The answer the task wants.
    pub wanted: Option<Class>,
}

impl Prediction {
    /// Whether now is as wanted; `None` when nothing is wanted.
    pub fn met(&self) -> Option<bool> {
        self.wanted.as_ref().map(|wanted| *wanted == self.now.class)
    }
}

/// Everything there is to say about the learner's files.
#[derive(Clone, Debug, Default)]
pub struct Assessment {
    /// The server's answers.
    pub documents: Vec<Document>,
    /// All findings, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What would happen.
    pub predictions: Vec<Prediction>,
    /// One a check, in order.
    pub verdicts: Vec<Verdict>,
    /// Points earned, rounded down so that only a full pass is full.
    pub score: u32,
    /// Points there are.
    pub points: u32,
    /// Whether every check passed.
    pub passed: bool,
    /// Index of the most instructive failed verdict.
    pub lead: Option<usize>,
}

/// Judges the learner's files offline.
pub fn assess(scenario: &Scenario, files: &[SourceFile]) -> Assessment {
    let _ = files;
    Assessment { points: scenario.points, ..Assessment::default() }
}
