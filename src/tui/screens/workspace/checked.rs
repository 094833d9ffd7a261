//! What the last check said, in short: the most instructive difference at the head of the problems, or the pass.

use ratatui::text::{Line, Span};

use super::{Pane, Shape, Workspace};
use crate::assess::Assessment;
use crate::grade::{Place, Verdict};
use crate::tui::action::Action;
use crate::tui::keymap::{Context, key_for};
use crate::tui::page::Go;
use crate::tui::session::{Session, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::text::paragraph;

/// How the last check ended. It is forgotten as soon as an edit makes it untrue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Checked {
    /// Index of the verdict that leads.
    Failed(usize),
    /// Everything passed.
    Passed,
}

impl Checked {
    /// What a judgement's check says; `None` when it failed without a verdict to lead with.
    pub fn of(assessment: &Assessment) -> Option<Self> {
        if assessment.passed { Some(Self::Passed) } else { assessment.lead.map(Self::Failed) }
    }

    /// Whether it is still true of a later judgement.
    pub fn holds(self, now: &Assessment) -> bool {
        match self {
            Self::Failed(lead) => now.verdicts.get(lead).is_some_and(|verdict| !verdict.passed && !verdict.skipped),
            Self::Passed => now.passed,
        }
    }
}

impl Workspace {
    /// Says how the check ended where the learner is; the whole verdict opens where the panes leave no room for it.
    pub(super) fn tell_checked(&mut self, session: &mut Session) -> Go {
        self.checked = self.assessment.as_deref().and_then(Checked::of);
        self.checked_version = self.version;
        if let (Some(questions), Some(assessment)) = (&mut self.questions, &self.assessment) {
            questions.take(assessment);
            questions.go_to_wrong(&self.scenario);
        }
        let whole = std::mem::take(&mut self.whole) || self.zoom;
        let (Some(checked), false, true) = (self.checked, whole, self.areas.shape != Shape::Pages) else {
            return self.look(Action::Verdict, session);
        };
        // Beside each question stands what became of it.
        self.lower = if self.questions.is_some() { Pane::Predictions } else { Pane::Problems };
        if self.questions.is_none() && self.focus != Pane::Editor && self.areas.shape == Shape::Stacked {
            self.focus = Pane::Problems;
        }
        self.problems.at = 0;
        let (id, tone) = match checked {
            Checked::Failed(_) => ("tui-checked-failed", Tone::Warning),
            Checked::Passed => ("tui-checked-passed", Tone::Good),
        };
        let text = session.format(id, &[("score", &self.score(session)), ("points", &self.points()), ("key", verdict_key())]);
        session.say(tone, text);
        Go::Stay
    }

    fn points(&self) -> String {
        self.assessment.as_ref().map_or(0, |assessment| assessment.points).to_string()
    }

    fn score(&self, session: &Session) -> String {
        let attempt = session.progress.attempt(&self.scenario.id);
        self.assessment.as_ref().map_or(0, |assessment| attempt.worth(assessment.score, assessment.points)).to_string()
    }

    /// The verdict that leads, after a check that failed.
    fn leading(&self) -> Option<&Verdict> {
        match self.checked? {
            Checked::Failed(lead) => self.assessment.as_ref()?.verdicts.get(lead),
            Checked::Passed => None,
        }
    }

    /// Where the leading verdict points.
    pub(super) fn leading_place(&self) -> Option<Place> {
        self.leading()?.place.clone()
    }

    /// The last check in sentences, without keys.
    pub(super) fn checked_sentences(&self, session: &Session) -> Vec<String> {
        if self.checked == Some(Checked::Passed) {
            return vec![session.format("tui-passed", &[("score", &self.score(session)), ("points", &self.points())])];
        }
        let Some(verdict) = self.leading() else { return Vec::new() };
        let reason = verdict.reason.as_ref().map(|reason| reason.text(&session.locale));
        let told = [Some(verdict.message.text(&session.locale)), reason, Some(pointers(verdict, None, session))];
        told.into_iter().flatten().filter(|sentence| !sentence.is_empty()).collect()
    }

    /// The last check in at most so many lines; what does not fit ends in an ellipsis, its pointers stay.
    pub(super) fn checked_lines(&self, width: usize, height: usize, session: &Session) -> Vec<Line<'static>> {
        let theme = &session.theme;
        if self.checked == Some(Checked::Passed) {
            let text = session.format("tui-passed", &[("score", &self.score(session)), ("points", &self.points())]);
            return paragraph(Span::styled("✓ ", theme.bold(Role::Good)), &text, theme.style(Role::Good), width, theme);
        }
        let Some(verdict) = self.leading() else { return Vec::new() };
        let (mark, blank) = (Span::styled("✗ ", theme.bold(Role::Error)), Span::raw("  "));
        let mut lines = paragraph(mark, &verdict.message.text(&session.locale), theme.bold(Role::Text), width, theme);
        if let Some(reason) = &verdict.reason {
            lines.extend(paragraph(blank.clone(), &reason.text(&session.locale), theme.style(Role::Muted), width, theme));
        }
        let pointers = paragraph(blank, &pointers(verdict, Some(verdict_key()), session), theme.style(Role::Accent), width, theme);
        let room = height.saturating_sub(pointers.len()).max(1);
        if lines.len() > room {
            lines.truncate(room);
            if let Some(last) = lines.last_mut() {
                last.spans.push(Span::styled(" …", theme.style(Role::Muted)));
            }
        }
        lines.extend(pointers);
        lines.truncate(height);
        lines
    }
}

fn verdict_key() -> &'static str {
    key_for(&[Context::Workspace], Action::Verdict).unwrap_or_default()
}

/// Place, lesson, and the key to the whole verdict.
fn pointers(verdict: &Verdict, key: Option<&str>, session: &Session) -> String {
    let place = verdict.place.as_ref().map(|place| format!("→ {}:{}:{}", place.file, place.line, place.column));
    let lesson = verdict.lesson.as_ref().map(|lesson| session.format("tui-checked-lesson", &[("lesson", lesson)]));
    let whole = key.map(|key| session.format("tui-checked-whole", &[("key", key)]));
    place.into_iter().chain(lesson).chain(whole).collect::<Vec<_>>().join(" · ")
}
