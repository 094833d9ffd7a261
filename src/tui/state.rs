//! The whole state of the console.

use std::sync::Arc;

use jiff::Timestamp;
use ratatui::layout::{Rect, Size};

use super::dialogs::{self, Dialog};
use super::effect::{Effect, Slot, Work};
use super::screens::Screen;
use super::session::{Session, Tone};
use super::theme::Theme;
use crate::locale::Locale;
use crate::progress::Progress;

/// Everything `update` changes and `view` draws.
#[derive(Debug)]
pub struct State {
    /// What all screens share.
    pub session: Session,
    /// The way here; the last is shown, the first is home.
    pub screens: Vec<Screen>,
    /// Open questions, the last on top.
    pub dialogs: Vec<Dialog>,
    /// The terminal's size.
    pub size: Size,
    /// Whether the program ends after this batch.
    pub ended: bool,
    /// Where to begin once the catalogue is there (`scenario/E03`, `lesson/L13`).
    pub wanted: Option<String>,
}

/// What the console starts with.
#[derive(Clone, Debug)]
pub struct Start {
    /// The language.
    pub locale: Locale,
    /// The colours.
    pub theme: Theme,
    /// The journal, folded.
    pub progress: Progress,
    /// What time it is.
    pub now: Timestamp,
    /// The terminal's size.
    pub size: Size,
    /// Where to begin; `None` for home.
    pub place: Option<String>,
    /// Whether a cluster can be asked.
    pub cluster: bool,
    /// Whether no other console is open on this progress.
    pub alone: bool,
}

impl State {
    /// The state before the first frame, and what to do meanwhile.
    pub fn new(start: Start) -> (Self, Vec<Effect>) {
        let mut session = Session::new(start.locale, start.theme, start.progress, start.now);
        session.cluster = start.cluster;
        session.start(Slot::Catalogue, Work::Catalogue);
        if !start.alone {
            session.say(Tone::Warning, session.text("tui-second-console"));
        }
        let mut state = Self {
            screens: vec![Screen::Home(Box::default())],
            dialogs: Vec::new(),
            size: start.size,
            ended: false,
            wanted: start.place,
            session,
        };
        if state.session.keys.is_none() {
            state.dialogs.push(Dialog::Welcome(dialogs::welcome::Welcome::new(&state.session)));
        }
        state.arrange();
        let effects = std::mem::take(&mut state.session.effects);
        (state, effects)
    }

    /// The screen that is shown.
    pub fn screen(&self) -> &Screen {
        // There is always home.
        &self.screens[self.screens.len() - 1]
    }

    /// The screen that is shown.
    pub fn screen_mut(&mut self) -> &mut Screen {
        let last = self.screens.len() - 1;
        &mut self.screens[last]
    }

    /// Lets the top screen and the dialogs prepare what they draw.
    pub fn arrange(&mut self) {
        let areas = super::layout::Frame::of(Rect::from(self.size));
        let session = &self.session;
        if let Some(screen) = self.screens.last_mut() {
            screen.page_mut().arrange(areas.body, session);
        }
        for dialog in &mut self.dialogs {
            dialog.page_mut().arrange(areas.body, session);
        }
    }

    /// Copies of everything that is not on disk yet, as the work that writes it.
    pub fn unsaved(&self) -> Vec<Work> {
        self.screens.iter().flat_map(|screen| screen.page().unsaved()).collect()
    }

    /// Takes the catalogue when it has come.
    pub fn take_catalogue(&mut self, outcome: Result<Arc<crate::content::Catalogue>, String>) {
        match outcome {
            Ok(catalogue) => {
                self.session.catalogue = catalogue;
                self.session.loaded = true;
            }
            Err(reason) => {
                self.session.loaded = true;
                let text = self.session.format("tui-content-broken", &[("reason", &reason)]);
                self.session.say(Tone::Warning, text);
            }
        }
    }
}
