//! What every screen may read and ask for: language, theme, content, progress, the clock, and effects.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::confirming::Confirming;
use super::editor::highlight::Grammar;
use super::effect::{Effect, Slot, TaskId, Tasks, Work};
use super::screens::kubectl::Shell;
use super::theme::{Ground, Theme};
use crate::content::Catalogue;
use crate::locale::Locale;
use crate::progress::{Event, Progress, Trouble};

/// How often the journal is told that a scenario is being edited.
const EDITED: SignedDuration = SignedDuration::from_secs(60);

/// How the editor takes keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStyle {
    /// As vim does.
    Vim,
    /// As most editors do.
    Plain,
}

impl KeyStyle {
    /// The name in the settings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vim => "vim",
            Self::Plain => "plain",
        }
    }
}

/// How a line of news is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Neutral.
    Info,
    /// Something went well.
    Good,
    /// Something did not.
    Warning,
}

/// One line of news in the footer, until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it is meant.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
}

/// Whether the learner's work is on disk.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Keeping {
    /// All of it.
    #[default]
    Saved,
    /// An edit waits its two seconds, or is being written.
    Waiting,
    /// The disk refuses; work goes on in memory.
    Memory(Trouble),
}

/// What is known of an exercise that was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// How long it was open.
    pub spent: SignedDuration,
    /// The place of the cursor, as the journal writes it.
    pub place: String,
}

/// The shared part of the state.
#[derive(Debug)]
pub struct Session {
    /// The language.
    pub locale: Locale,
    /// The colours.
    pub theme: Theme,
    /// Lessons and scenarios; empty until loaded.
    pub catalogue: Arc<Catalogue>,
    /// Whether the catalogue is there.
    pub loaded: bool,
    /// What the learner has done.
    pub progress: Progress,
    /// What time it is.
    pub now: Timestamp,
    /// The editor's keys; `None` until the learner has chosen.
    pub keys: Option<KeyStyle>,
    /// The highlighter's grammar, once loaded.
    pub grammar: Option<Arc<Grammar>>,
    /// One line of news.
    pub notice: Option<Notice>,
    /// Whether all is saved.
    pub keeping: Keeping,
    /// Whether a cluster can be asked.
    pub cluster: bool,
    /// The kubectl prompt that was left last, its world and what it said.
    pub shell: Option<Shell>,
    /// The confirmation under way, or the last one.
    pub confirming: Confirming,
    /// Exercises that were open since the start: how long, and where they were left.
    pub visits: BTreeMap<String, Visit>,
    /// The scenario that was last said to be edited, and when.
    edited: Option<(String, Timestamp)>,
    /// The last copied text.
    pub clipboard: String,
    /// Tasks under way.
    pub tasks: Tasks,
    /// What the runtime shall do after this message.
    pub effects: Vec<Effect>,
}

impl Session {
    /// A session with nothing loaded.
    pub fn new(locale: Locale, theme: Theme, progress: Progress, now: Timestamp) -> Self {
        let mut session = Self {
            locale,
            theme,
            catalogue: Arc::default(),
            loaded: false,
            progress,
            now,
            keys: None,
            grammar: None,
            notice: None,
            keeping: Keeping::Saved,
            cluster: false,
            shell: None,
            confirming: Confirming::default(),
            visits: BTreeMap::new(),
            edited: None,
            clipboard: String::new(),
            tasks: Tasks::default(),
            effects: Vec::new(),
        };
        session.keys = match session.setting("keys") {
            Some("vim") => Some(KeyStyle::Vim),
            Some("plain") => Some(KeyStyle::Plain),
            _ => None,
        };
        match session.setting("ground") {
            Some("light") => session.theme.ground = Ground::Light,
            Some("dark") => session.theme.ground = Ground::Dark,
            _ => {}
        }
        session
    }

    /// A sentence.
    pub fn text(&self, id: &str) -> String {
        self.locale.text(id)
    }

    /// A sentence with its facts.
    pub fn format(&self, id: &str, args: &[(&str, &str)]) -> String {
        self.locale.format(id, args)
    }

    /// The language's tag.
    pub fn language(&self) -> &str {
        self.locale.language()
    }

    /// A setting of the learner's.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.progress.settings.get(name).map(String::as_str)
    }

    /// Remembers a setting.
    pub fn set(&mut self, name: &str, value: &str) {
        if self.setting(name) != Some(value) {
            self.record(Event::Set { setting: name.into(), value: value.into() });
        }
    }

    /// Puts an event into the journal and into the present state.
    pub fn record(&mut self, event: Event) {
        self.progress.apply(&event, self.now);
        self.start(Slot::Keep, Work::Record(event));
    }

    /// Puts into the journal that a scenario is being edited, once a minute at most.
    pub fn edited(&mut self, scenario: &str) {
        let said = |(last, at): &(String, Timestamp)| last == scenario && self.now.duration_since(*at) < EDITED;
        if !self.edited.as_ref().is_some_and(said) {
            self.edited = Some((scenario.to_owned(), self.now));
            self.record(Event::Edited { scenario: scenario.to_owned() });
        }
    }

    /// Starts a task.
    pub fn start(&mut self, slot: Slot, work: Work) -> TaskId {
        self.tasks.start(slot, work, &mut self.effects)
    }

    /// Drops a task.
    pub fn cancel(&mut self, slot: Slot) {
        self.tasks.cancel(slot, &mut self.effects);
    }

    /// Shows a line of news.
    pub fn say(&mut self, tone: Tone, text: String) {
        self.notice = Some(Notice { tone, text });
    }

    /// Copies text, here and on the terminal's clipboard.
    pub fn copy(&mut self, text: String) {
        self.clipboard.clone_from(&text);
        self.effects.push(Effect::Copy(text));
    }
}
