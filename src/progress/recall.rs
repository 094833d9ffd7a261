//! When something that went wrong returns: after 1, 3 and 7 days.

use jiff::{SignedDuration, Timestamp};

/// Days until an item returns: after the mistake, after the first right answer, after the second.
pub const RETURN_DAYS: [i64; 3] = [1, 3, 7];
/// A learner who comes back a little earlier than yesterday need not wait.
const GRACE: SignedDuration = SignedDuration::from_hours(4);

/// An item that went wrong and has not been right three times since, each time when it was due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recall {
    /// When it was last wrong, or right when due.
    pub since: Timestamp,
    /// How often it was right when due.
    pub step: usize,
    /// Whether a scenario was passed with help that costs points.
    pub helped: bool,
}

impl Recall {
    /// Wrong at this time.
    pub(super) fn wrong(at: Timestamp) -> Self {
        Self { since: at, step: 0, helped: false }
    }

    /// When it returns.
    pub fn due(&self) -> Timestamp {
        let days = RETURN_DAYS.get(self.step).copied().unwrap_or(RETURN_DAYS[RETURN_DAYS.len() - 1]);
        self.since.saturating_add(SignedDuration::from_hours(24 * days) - GRACE).unwrap_or(self.since)
    }

    /// Right at this time: before it is due that says nothing. `None`: it is learnt.
    pub(super) fn right(self, at: Timestamp) -> Option<Self> {
        if at < self.due() {
            return Some(self);
        }
        (self.step + 1 < RETURN_DAYS.len()).then_some(Self { since: at, step: self.step + 1, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i64) -> Timestamp {
        Timestamp::from_second(1_760_000_000 + day * 86_400).unwrap()
    }

    #[test]
    fn what_was_wrong_returns_after_one_three_and_seven_days_and_is_then_learnt() {
        let mut recall = Recall::wrong(day(0));
        for (today, days) in [(1, 1), (4, 3), (11, 7)] {
            assert!(recall.due() > day(today) - SignedDuration::from_hours(24) && recall.due() <= day(today), "after {days}");
            match recall.clone().right(day(today)) {
                Some(next) => recall = next,
                None => assert_eq!(today, 11),
            }
        }
        assert_eq!(recall.step, 2);
    }

    #[test]
    fn a_right_answer_before_the_day_says_nothing() {
        let recall = Recall::wrong(day(0));
        assert_eq!(recall.clone().right(day(0)), Some(recall));
    }
}
