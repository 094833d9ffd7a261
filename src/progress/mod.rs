//! What a learner has done: an append-only journal of JSON Lines, folded to the present state, and the edited files.
//!
//! [`Event`] is one line of the journal, [`Progress`] the fold of all lines. [`Journal`] keeps both in step on a
//! [`Host`](crate::host::Host) and works on in memory when nothing can be written. [`Drafts`] keeps the files.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

mod drafts;
mod journal;
mod recall;
mod record;
mod sitting;
mod trouble;

pub use drafts::Drafts;
pub use journal::Journal;
pub use recall::{RETURN_DAYS, Recall};
pub use record::{Line, Record, VERSION};
pub use sitting::{End, Mark, Paper, PaperTask, Sitting};
pub use trouble::{Cause, Trouble};

/// What the hints cost, in percent of the scenario's points: the highest one taken counts.
pub const HINT_COST: [u32; 3] = [0, 25, 50];

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
    /// The files were edited; the console says it once a minute at most.
    Edited {
        /// Which scenario.
        scenario: String,
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
    /// A true-or-false item of a lesson was answered.
    Answered {
        /// Which: the lesson and the item's number in it, from 1 (`L07/3`).
        item: String,
        /// Whether the answer was right. "I do not know" is not.
        right: bool,
        /// Whether it was asked to find out what the learner knows already.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        placement: bool,
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
    /// A paper was drawn.
    ExamDrawn(Paper),
    /// A task of a paper is shown; the first one starts its clock.
    ExamAt {
        /// Which paper.
        paper: String,
        /// Which task, from 1.
        task: usize,
        /// Where the cursor is: `policy.yaml:8:3`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<String>,
        /// Whether the program was away before, nobody knows since when.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        resumed: bool,
    },
    /// No task of the paper is shown any longer; its clock goes on.
    ExamLeft {
        /// Which paper.
        paper: String,
    },
    /// A task was marked to come back to, or no longer.
    ExamFlagged {
        /// Which paper.
        paper: String,
        /// Which task, from 1.
        task: usize,
        /// Whether it is marked now.
        flagged: bool,
    },
    /// A paper was handed in and marked.
    ExamEnded {
        /// Which paper.
        paper: String,
        /// What each task earned.
        marks: Vec<Mark>,
        /// Whether texts were handed in that may be younger than the end.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        late: bool,
    },
}

impl Event {
    /// Whether even a power cut may not take it: what was earned, what it cost, and an exam. The disk is waited for then,
    /// which may take as long as everything else together.
    pub fn must_last(&self) -> bool {
        match self {
            Event::Checked { passed, .. } => *passed,
            Event::Hinted { .. } | Event::Revealed { .. } | Event::Answered { .. } => true,
            Event::ExamDrawn(_) | Event::ExamLeft { .. } | Event::ExamEnded { .. } => true,
            _ => false,
        }
    }
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// By scenario id.
    pub attempts: BTreeMap<String, Attempt>,
    /// By lesson id, percent read.
    pub lessons: BTreeMap<String, u32>,
    /// What went wrong and returns, by item (`L07/3`) or scenario id.
    pub recalls: BTreeMap<String, Recall>,
    /// Items that were right in the placement.
    pub placed: BTreeSet<String>,
    /// By name.
    pub settings: BTreeMap<String, String>,
    /// Where the learner was last.
    pub place: Option<String>,
    /// Exam papers, in the order in which they were drawn.
    pub papers: Vec<Sitting>,
}

impl Attempt {
    /// Percent of the points that the next pass does without: the hints' cost, or all after the solution was shown.
    pub fn cost(&self) -> u32 {
        if self.revealed { 100 } else { hint_cost(self.hints) }
    }

    /// What `score` of `points` is worth now, rounded down.
    pub fn worth(&self, score: u32, points: u32) -> u32 {
        let hundredths = (u64::from(score) * 100).saturating_sub(u64::from(points) * u64::from(self.cost()));
        u32::try_from(hundredths / 100).unwrap_or(u32::MAX)
    }

    /// What a pass of `points` will be worth once another hint is taken.
    pub fn worth_after_hint(&self, points: u32) -> u32 {
        Self { hints: self.hints + 1, ..self.clone() }.worth(points, points)
    }
}

/// Percent of the points that it costs to have taken `hints` hints.
pub fn hint_cost(hints: u32) -> u32 {
    let last = (hints as usize).min(HINT_COST.len());
    last.checked_sub(1).map_or(0, |index| HINT_COST[index])
}

impl Progress {
    /// How far the scenario `id` is.
    pub fn attempt(&self, id: &str) -> Attempt {
        self.attempts.get(id).cloned().unwrap_or_default()
    }

    /// Folds one more event in, which happened at this time.
    pub fn apply(&mut self, event: &Event, now: Timestamp) {
        match event {
            Event::Started { scenario } => self.at(scenario).started = true,
            Event::Checked { scenario, score, points, passed, diags } => {
                let attempt = self.at(scenario);
                attempt.started = true;
                attempt.checks = attempt.checks.saturating_add(1);
                attempt.best = attempt.best.max(Some(attempt.worth(*score, *points)));
                attempt.passed |= passed;
                attempt.diags.clone_from(diags);
                let helped = *passed && attempt.cost() > 0;
                self.recall(scenario, *passed && !helped, now);
                if let Some(recall) = self.recalls.get_mut(scenario) {
                    recall.helped |= helped;
                }
            }
            Event::Answered { item, right, placement } => {
                self.recall(item, *right, now);
                if *placement && *right {
                    self.placed.insert(item.clone());
                } else if *placement {
                    self.placed.remove(item);
                }
            }
            Event::Hinted { scenario, hint } => {
                let attempt = self.at(scenario);
                attempt.hints = attempt.hints.max(*hint);
            }
            Event::Revealed { scenario } => {
                let attempt = self.at(scenario);
                attempt.revealed |= !attempt.passed;
            }
            Event::Reset { scenario } => {
                let attempt = self.at(scenario);
                (attempt.hints, attempt.revealed) = (0, false);
                attempt.diags.clear();
            }
            // Says when somebody was at work, and changes nothing.
            Event::Edited { .. } => {}
            Event::Read { lesson, percent } => {
                let read = self.lessons.entry(lesson.clone()).or_default();
                *read = (*read).max((*percent).min(100));
            }
            Event::Set { setting, value } => {
                self.settings.insert(setting.clone(), value.clone());
            }
            Event::At { place } => self.place = Some(place.clone()),
            Event::ExamDrawn(paper) => {
                if self.paper(&paper.paper).is_none() {
                    self.papers.push(Sitting::new(paper.clone(), now));
                }
            }
            Event::ExamAt { paper, task, place, resumed } => {
                if let (Some(sitting), Some(task)) = (self.sitting(paper), task.checked_sub(1)) {
                    sitting.show(task, place.as_deref(), *resumed, now);
                }
            }
            Event::ExamLeft { paper } => self.sitting(paper).into_iter().for_each(|sitting| sitting.pause(now)),
            Event::ExamFlagged { paper, task, flagged } => {
                if let (Some(sitting), Some(task)) = (self.sitting(paper), task.checked_sub(1)) {
                    if *flagged { _ = sitting.flags.insert(task) } else { _ = sitting.flags.remove(&task) }
                }
            }
            Event::ExamEnded { paper, marks, late } => {
                self.sitting(paper).into_iter().for_each(|sitting| sitting.end(marks, *late, now));
            }
        }
    }

    /// The paper of this name.
    pub fn paper(&self, name: &str) -> Option<&Sitting> {
        self.papers.iter().find(|sitting| sitting.paper.paper == name)
    }

    /// The paper whose clock runs at this time.
    pub fn running(&self, now: Timestamp) -> Option<&Sitting> {
        self.papers.iter().rev().find(|sitting| sitting.runs(now))
    }

    /// The paper that waits to be sat, handed in or marked: the one that began last, else the one drawn last.
    pub fn open_paper(&self) -> Option<&Sitting> {
        let open = || self.papers.iter().rev().filter(|sitting| sitting.end.is_none());
        open().find(|sitting| sitting.begun.is_some()).or_else(|| open().next())
    }

    fn sitting(&mut self, name: &str) -> Option<&mut Sitting> {
        self.papers.iter_mut().find(|sitting| sitting.paper.paper == name)
    }

    /// What was wrong returns; what is right when it is due returns later, or is learnt.
    fn recall(&mut self, item: &str, right: bool, now: Timestamp) {
        let next = match self.recalls.remove(item) {
            Some(recall) if right => recall.right(now),
            Some(recall) => Some(Recall { helped: recall.helped, ..Recall::wrong(now) }),
            None => (!right).then(|| Recall::wrong(now)),
        };
        self.recalls.extend(next.map(|recall| (item.to_owned(), recall)));
    }

    fn at(&mut self, scenario: &str) -> &mut Attempt {
        self.attempts.entry(scenario.to_owned()).or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(score: u32) -> Event {
        Event::Checked { scenario: "E03".into(), score, points: 8, passed: score == 8, diags: Vec::new() }
    }

    fn folded(events: &[Event]) -> Attempt {
        let mut progress = Progress::default();
        events.iter().for_each(|event| progress.apply(event, Timestamp::UNIX_EPOCH));
        progress.attempt("E03")
    }

    fn hinted(hint: u32) -> Event {
        Event::Hinted { scenario: "E03".into(), hint }
    }

    #[test]
    fn hints_cost_nothing_a_quarter_and_a_half_of_the_points() {
        let best = |hints: &[u32]| folded(&[hints.iter().map(|n| hinted(*n)).collect(), vec![checked(8)]].concat()).best;
        assert_eq!([best(&[]), best(&[1]), best(&[1, 2]), best(&[1, 2, 3])], [Some(8), Some(8), Some(6), Some(4)]);
    }

    #[test]
    fn a_hints_price_is_what_a_pass_then_loses() {
        for points in 1..=20 {
            let mut events = Vec::new();
            for hint in 1..=3 {
                let promised = folded(&events).worth_after_hint(points);
                events.push(hinted(hint));
                assert_eq!(folded(&events).worth(points, points), promised, "{points} points, hint {hint}");
            }
        }
    }

    #[test]
    fn a_score_once_reached_is_not_lost_to_a_later_hint() {
        assert_eq!(folded(&[checked(8), hinted(3), checked(8)]).best, Some(8));
        assert_eq!(folded(&[hinted(3), checked(2)]).best, Some(0));
    }

    #[test]
    fn a_pass_without_help_returns_only_after_a_mistake_and_one_with_help_always() {
        let recall = |events: &[Event]| {
            let mut progress = Progress::default();
            events.iter().for_each(|event| progress.apply(event, Timestamp::UNIX_EPOCH));
            progress.recalls.get("E03").map(|recall| recall.helped)
        };
        assert_eq!(recall(&[checked(8)]), None);
        assert_eq!(recall(&[checked(3), checked(8)]), Some(false));
        assert_eq!(recall(&[hinted(1), checked(8)]), None);
        assert_eq!(recall(&[hinted(2), checked(8)]), Some(true));
    }

    #[test]
    fn an_item_of_the_placement_is_known_until_it_is_answered_wrong() {
        let answered = |right| Event::Answered { item: "L07/3".into(), right, placement: true };
        let mut progress = Progress::default();
        progress.apply(&answered(true), Timestamp::UNIX_EPOCH);
        assert!(progress.placed.contains("L07/3") && progress.recalls.is_empty());
        progress.apply(&answered(false), Timestamp::UNIX_EPOCH);
        assert!(progress.placed.is_empty() && progress.recalls.contains_key("L07/3"));
    }

    #[test]
    fn a_shown_solution_costs_all_until_a_reset_and_nothing_after_passing() {
        let (revealed, reset) = (Event::Revealed { scenario: "E03".into() }, Event::Reset { scenario: "E03".into() });
        assert_eq!(folded(&[revealed.clone(), checked(8)]).best, Some(0));
        assert_eq!(folded(&[revealed.clone(), checked(8), reset, checked(8)]).best, Some(8));
        assert!(!folded(&[checked(8), revealed]).revealed);
    }
}
