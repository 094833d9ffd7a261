//! The judgement: asked for after every edit, never twice at once, and what follows from it.

use std::sync::Arc;

use super::{Pane, Workspace};
use crate::assess::{Assessment, Prediction};
use crate::progress::Event;
use crate::tui::editor::Spot;
use crate::tui::effect::{Slot, Work};
use crate::tui::page::Go;
use crate::tui::session::{Session, Tone};

impl Workspace {
    /// Asks for a judgement of the text as it is; while one is under way the next waits for its end.
    pub(super) fn judge(&mut self, session: &mut Session) {
        if session.tasks.runs(Slot::Assess) {
            return;
        }
        self.judged = self.version;
        if let Some(seat) = &self.seat {
            if seat.is_task {
                session.start(Slot::Assess, Work::Admit(Arc::clone(&self.scenario), self.files()));
            }
            return;
        }
        session.start(Slot::Assess, Work::Assess(Arc::clone(&self.scenario), self.files()));
    }

    pub(super) fn take_assessment(&mut self, assessment: Arc<Assessment>, session: &mut Session) -> Go {
        let readable = !super::unreadable(&assessment);
        self.changed = match &self.predicted {
            Some(before) => changes(before, &assessment),
            None => vec![false; assessment.predictions.len()],
        };
        // Of answers not even that may be told: whether another one would be right.
        let told = self.questions.is_none() || self.checked_version == self.judged;
        self.checked = self.checked.filter(|checked| told && checked.holds(&assessment));
        if readable {
            self.predicted = Some(Arc::clone(&assessment));
        }
        self.assessment = Some(assessment);
        self.serial += 1;
        if self.judged != self.version {
            self.judge(session);
            return Go::Stay;
        }
        if self.checking { self.verdict(session) } else { Go::Stay }
    }

    /// Saves, and shows the verdict as soon as the text as it is has been judged.
    pub(super) fn check(&mut self, session: &mut Session) -> Go {
        self.typing = None;
        self.save(session);
        self.remember_place(session);
        if self.seat.is_some() {
            session.say(Tone::Good, session.text("tui-exam-kept"));
            return Go::Stay;
        }
        if self.assessment.is_some() && self.judged == self.version && !session.tasks.runs(Slot::Assess) {
            return self.verdict(session);
        }
        self.checking = true;
        Go::Stay
    }

    fn verdict(&mut self, session: &mut Session) -> Go {
        self.checking = false;
        let Some(assessment) = self.assessment.clone() else { return Go::Stay };
        let failed = assessment.verdicts.iter().filter(|verdict| !verdict.passed && !verdict.skipped);
        if self.is_scratch() {
            session.say(Tone::Info, session.text("tui-scratch-checked"));
            return Go::Stay;
        }
        session.record(Event::Checked {
            scenario: self.scenario.id.clone(),
            score: assessment.score,
            points: assessment.points,
            passed: assessment.passed,
            diags: failed.filter_map(|verdict| verdict.diag.clone()).collect(),
        });
        self.tell_checked(session)
    }

    /// The next or previous problem in the order of file and place, around the end.
    pub(super) fn step_problem(&mut self, forward: bool, session: &mut Session) {
        self.typing = None;
        self.findings.gather(self.assessment.as_deref(), self.serial, &self.tabs, None, session);
        let here = self.tab().map(|tab| (self.active, tab.editor.cursor())).unwrap_or_default();
        match self.findings.next(here, forward) {
            Some(problem) => self.go_to_problem(problem),
            None if self.leading_place().is_some() => self.go_to_lead(),
            None => session.say(Tone::Good, session.text("tui-no-problems")),
        }
    }

    pub(super) fn go_to_problem(&mut self, index: usize) {
        self.problems.at = index;
        let Some((tab, spot)) = self.findings.place(index) else { return };
        if let Some(target) = self.tabs.get_mut(tab) {
            target.editor.jump(spot);
            self.active = tab;
            self.focus_on(Pane::Editor);
        }
    }

    /// To where the last check's verdict points.
    pub(super) fn go_to_lead(&mut self) {
        if let Some(place) = self.leading_place() {
            self.go_to(&place.file, place.line, place.column);
        }
    }

    /// To a place in a file, as people count.
    pub(super) fn go_to(&mut self, file: &str, line: usize, column: usize) {
        if file == crate::grade::ANSWERS && self.go_to_question(line) {
            return;
        }
        if let Some(index) = self.tabs.iter().position(|tab| tab.name == file) {
            self.active = index;
            self.tabs[index].editor.jump(Spot { row: line.saturating_sub(1), col: column.saturating_sub(1) });
        }
        self.focus_on(Pane::Editor);
    }

    /// Applies the first certain repair on the cursor's row, or of the selected problem.
    pub(super) fn quick_fix(&mut self, session: &mut Session) {
        let cursor: Spot = self.tab().map(|tab| tab.editor.cursor()).unwrap_or_default();
        let found =
            if self.focus == Pane::Problems { self.findings.fix(self.problems.at) } else { self.findings.fix_on(self.active, cursor) };
        let Some((tab, title, edits)) = found else {
            session.say(Tone::Info, session.text("tui-no-fix"));
            return;
        };
        if let Some(target) = self.tabs.get_mut(tab).filter(|_| self.judged == self.version) {
            target.editor.apply(&edits);
            self.active = tab;
            self.after_edit(session);
            self.typing = None;
            let text = session.format("tui-fixed", &[("fix", &title)]);
            session.say(Tone::Good, text);
        }
    }
}

/// Which predictions answer differently now; a new one counts as unchanged.
fn changes(before: &Assessment, now: &Assessment) -> Vec<bool> {
    let same = |index: usize| match (before.predictions.get(index), now.predictions.get(index)) {
        (Some(before), Some(now)) => {
            let answers = |one: &Prediction| (one.now.class.clone(), one.printed().map(str::to_owned), one.open);
            before.label != now.label || answers(before) == answers(now)
        }
        _ => true,
    };
    (0..now.predictions.len()).map(|index| !same(index)).collect()
}
