//! Home: where am I, what next.

mod view;

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Screen;
use crate::content::{Lesson, Scenario};
use crate::course::{Reason, Suggestion, due_reviews, placement, suggest};
use crate::tui::action::Action;
use crate::tui::effect::{Slot, Work};
use crate::tui::keymap::Context;
use crate::tui::page::{Go, Page};
use crate::tui::session::Session;
use crate::tui::widgets::list::Selection;

/// Something on the home screen that can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    Continue {
        place: String,
        title: String,
    },
    Suggested {
        place: String,
        title: String,
        reason: String,
    },
    /// How many things return today.
    Review(usize),
    /// Six claims that find out what is known.
    Placement,
    /// The exam, and how it stands.
    Exam(String),
    Module(Module),
    Everything,
    Lessons,
}

/// A module's progress.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Module {
    number: u32,
    title: String,
    passed: usize,
    scenarios: usize,
    read: usize,
    lessons: usize,
}

impl Module {
    /// Passed and read, in words.
    fn counts(&self, session: &Session) -> String {
        let numbers = [self.passed, self.scenarios, self.read, self.lessons].map(|number| number.to_string());
        let [passed, all, read, lessons] = numbers.each_ref().map(String::as_str);
        session.format("tui-home-counts", &[("passed", passed), ("all", all), ("read", read), ("lessons", lessons)])
    }
}

/// The home screen's state.
#[derive(Debug, Default)]
pub struct Home {
    items: Vec<Item>,
    selection: Selection,
    area: Rect,
    rows: Vec<(u16, usize)>,
    /// Whether a module takes two rows: its title does not fit beside its bar.
    tall: bool,
}

impl Home {
    fn gather(&mut self, session: &Session) {
        self.items.clear();
        if !session.loaded {
            return;
        }
        let last = session.progress.place.as_deref().and_then(|place| Some((place.to_owned(), title_of(place, session)?)));
        if let Some((place, title)) = last.clone() {
            self.items.push(Item::Continue { place, title });
        }
        if let Some(Suggestion { place, reason }) = suggest(&session.catalogue, &session.progress, session.now)
            && let Some(title) = title_of(&place, session)
            && last.as_ref().is_none_or(|(last, _)| !last.starts_with(&place))
            && !matches!(reason, Reason::Due { .. })
        {
            self.items.push(Item::Suggested { reason: reason.sentence(&session.locale), place, title });
        }
        let due = due_reviews(&session.catalogue, &session.progress, session.now).len();
        self.items.extend((due > 0).then_some(Item::Review(due)));
        self.items.extend(is_new(session).then_some(Item::Placement));
        self.items.push(Item::Exam(exam(session)));
        self.items.extend(modules(session).into_iter().map(Item::Module));
        self.items.extend([Item::Everything, Item::Lessons]);
    }

    fn open(&self, session: &mut Session) -> Go {
        match self.items.get(self.selection.at) {
            Some(Item::Continue { place, .. } | Item::Suggested { place, .. }) => super::at(place, session).map_or(Go::Stay, Go::To),
            Some(Item::Module(module)) => Go::To(Screen::Catalogue(Box::new(super::catalogue::Catalogue::new(Some(module.number))))),
            Some(Item::Everything) => Go::To(Screen::Catalogue(Box::new(super::catalogue::Catalogue::new(None)))),
            Some(Item::Lessons) => Go::To(Screen::Lessons(Box::default())),
            Some(Item::Review(_)) => Go::To(Screen::Review(Box::new(super::review::Review::due(session)))),
            Some(Item::Exam(_)) => Go::To(Screen::Exam(Box::new(super::exam::Hall::new()))),
            Some(Item::Placement) => Go::To(Screen::Review(Box::new(super::review::Review::placement(session)))),
            None => Go::Stay,
        }
    }
}

/// How the exam stands, in words.
fn exam(session: &Session) -> String {
    let Some(sitting) = session.progress.open_paper() else {
        return match crate::exam::past(&session.progress).first() {
            Some(last) => session.format("tui-home-exam-last", &[("paper", &last.paper), ("total", &last.total.text())]),
            None => session.text("tui-exam-home-none"),
        };
    };
    let state = match (sitting.begun, sitting.is_locked(session.now)) {
        (None, _) => session.text("exam-state-drawn"),
        (_, true) => session.text("exam-state-locked"),
        _ => session.format("exam-state-running", &[("left", &super::left(session))]),
    };
    session.format("tui-exam-home", &[("paper", &sitting.paper.paper), ("state", &state)])
}

/// The way to all scenarios, or to all lessons, in words.
fn whole(item: &Item, session: &Session) -> String {
    let (id, count) = match item {
        Item::Lessons => ("tui-home-lessons", session.catalogue.lessons.len()),
        _ => ("tui-home-everything", session.catalogue.scenarios.len()),
    };
    session.format(id, &[("count", &count.to_string())])
}

/// How much returns, in words.
fn returning(count: usize, session: &Session) -> String {
    session.format("tui-home-returning", &[("count", &count.to_string())])
}

/// Whether it may help to find out what is known: nothing is passed, and nobody has asked yet.
fn is_new(session: &Session) -> bool {
    let progress = &session.progress;
    let asked = |id: &str| progress.placed.contains(id) || progress.recalls.contains_key(id);
    let items = placement(&session.catalogue, session.language());
    let untouched = progress.attempts.values().all(|attempt| !attempt.passed);
    untouched && !items.is_empty() && !items.iter().any(|item| asked(&item.item.id()))
}

/// `E03 Let the API in` for a place of the journal.
pub fn title_of(place: &str, session: &Session) -> Option<String> {
    let mut parts = place.split('/');
    let (kind, id) = (parts.next()?, parts.next()?);
    let language = session.language();
    match kind {
        "scenario" => session.catalogue.scenario(id).map(|Scenario { id, title, .. }| format!("{id} {}", title.get(language))),
        "lesson" => session.catalogue.lesson(id).map(|Lesson { id, title, .. }| format!("{id} {}", title.get(language))),
        _ => None,
    }
}

fn modules(session: &Session) -> Vec<Module> {
    let mut numbers: Vec<u32> =
        session.catalogue.scenarios.iter().map(|s| s.module).chain(session.catalogue.lessons.iter().map(|l| l.module)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let progress = &session.progress;
    let module = |number: u32| {
        let scenarios: Vec<_> = session.catalogue.scenarios.iter().filter(|s| s.module == number).collect();
        let lessons: Vec<_> = session.catalogue.lessons.iter().filter(|l| l.module == number).collect();
        Module {
            number,
            title: session.locale.try_format(&format!("tui-module-{number}"), &[]).unwrap_or_else(|| number.to_string()),
            passed: scenarios.iter().filter(|s| progress.attempts.get(&s.id).is_some_and(|a| a.passed)).count(),
            scenarios: scenarios.len(),
            read: lessons.iter().filter(|l| progress.lessons.get(&l.id).is_some_and(|percent| *percent >= 100)).count(),
            lessons: lessons.len(),
        }
    };
    numbers.into_iter().map(module).collect()
}

impl Page for Home {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Home, Context::Moving, Context::List, Context::Reading, Context::Global]
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Go {
        if self.selection.act(action) {
            return Go::Stay;
        }
        match action {
            Action::Open => self.open(session),
            _ => Go::Unknown,
        }
    }

    fn mouse(&mut self, event: MouseEvent, session: &mut Session) -> Go {
        match event.kind {
            MouseEventKind::Down(MouseButton::Left) => match self.rows.iter().rev().find(|(y, _)| *y <= event.row) {
                Some((_, item)) if *item == self.selection.at => self.open(session),
                Some((_, item)) => {
                    self.selection.at = *item;
                    Go::Stay
                }
                None => Go::Stay,
            },
            MouseEventKind::ScrollDown => self.act(Action::Down, session),
            MouseEventKind::ScrollUp => self.act(Action::Up, session),
            _ => Go::Stay,
        }
    }

    fn enter(&mut self, session: &mut Session) {
        self.selection.at = 0;
        if session.grammar.is_none() && session.loaded && !session.tasks.runs(Slot::Grammar) {
            session.start(Slot::Grammar, Work::Grammar);
        }
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        self.area = area;
        self.gather(session);
        self.selection.arrange(self.items.len(), self.items.len());
        self.tall = view::tall(self, session);
        if self.tall && area.width >= 60 && view::rows(self, 0).last().is_some_and(|(y, _)| *y >= area.bottom()) {
            self.tall = false;
        }
        self.rows = view::rows(self, self.selection.at);
    }

    fn narrate(&self, session: &Session) -> Vec<String> {
        let sentence = |item: &Item| match item {
            Item::Continue { title, .. } => format!("{}: {title}.", session.text("tui-home-continue")),
            Item::Suggested { title, reason, .. } => format!("{}: {title}, {reason}.", session.text("tui-home-suggested")),
            Item::Review(count) => format!("{}: {}.", session.text("tui-review-title"), returning(*count, session)),
            Item::Placement => session.text("tui-home-placement"),
            Item::Exam(state) => state.clone(),
            Item::Module(module) => format!("{} {}: {}.", module.number, module.title, module.counts(session)),
            Item::Everything | Item::Lessons => whole(item, session),
        };
        self.items.iter().map(sentence).collect()
    }

    fn title(&self, session: &Session) -> String {
        session.text("tui-home-title")
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        view::draw(self, area, buffer, session);
    }
}
