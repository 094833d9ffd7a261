//! Answering: from a key or a click in the form to the file of answers.

use std::sync::Arc;

use super::questions::{question_at, said};
use super::{Pane, Workspace};
use crate::content::Scenario;
use crate::grade::{ANSWERS, Given, answered};
use crate::tui::action::Action;
use crate::tui::chord::Chord;
use crate::tui::page::Go;
use crate::tui::session::{KeyStyle, Session, Tone};

impl Workspace {
    /// Whether keys go to the form.
    pub(super) fn is_answering(&self) -> bool {
        self.focus == Pane::Predictions && self.questions.is_some()
    }

    fn answers_tab(&self) -> Option<usize> {
        self.tabs.iter().position(|tab| tab.name == ANSWERS)
    }

    /// Lets the form read the file anew.
    pub(super) fn read_answers(&mut self) {
        let file = self.answers_tab().map(|tab| self.tabs[tab].source());
        if let (Some(questions), Some(file)) = (&mut self.questions, file) {
            questions.read(&self.scenario, &file);
        }
    }

    /// What an action means in the form; `None` when it is none of its own.
    pub(super) fn in_form(&mut self, action: Action, session: &mut Session) -> Option<Go> {
        let scenario = Arc::clone(&self.scenario);
        // Who opened the exercise with Enter may have pressed it once too often; that is no answer.
        if std::mem::take(&mut self.fresh) && action == Action::Open {
            session.say(Tone::Info, session.text("tui-first-enter-form"));
            return Some(Go::Stay);
        }
        let questions = self.questions.as_mut()?;
        let given = match action {
            Action::Choose | Action::Open | Action::Right => questions.choose(&scenario, 1),
            Action::Left => questions.choose(&scenario, -1),
            Action::Clear => questions.clear(&scenario),
            Action::Undo => {
                self.undo_answer(session);
                return Some(Go::Stay);
            }
            action => return questions.act(action).then_some(Go::Stay),
        };
        self.write_answer(&scenario, given, session);
        Some(Go::Stay)
    }

    /// A digit picks a choice by its number.
    pub(super) fn key_in_form(&mut self, chord: Chord, session: &mut Session) -> Go {
        let scenario = Arc::clone(&self.scenario);
        self.fresh = false;
        let (Some(questions), Some(number)) = (&self.questions, chord.typed().and_then(|c| c.to_digit(10))) else { return Go::Unknown };
        let given = match (number as usize).checked_sub(1) {
            Some(choice) => questions.pick(&scenario, choice),
            None => questions.none(&scenario),
        };
        self.write_answer(&scenario, given, session);
        Go::Stay
    }

    /// The mouse pressed on a line of the form.
    pub(super) fn point_in_form(&mut self, line: usize, session: &mut Session) {
        let scenario = Arc::clone(&self.scenario);
        let Some(questions) = self.questions.as_mut() else { return };
        if questions.point(line) {
            let given = questions.choose(&scenario, 1);
            self.write_answer(&scenario, given, session);
        }
    }

    /// An answer in words, as the linear mode takes it; whether it was understood.
    pub fn say_answer(&mut self, words: &[&str], session: &mut Session) -> bool {
        let scenario = Arc::clone(&self.scenario);
        let given = self.questions.as_ref().and_then(|questions| said(questions, &scenario, words));
        let known = given.is_some();
        self.write_answer(&scenario, given, session);
        self.save(session);
        known
    }

    fn write_answer(&mut self, scenario: &Scenario, given: Option<(String, Given)>, session: &mut Session) {
        let (Some((id, given)), Some(tab), true) = (given, self.answers_tab(), self.ready) else { return };
        if self.questions.as_ref().is_none_or(|questions| !questions.readable()) {
            session.say(Tone::Warning, session.format("tui-questions-unreadable", &[("file", ANSWERS)]));
            return;
        }
        let file = self.tabs[tab].source();
        let text = answered(&file, &scenario.questions(), &id, &given);
        if text != file.text() {
            self.tabs[tab].editor.replace_all(&text);
            self.after_edit_of(tab, session);
        }
    }

    fn undo_answer(&mut self, session: &mut Session) {
        let key = if session.keys == Some(KeyStyle::Vim) { "u" } else { "Ctrl-Z" };
        let (Some(tab), Some(chord)) = (self.answers_tab(), Chord::parse(key)) else { return };
        self.tabs[tab].editor.key(chord);
        self.after_edit_of(tab, session);
    }

    /// Leads to the question of a place in the file of answers; whether there is one.
    pub(super) fn go_to_question(&mut self, line: usize) -> bool {
        let file = self.answers_tab().map(|tab| self.tabs[tab].source());
        let (Some(questions), Some(file)) = (&mut self.questions, file) else { return false };
        let question = question_at(&self.scenario, &file, line).filter(|_| questions.readable());
        if let Some(question) = question {
            questions.go_to(question);
            self.focus_on(Pane::Predictions);
        }
        question.is_some()
    }
}
