//! Points from verdicts.

use crate::grade::Verdict;

/// What was earned of all there is, in weights of checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The weights of what counts.
    pub earned: u64,
    /// All weights.
    pub all: u64,
}

impl Share {
    /// The share of the passed checks' weights.
    ///
    /// A check that passes with the starting files (something kept, a document accepted) earns nothing until a
    /// check passes that did not: doing nothing scores 0, and so does a change without effect.
    pub fn of(verdicts: &[Verdict], at_start: &[bool]) -> Self {
        let progress = verdicts.iter().zip(at_start).any(|(verdict, before)| verdict.passed && !before);
        let all = verdicts.iter().map(|verdict| u64::from(verdict.weight)).sum();
        let earned: u64 = verdicts.iter().filter(|verdict| verdict.passed).map(|verdict| u64::from(verdict.weight)).sum();
        Self { earned: if progress { earned } else { 0 }, all }
    }

    /// The points earned, rounded down so that only a full pass is full.
    pub fn points(self, points: u32) -> u32 {
        (u64::from(points) * self.earned).checked_div(self.all).map_or(0, |earned| u32::try_from(earned).unwrap_or(points))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grade::{Sentence, Stage};

    fn score(points: u32, verdicts: &[Verdict], at_start: &[bool]) -> u32 {
        Share::of(verdicts, at_start).points(points)
    }

    fn verdicts(passed: &[(u32, bool)]) -> Vec<Verdict> {
        let verdict = |(weight, passed): &(u32, bool)| Verdict {
            check: String::new(),
            weight: *weight,
            stage: Stage::Probe,
            passed: *passed,
            skipped: false,
            diag: None,
            rule: None,
            asks: Sentence::default(),
            message: Sentence::default(),
            reason: None,
            place: None,
            counterexample: None,
            lesson: None,
            url: None,
        };
        passed.iter().map(verdict).collect()
    }

    #[test]
    fn a_failing_check_costs_its_weight() {
        let partial = verdicts(&[(40, true), (30, true), (20, false), (10, true)]);
        assert_eq!(score(5, &partial, &[false; 4]), 4);
        assert_eq!(score(100, &partial, &[false; 4]), 80);
    }

    #[test]
    fn rounding_never_makes_a_full_score() {
        assert_eq!(score(5, &verdicts(&[(99, true), (1, false)]), &[false; 2]), 4);
        assert_eq!(score(5, &verdicts(&[(99, true), (1, true)]), &[false; 2]), 5);
    }

    #[test]
    fn what_held_before_earns_nothing_alone() {
        assert_eq!(score(5, &verdicts(&[(50, true), (50, false)]), &[true, false]), 0);
        assert_eq!(score(4, &verdicts(&[(50, true), (50, true)]), &[true, false]), 4);
    }
}
