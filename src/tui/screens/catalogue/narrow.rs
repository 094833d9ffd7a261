//! What the catalogue is narrowed to: exam, module, kind of task, minutes.

use crate::content::{Kind, Scenario};
use crate::tui::action::Action;
use crate::tui::session::Session;

/// Minutes that one may have.
const MINUTES: [u32; 3] = [5, 10, 15];
/// Every kind, in the order of how much is given.
const KINDS: [Kind; 4] = [Kind::Predict, Kind::Write, Kind::Fix, Kind::Debug];

/// Filters besides the words; `None` lets all pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Narrow {
    pub exam: Option<String>,
    pub module: Option<u32>,
    pub kind: Option<Kind>,
    pub minutes: Option<u32>,
}

impl Narrow {
    /// Whether a scenario passes.
    pub fn fits(&self, scenario: &Scenario) -> bool {
        self.exam.as_ref().is_none_or(|exam| scenario.exams.contains(exam))
            && self.module.is_none_or(|module| scenario.module == module)
            && self.kind.is_none_or(|kind| scenario.kind == kind)
            && self.minutes.is_none_or(|minutes| scenario.minutes <= minutes)
    }

    /// Whether all pass.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// The next value of a filter, after the last all again; whether the action was one of these.
    pub fn act(&mut self, action: Action, session: &Session) -> bool {
        let scenarios = &session.catalogue.scenarios;
        match action {
            Action::FilterExam => {
                let mut exams: Vec<String> = scenarios.iter().flat_map(|scenario| scenario.exams.clone()).collect();
                exams.sort();
                exams.dedup();
                self.exam = next(&exams, self.exam.as_ref());
            }
            Action::FilterModule => {
                let mut modules: Vec<u32> = scenarios.iter().map(|scenario| scenario.module).collect();
                modules.sort_unstable();
                modules.dedup();
                self.module = next(&modules, self.module.as_ref());
            }
            Action::FilterKind => self.kind = next(&KINDS, self.kind.as_ref()),
            Action::FilterMinutes => self.minutes = next(&MINUTES, self.minutes.as_ref()),
            _ => return false,
        }
        true
    }

    /// The filters in words: the action, and its value or that all pass.
    pub fn words(&self, session: &Session) -> [(Action, String); 4] {
        let all = || session.text("tui-filter-all");
        [
            (Action::FilterExam, self.exam.as_ref().map_or_else(all, |exam| exam.to_uppercase())),
            (Action::FilterModule, self.module.map_or_else(all, |module| module.to_string())),
            (Action::FilterKind, self.kind.map_or_else(all, |kind| kind_word(kind, session))),
            (
                Action::FilterMinutes,
                self.minutes.map_or_else(all, |minutes| session.format("tui-filter-minutes", &[("minutes", &minutes.to_string())])),
            ),
        ]
    }
}

/// A kind of task in the learner's language.
pub(super) fn kind_word(kind: Kind, session: &Session) -> String {
    session.text(match kind {
        Kind::Predict => "kind-predict",
        Kind::Write => "kind-write",
        Kind::Fix => "kind-fix",
        Kind::Debug => "kind-debug",
    })
}

fn next<T: Clone + PartialEq>(all: &[T], now: Option<&T>) -> Option<T> {
    match now {
        None => all.first().cloned(),
        Some(now) => all.iter().position(|one| one == now).and_then(|at| all.get(at + 1)).cloned(),
    }
}
