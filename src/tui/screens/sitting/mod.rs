//! A paper being sat: one exercise a task, without a word of help, and the list of all tasks beside it.

mod desk;
mod notes;

use std::sync::Arc;

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::workspace::{Pane, Seat, Workspace};
use crate::content::Scenario;
use crate::progress::{self, Event};
use crate::tui::action::Action;
use crate::tui::chord::Chord;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::question::Question;
use crate::tui::effect::{Slot, Work};
use crate::tui::keymap::Context;
use crate::tui::msg::Outcome;
use crate::tui::page::{Go, Page, Place};
use crate::tui::screens::Screen;
use crate::tui::screens::sheet::Sheet;
use crate::tui::session::{Session, Tone};

/// Seconds after which the journal hears again which task is looked at, so that a killed program costs no more.
const BEAT: i64 = 15;
/// Seconds after which it hears where the cursor went.
const CURSOR_BEAT: i64 = 2;

/// The screen's state.
#[derive(Debug)]
pub struct Sitting {
    paper: String,
    /// The tasks; the notes stand behind them.
    scenarios: Vec<Arc<Scenario>>,
    /// What was opened so far, with its undo.
    rooms: Vec<Option<Box<Workspace>>>,
    at: usize,
    /// The task from which the notes were opened.
    from: usize,
    /// The task and place that the journal knows, and since when.
    told: (usize, Option<String>, jiff::Timestamp),
}

impl Sitting {
    /// Sits down at the task that was shown last. `None` when the catalogue lacks a task of the paper.
    pub fn open(sitting: &progress::Sitting, session: &mut Session) -> Option<Self> {
        let paper = &sitting.paper;
        let found: Option<Vec<_>> = paper.tasks.iter().map(|task| session.catalogue.find(&task.scenario).map(Arc::new)).collect();
        let mut scenarios = found?;
        scenarios.push(Arc::new(notes::scenario()?));
        let rooms = scenarios.iter().map(|_| None).collect();
        let mut room =
            Self { paper: paper.paper.clone(), scenarios, rooms, at: sitting.at, from: sitting.at, told: (sitting.at, None, session.now) };
        let resumed = sitting.begun.is_some();
        room.sit(sitting.at, resumed, session);
        Some(room)
    }

    /// The exercise that is shown.
    pub fn room(&self) -> Option<&Workspace> {
        self.rooms.get(self.at)?.as_deref()
    }

    /// The exercise that is shown.
    pub fn room_mut(&mut self) -> Option<&mut Workspace> {
        self.rooms.get_mut(self.at)?.as_deref_mut()
    }

    /// How many tasks there are.
    fn tasks(&self) -> usize {
        self.scenarios.len().saturating_sub(1)
    }

    fn sitting<'s>(&self, session: &'s Session) -> Option<&'s progress::Sitting> {
        session.progress.paper(&self.paper)
    }

    /// Shows a task, or the notes behind the last one.
    fn sit(&mut self, index: usize, resumed: bool, session: &mut Session) {
        let Some(scenario) = self.scenarios.get(index).cloned() else { return };
        if let Some(room) = self.room_mut() {
            room.leave(session);
        }
        for slot in [Slot::Files, Slot::Assess, Slot::Pause, Slot::SaveDue] {
            session.cancel(slot);
        }
        if index == self.tasks() && self.at != index {
            self.from = self.at;
        }
        let known = self.sitting(session).and_then(|sitting| Some((sitting.drafts(index), sitting.places.get(index)?.clone())));
        let is_task = index < self.tasks();
        let (drafts, place) = known.unwrap_or_else(|| (format!("exam/{}", self.paper), None));
        self.at = index;
        if self.rooms[index].is_none() {
            let seat = Seat::new(if is_task { drafts } else { format!("exam/{}", self.paper) }, is_task);
            let mut room = Workspace::seated(scenario, seat, session);
            room.wants(place.as_deref());
            self.rooms[index] = Some(Box::new(room));
        }
        if let Some(room) = self.room_mut() {
            room.enter(session);
            room.look_again(session);
        }
        if is_task {
            self.tell(resumed, session);
        }
    }

    /// Tells the journal which task is looked at, and where.
    fn tell(&mut self, resumed: bool, session: &mut Session) {
        let at = if self.at < self.tasks() { self.at } else { self.from };
        let place = self.room().filter(|_| at == self.at).and_then(Workspace::spot);
        let place = if resumed { None } else { place };
        self.told = (at, place.clone(), session.now);
        session.record(Event::ExamAt { paper: self.paper.clone(), task: at + 1, place, resumed });
    }

    /// Called every second or so while the clock runs.
    pub fn beat(&mut self, session: &mut Session) {
        let (.., told) = &self.told;
        let since = session.now.duration_since(*told).as_secs();
        let place = self.room().filter(|_| self.at < self.tasks()).and_then(Workspace::spot);
        let moved = place.is_some() && place != self.told.1;
        if since >= BEAT || (moved && since >= CURSOR_BEAT) {
            self.tell(false, session);
        }
    }

    fn step(&mut self, by: usize, session: &mut Session) {
        let at = if self.at < self.tasks() { self.at } else { self.from };
        self.sit((at + by) % self.tasks().max(1), false, session);
    }

    fn flag(&mut self, session: &mut Session) {
        let index = if self.at < self.tasks() { self.at } else { self.from };
        let flagged = !self.sitting(session).is_some_and(|sitting| sitting.flags.contains(&index));
        session.record(Event::ExamFlagged { paper: self.paper.clone(), task: index + 1, flagged });
        let id = if flagged { "tui-exam-flagged" } else { "tui-exam-unflagged" };
        session.say(Tone::Info, session.format(id, &[("number", &(index + 1).to_string())]));
    }

    /// Asks before the end.
    fn ask_end(&self, session: &Session) -> Go {
        let unseen = self
            .sitting(session)
            .map_or(0, |sitting| sitting.seconds.iter().enumerate().filter(|(index, seconds)| **seconds == 0 && *index != self.at).count());
        let facts = vec![("paper", self.paper.clone()), ("left", super::left(session)), ("unseen", unseen.to_string())];
        Go::Ask(Dialog::Question(Question::new("tui-exam-submit", facts, Action::Submit)))
    }

    /// Ends it: what was typed is kept, and the paper goes to be marked.
    fn end(&mut self, session: &mut Session) -> Go {
        if let Some(room) = self.room_mut() {
            room.leave(session);
        }
        self.tell(false, session);
        Go::Over(Screen::Sheet(Box::new(Sheet::of(self.paper.clone(), session))))
    }

    fn save(&mut self, session: &mut Session) {
        if let Some(room) = self.room_mut() {
            room.keep(session);
        }
        self.tell(false, session);
        session.say(Tone::Good, session.text("tui-exam-kept"));
    }
}

impl Page for Sitting {
    fn contexts(&self) -> Vec<Context> {
        let contexts = self.room().map(Workspace::contexts).unwrap_or_default().into_iter();
        // The exercise's keys would help: the exam has its own in their place.
        contexts.map(|context| if context == Context::Workspace { Context::Exam } else { context }).collect()
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Go {
        match action {
            Action::Submit => return self.ask_end(session),
            Action::Next => self.step(1, session),
            Action::Previous => self.step(self.tasks().saturating_sub(1), session),
            Action::Flag => self.flag(session),
            Action::Notes if self.at == self.tasks() => self.sit(self.from, false, session),
            Action::Notes => self.sit(self.tasks(), false, session),
            Action::Save | Action::Check => self.save(session),
            Action::Open if self.room().is_some_and(|room| room.focus() == Pane::Predictions) => {
                let index = self.room().map_or(0, Workspace::selected);
                self.sit(index, false, session);
                if let Some(room) = self.room_mut() {
                    room.act(Action::FocusTask, session);
                }
            }
            Action::Hint
            | Action::Solution
            | Action::Verdict
            | Action::Cluster
            | Action::Map
            | Action::Why
            | Action::Lesson
            | Action::QuickFix
            | Action::Complete => session.say(Tone::Info, session.text("tui-exam-not-now")),
            _ => return self.room_mut().map_or(Go::Unknown, |room| room.act(action, session)),
        }
        Go::Stay
    }

    fn key(&mut self, chord: Chord, session: &mut Session) -> Go {
        self.room_mut().map_or(Go::Unknown, |room| room.key(chord, session))
    }

    fn paste(&mut self, text: &str, session: &mut Session) {
        if let Some(room) = self.room_mut() {
            room.paste(text, session);
        }
    }

    fn mouse(&mut self, event: MouseEvent, session: &mut Session) -> Go {
        let pressed = matches!(event.kind, MouseEventKind::Down(MouseButton::Left));
        let at = Position { x: event.column, y: event.row };
        let row = self.room().and_then(|room| room.list_row(at)).filter(|_| pressed);
        if let Some(index) = row.filter(|index| *index < self.scenarios.len()) {
            self.sit(index, false, session);
            return Go::Stay;
        }
        self.room_mut().map_or(Go::Unknown, |room| room.mouse(event, session))
    }

    fn awaits(&self, slot: Slot) -> bool {
        self.room().is_some_and(|room| room.awaits(slot))
    }

    fn done(&mut self, slot: Slot, outcome: Outcome, session: &mut Session) -> Go {
        self.room_mut().map_or(Go::Stay, |room| room.done(slot, outcome, session))
    }

    fn confirmed(&mut self, action: Action, session: &mut Session) -> Go {
        match action {
            Action::Submit => self.end(session),
            action => self.room_mut().map_or(Go::Stay, |room| room.confirmed(action, session)),
        }
    }

    fn show(&mut self, place: &Place, session: &mut Session) {
        if let Some(room) = self.room_mut() {
            room.show(place, session);
        }
    }

    fn enter(&mut self, session: &mut Session) {
        if let Some(room) = self.room_mut() {
            room.enter(session);
        }
        if self.sitting(session).is_some_and(|sitting| sitting.since.is_none()) {
            self.tell(false, session);
        }
    }

    fn leave(&mut self, session: &mut Session) {
        if let Some(room) = self.room_mut() {
            room.leave(session);
        }
        // What is opened over the desk, kubectl or help, belongs to the task; who leaves the desk is noticed in `update`.
        self.tell(false, session);
    }

    fn unsaved(&self) -> Vec<Work> {
        self.rooms.iter().flatten().flat_map(|room| room.unsaved()).collect()
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        let lines = desk::lines(self, session);
        let banner = desk::banner(self, session);
        if let Some(room) = self.room_mut() {
            room.furnish(lines, banner);
            room.arrange(area, session);
        }
    }

    fn narrate(&self, session: &Session) -> Vec<String> {
        let mut told = vec![desk::banner(self, session)];
        told.extend(self.room().map(|room| room.narrate(session)).unwrap_or_default());
        told
    }

    fn title(&self, session: &Session) -> String {
        desk::title(self, session)
    }

    fn aside(&self, session: &Session) -> String {
        desk::aside(self, session)
    }

    fn mode(&self, session: &Session) -> Option<String> {
        self.room()?.mode(session)
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        if let Some(room) = self.room() {
            room.view(area, buffer, session);
        }
    }

    fn cursor(&self) -> Option<Position> {
        self.room()?.cursor()
    }
}
