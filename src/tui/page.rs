//! What a screen and a dialog have in common, and where a key may lead.

use crossterm::event::MouseEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::action::Action;
use super::chord::Chord;
use super::dialogs::Dialog;
use super::effect::{Slot, Work};
use super::keymap::Context;
use super::msg::Outcome;
use super::screens::Screen;
use super::session::Session;
use crate::text::SourceFile;

/// What follows from an action or a key.
#[derive(Debug)]
pub enum Go {
    /// Nothing more.
    Stay,
    /// It means nothing here.
    Unknown,
    /// To the screen before, or close the dialog.
    Back,
    /// On to a screen.
    To(Screen),
    /// To a screen in the place of this one.
    Instead(Screen),
    /// To a screen right behind home: what led here is over.
    Over(Screen),
    /// Ask something.
    Ask(Dialog),
    /// Close the dialog and do this in the screen below.
    Then(Action),
    /// Close the list and put this in the place of so many characters before the cursor.
    Complete(usize, String),
    /// Close the list and let the screen below take this key.
    Pass(Chord),
    /// Close the list and press these keys in the screen below.
    Press(Vec<Chord>),
    /// Back to the screen below, and do this there.
    Through(Action),
    /// Close the dialog and tell the screen below that this was agreed to.
    Confirmed(Action),
    /// Close the dialog and go to a place as the journal writes it.
    At(String),
    /// Close the dialog and let the screen below show this place.
    Show(Place),
    /// Files of the exercise below were changed by something else than its editor; then perhaps show a place in one.
    Rewrite(Vec<SourceFile>, Option<Place>),
}

/// A place in the learner's files, as people count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// A screen or a dialog: its own state, what its keys do, and how it looks.
pub trait Page {
    /// Where keys are looked up, the nearest first.
    fn contexts(&self) -> Vec<Context>;

    /// Does an action of the keymap.
    fn act(&mut self, action: Action, session: &mut Session) -> Go;

    /// Takes a key the keymap does not know here.
    fn key(&mut self, chord: Chord, session: &mut Session) -> Go {
        let _ = (chord, session);
        Go::Unknown
    }

    /// Takes pasted text.
    fn paste(&mut self, text: &str, session: &mut Session) {
        let _ = (text, session);
    }

    /// Takes a mouse event.
    fn mouse(&mut self, event: MouseEvent, session: &mut Session) -> Go {
        let _ = (event, session);
        Go::Unknown
    }

    /// Whether it waits for the answer of this slot's task.
    fn awaits(&self, slot: Slot) -> bool {
        let _ = slot;
        false
    }

    /// Takes the answer of a task it waits for.
    fn done(&mut self, slot: Slot, outcome: Outcome, session: &mut Session) -> Go {
        let _ = (slot, outcome, session);
        Go::Stay
    }

    /// Puts text in the place of so many characters before the cursor.
    fn complete(&mut self, before: usize, text: &str, session: &mut Session) {
        let _ = (before, text, session);
    }

    /// Does what the learner agreed to in a dialog.
    fn confirmed(&mut self, action: Action, session: &mut Session) -> Go {
        let _ = (action, session);
        Go::Stay
    }

    /// Shows a place in a file.
    fn show(&mut self, place: &Place, session: &mut Session) {
        let _ = (place, session);
    }

    /// Called when it comes to the top, and when the catalogue arrives.
    fn enter(&mut self, session: &mut Session) {
        let _ = session;
    }

    /// Called before it goes away, and before the program ends.
    fn leave(&mut self, session: &mut Session) {
        let _ = session;
    }

    /// What it has not saved yet, as the work that saves it.
    fn unsaved(&self) -> Vec<Work> {
        Vec::new()
    }

    /// Prepares everything that `view` draws into an area of this size. Called after every message.
    fn arrange(&mut self, area: Rect, session: &Session);

    /// What it shows, in sentences, one fact a line.
    fn narrate(&self, session: &Session) -> Vec<String>;

    /// The heading beside the program's name.
    fn title(&self, session: &Session) -> String;

    /// Words at the heading's right end.
    fn aside(&self, session: &Session) -> String {
        let _ = session;
        String::new()
    }

    /// A word before the footer's keys (the editor's mode, a prompt).
    fn mode(&self, session: &Session) -> Option<String> {
        let _ = session;
        None
    }

    /// Draws what `arrange` prepared.
    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session);

    /// Where the terminal's cursor stands.
    fn cursor(&self) -> Option<Position> {
        None
    }
}
