//! The verdict: what was asked, what happened, where and why, and what a right answer means.

mod lines;

use std::sync::Arc;

use crossterm::event::{MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::assess::{Assessment, Comparison};
use crate::content::Scenario;
use crate::text::SourceFile;
use crate::tui::action::Action;
use crate::tui::effect::{Slot, Work};
use crate::tui::keymap::Context;
use crate::tui::msg::Outcome;
use crate::tui::page::{Go, Page, Place};
use crate::tui::screens::Screen;
use crate::tui::session::{Session, Tone};
use crate::tui::widgets::list::{Scroll, Selection};
use crate::tui::widgets::text::{put, put_line};

/// The verdict screen's state.
#[derive(Debug)]
pub struct Verdict {
    scenario: Arc<Scenario>,
    assessment: Arc<Assessment>,
    files: Vec<SourceFile>,
    /// Verdicts in the order they are shown: the most instructive failure first.
    order: Vec<usize>,
    selection: Selection,
    comparison: Option<Comparison>,
    lines: Vec<Line<'static>>,
    starts: Vec<usize>,
    /// First line behind the checks.
    after_checks: usize,
    scroll: Scroll,
    /// Keep the selected verdict in sight.
    follow: bool,
}

impl Verdict {
    /// The verdict on these files.
    pub fn new(scenario: Arc<Scenario>, assessment: Arc<Assessment>, files: Vec<SourceFile>, session: &mut Session) -> Self {
        let rank = |index: &usize| {
            let verdict = &assessment.verdicts[*index];
            (Some(*index) != assessment.lead, verdict.passed, verdict.skipped, *index)
        };
        let mut order: Vec<usize> = (0..assessment.verdicts.len()).collect();
        order.sort_by_key(rank);
        if assessment.passed {
            session.start(Slot::Compare, Work::Compare(Arc::clone(&scenario), files.clone()));
        }
        Self {
            scenario,
            assessment,
            files,
            order,
            selection: Selection::default(),
            comparison: None,
            lines: Vec::new(),
            starts: Vec::new(),
            after_checks: 0,
            scroll: Scroll::default(),
            follow: true,
        }
    }

    fn open(&self, session: &mut Session) -> Go {
        if self.assessment.passed {
            return self.next(session);
        }
        let place = self.order.get(self.selection.at).and_then(|index| self.assessment.verdicts[*index].place.clone());
        match place {
            Some(place) => Go::Show(Place { file: place.file, line: place.line, column: place.column }),
            None => Go::Back,
        }
    }

    fn may_see_solution(&self, session: &Session) -> bool {
        let attempt = session.progress.attempt(&self.scenario.id);
        attempt.passed || attempt.revealed
    }

    fn next(&self, session: &mut Session) -> Go {
        let scenarios = &session.catalogue.scenarios;
        let at = scenarios.iter().position(|scenario| scenario.id == self.scenario.id);
        let after = at.map_or(0, |at| at + 1);
        let open =
            scenarios.iter().cycle().skip(after).take(scenarios.len()).find(|scenario| !session.progress.attempt(&scenario.id).passed);
        match open.map(|scenario| format!("scenario/{}", scenario.id)) {
            Some(place) => super::at(&place, session).map_or(Go::Stay, Go::To),
            None => {
                session.say(Tone::Good, session.text("tui-all-passed"));
                Go::Stay
            }
        }
    }
}

impl Page for Verdict {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Verdict, Context::Moving, Context::List, Context::Reading, Context::Global]
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Go {
        match action {
            Action::Up | Action::Down if !self.assessment.passed => {
                self.selection.act(action);
                self.follow = true;
            }
            _ if self.scroll.act(action) => self.follow = false,
            Action::Open => return self.open(session),
            Action::Next => return self.next(session),
            Action::Lesson => return super::at(&format!("lesson/{}", self.scenario.lesson), session).map_or(Go::Stay, Go::To),
            // From here, so that Esc leads back to the verdict.
            Action::Solution if self.may_see_solution(session) => {
                let solution = super::solution::Solution::new(Arc::clone(&self.scenario), self.files.clone(), session);
                return Go::To(Screen::Solution(Box::new(solution)));
            }
            Action::Solution | Action::Map | Action::Cluster | Action::Why | Action::Hint => return Go::Through(action),
            _ => return Go::Unknown,
        }
        Go::Stay
    }

    fn mouse(&mut self, event: MouseEvent, _: &mut Session) -> Go {
        match event.kind {
            MouseEventKind::ScrollDown => self.scroll.by(3),
            MouseEventKind::ScrollUp => self.scroll.by(-3),
            MouseEventKind::Down(_) => {
                let line = self.scroll.top + event.row.saturating_sub(2) as usize;
                self.selection.at = self.starts.iter().rposition(|start| *start <= line).unwrap_or(0);
            }
            _ => return Go::Stay,
        }
        self.follow = false;
        Go::Stay
    }

    fn awaits(&self, slot: Slot) -> bool {
        slot == Slot::Compare && self.comparison.is_none()
    }

    fn done(&mut self, _: Slot, outcome: Outcome, _: &mut Session) -> Go {
        if let Outcome::Compared(comparison) = outcome {
            self.comparison = Some(comparison);
        }
        Go::Stay
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        let width = area.width.saturating_sub(4).min(96);
        self.selection.arrange(self.order.len(), self.order.len());
        self.prepare(width as usize, session);
        let height = area.height.saturating_sub(1) as usize;
        if self.follow
            && let Some(start) = self.starts.get(self.selection.at)
        {
            let end = self.starts.get(self.selection.at + 1).copied().unwrap_or(self.lines.len());
            if end > self.scroll.top + height {
                self.scroll.top = end - height;
            }
            // The heading stays in sight with the first verdict.
            let wanted = if self.selection.at == 0 { 0 } else { *start };
            self.scroll.top = self.scroll.top.min(wanted);
        }
        self.scroll.arrange(self.lines.len(), height);
    }

    fn narrate(&self, session: &Session) -> Vec<String> {
        let mut told = self.sentences(session);
        if self.assessment.passed {
            told.extend(crate::tui::linear::plain(self.lines.get(self.after_checks..).unwrap_or_default()));
        }
        told
    }

    fn title(&self, session: &Session) -> String {
        format!("{} {}", self.scenario.id, session.text("tui-verdict-title"))
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        let width = area.width.saturating_sub(4).min(96);
        let x = area.x + (area.width.saturating_sub(width)) / 2;
        for (row, y) in self.scroll.rows().zip(area.y + 1..area.bottom()) {
            put_line(buffer, x, y, width, self.lines[row].clone());
        }
        if self.scroll.more() && area.height > 1 {
            put(buffer, area.right().saturating_sub(2), area.bottom() - 1, 1, "↓", session.theme.style(crate::tui::theme::Role::Accent));
        }
    }
}
