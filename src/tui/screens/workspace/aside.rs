//! What can be opened beside the exercise, and what is asked first.

use std::sync::Arc;

use super::{Workspace, fields};
use crate::object::complete::Known;
use crate::progress::Event;
use crate::text::SourceFile;
use crate::tui::action::Action;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::completion::Completion;
use crate::tui::dialogs::question::Question;
use crate::tui::dialogs::sheet::{Sheet, words};
use crate::tui::page::{Go, Page};
use crate::tui::screens::{self, Screen};
use crate::tui::session::{Session, Tone};

impl Workspace {
    /// Whether this is a lesson's example, worth no points and kept out of the journal.
    pub(super) fn is_scratch(&self) -> bool {
        self.scenario.points == 0 && self.seat.is_none()
    }

    /// Opens a screen that looks at the files.
    pub(super) fn look(&mut self, action: Action, session: &mut Session) -> Go {
        let (scenario, files) = (Arc::clone(&self.scenario), self.files());
        match action {
            Action::Map => Go::To(Screen::Map(Box::new(screens::map::Map::new(scenario, files, session)))),
            Action::Why => Go::To(Screen::Why(Box::new(screens::why::Why::new(scenario, files, session)))),
            Action::Kubectl => Go::To(Screen::Kubectl(Box::new(screens::kubectl::Kubectl::new(scenario, &files, session)))),
            Action::Lesson => screens::at(&format!("lesson/{}", self.scenario.lesson), session).map_or(Go::Stay, Go::To),
            _ => match &self.assessment {
                Some(assessment) => {
                    let verdict = screens::verdict::Verdict::new(scenario, Arc::clone(assessment), files, session);
                    Go::To(Screen::Verdict(Box::new(verdict)))
                }
                None => Go::Stay,
            },
        }
    }

    /// The text of the file being written, and the cursor in it, in bytes.
    fn under_cursor(&self) -> Option<(SourceFile, usize)> {
        let tab = self.tab()?;
        let (text, at) = (tab.editor.text(), tab.editor.cursor());
        let line = text.split_inclusive('\n').take(at.row).map(str::len).sum::<usize>();
        let column = text[line..].chars().take(at.col).map(char::len_utf8).sum::<usize>();
        Some((SourceFile::new(tab.name.as_str(), text), line + column))
    }

    /// Offers what can stand at the cursor; a single offer is taken at once.
    pub(super) fn offer(&mut self, session: &mut Session) -> Go {
        let (Some((file, offset)), Some(at)) = (self.under_cursor(), self.cursor()) else { return Go::Stay };
        let seen = self.scenario.seen_world();
        if self.scenario.is_dockerfile(file.name()) {
            session.say(Tone::Info, session.text("tui-no-offers"));
            return Go::Stay;
        }
        let known = Known::new(&self.scenario.manifests(&self.files()), seen.store.iter(), &self.scenario.namespace);
        match fields::offers(&file, offset, *seen.facts.version, &known) {
            None => session.say(Tone::Info, session.text("tui-no-offers")),
            Some(found) => match found.offers.as_slice() {
                [only] => self.complete(found.word.chars().count(), &only.insert, session),
                _ => return Go::Ask(Dialog::Completion(Completion::new(found.offers, found.word, at))),
            },
        }
        Go::Stay
    }

    /// What the field under the cursor is.
    pub(super) fn document(&mut self, session: &mut Session) -> Go {
        let words = |id: &str, facts: &[(&str, &str)]| session.format(id, facts);
        let version = *self.scenario.world.facts.version;
        let manifest = self.under_cursor().filter(|(file, _)| !self.scenario.is_dockerfile(file.name()));
        match manifest.and_then(|(file, offset)| fields::page(&file, offset, version, &words)) {
            Some((title, page)) => Go::Ask(Dialog::Sheet(Sheet::new(title, page))),
            None => {
                session.say(Tone::Info, session.text("tui-no-docs"));
                Go::Stay
            }
        }
    }

    /// The words of the field that the task uses.
    pub(super) fn explain(&mut self, session: &mut Session) -> Go {
        words(&[self.scenario.task.get(session.language()).to_owned()], session)
    }

    /// Asks before it costs something.
    pub(super) fn ask(&mut self, action: Action, session: &mut Session) -> Go {
        let attempt = session.progress.attempt(&self.scenario.id);
        let question = |id, facts| Go::Ask(Dialog::Question(Question::new(id, facts, action)));
        match action {
            Action::Hint => {
                let next = attempt.hints + 1;
                if next as usize > self.scenario.hints.len() {
                    return self.last_hint(attempt.hints, session);
                }
                let points = self.scenario.points;
                let left = attempt.worth_after_hint(points);
                // Nothing is asked where nothing is paid.
                if left == attempt.worth(points, points) {
                    return self.agreed(action, session);
                }
                let facts = vec![
                    ("number", next.to_string()),
                    ("cost", (attempt.worth(points, points) - left).to_string()),
                    ("left", left.to_string()),
                    ("points", points.to_string()),
                ];
                question("tui-ask-hint", facts)
            }
            Action::Solution if attempt.passed || attempt.revealed => self.agreed(action, session),
            Action::Solution => question("tui-ask-solution", vec![("points", self.scenario.points.to_string())]),
            Action::Reset => question("tui-ask-reset", vec![("files", self.tabs.len().to_string())]),
            _ if session.cluster => {
                let cluster = screens::cluster::Cluster::open(Arc::clone(&self.scenario), self.files(), session);
                Go::To(Screen::Cluster(Box::new(cluster)))
            }
            _ => {
                session.say(Tone::Info, session.text("tui-cluster-none"));
                Go::Stay
            }
        }
    }

    /// Does what was agreed to.
    pub(super) fn agreed(&mut self, action: Action, session: &mut Session) -> Go {
        let scenario = self.scenario.id.clone();
        match action {
            Action::Hint => {
                let hint = session.progress.attempt(&scenario).hints + 1;
                session.record(Event::Hinted { scenario, hint });
                self.last_hint(hint, session)
            }
            Action::Solution => {
                if !session.progress.attempt(&scenario).passed {
                    session.record(Event::Revealed { scenario });
                }
                let solution = screens::solution::Solution::new(Arc::clone(&self.scenario), self.files(), session);
                Go::To(Screen::Solution(Box::new(solution)))
            }
            Action::Reset => {
                for index in 0..self.tabs.len() {
                    self.active = index;
                    let start = self.tabs[index].start.clone();
                    self.tabs[index].editor.replace_all(&start);
                    self.after_edit(session);
                }
                self.active = 0;
                self.typing = None;
                self.checked = None;
                session.shell = None;
                self.questions.iter_mut().for_each(super::questions::Questions::forget);
                self.save(session);
                if self.seat.is_none() {
                    session.record(Event::Reset { scenario });
                }
                session.say(Tone::Good, session.text("tui-reset-done"));
                Go::Stay
            }
            _ => Go::Stay,
        }
    }

    /// The hints taken, the last first.
    fn last_hint(&self, number: u32, session: &mut Session) -> Go {
        let language = session.language().to_owned();
        let taken: Vec<&str> = self.scenario.hints.iter().take(number as usize).map(|hint| hint.get(&language)).collect();
        let Some((last, before)) = taken.split_last() else {
            session.say(Tone::Info, session.text("tui-no-hints"));
            return Go::Stay;
        };
        let title = |number: usize| session.format("tui-task-hint", &[("number", &number.to_string())]);
        let mut page = (*last).to_owned();
        for (index, hint) in before.iter().enumerate().rev() {
            page.push_str(&format!("\n\n---\n\n**{}**\n\n{hint}", title(index + 1)));
        }
        Go::Ask(Dialog::Sheet(Sheet::new(title(taken.len()), page)))
    }
}
