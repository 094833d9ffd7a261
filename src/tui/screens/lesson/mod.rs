//! A lesson: read it, answer its drill, try its example.

mod drill;
mod scratch;
mod view;

use std::sync::Arc;

use crossterm::event::MouseEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::Screen;
use super::workspace::Workspace;
use crate::content::Lesson;
use crate::course::Item;
use crate::progress::Event;
use crate::tui::action::Action;
use crate::tui::dialogs::sheet::words;
use crate::tui::keymap::Context;
use crate::tui::page::{Go, Page};
use crate::tui::session::{Session, Tone};
use crate::tui::theme::Theme;
use crate::tui::widgets::list::Scroll;
use drill::Item as Claim;

/// Columns of text, at most.
pub(super) const MEASURE: u16 = 78;

type MadeFrom = (u16, String, bool, Theme, Vec<Option<bool>>, Option<usize>, Option<String>);

/// The lesson screen's state.
#[derive(Debug)]
pub struct Reader {
    lesson: Arc<Lesson>,
    items: Vec<Claim>,
    /// The learner's answers, by item.
    answers: Vec<Option<bool>>,
    /// The item keys go to.
    at: Option<usize>,
    lines: Vec<Line<'static>>,
    /// First line of each item.
    starts: Vec<usize>,
    scroll: Scroll,
    /// How far it was read, to go there once the lines are known.
    wanted: Option<u32>,
    /// The share that was seen when it was left last, if not all.
    seen: Option<u32>,
    /// The furthest it was read in this visit, in percent: answers make the page longer, and what was read stays read.
    furthest: u32,
    made_from: Option<MadeFrom>,
    /// The exercise from which the lesson was opened.
    from: Option<String>,
}

impl Reader {
    /// Opens a lesson where it was left; `within` is the percentage of a place.
    pub fn open(lesson: Arc<Lesson>, within: Option<&str>, session: &Session) -> Self {
        let items = drill::items(lesson.body.get(session.language()));
        let answers = vec![None; items.len()];
        let wanted = within.and_then(|within| within.parse().ok());
        let read = session.progress.lessons.get(&lesson.id).copied();
        let seen = read.filter(|percent| wanted.is_none() && *percent < 100);
        let (lines, starts, scroll) = (Vec::new(), Vec::new(), Scroll::default());
        Self { lesson, items, answers, at: None, lines, starts, scroll, wanted, seen, furthest: 0, made_from: None, from: None }
    }

    fn place(&self) -> String {
        let percent = (self.scroll.top * 100).checked_div(self.lines.len()).unwrap_or(0);
        format!("lesson/{}/{percent}", self.lesson.id)
    }

    fn answer(&mut self, answer: bool, session: &mut Session) {
        let Some(at) = self.at else { return };
        if self.answers[at].is_some() {
            session.say(Tone::Info, session.text("tui-drill-answered"));
        } else {
            self.answers[at] = Some(answer);
            let right = self.items.get(at).is_some_and(|item| item.answer == answer);
            let item = Item::Drill { lesson: self.lesson.id.clone(), number: at + 1 }.id();
            session.record(Event::Answered { item, right, placement: false });
        }
    }

    fn next_item(&mut self, by: usize) {
        if self.items.is_empty() {
            return;
        }
        let len = self.items.len();
        let at = self.at.map_or(if by == 1 { 0 } else { len - 1 }, |at| (at + by) % len);
        self.at = Some(at);
        if let Some(start) = self.starts.get(at) {
            self.scroll.top = start.saturating_sub(2);
        }
    }

    /// The exercise that Enter opens: the one that the reader comes from, else the lesson's first that is not passed, else
    /// its first.
    fn exercise<'a>(&'a self, session: &Session) -> Option<&'a String> {
        let ids = &self.lesson.scenarios;
        let is_open = |id: &&String| !session.progress.attempt(id).passed && session.catalogue.scenario(id).is_some();
        let from = ids.iter().find(|id| Some(*id) == self.from.as_ref()).filter(is_open);
        from.or_else(|| ids.iter().find(is_open)).or(ids.first())
    }

    fn open_exercise(&self, session: &mut Session) -> Go {
        let place = self.exercise(session).map(|id| format!("scenario/{id}"));
        place.and_then(|place| super::at(&place, session)).map_or(Go::Stay, Go::To)
    }

    fn neighbour(&self, by: isize, session: &mut Session) -> Go {
        let lessons = &session.catalogue.lessons;
        let at = lessons.iter().position(|lesson| lesson.id == self.lesson.id).unwrap_or(0);
        match at.checked_add_signed(by).and_then(|at| lessons.get(at)) {
            Some(lesson) => Go::Instead(Screen::Lesson(Box::new(Self::open(Arc::new(lesson.clone()), None, session)))),
            None => {
                session.say(Tone::Info, session.text("tui-lesson-end"));
                Go::Stay
            }
        }
    }

    fn try_it(&self, session: &mut Session) -> Go {
        match scratch::scenario(&self.lesson) {
            Some(scenario) => Go::To(Screen::Workspace(Box::new(Workspace::open(Arc::new(scenario), session)))),
            None => {
                session.say(Tone::Info, session.text("tui-lesson-no-example"));
                Go::Stay
            }
        }
    }

    /// The words of the field that the text uses, those on the screen first.
    fn explain(&self, session: &mut Session) -> Go {
        let text = |lines: &[Line<'_>]| lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        words(&[text(&self.lines[self.scroll.rows()]), text(&self.lines)], session)
    }

    fn remember(&self, session: &mut Session) {
        session.record(Event::At { place: self.place() });
        let percent = self.furthest;
        if session.progress.lessons.get(&self.lesson.id).is_none_or(|read| *read < percent) {
            session.record(Event::Read { lesson: self.lesson.id.clone(), percent });
        }
    }
}

impl Page for Reader {
    fn contexts(&self) -> Vec<Context> {
        let mut contexts = vec![Context::Lesson, Context::Moving, Context::List, Context::Reading, Context::Global];
        // Also at one that is answered: a second `n` is no wish to leave the lesson.
        if self.at.is_some() {
            contexts.insert(0, Context::Drill);
        }
        contexts
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Go {
        if self.scroll.act(action) {
            return Go::Stay;
        }
        match action {
            Action::True | Action::Yes => self.answer(true, session),
            Action::False | Action::No => self.answer(false, session),
            Action::NextPane => self.next_item(1),
            Action::PreviousPane => self.next_item(self.items.len().saturating_sub(1)),
            Action::Open => return self.open_exercise(session),
            Action::Try => return self.try_it(session),
            Action::Words => return self.explain(session),
            Action::Next => return self.neighbour(1, session),
            Action::Previous => return self.neighbour(-1, session),
            Action::Back if self.at.is_some() => self.at = None,
            _ => return Go::Unknown,
        }
        Go::Stay
    }

    fn mouse(&mut self, event: MouseEvent, _: &mut Session) -> Go {
        self.scroll.mouse(event);
        Go::Stay
    }

    fn enter(&mut self, session: &mut Session) {
        if session.grammar.is_none() && !session.tasks.runs(crate::tui::effect::Slot::Grammar) {
            session.start(crate::tui::effect::Slot::Grammar, crate::tui::effect::Work::Grammar);
        }
        let before = session.progress.place.as_ref().and_then(|place| place.strip_prefix("scenario/"));
        self.from = before.map(|rest| rest.split('/').next().unwrap_or(rest).to_owned()).or(self.from.take());
        if self.wanted.is_none() {
            session.record(Event::At { place: self.place() });
        }
    }

    fn leave(&mut self, session: &mut Session) {
        self.remember(session);
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        let width = area.width.saturating_sub(6).min(MEASURE);
        let exercise = self.exercise(session).cloned();
        let language = session.language().to_owned();
        let key = (width, language, session.grammar.is_some(), session.theme, self.answers.clone(), self.at, exercise);
        if self.made_from.as_ref() != Some(&key) {
            let share = (self.scroll.top * 1000).checked_div(self.lines.len());
            let turned = self.made_from.as_ref().is_some_and(|made| (made.0, &made.1) != (key.0, &key.1));
            self.made_from = Some(key);
            self.items = drill::items(self.lesson.body.get(session.language()));
            self.answers.resize(self.items.len(), None);
            view::lines(self, width, session);
            if let (true, Some(share)) = (turned, share) {
                self.scroll.top = share * self.lines.len() / 1000;
            }
        }
        if let Some(percent) = self.wanted.take() {
            self.scroll.top = percent as usize * self.lines.len() / 100;
        }
        let height = area.height.saturating_sub(1) as usize;
        if let Some(percent) = self.seen.take() {
            self.scroll.top = (percent as usize * self.lines.len() / 100).saturating_sub(height);
        }
        self.scroll.arrange(self.lines.len(), height);
        self.furthest = self.furthest.max(self.scroll.percent());
    }

    fn narrate(&self, session: &Session) -> Vec<String> {
        match self.at {
            // The text has been told; now it is about this claim.
            Some(at) => view::told_claim(self, at, session),
            None => view::told(self, session),
        }
    }

    fn title(&self, session: &Session) -> String {
        format!("{} {}", self.lesson.id, self.lesson.title.get(session.language()))
    }

    fn aside(&self, session: &Session) -> String {
        let minutes = session.format("tui-minutes", &[("minutes", &self.lesson.minutes.to_string())]);
        format!("{minutes}   {} %", self.scroll.percent())
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        view::draw(self, area, buffer, session);
    }
}
