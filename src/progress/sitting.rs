//! A paper and how it is sat: the fold of its events.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A task of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperTask {
    /// The scenario, mostly a variant (`E03@7`).
    pub scenario: String,
    /// Percent of the paper.
    pub weight: u32,
}

/// A paper, as it was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Its name: `cka-sprint-7`.
    pub paper: String,
    /// `full`, `half`, `sprint`.
    pub blueprint: String,
    /// `cka`, `ckad`, `cks`.
    pub exam: String,
    /// What it is about, if not about everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The number behind it.
    pub seed: u64,
    /// How long it takes.
    pub minutes: u32,
    /// The percentage that passes.
    pub pass: u32,
    /// Its tasks; the weights sum to 100.
    pub tasks: Vec<PaperTask>,
}

/// What a task earned of the weights of its checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The weights of what counts.
    pub earned: u64,
    /// All weights.
    pub all: u64,
}

/// How a sitting ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// When; at the latest when the time was over.
    pub at: Timestamp,
    /// What each task earned.
    pub marks: Vec<Mark>,
    /// Whether texts were handed in that may be younger than the end.
    pub late: bool,
}

/// A paper and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    /// The paper.
    pub paper: Paper,
    /// When it was drawn.
    pub drawn: Timestamp,
    /// When the first task was shown.
    pub begun: Option<Timestamp>,
    /// The task that is shown, or was last.
    pub at: usize,
    /// Where the cursor was in each task (`policy.yaml:8:3`).
    pub places: Vec<Option<String>>,
    /// Tasks to come back to.
    pub flags: BTreeSet<usize>,
    /// How long each task was looked at.
    pub seconds: Vec<u64>,
    /// Since when the task in `at` is looked at, as far as it is known.
    pub since: Option<Timestamp>,
    /// The latest time the journal knows of it: a clock that is set back gives no time back.
    pub seen: Timestamp,
    /// How it ended.
    pub end: Option<End>,
    /// Parts of seconds of each task, in milliseconds.
    rest: Vec<i64>,
}

impl Sitting {
    /// A paper that was just drawn.
    pub fn new(paper: Paper, now: Timestamp) -> Self {
        let count = paper.tasks.len();
        Self {
            paper,
            drawn: now,
            begun: None,
            at: 0,
            places: vec![None; count],
            flags: BTreeSet::new(),
            seconds: vec![0; count],
            since: None,
            seen: now,
            end: None,
            rest: vec![0; count],
        }
    }

    /// When the time is over; `None` before it has begun.
    pub fn deadline(&self) -> Option<Timestamp> {
        let whole = SignedDuration::from_mins(i64::from(self.paper.minutes));
        self.begun.map(|begun| begun.saturating_add(whole).unwrap_or(begun))
    }

    /// What is left at this time: all of it before the first task is shown, nothing after the end.
    pub fn remaining(&self, now: Timestamp) -> SignedDuration {
        let now = self.end.as_ref().map_or(now.max(self.seen), |end| end.at);
        match self.deadline() {
            Some(deadline) => deadline.duration_since(now).max(SignedDuration::ZERO),
            None => SignedDuration::from_mins(i64::from(self.paper.minutes)),
        }
    }

    /// Whether it has begun and nothing has ended it, not even the clock.
    pub fn runs(&self, now: Timestamp) -> bool {
        self.end.is_none() && self.begun.is_some() && self.remaining(now) > SignedDuration::ZERO
    }

    /// Whether the time is over and nothing is marked yet.
    pub fn is_locked(&self, now: Timestamp) -> bool {
        self.end.is_none() && self.begun.is_some() && self.remaining(now) == SignedDuration::ZERO
    }

    /// Whether it was handed in after its end.
    pub fn is_late(&self) -> bool {
        self.end.as_ref().is_some_and(|end| end.late)
    }

    /// Seconds from the first task to the end, or to this time.
    pub fn used(&self, now: Timestamp) -> u64 {
        let whole = u64::from(self.paper.minutes) * 60;
        whole.saturating_sub(u64::try_from(self.remaining(now).as_secs()).unwrap_or(0))
    }

    /// Where the drafts of a task are kept, by its index.
    pub fn drafts(&self, task: usize) -> String {
        format!("exam/{}/{:02}", self.paper.paper, task + 1)
    }

    /// A task is shown, perhaps after the program was away for a time that nobody saw.
    pub(super) fn show(&mut self, task: usize, place: Option<&str>, resumed: bool, now: Timestamp) {
        let now = now.max(self.seen);
        if self.end.is_some() || task >= self.paper.tasks.len() {
            return;
        }
        if self.begun.is_some() && self.remaining(now) == SignedDuration::ZERO {
            self.pause(now);
            return;
        }
        if resumed {
            self.since = None;
        }
        self.pause(now);
        self.begun.get_or_insert(now);
        (self.at, self.since) = (task, Some(now));
        if let Some(place) = place {
            self.places[task] = Some(place.to_owned());
        }
    }

    /// Nothing is shown any longer.
    pub(super) fn pause(&mut self, now: Timestamp) {
        let now = now.max(self.seen);
        self.seen = now;
        let until = self.deadline().map_or(now, |deadline| now.min(deadline));
        let Some(since) = self.since.take() else { return };
        if let (Some(seconds), Some(rest)) = (self.seconds.get_mut(self.at), self.rest.get_mut(self.at)) {
            *rest += i64::try_from(until.duration_since(since).as_millis().max(0)).unwrap_or(0);
            *seconds += u64::try_from(*rest / 1000).unwrap_or(0);
            *rest %= 1000;
        }
    }

    /// It is handed in.
    pub(super) fn end(&mut self, marks: &[Mark], late: bool, now: Timestamp) {
        if self.end.is_some() || marks.len() != self.paper.tasks.len() {
            return;
        }
        self.pause(now);
        let at = self.deadline().map_or(self.seen, |deadline| self.seen.min(deadline));
        self.end = Some(End { at, marks: marks.to_vec(), late });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_760_000_000 + second).unwrap()
    }

    fn sitting() -> Sitting {
        let task = |scenario: &str| PaperTask { scenario: scenario.into(), weight: 50 };
        let tasks = vec![task("E02"), task("E03")];
        let paper = Paper {
            paper: "cka-sprint-7".into(),
            blueprint: "sprint".into(),
            exam: "cka".into(),
            topic: None,
            seed: 7,
            minutes: 25,
            pass: 66,
            tasks,
        };
        Sitting::new(paper, at(0))
    }

    #[test]
    fn the_clock_starts_with_the_first_task_and_times_are_kept_to_the_second() {
        let mut sitting = sitting();
        assert_eq!(sitting.remaining(at(500)).as_secs(), 1500);
        sitting.show(0, None, false, at(1000));
        sitting.show(1, Some("a.yaml:3:1"), false, at(1061));
        sitting.show(0, None, false, at(1100));
        sitting.pause(at(1107));
        assert_eq!((sitting.seconds.clone(), sitting.remaining(at(1107)).as_secs()), (vec![68, 39], 1500 - 107));
        assert_eq!(sitting.places[1].as_deref(), Some("a.yaml:3:1"));
    }

    #[test]
    fn a_killed_program_costs_the_candidate_time_but_no_task() {
        let mut sitting = sitting();
        sitting.show(0, None, false, at(0));
        sitting.show(0, None, false, at(15));
        // Killed; back after five minutes.
        sitting.show(0, None, true, at(315));
        sitting.pause(at(320));
        assert_eq!((sitting.seconds[0], sitting.remaining(at(320)).as_secs()), (20, 1500 - 320));
    }

    #[test]
    fn at_the_end_it_locks_and_a_clock_set_back_gives_nothing_back() {
        let mut sitting = sitting();
        sitting.show(0, None, false, at(0));
        assert!(sitting.runs(at(1499)) && !sitting.is_locked(at(1499)));
        assert!(sitting.is_locked(at(1500)));
        sitting.show(1, None, false, at(1700));
        assert_eq!((sitting.at, sitting.seconds[0]), (0, 1500));
        assert!(sitting.is_locked(at(10)), "the clock was set back");
        sitting.end(&[Mark { earned: 1, all: 2 }; 2], false, at(1800));
        assert_eq!(sitting.end.as_ref().map(|end| end.at), Some(at(1500)));
        sitting.end(&[Mark { earned: 2, all: 2 }; 2], false, at(1801));
        assert_eq!(sitting.end.map(|end| end.marks[0].earned), Some(1), "handed in once");
    }
}
