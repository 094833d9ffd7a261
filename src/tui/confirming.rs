//! A confirmation under way, or the last one: it goes on while the learner edits, whatever screen is shown.

use std::sync::Arc;

use jiff::Timestamp;

use super::session::Session;
use crate::confirm::{Confirmation, Event, Observed, Plan, Row, Trouble};
use crate::content::Scenario;
use crate::locale::Sentence;
use crate::text::SourceFile;

/// So many requests are kept for the log.
const LOG: usize = 2000;

/// What a confirmation tells on its way.
#[derive(Clone, Debug)]
pub enum Told {
    /// What will be made and asked.
    Plan(Arc<Plan>),
    /// Something happened.
    Event(Box<Event>),
}

/// Both judges' answers and, where they differ, the file with everything about it.
#[derive(Clone, Debug)]
pub struct Confirmed {
    /// Side by side.
    pub confirmation: Arc<Confirmation>,
    /// The bug file.
    pub report: Option<std::path::PathBuf>,
}

/// The state of confirming.
#[derive(Debug, Default)]
pub struct Confirming {
    /// What is played.
    pub scenario: Option<Arc<Scenario>>,
    /// With these files.
    pub files: Vec<SourceFile>,
    /// Since when.
    pub since: Option<Timestamp>,
    /// What is awaited.
    pub stage: Option<Sentence>,
    /// Questions answered, and all of them.
    pub progress: Option<(usize, usize)>,
    /// Every request that was made.
    pub log: Vec<String>,
    /// Predicted beside observed, as far as it is known.
    pub rows: Vec<Row>,
    /// How it ended.
    pub outcome: Option<Result<Confirmed, Trouble>>,
    plan: Option<Arc<Plan>>,
    observed: Observed,
}

impl Confirming {
    /// A new one begins.
    pub fn begin(&mut self, scenario: Arc<Scenario>, files: Vec<SourceFile>, now: Timestamp) {
        *self = Self { scenario: Some(scenario), files, since: Some(now), ..Self::default() };
    }

    /// Whether it is about these files.
    pub fn is_about(&self, scenario: &Scenario, files: &[SourceFile]) -> bool {
        let same = |(a, b): (&SourceFile, &SourceFile)| a.name() == b.name() && a.text() == b.text();
        self.scenario.as_ref().is_some_and(|known| known.id == scenario.id)
            && self.files.len() == files.len()
            && self.files.iter().zip(files).all(same)
    }

    /// Whether it is under way.
    pub fn runs(&self) -> bool {
        self.since.is_some() && self.outcome.is_none()
    }

    /// Takes what it tells.
    pub fn hear(&mut self, told: Told) {
        match told {
            Told::Plan(plan) => {
                self.plan = Some(plan);
                self.refresh();
            }
            Told::Event(event) => self.hear_event(*event),
        }
    }

    fn hear_event(&mut self, event: Event) {
        match event {
            Event::Stage(sentence) => self.stage = Some(sentence),
            Event::Progress { done, total } => self.progress = Some((done, total)),
            Event::Observed(probe, answer) => {
                self.observed.answers.insert(probe, answer);
                self.refresh();
            }
            Event::Inside(inside) => {
                self.observed.insides.push(inside);
                self.refresh();
            }
            Event::Withheld(capabilities) => {
                self.observed.withheld = capabilities;
                self.refresh();
            }
            Event::Note(note) => self.observed.notes.push(note),
            Event::Request { method, path, answer, millis } => {
                if self.log.len() == LOG {
                    self.log.remove(0);
                }
                self.log.push(format!("{method} {path}  {answer}  {millis} ms"));
            }
        }
    }

    /// Takes its end.
    pub fn end(&mut self, outcome: Result<Confirmed, Trouble>) {
        if let Ok(confirmed) = &outcome {
            self.rows.clone_from(&confirmed.confirmation.rows);
        }
        self.outcome = Some(outcome);
    }

    fn refresh(&mut self) {
        if let (Some(scenario), Some(plan)) = (&self.scenario, &self.plan) {
            self.rows = Confirmation::rows(scenario, plan, &self.observed);
        }
    }

    /// A word for the status line.
    pub fn status(&self, session: &Session) -> String {
        match (&self.outcome, self.progress) {
            _ if self.since.is_none() => session.text("tui-offline"),
            (None, Some((done, total))) => {
                session.format("tui-cluster-progress", &[("done", &done.to_string()), ("total", &total.to_string())])
            }
            (None, None) => session.text("tui-cluster-busy"),
            (Some(Ok(confirmed)), _) if confirmed.confirmation.differs() => session.text("tui-cluster-differs"),
            (Some(Ok(_)), _) => session.text("tui-cluster-agrees"),
            (Some(Err(_)), _) => session.text("tui-offline"),
        }
    }
}
