//! The score sheet of a paper.

mod lines;

use std::sync::Arc;

use crossterm::event::{MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::Screen;
use super::verdict::Verdict;
use crate::exam::{self, another};
use crate::progress::Event;
use crate::tui::action::Action;
use crate::tui::effect::{Slot, Work};
use crate::tui::keymap::Context;
use crate::tui::msg::Outcome;
use crate::tui::page::{Go, Page};
use crate::tui::session::{Session, Tone};
use crate::tui::widgets::list::{Scroll, Selection};
use crate::tui::widgets::text::{put, put_line};

/// The screen's state.
#[derive(Debug)]
pub struct Sheet {
    paper: String,
    sheet: Option<Arc<exam::Sheet>>,
    /// Tasks that the catalogue no longer has.
    lost: Option<exam::Lost>,
    selection: Selection,
    lines: Vec<Line<'static>>,
    /// The first line of each task.
    starts: Vec<usize>,
    scroll: Scroll,
    follow: bool,
}

impl Sheet {
    /// The sheet of a paper; one that is not marked yet is marked now, and cannot be changed any more.
    pub fn of(paper: String, session: &mut Session) -> Self {
        if let Some(sitting) = session.progress.paper(&paper).cloned() {
            session.start(Slot::Paper, Work::Mark(Arc::clone(&session.catalogue), Box::new(sitting)));
        }
        Self {
            paper,
            sheet: None,
            lost: None,
            selection: Selection::default(),
            lines: Vec::new(),
            starts: Vec::new(),
            scroll: Scroll::default(),
            follow: true,
        }
    }

    fn task(&self) -> Option<&exam::Marked> {
        self.sheet.as_ref()?.tasks.get(self.selection.at)
    }

    /// The selected task again, in names of its own.
    fn again(&self, session: &mut Session) -> Go {
        let id = self.task().and_then(|task| another(&session.catalogue, &task.scenario.id));
        id.and_then(|id| super::at(&format!("scenario/{id}"), session)).map_or(Go::Stay, Go::To)
    }

    /// The selected task's checks, one by one.
    fn verdict(&self, session: &mut Session) -> Go {
        let Some(task) = self.task() else { return Go::Stay };
        let (scenario, assessment) = (Arc::clone(&task.scenario), Arc::clone(&task.assessment));
        let verdict = Verdict::new(scenario, assessment, task.files.clone(), session);
        Go::To(Screen::Verdict(Box::new(verdict)))
    }

    /// The second opinion of a cluster on the selected task.
    fn confirm(&self, session: &mut Session) -> Go {
        let Some(task) = self.task() else { return Go::Stay };
        if !session.cluster {
            session.say(Tone::Info, session.text("tui-cluster-none"));
            return Go::Stay;
        }
        let cluster = super::cluster::Cluster::open(Arc::clone(&task.scenario), task.files.clone(), session);
        Go::To(Screen::Cluster(Box::new(cluster)))
    }
}

impl Page for Sheet {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Sheet, Context::Moving, Context::List, Context::Reading, Context::Global]
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Go {
        match action {
            Action::Up | Action::Down => {
                self.selection.act(action);
                self.follow = true;
            }
            _ if self.scroll.act(action) => self.follow = false,
            Action::Open => return self.again(session),
            Action::Verdict => return self.verdict(session),
            Action::Cluster => return self.confirm(session),
            Action::Lesson => {
                let lesson = self.task().map(|task| task.scenario.lesson.clone()).unwrap_or_default();
                return super::at(&format!("lesson/{lesson}"), session).map_or(Go::Stay, Go::To);
            }
            _ => return Go::Unknown,
        }
        Go::Stay
    }

    fn mouse(&mut self, event: MouseEvent, _: &mut Session) -> Go {
        match event.kind {
            MouseEventKind::Down(_) => {
                let line = self.scroll.top + event.row.saturating_sub(2) as usize;
                self.selection.at = self.starts.iter().rposition(|start| *start <= line).unwrap_or(0);
            }
            _ => self.scroll.mouse(event),
        }
        self.follow = false;
        Go::Stay
    }

    fn awaits(&self, slot: Slot) -> bool {
        slot == Slot::Paper && self.sheet.is_none() && self.lost.is_none()
    }

    fn done(&mut self, _: Slot, outcome: Outcome, session: &mut Session) -> Go {
        match outcome {
            Outcome::Marked(Ok(sheet)) => {
                let mut sheet = Arc::unwrap_or_clone(sheet);
                if sheet.sitting.end.is_none() {
                    session.record(Event::ExamEnded { paper: self.paper.clone(), marks: sheet.marks(), late: false });
                    if let Some(sitting) = session.progress.paper(&self.paper) {
                        sheet.take_times(sitting);
                    }
                }
                self.sheet = Some(Arc::new(sheet));
            }
            Outcome::Marked(Err(lost)) => self.lost = Some(lost),
            _ => {}
        }
        Go::Stay
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        let width = lines::measure(area) as usize;
        let count = self.sheet.as_ref().map_or(0, |sheet| sheet.tasks.len());
        self.selection.arrange(count, count);
        (self.lines, self.starts) = lines::lines(self, width, session);
        let height = area.height.saturating_sub(1) as usize;
        if self.follow
            && let Some(start) = self.starts.get(self.selection.at)
        {
            let end = self.starts.get(self.selection.at + 1).copied().unwrap_or(self.lines.len());
            self.scroll.top = self.scroll.top.max(end.saturating_sub(height));
            self.scroll.top = self.scroll.top.min(if self.selection.at == 0 { 0 } else { *start });
        }
        self.scroll.arrange(self.lines.len(), height);
    }

    fn narrate(&self, session: &Session) -> Vec<String> {
        crate::tui::linear::plain(&lines::lines(self, usize::MAX, session).0)
    }

    fn title(&self, session: &Session) -> String {
        format!("{} {}", session.text("tui-exam-report"), self.paper)
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        let width = lines::measure(area);
        let x = area.x + (area.width.saturating_sub(width)) / 2;
        for (row, y) in self.scroll.rows().zip(area.y + 1..area.bottom()) {
            put_line(buffer, x, y, width, self.lines[row].clone());
        }
        if self.scroll.more() && area.height > 1 {
            put(buffer, area.right().saturating_sub(2), area.bottom() - 1, 1, "↓", session.theme.style(crate::tui::theme::Role::Accent));
        }
    }
}
