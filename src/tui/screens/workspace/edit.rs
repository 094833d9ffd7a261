//! Typing, saving, and the way from an edit to a judgement.

use std::sync::Arc;
use std::time::Duration;

use crossterm::event::KeyCode;

use super::{Pane, Tab, Workspace};
use crate::progress::Event;
use crate::text::SourceFile;
use crate::tui::action::Action;
use crate::tui::chord::Chord;
use crate::tui::editor::pane::{Picture, Scene};
use crate::tui::editor::{Mode, Reply};
use crate::tui::effect::{Slot, Work};
use crate::tui::page::Go;
use crate::tui::session::{Keeping, KeyStyle, Session, Tone};
use crate::tui::widgets::panel::Panel;

/// How long an error on the line being typed waits.
const PAUSE: Duration = Duration::from_millis(400);
/// How long an edit waits before it is saved.
const SAVE_AFTER: Duration = Duration::from_millis(1500);
/// Lines the highlighter reads in one go; the rest follows with the next message.
const HIGHLIGHT_BUDGET: usize = 400;

impl Workspace {
    pub(super) fn type_key(&mut self, chord: Chord, session: &mut Session) -> Go {
        if !self.ready {
            return Go::Stay;
        }
        let Some(tab) = self.tabs.get_mut(self.active) else { return Go::Unknown };
        // Who opened the exercise with Enter may have pressed it once too often; that is no line of the text.
        if std::mem::take(&mut self.fresh) && chord.code == KeyCode::Enter && tab.editor.mode() == Mode::Plain {
            session.say(Tone::Info, session.text("tui-first-enter"));
            return Go::Stay;
        }
        let reply = tab.editor.key(chord);
        let row = tab.editor.cursor().row;
        if self.typing.is_some_and(|(_, typed)| typed != row) {
            self.typing = None;
        }
        self.after_edit(session);
        match reply {
            Reply::Taken => Go::Stay,
            Reply::Ignored => Go::Unknown,
            Reply::Copied(text) => {
                session.copy(text);
                Go::Stay
            }
            Reply::Save => self.check(session),
            Reply::Leave => Go::Back,
            Reply::Help => Go::Then(Action::Help),
            Reply::SaveAndLeave => {
                // Away from the text, but not before it is said how it stands.
                self.whole = !self.is_scratch();
                if self.whole {
                    return self.check(session);
                }
                self.save(session);
                Go::Back
            }
            Reply::Say(id, text) => {
                let words = session.format(id, &[("text", &text)]);
                session.say(Tone::Info, words);
                Go::Stay
            }
        }
    }

    /// Takes note of what the editor changed: colours, judgement, saving.
    pub(super) fn after_edit(&mut self, session: &mut Session) {
        self.after_edit_of(self.active, session);
    }

    /// Takes what was written to the exercise's files elsewhere; undo brings back what was there.
    pub fn rewrite(&mut self, files: &[SourceFile], session: &mut Session) {
        for file in files {
            if let Some(index) = self.tabs.iter().position(|tab| tab.name == file.name()) {
                self.tabs[index].editor.replace_all(file.text());
                self.after_edit_of(index, session);
            }
        }
        self.typing = None;
        self.save(session);
    }

    /// The same for a file that need not be the one that shows.
    pub(super) fn after_edit_of(&mut self, index: usize, session: &mut Session) {
        let Some(tab) = self.tabs.get_mut(index) else { return };
        let changes = tab.editor.take_changes();
        if changes.is_empty() {
            return;
        }
        for change in changes {
            tab.highlighter.edit(change);
        }
        tab.unsaved = true;
        self.version += 1;
        if self.focus == Pane::Editor && matches!(tab.editor.mode(), Mode::Insert | Mode::Plain) {
            self.typing = Some((index, tab.editor.cursor().row));
            session.start(Slot::Pause, Work::Wait(PAUSE));
        }
        if session.keeping == Keeping::Saved {
            session.keeping = Keeping::Waiting;
        }
        if !session.tasks.runs(Slot::SaveDue) {
            session.start(Slot::SaveDue, Work::Wait(SAVE_AFTER));
        }
        self.read_answers();
        self.judge(session);
    }

    /// Keeps every file that was changed.
    pub(super) fn save(&mut self, session: &mut Session) {
        session.cancel(Slot::SaveDue);
        let kept = self.drafts();
        // An exam stays between the learner and the paper.
        if self.seat.is_none() && !self.is_scratch() && self.tabs.iter().any(|tab| tab.unsaved) {
            session.edited(&self.scenario.id);
        }
        for tab in self.tabs.iter_mut().filter(|tab| tab.unsaved) {
            tab.unsaved = false;
            let (scenario, file) = (kept.clone(), SourceFile::new(tab.name.as_str(), tab.editor.text()));
            session.start(Slot::Keep, Work::Save { scenario, file });
        }
    }

    pub(super) fn remember_place(&mut self, session: &mut Session) {
        let place = self.place();
        if self.ready && !self.is_scratch() && self.seat.is_none() && session.progress.place.as_ref() != Some(&place) {
            session.record(Event::At { place });
        }
    }

    /// Takes the learner's files as they were kept; files that were never kept are as the scenario starts.
    pub(super) fn take_files(&mut self, files: Vec<SourceFile>, session: &mut Session) {
        let keys = session.keys.unwrap_or(KeyStyle::Plain);
        let scenario = Arc::clone(&self.scenario);
        let kept = |name: &str| files.iter().find(|file| file.name() == name);
        let starts = scenario.start.iter();
        self.tabs = starts.map(|start| Tab::new(kept(start.name()).unwrap_or(start), start.text(), keys)).collect();
        for file in files.iter().filter(|file| scenario.start.iter().all(|start| start.name() != file.name())) {
            self.tabs.push(Tab::new(file, "", keys));
        }
        for tab in self.tabs.iter_mut().filter(|tab| scenario.read_only.contains(&tab.name)) {
            tab.editor.set_read_only(true);
        }
        self.ready = true;
        if let Some((name, spot)) = self.wanted.take()
            && let Some(index) = self.tabs.iter().position(|tab| tab.name == name)
        {
            self.active = index;
            self.tabs[index].editor.jump(spot);
        }
        self.version += 1;
        self.read_answers();
        self.judge(session);
        self.remember_place(session);
    }

    /// Prepares the editor's picture, its colours first.
    pub(super) fn arrange_editor(&mut self, session: &Session) {
        let Some(area) = self.areas.editor else { return };
        let inner = Panel::inner(area);
        let focused = self.focus == Pane::Editor;
        let index = self.active;
        let message = self.findings.message(index, self.tabs.get(index).map(|tab| tab.editor.cursor().row));
        let Some(tab) = self.tabs.get_mut(index) else { return };
        let rows = Picture::text_rows(inner.height, usize::from(message.is_some()));
        tab.editor.resize(rows, inner.width as usize);
        if let Some(grammar) = &session.grammar {
            let until = (tab.editor.top() + inner.height as usize).min(tab.editor.rows());
            tab.highlighter.read(grammar, until, HIGHLIGHT_BUDGET, |row| (row < tab.editor.rows()).then(|| tab.editor.row(row)));
        }
        let scene = Scene {
            editor: &*tab.editor,
            highlighter: &tab.highlighter,
            marks: self.findings.marks(index),
            message,
            theme: &session.theme,
            focused,
        };
        tab.picture = Picture::take(&scene, inner.width, inner.height, tab.picture.left());
    }
}
