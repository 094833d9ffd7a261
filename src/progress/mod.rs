//! What a learner has done: an append-only journal of JSON Lines, folded to the present state.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One line of the journal. Written once, never changed; unknown kinds of a newer version are kept and passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Event {
    /// A scenario was opened for the first time or after a reset.
    Started {
        /// Which.
        scenario: String,
    },
    /// A check ran.
    Checked {
        /// Which scenario.
        scenario: String,
        /// Points earned.
        score: u32,
        /// Points there are.
        points: u32,
        /// Whether all passed.
        passed: bool,
        /// Ids of the failed checks' diagnostics.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        diags: Vec<String>,
    },
    /// A hint was taken.
    Hinted {
        /// Which scenario.
        scenario: String,
        /// From 1.
        hint: u32,
    },
    /// The solution was shown before passing.
    Revealed {
        /// Which scenario.
        scenario: String,
    },
    /// The files were set back to the start.
    Reset {
        /// Which scenario.
        scenario: String,
    },
    /// A lesson was read up to a place.
    Read {
        /// Which lesson.
        lesson: String,
        /// Share of the text, 0 to 100.
        percent: u32,
    },
    /// A setting was changed (`language`, `keys`, `split`, …).
    Set {
        /// Its name.
        setting: String,
        /// Its value.
        value: String,
    },
    /// Where the learner was (`scenario/E03`, `lesson/L13`, `home`).
    At {
        /// The place.
        place: String,
    },
}

/// How far a scenario is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempt {
    /// Whether it was opened.
    pub started: bool,
    /// Whether it was passed once.
    pub passed: bool,
    /// Best score so far, costs of hints taken off.
    pub best: Option<u32>,
    /// Hints taken since the last reset.
    pub hints: u32,
    /// Checks made.
    pub checks: u32,
    /// Whether the solution was seen before passing.
    pub revealed: bool,
    /// The last failed check's diagnostics.
    pub diags: Vec<String>,
}

/// The present state: the journal, folded.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// By scenario id.
    pub attempts: BTreeMap<String, Attempt>,
    /// By lesson id, percent read.
    pub lessons: BTreeMap<String, u32>,
    /// By name.
    pub settings: BTreeMap<String, String>,
    /// Where the learner was last.
    pub place: Option<String>,
}
