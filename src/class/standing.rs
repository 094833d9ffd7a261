//! How far one learner is in one scenario, and since when nothing new has passed.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::deed::scenario;
use crate::progress::{Event, Progress, Record};

/// A pause counts as work up to this long: thinking leaves no trace, lunch does not either.
const PAUSE: SignedDuration = SignedDuration::from_mins(15);
/// Nobody is stuck before this.
const PATIENCE: SignedDuration = SignedDuration::from_mins(4);

/// How far one learner is in one scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Which (`E03`, `E03@7`).
    pub scenario: String,
    /// When it was begun.
    pub started: Timestamp,
    /// When it was first passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<Timestamp>,
    /// Whole minutes of work until it was passed, or so far.
    pub minutes: i64,
    /// Checks made.
    pub attempts: u32,
    /// The most hints taken before a pass or a reset.
    pub hints: u32,
    /// Whether the solution was seen before passing.
    pub solution: bool,
    /// The best score, hints taken off.
    pub score: u32,
    /// Points there are; none before the first check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<u32>,
    /// What the last check that failed complained of.
    pub diags: Vec<String>,
    /// The time of work behind `minutes`.
    #[serde(skip)]
    worked: SignedDuration,
    /// The best score before hints were taken off.
    #[serde(skip)]
    earned: u32,
    /// When a new check last passed, or it was begun or reset.
    #[serde(skip)]
    moved: Timestamp,
    /// When the learner last did anything here.
    #[serde(skip)]
    touched: Timestamp,
}

/// What a cell of the board says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// At it, and no new check has passed for too long.
    Stuck,
    /// Begun.
    Working,
    /// Passed.
    Passed,
    /// Not begun.
    New,
}

impl State {
    /// Its word in JSON, CSV and the ids of messages.
    pub fn word(self) -> &'static str {
        match self {
            State::Stuck => "stuck",
            State::Working => "working",
            State::Passed => "passed",
            State::New => "new",
        }
    }
}

/// How long a scenario of so many minutes may go without a new passing check: one and a half times as long, four minutes
/// at the least.
pub fn patience(minutes: u32) -> SignedDuration {
    PATIENCE.max(SignedDuration::from_secs(i64::from(minutes) * 90))
}

impl Standing {
    fn new(scenario: &str, at: Timestamp) -> Self {
        Self {
            scenario: scenario.to_owned(),
            started: at,
            passed: None,
            minutes: 0,
            attempts: 0,
            hints: 0,
            solution: false,
            score: 0,
            points: None,
            diags: Vec::new(),
            worked: SignedDuration::ZERO,
            earned: 0,
            moved: at,
            touched: at,
        }
    }

    /// What it is at this time, if it is meant to take so many minutes. Stuck is who goes on editing, checking or taking
    /// hints while nothing new passes; who has not touched it as long as that is at something else.
    pub fn state(&self, minutes: u32, now: Timestamp) -> State {
        let patience = patience(minutes);
        match self.passed {
            Some(_) => State::Passed,
            None if self.touched > self.moved && self.quiet(now) >= patience && self.idle(now) < patience => State::Stuck,
            None => State::Working,
        }
    }

    /// How long nothing new has passed.
    pub fn quiet(&self, now: Timestamp) -> SignedDuration {
        now.duration_since(self.moved)
    }

    /// How long nothing was done.
    pub fn idle(&self, now: Timestamp) -> SignedDuration {
        now.duration_since(self.touched)
    }

    fn apply(&mut self, record: &Record) {
        self.touched = self.touched.max(record.at);
        match &record.event {
            Event::Checked { score, points, passed, diags, .. } => {
                self.attempts = self.attempts.saturating_add(1);
                self.points = Some(*points);
                if *score > self.earned {
                    (self.earned, self.moved) = (*score, record.at);
                }
                if *passed && self.passed.is_none() {
                    self.passed = Some(record.at);
                }
                if !diags.is_empty() {
                    self.diags.clone_from(diags);
                }
            }
            Event::Reset { .. } => (self.earned, self.moved) = (0, record.at),
            Event::Revealed { .. } if self.passed.is_none() => self.solution = true,
            Event::Hinted { hint, .. } if self.passed.is_none() => self.hints = self.hints.max(*hint),
            _ => {}
        }
    }
}

/// The standings of one learner, in the order in which the scenarios were begun. `records` are in order of time.
pub fn standings(records: &[Record]) -> Vec<Standing> {
    let mut found: Vec<Standing> = Vec::new();
    let mut index = BTreeMap::new();
    // The scores and their costs are the journal's own.
    let mut progress = Progress::default();
    for (number, record) in records.iter().enumerate() {
        let Some(id) = scenario(&record.event) else { continue };
        let at = *index.entry(id).or_insert_with(|| {
            found.push(Standing::new(id, record.at));
            found.len() - 1
        });
        progress.apply(&record.event, record.at);
        let standing = &mut found[at];
        standing.apply(record);
        // The time until the learner's next deed belongs to this scenario, wherever that deed was.
        if let (None, Some(next)) = (standing.passed, records.get(number + 1)) {
            let pause = next.at.duration_since(record.at).clamp(SignedDuration::ZERO, PAUSE);
            standing.worked = standing.worked.saturating_add(pause);
        }
    }
    for standing in &mut found {
        standing.score = progress.attempt(&standing.scenario).best.unwrap_or(0);
        standing.minutes = standing.worked.as_mins();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::VERSION;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_760_000_000 + seconds).unwrap()
    }

    fn record(seconds: i64, event: Event) -> Record {
        Record { v: VERSION, at: at(seconds), event }
    }

    fn started(seconds: i64, scenario: &str) -> Record {
        record(seconds, Event::Started { scenario: scenario.into() })
    }

    fn edited(seconds: i64) -> Record {
        record(seconds, Event::Edited { scenario: "E03".into() })
    }

    fn checked(seconds: i64, score: u32) -> Record {
        let diags = if score < 8 { vec![format!("d{score}")] } else { Vec::new() };
        record(seconds, Event::Checked { scenario: "E03".into(), score, points: 8, passed: score == 8, diags })
    }

    fn state(records: &[Record], minutes: u32, seconds: i64) -> State {
        standings(records)[0].state(minutes, at(seconds))
    }

    #[test]
    fn patience_is_four_minutes_or_half_more_than_suggested() {
        let minutes = [1, 2, 3, 6, 18].map(|minutes| patience(minutes).as_secs());
        assert_eq!(minutes, [240, 240, 270, 540, 1620]);
    }

    #[test]
    fn stuck_is_who_edits_on_while_nothing_new_passes() {
        let begun = [started(0, "E03"), checked(60, 2), edited(500)];
        assert_eq!(state(&begun, 6, 60 + 539), State::Working);
        assert_eq!(state(&begun, 6, 60 + 540), State::Stuck);
        // Nothing was done since the last check passed: reading, or away.
        assert_eq!(state(&begun[..2], 6, 60 + 600), State::Working);
        // Away for as long as the patience lasts.
        assert_eq!(state(&begun, 6, 500 + 540), State::Working);
        // The same score again is no new passing check, a better one is.
        let mut more = begun.to_vec();
        more.push(checked(590, 2));
        assert_eq!(state(&more, 6, 610), State::Stuck);
        more.push(checked(600, 3));
        assert_eq!(state(&more, 6, 610), State::Working);
        more.push(checked(620, 8));
        assert_eq!(state(&more, 6, 9000), State::Passed);
    }

    #[test]
    fn who_never_passed_a_check_is_stuck_too() {
        assert_eq!(state(&[started(0, "E03"), edited(100), edited(230)], 2, 240), State::Stuck);
    }

    #[test]
    fn minutes_run_until_the_pass_and_leave_out_long_pauses_and_other_scenarios() {
        let records = [started(0, "E03"), started(120, "E04"), edited(420), checked(480, 8), checked(4000, 8)];
        let both = standings(&records);
        assert_eq!((both[0].minutes, both[1].minutes), (3, 5));
        assert_eq!(standings(&[started(0, "E03"), checked(86_400, 2), checked(86_460, 8)])[0].minutes, 16);
    }

    #[test]
    fn score_hints_and_solution_are_what_the_journal_says() {
        let hint = |seconds, hint| record(seconds, Event::Hinted { scenario: "E03".into(), hint });
        let reset = record(30, Event::Reset { scenario: "E03".into() });
        let records = [started(0, "E03"), hint(10, 2), checked(20, 3), reset, checked(50, 8), hint(60, 3)];
        let standing = &standings(&records)[0];
        assert_eq!((standing.score, standing.hints, standing.attempts, standing.points), (8, 2, 2, Some(8)));
        assert_eq!((standing.passed, standing.diags.as_slice()), (Some(at(50)), ["d3".to_owned()].as_slice()));
        let seen = [started(0, "E03"), record(5, Event::Revealed { scenario: "E03".into() }), checked(9, 8)];
        assert_eq!((standings(&seen)[0].score, standings(&seen)[0].solution), (0, true));
    }
}
