//! The questions of a predict scenario as a form over `answers.yaml`: every choice is written to the file at once, and
//! what is written in the file is what the form shows.

mod lines;

use std::collections::BTreeMap;

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::assess::Assessment;
use crate::content::Scenario;
use crate::grade::{ANSWERS, Form, Given, Question, Sheet, Verdict};
use crate::text::SourceFile;
use crate::tui::action::Action;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::list::{Scroll, Selection};
use crate::tui::widgets::panel::Panel;
use crate::tui::widgets::text::put_line;

/// Something in the form that the cursor can stand on. Numbers are places in the scenario's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// A choice of a question.
    Choice(usize, usize),
    /// A line of a table.
    Row(usize, usize),
    /// That nothing of a list applies.
    None(usize),
}

impl Stop {
    fn question(self) -> usize {
        match self {
            Self::Choice(question, _) | Self::Row(question, _) | Self::None(question) => question,
        }
    }
}

/// A verdict on an answer, as long as the answer is the one that was judged.
type Judged = BTreeMap<String, (Given, Verdict)>;

/// The form's state.
#[derive(Debug, Default)]
pub(super) struct Questions {
    stops: Vec<Stop>,
    pub selection: Selection,
    /// What the file says, by question; empty when it cannot be read.
    given: BTreeMap<String, Given>,
    readable: bool,
    /// The last check, by question.
    judged: Judged,
    lines: Vec<Line<'static>>,
    /// For every line the stop it belongs to.
    stop_of: Vec<Option<usize>>,
    pub scroll: Scroll,
    /// Whether the cursor shall be kept in sight: not while the wheel turns.
    follow: bool,
    size: (u16, u16),
}

impl Questions {
    /// The form of a scenario, if it has questions.
    pub fn of(scenario: &Scenario) -> Option<Self> {
        let mut stops = Vec::new();
        for (at, (_, question)) in scenario.questions().into_iter().enumerate() {
            match question.form {
                Form::Class => stops.extend((0..question.rows.len()).map(|row| Stop::Row(at, row))),
                form => {
                    stops.extend((0..question.choices.len()).map(|choice| Stop::Choice(at, choice)));
                    stops.extend((form != Form::Choice).then_some(Stop::None(at)));
                }
            }
        }
        (!stops.is_empty()).then(|| Self { stops, follow: true, readable: true, ..Self::default() })
    }

    /// Reads the file of answers.
    pub fn read(&mut self, scenario: &Scenario, file: &SourceFile) {
        let sheet = Sheet::read(file, &scenario.questions());
        self.readable = sheet.readable;
        self.given = sheet.given.into_iter().map(|(id, (given, _))| (id, given)).collect();
    }

    /// Whether the file can be read as YAML.
    pub fn readable(&self) -> bool {
        self.readable
    }

    /// Takes the verdicts of a check, each with the answer it is about.
    pub fn take(&mut self, assessment: &Assessment) {
        let about = |verdict: &Verdict| (verdict.check.clone(), (self.given(&verdict.check), verdict.clone()));
        self.judged = assessment.verdicts.iter().filter(|verdict| !verdict.skipped).map(about).collect();
    }

    /// Forgets the last check.
    pub fn forget(&mut self) {
        self.judged.clear();
    }

    fn given(&self, id: &str) -> Given {
        self.given.get(id).cloned().unwrap_or_default()
    }

    /// The verdict of the last check, if the answer is still the same.
    fn verdict(&self, id: &str) -> Option<&Verdict> {
        let (given, verdict) = self.judged.get(id)?;
        given.is(&self.given(id)).then_some(verdict)
    }

    /// Questions answered, and all.
    pub fn counts(&self, scenario: &Scenario) -> (usize, usize) {
        let questions = scenario.questions();
        (questions.iter().filter(|(id, question)| question.is_answered(&self.given(id))).count(), questions.len())
    }

    fn stop(&self) -> Option<Stop> {
        self.stops.get(self.selection.at).copied()
    }

    /// Puts the cursor on a question.
    pub fn go_to(&mut self, question: usize) {
        if let Some(at) = self.stops.iter().position(|stop| stop.question() == question) {
            self.selection.at = at;
            self.follow = true;
        }
    }

    /// Puts the cursor on the first question that was answered wrong, if there is one.
    pub fn go_to_wrong(&mut self, scenario: &Scenario) {
        let wrong = |(id, _): &(&str, &Question)| self.verdict(id).is_some_and(|verdict| !verdict.passed);
        if let Some(question) = scenario.questions().iter().position(wrong) {
            self.go_to(question);
        }
    }

    /// Moves; says whether it was one of these.
    pub fn act(&mut self, action: Action) -> bool {
        self.follow = true;
        let here = self.stop().map_or(0, Stop::question);
        match action {
            Action::Next => self.go_to(here + 1),
            Action::Previous => self.go_to(here.saturating_sub(1)),
            action => return self.selection.act(action),
        }
        true
    }

    /// Turns the wheel.
    pub fn turn(&mut self, lines: isize) {
        self.follow = false;
        self.scroll.by(lines);
    }

    /// Puts the cursor where the mouse pressed; whether something is to be chosen there.
    pub fn point(&mut self, line: usize) -> bool {
        let Some(Some(stop)) = self.stop_of.get(self.scroll.top + line) else { return false };
        let again = self.selection.at == *stop;
        self.selection.at = *stop;
        again || !matches!(self.stops[*stop], Stop::Row(..))
    }

    /// The answer after choosing what the cursor stands on: in a table the next choice (`by` from the present one).
    pub fn choose(&self, scenario: &Scenario, by: isize) -> Option<(String, Given)> {
        match self.stop()? {
            Stop::Row(at, row) => {
                let (id, question) = *scenario.questions().get(at)?;
                let now = self.chosen(id, &question.rows.get(row)?.id);
                let here = now.and_then(|word| question.choices.iter().position(|choice| choice.value == word));
                let last = question.choices.len().checked_sub(1)?;
                let next = match (here, by) {
                    (None, 0..) => 0,
                    (None, _) => last,
                    (Some(here), 0..) => {
                        if here == last {
                            0
                        } else {
                            here + 1
                        }
                    }
                    (Some(here), _) => here.checked_sub(1).unwrap_or(last),
                };
                self.pick(scenario, next)
            }
            Stop::Choice(_, choice) => self.pick(scenario, choice),
            Stop::None(_) => self.none(scenario),
        }
    }

    /// The answer after picking a choice of the question at the cursor.
    pub fn pick(&self, scenario: &Scenario, choice: usize) -> Option<(String, Given)> {
        let stop = self.stop()?;
        let (id, question) = *scenario.questions().get(stop.question())?;
        let word = question.choices.get(choice)?.value.clone();
        let given = match stop {
            Stop::Row(_, row) => {
                let mut rows = self.rows(id);
                rows.insert(question.rows.get(row)?.id.clone(), word);
                Given::Rows(rows)
            }
            _ if question.form == Form::Choice => Given::One(word),
            _ => {
                let mut words = self.words(id);
                match words.iter().position(|chosen| *chosen == word) {
                    Some(at) => drop(words.remove(at)),
                    None => words.push(word),
                }
                if question.form == Form::Set {
                    words.sort_by_key(|word| question.choices.iter().position(|choice| choice.value == *word));
                }
                // Taking the last one away is no answer; that none applies is said in so many words.
                if words.is_empty() { Given::Nothing } else { Given::Many(words) }
            }
        };
        Some((id.to_owned(), given))
    }

    /// The answer that none of a list's choices applies.
    pub fn none(&self, scenario: &Scenario) -> Option<(String, Given)> {
        let (id, question) = *scenario.questions().get(self.stop()?.question())?;
        matches!(question.form, Form::Set | Form::Order).then(|| (id.to_owned(), Given::Many(Vec::new())))
    }

    /// The answer without what is chosen at the cursor.
    pub fn clear(&self, scenario: &Scenario) -> Option<(String, Given)> {
        let stop = self.stop()?;
        let (id, question) = *scenario.questions().get(stop.question())?;
        let given = match stop {
            Stop::Row(_, row) => {
                let mut rows = self.rows(id);
                rows.remove(&question.rows.get(row)?.id);
                Given::Rows(rows)
            }
            _ => Given::Nothing,
        };
        Some((id.to_owned(), given))
    }

    fn rows(&self, id: &str) -> BTreeMap<String, String> {
        if let Given::Rows(rows) = self.given(id) { rows } else { BTreeMap::new() }
    }

    fn words(&self, id: &str) -> Vec<String> {
        if let Given::Many(words) = self.given(id) { words } else { Vec::new() }
    }

    fn chosen(&self, id: &str, row: &str) -> Option<String> {
        self.rows(id).remove(row)
    }

    /// Prepares the lines for an area.
    pub fn arrange(&mut self, area: Rect, focused: bool, scenario: &Scenario, session: &Session) {
        let inner = Panel::padded(area);
        let page = (inner.height as usize / 2).max(1);
        self.selection.arrange(self.stops.len(), page);
        (self.lines, self.stop_of) = lines::lines(self, inner.width as usize, focused, scenario, session);
        let height = inner.height as usize;
        self.scroll.arrange(self.lines.len(), height);
        // A new size may have put the cursor out of sight.
        let resized = std::mem::replace(&mut self.size, (inner.width, inner.height)) != (inner.width, inner.height);
        if std::mem::take(&mut self.follow) || resized {
            self.show(height);
            self.scroll.arrange(self.lines.len(), height);
        }
    }

    /// Scrolls so that the cursor's lines are seen, and its question's first ones where both have room.
    fn show(&mut self, height: usize) {
        let at = self.selection.at;
        let Some(first) = self.stop_of.iter().position(|stop| *stop == Some(at)) else { return };
        let last = self.stop_of.iter().rposition(|stop| *stop == Some(at)).unwrap_or(first);
        let question = self.stops[at].question();
        let heads = self.stops.iter().position(|stop| stop.question() == question);
        // A question begins behind the lines of the one before.
        let head = match heads.and_then(|stop| stop.checked_sub(1)) {
            Some(before) => self.stop_of.iter().rposition(|stop| *stop == Some(before)).map_or(0, |line| line + 1),
            None => 0,
        };
        let top = if last < head + height { head } else { (last + 1).saturating_sub(height).min(first) };
        if first < self.scroll.top || last >= self.scroll.top + height || head < self.scroll.top {
            self.scroll.top = top.min(first);
        }
    }

    /// Draws what was prepared.
    pub fn draw(&self, inner: Rect, buffer: &mut ratatui::buffer::Buffer, session: &Session) {
        for (row, y) in self.scroll.rows().zip(inner.top()..inner.bottom()) {
            put_line(buffer, inner.x, y, inner.width, self.lines[row].clone());
        }
        if self.scroll.more() {
            let style = session.theme.style(Role::Accent);
            crate::tui::widgets::text::put(buffer, inner.right(), inner.bottom().saturating_sub(1), 1, "↓", style);
        }
    }
}

/// The question in whose lines of the file the line (from 1) stands.
pub(super) fn question_at(scenario: &Scenario, file: &SourceFile, line: usize) -> Option<usize> {
    let questions = scenario.questions();
    let begins = |text: &str| questions.iter().position(|(id, _)| text.strip_prefix(id).is_some_and(|rest| rest.starts_with(':')));
    file.text().lines().take(line).filter_map(begins).last()
}

/// An answer said in words: `3`, `id -u`, `1 4`, for a table the line's name or number first. `None` when it names no choice.
pub(super) fn said(questions: &Questions, scenario: &Scenario, words: &[&str]) -> Option<(String, Given)> {
    let (first, rest) = words.split_first()?;
    let all = scenario.questions();
    let number = |word: &str, count: usize| word.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < count);
    let at = all.iter().position(|(id, _)| id == first).or_else(|| number(first, all.len()))?;
    let (id, question) = all[at];
    let choice = |word: &str| {
        let named = question.choices.iter().position(|choice| choice.value == word);
        named.or_else(|| number(word, question.choices.len())).map(|at| question.choices[at].value.clone())
    };
    let given = match question.form {
        Form::Choice => Given::One(choice(&rest.join(" "))?),
        Form::Class => {
            let (row, rest) = rest.split_first()?;
            let row = question.rows.iter().position(|known| known.id == *row).or_else(|| number(row, question.rows.len()))?;
            let mut rows = questions.rows(id);
            rows.insert(question.rows[row].id.clone(), choice(&rest.join(" "))?);
            Given::Rows(rows)
        }
        Form::Set | Form::Order => {
            let whole = rest.join(" ");
            let none = whole == "[]" || whole == "none";
            let parts: Vec<&str> = if whole.contains(',') { whole.split(',').map(str::trim).collect() } else { rest.to_vec() };
            let several = || parts.iter().map(|part| choice(part)).collect::<Option<Vec<_>>>();
            Given::Many(if none { Vec::new() } else { choice(&whole).map(|one| vec![one]).or_else(several)? })
        }
    };
    Some((id.to_owned(), given))
}

/// Every question with its choices and the answer, in sentences.
pub(super) fn narrate(questions: &Questions, scenario: &Scenario, session: &Session) -> Vec<String> {
    let all = scenario.questions();
    let mut told = Vec::new();
    if !questions.readable {
        told.push(session.format("tui-questions-unreadable", &[("file", ANSWERS)]));
    }
    for (number, (id, question)) in all.iter().enumerate() {
        told.extend(lines::sentences(questions, number, id, question, session));
    }
    told.push(session.text("tui-questions-linear"));
    told
}

fn mark_of(given: &Given, question: &Question, value: &str) -> String {
    match (question.form, given) {
        (Form::Choice, Given::One(word)) if word == value => "●".into(),
        (Form::Choice, _) => "○".into(),
        (Form::Order, Given::Many(words)) => {
            words.iter().position(|word| word == value).map_or_else(|| "[ ]".into(), |at| format!("[{}]", at + 1))
        }
        (_, Given::Many(words)) if words.iter().any(|word| word == value) => "[✓]".into(),
        _ => "[ ]".into(),
    }
}
