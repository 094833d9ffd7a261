//! The exam's hall: draws a paper, tells the rules, leads into it, and keeps the papers of before.

mod lines;

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::Screen;
use super::sheet::Sheet;
use super::sitting::Sitting;
use crate::exam::{Domain, Order, facts, taken_id};
use crate::progress::{self, Event};
use crate::tui::action::Action;
use crate::tui::chord::Chord;
use crate::tui::effect::{Slot, Work};
use crate::tui::keymap::Context;
use crate::tui::msg::Outcome;
use crate::tui::page::{Go, Page};
use crate::tui::session::{Session, Tone};
use crate::tui::widgets::list::{Scroll, Selection};
use crate::tui::widgets::prompt::Prompt;
use crate::tui::widgets::text::put_line;

/// Digits of a seed that people still type.
const DIGITS: usize = 9;

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Row {
    /// Into the paper that is open: to begin, to go on, or to have it marked.
    Into(String),
    /// Draw another paper instead.
    Another,
    /// The length.
    Blueprint,
    /// The exam.
    Exam,
    /// The topic.
    Topic,
    /// The number behind it.
    Seed,
    /// A paper that was handed in.
    Past(String),
}

/// The screen's state.
#[derive(Debug, Default)]
pub struct Hall {
    blueprint: usize,
    exam: usize,
    /// 0 is everything, then the domains.
    topic: usize,
    seed: Prompt,
    /// Another paper is wanted although one is open.
    another: bool,
    drawing: bool,
    rows: Vec<Row>,
    selection: Selection,
    lines: Vec<Line<'static>>,
    /// The first line of each row.
    starts: Vec<usize>,
    scroll: Scroll,
    area: Rect,
}

impl Hall {
    /// The hall; the shortest paper stands first.
    pub fn new() -> Self {
        Self { blueprint: facts().papers.len().saturating_sub(1), ..Self::default() }
    }

    /// The paper that waits, unless another one is wanted and none is under way.
    fn open<'s>(&self, session: &'s Session) -> Option<&'s progress::Sitting> {
        session.progress.open_paper().filter(|sitting| !self.another || sitting.begun.is_some())
    }

    fn gather(&mut self, session: &Session) {
        let past = session.progress.papers.iter().rev().filter(|sitting| sitting.end.is_some());
        let past: Vec<_> = past.map(|sitting| Row::Past(sitting.paper.paper.clone())).collect();
        self.rows = match self.open(session) {
            Some(sitting) if sitting.begun.is_some() => vec![Row::Into(sitting.paper.paper.clone())],
            Some(sitting) => vec![Row::Into(sitting.paper.paper.clone()), Row::Another],
            None => vec![Row::Blueprint, Row::Exam, Row::Topic, Row::Seed],
        };
        self.rows.extend(past);
    }

    fn row(&self) -> Option<&Row> {
        self.rows.get(self.selection.at)
    }

    fn turn(&mut self, by: isize) {
        let step = |at: usize, count: usize| (at + count).saturating_add_signed(by).checked_rem(count).unwrap_or(0);
        match self.row() {
            Some(Row::Blueprint) => self.blueprint = step(self.blueprint, facts().papers.len()),
            Some(Row::Exam) => self.exam = step(self.exam, facts().exams.len()),
            Some(Row::Topic) => self.topic = step(self.topic, Domain::ALL.len() + 1),
            _ => {}
        }
    }

    fn topic(&self) -> Option<Domain> {
        self.topic.checked_sub(1).and_then(|at| Domain::ALL.get(at).copied())
    }

    fn blueprint(&self) -> &'static str {
        facts().blueprints().get(self.blueprint).copied().unwrap_or_default()
    }

    fn exam(&self) -> &'static str {
        facts().exams.keys().nth(self.exam).map_or("", String::as_str)
    }

    fn draw_paper(&mut self, session: &mut Session) {
        // Short enough to be read out in a class room.
        let any = session.now.as_microsecond().unsigned_abs() % 9_999 + 1;
        let order = Order {
            blueprint: self.blueprint().to_owned(),
            exam: self.exam().to_owned(),
            topic: self.topic().map(|domain| domain.word().to_owned()),
            seed: self.seed.text().parse().unwrap_or(any),
        };
        self.drawing = true;
        session.start(Slot::Paper, Work::Draw(std::sync::Arc::clone(&session.catalogue), order));
    }

    fn choose(&mut self, session: &mut Session) -> Go {
        match self.row().cloned() {
            Some(Row::Into(name)) => into(&name, session),
            Some(Row::Another) => {
                self.another = true;
                self.selection.at = 0;
                Go::Stay
            }
            Some(Row::Past(name)) => Go::To(Screen::Sheet(Box::new(Sheet::of(name, session)))),
            Some(_) if !self.drawing => {
                self.draw_paper(session);
                Go::Stay
            }
            _ => Go::Stay,
        }
    }
}

/// Into a paper that is open.
pub fn into(name: &str, session: &mut Session) -> Go {
    let Some(sitting) = session.progress.paper(name).cloned() else { return Go::Stay };
    if sitting.is_locked(session.now) || sitting.end.is_some() {
        return Go::To(Screen::Sheet(Box::new(Sheet::of(name.to_owned(), session))));
    }
    match Sitting::open(&sitting, session) {
        Some(room) => Go::To(Screen::Sitting(Box::new(room))),
        None => {
            let ids: Vec<_> = sitting.paper.tasks.iter().map(|task| task.scenario.as_str()).collect();
            let text = session.format("exam-lost", &[("paper", name), ("ids", &ids.join(", "))]);
            session.say(Tone::Warning, text);
            Go::Stay
        }
    }
}

impl Page for Hall {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Hall, Context::Moving, Context::Reading, Context::Global]
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Go {
        if self.selection.act(action) {
            return Go::Stay;
        }
        match action {
            Action::Left => self.turn(-1),
            Action::Right => self.turn(1),
            Action::Open => return self.choose(session),
            _ => return Go::Unknown,
        }
        Go::Stay
    }

    fn key(&mut self, chord: Chord, _: &mut Session) -> Go {
        let digit = chord.typed().is_some_and(|c| c.is_ascii_digit());
        let form = self.rows.contains(&Row::Seed);
        let takes = digit && self.seed.text().len() < DIGITS || chord.typed().is_none();
        if form && takes && self.seed.key(chord) {
            if let Some(at) = self.rows.iter().position(|row| *row == Row::Seed) {
                self.selection.at = at;
            }
            return Go::Stay;
        }
        Go::Unknown
    }

    fn mouse(&mut self, event: MouseEvent, session: &mut Session) -> Go {
        match event.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                let line = (self.scroll.top + event.row as usize).saturating_sub(self.area.y as usize + 1);
                let Some(at) = self.starts.iter().rposition(|start| *start == line) else { return Go::Stay };
                if at == self.selection.at {
                    return self.choose(session);
                }
                self.selection.at = at;
            }
            MouseEventKind::ScrollDown => _ = self.selection.act(Action::Down),
            MouseEventKind::ScrollUp => _ = self.selection.act(Action::Up),
            _ => {}
        }
        Go::Stay
    }

    fn awaits(&self, slot: Slot) -> bool {
        slot == Slot::Paper && self.drawing
    }

    fn done(&mut self, _: Slot, outcome: Outcome, session: &mut Session) -> Go {
        self.drawing = false;
        match outcome {
            Outcome::Drawn(Ok(mut paper)) => {
                paper.paper = taken_id(&paper.paper, &session.progress.papers);
                session.record(Event::ExamDrawn(paper));
                (self.another, self.selection.at) = (false, 0);
            }
            Outcome::Drawn(Err(shortage)) => session.say(Tone::Warning, shortage.sentence().text(&session.locale)),
            _ => {}
        }
        Go::Stay
    }

    fn enter(&mut self, _: &mut Session) {
        self.selection.at = 0;
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        self.area = area;
        self.gather(session);
        self.selection.arrange(self.rows.len(), self.rows.len());
        (self.lines, self.starts) = lines::lines(self, lines::measure(area) as usize, session);
        let height = area.height.saturating_sub(1) as usize;
        if let Some(start) = self.starts.get(self.selection.at) {
            self.scroll.top = self.scroll.top.min(start.saturating_sub(1)).max((start + 2).saturating_sub(height));
            if self.selection.at == 0 {
                self.scroll.top = 0;
            }
        }
        self.scroll.arrange(self.lines.len(), height);
    }

    fn narrate(&self, session: &Session) -> Vec<String> {
        let mut told = crate::tui::linear::plain(&lines::lines(self, usize::MAX, session).0);
        told.push(session.text("tui-exam-draw-how"));
        told
    }

    fn title(&self, session: &Session) -> String {
        session.text("tui-exam-title")
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, _: &Session) {
        let width = lines::measure(area);
        let x = area.x + (area.width.saturating_sub(width)) / 2;
        for (row, y) in self.scroll.rows().zip(area.y + 1..area.bottom()) {
            put_line(buffer, x, y, width, self.lines[row].clone());
        }
    }
}
