//! Checks: what a scenario asks, planned as probes and judged into verdicts. Pure: it asks no judge itself.

use crate::diag::Diagnostic;
use crate::probe::{Observations, Probe};
use crate::rules::Document;

/// A check as a scenario declares it.
#[derive(Clone, Debug)]
pub struct Check {
    /// Unique in its scenario.
    pub id: String,
    /// Share of the score; the weights of a scenario add up to 100.
    pub weight: u32,
}

/// A sentence of the locale table with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Message id.
    pub id: String,
    /// Arguments.
    pub args: Vec<(String, String)>,
}

/// Where in the learner's files a verdict points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in Unicode scalar values.
    pub column: usize,
    /// Field path, empty when there is none.
    pub path: String,
}

/// A flow that shows the answer to be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterexample {
    /// Who connects.
    pub src: String,
    /// To whom.
    pub dst: String,
    /// Port number.
    pub port: u16,
    /// `TCP`, …
    pub protocol: String,
    /// `open` or `blocked`.
    pub wanted: &'static str,
    /// `open` or `blocked`.
    pub got: &'static str,
    /// Policies that decided, as `namespace/name`.
    pub decided_by: Vec<String>,
}

/// What became of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The check's id.
    pub check: String,
    /// Its weight.
    pub weight: u32,
    /// Whether it passed.
    pub passed: bool,
    /// Not looked at, because an earlier stage failed.
    pub skipped: bool,
    /// The diagnostic that a wrong answer triggers (`flow-leaked`); what a scenario's `wrong/` names.
    pub diag: Option<String>,
    /// What happened and why.
    pub message: Sentence,
    /// Where.
    pub place: Option<Place>,
    /// A flow that shows it.
    pub counterexample: Option<Counterexample>,
    /// The lesson to read.
    pub lesson: Option<String>,
    /// The official page.
    pub url: Option<String>,
}

/// The probes that the checks need.
pub fn plan(checks: &[Check]) -> Vec<Probe> {
    let _ = checks;
    Vec::new()
}

/// Turns documents and answers into verdicts, one a check, in order.
pub fn judge(checks: &[Check], documents: &[Document], diagnostics: &[Diagnostic], answers: &Observations) -> Vec<Verdict> {
    let _ = (checks, documents, diagnostics, answers);
    Vec::new()
}
