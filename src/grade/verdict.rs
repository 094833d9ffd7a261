//! Verdicts: what became of one check, as data.

use super::Sentence;

/// The order in which checks are looked at. When one fails that later ones stand on, those of later stages are
/// skipped: a Pod that the server refuses has no identity to talk about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The documents: accepted, present, kept.
    Document,
    /// The image.
    Image,
    /// Whether it starts.
    Start,
    /// What a container's process may do.
    Effective,
    /// What commands answer and who reaches whom.
    Probe,
    /// Whether more was granted than needed.
    Quality,
}

impl Stage {
    /// Its word, an argument of messages.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Document => "document",
            Stage::Image => "image",
            Stage::Start => "start",
            Stage::Effective => "effective",
            Stage::Probe => "probe",
            Stage::Quality => "quality",
        }
    }
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
    /// Where it stands in the order.
    pub stage: Stage,
    /// Whether it passed.
    pub passed: bool,
    /// Not looked at, because an earlier stage failed.
    pub skipped: bool,
    /// The diagnostic that a wrong answer triggers (`flow-leaked`); what a scenario's `wrong/` names.
    pub diag: Option<String>,
    /// The document rule behind it (`unknown-field`), when the server refused a document.
    pub rule: Option<String>,
    /// What is asked, as a sentence that holds when the check passes.
    pub asks: Sentence,
    /// What happened; for a passed check the same as `asks`.
    pub message: Sentence,
    /// Why.
    pub reason: Option<Sentence>,
    /// Where.
    pub place: Option<Place>,
    /// A flow that shows it.
    pub counterexample: Option<Counterexample>,
    /// The lesson to read.
    pub lesson: Option<String>,
    /// The official page.
    pub url: Option<String>,
}

impl Verdict {
    /// Whether a failure goes by the name `diag`: its own, or the document rule's.
    pub fn is(&self, diag: &str) -> bool {
        self.diag.as_deref() == Some(diag) || self.rule.as_deref() == Some(diag)
    }
}
