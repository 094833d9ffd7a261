//! The catalogue: find a scenario.

mod narrow;
mod view;

use narrow::Narrow;

use crossterm::event::{KeyCode, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::content::Scenario;
use crate::tui::action::Action;
use crate::tui::chord::Chord;
use crate::tui::keymap::Context;
use crate::tui::page::{Go, Page};
use crate::tui::session::Session;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::prompt::Prompt;

/// How far a scenario is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    New,
    Open,
    Failed,
    Passed,
}

impl Stand {
    fn id(self) -> &'static str {
        match self {
            Self::New => "tui-state-new",
            Self::Open => "tui-state-open",
            Self::Failed => "tui-state-failed",
            Self::Passed => "tui-state-passed",
        }
    }
}

/// A row as it is drawn.
#[derive(Clone, Debug)]
struct Row {
    id: String,
    stand: Stand,
    title: String,
    kind: String,
    lesson: String,
    stars: u32,
    minutes: u32,
    points: u32,
    best: Option<u32>,
}

/// The catalogue's state.
#[derive(Debug, Default)]
pub struct Catalogue {
    narrow: Narrow,
    /// What it was opened with: a module, or nothing.
    opened_with: Narrow,
    filter: Prompt,
    typing: bool,
    rows: Vec<Row>,
    selection: Selection,
    area: Rect,
}

impl Catalogue {
    /// All scenarios, or those of a module.
    pub fn new(module: Option<u32>) -> Self {
        let narrow = Narrow { module, ..Narrow::default() };
        Self { opened_with: narrow.clone(), narrow, ..Self::default() }
    }

    /// Filters by these words.
    pub fn find(&mut self, words: &str) {
        self.filter.set(words);
    }

    fn gather(&mut self, session: &Session) {
        let words: Vec<String> = self.filter.text().to_lowercase().split_whitespace().map(str::to_owned).collect();
        let fits = |scenario: &&Scenario| self.narrow.fits(scenario) && (words.is_empty() || matches(scenario, session, &words));
        self.rows = session.catalogue.scenarios.iter().filter(fits).map(|scenario| row(scenario, session)).collect();
    }

    fn chosen(&self) -> Option<&Row> {
        self.rows.get(self.selection.at)
    }

    fn open(&self, session: &mut Session) -> Go {
        let place = self.chosen().map(|row| format!("scenario/{}", row.id));
        place.and_then(|place| super::at(&place, session)).map_or(Go::Stay, Go::To)
    }

    /// Ends the filter; a single scenario is opened, and the list behind it is whole again.
    fn found(&mut self, session: &mut Session) -> Go {
        self.typing = false;
        let [only] = self.rows.as_slice() else { return Go::Stay };
        let id = only.id.clone();
        let go = self.open(session);
        self.filter.set("");
        self.gather(session);
        self.selection.at = self.rows.iter().position(|row| row.id == id).unwrap_or(0);
        go
    }
}

fn row(scenario: &Scenario, session: &Session) -> Row {
    let attempt = session.progress.attempts.get(&scenario.id);
    let stand = match attempt {
        Some(attempt) if attempt.passed => Stand::Passed,
        Some(attempt) if attempt.checks > 0 => Stand::Failed,
        Some(attempt) if attempt.started => Stand::Open,
        _ => Stand::New,
    };
    Row {
        id: scenario.id.clone(),
        stand,
        title: scenario.title.get(session.language()).to_owned(),
        kind: narrow::kind_word(scenario.kind, session),
        lesson: scenario.lesson.clone(),
        stars: scenario.difficulty,
        minutes: scenario.minutes,
        points: scenario.points,
        best: attempt.and_then(|attempt| attempt.best),
    }
}

/// Whether every word is in the id, the title, the tags, the exams, the kind or the lesson.
fn matches(scenario: &Scenario, session: &Session, words: &[String]) -> bool {
    let tags = scenario.tags.join(" ");
    let exams = scenario.exams.join(" ");
    let (title, kind) = (scenario.title.get(session.language()), narrow::kind_word(scenario.kind, session));
    let text = format!("{} {title} {tags} {exams} {kind} {}", scenario.id, scenario.lesson).to_lowercase();
    words.iter().all(|word| text.contains(word.as_str()))
}

impl Page for Catalogue {
    fn contexts(&self) -> Vec<Context> {
        if self.typing {
            vec![Context::Choice, Context::Moving, Context::Global]
        } else {
            vec![Context::Catalogue, Context::Moving, Context::List, Context::Reading, Context::Global]
        }
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Go {
        if self.selection.act(action) {
            return Go::Stay;
        }
        if self.narrow.act(action, session) {
            self.selection.at = 0;
            return Go::Stay;
        }
        match action {
            Action::Open if self.typing => self.found(session),
            Action::Open => self.open(session),
            Action::Filter => {
                self.typing = true;
                self.filter.set("");
                self.selection.at = 0;
                Go::Stay
            }
            Action::Lesson => {
                let place = self.chosen().map(|row| format!("lesson/{}", row.lesson));
                place.and_then(|place| super::at(&place, session)).map_or(Go::Stay, Go::To)
            }
            // Esc first ends the filters, then leaves.
            Action::Back if self.typing || !self.filter.text().is_empty() || self.narrow != self.opened_with => {
                self.typing = false;
                self.filter.set("");
                self.narrow = self.opened_with.clone();
                self.selection.at = 0;
                Go::Stay
            }
            _ => Go::Unknown,
        }
    }

    fn key(&mut self, chord: Chord, _: &mut Session) -> Go {
        if !self.typing {
            return Go::Unknown;
        }
        if chord.code == KeyCode::Backspace && self.filter.text().is_empty() {
            self.typing = false;
            return Go::Stay;
        }
        if self.filter.key(chord) {
            self.selection.at = 0;
            return Go::Stay;
        }
        Go::Unknown
    }

    fn paste(&mut self, text: &str, _: &mut Session) {
        if self.typing {
            self.filter.insert(text);
            self.selection.at = 0;
        }
    }

    fn mouse(&mut self, event: MouseEvent, session: &mut Session) -> Go {
        match event.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                let first = view::first_row(self.area);
                let Some(line) = event.row.checked_sub(first) else { return Go::Stay };
                let at = self.selection.top + line as usize;
                if at >= self.rows.len() {
                    return Go::Stay;
                }
                if at == self.selection.at {
                    return self.open(session);
                }
                self.selection.at = at;
                Go::Stay
            }
            MouseEventKind::ScrollDown => self.act(Action::Down, session),
            MouseEventKind::ScrollUp => self.act(Action::Up, session),
            _ => Go::Stay,
        }
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        self.area = area;
        self.gather(session);
        self.selection.arrange(self.rows.len(), area.bottom().saturating_sub(view::first_row(area)) as usize);
    }

    fn narrate(&self, session: &Session) -> Vec<String> {
        let sentence = |row: &Row| {
            let facts = [row.minutes.to_string(), row.points.to_string()];
            let tail = session.format("tui-linear-row", &[("minutes", &facts[0]), ("points", &facts[1]), ("lesson", &row.lesson)]);
            format!("{} {}: {}, {tail}", row.id, row.title, session.text(row.stand.id()))
        };
        let filters =
            self.narrow.words(session).map(|(action, value)| format!("{} {value}", session.text(&format!("action-{}", action.id()))));
        let narrowed = (!self.narrow.is_open()).then(|| format!("{}.", filters.join(", ")));
        narrowed.into_iter().chain(self.rows.iter().map(sentence)).collect()
    }

    fn title(&self, session: &Session) -> String {
        match self.narrow.module {
            Some(module) => session.text(&format!("tui-module-{module}")),
            None => session.text("tui-catalogue-title"),
        }
    }

    fn aside(&self, session: &Session) -> String {
        let all = session.catalogue.scenarios.len();
        session.format("tui-catalogue-count", &[("shown", &self.rows.len().to_string()), ("all", &all.to_string())])
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        view::draw(self, area, buffer, session);
    }

    fn cursor(&self) -> Option<Position> {
        self.typing.then(|| view::cursor(self))
    }
}
