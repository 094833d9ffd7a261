//! How ready a learner is, by the last papers.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Domain, Exact};
use crate::content::Catalogue;
use crate::progress::{Progress, Sitting};

/// How many papers count.
const LAST: usize = 5;

/// A paper that was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Its name.
    pub paper: String,
    /// When it ended.
    pub at: Timestamp,
    /// Percent, exact.
    pub total: Exact,
    /// What was needed.
    pub pass: u32,
    /// Whether it was reached.
    pub passed: bool,
}

/// A domain in the last papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// Which.
    pub domain: Domain,
    /// Percent of what was asked, exact.
    pub share: Exact,
    /// How many tasks asked about it.
    pub tasks: usize,
}

/// The last papers that were handed in, the newest first.
pub fn past(progress: &Progress) -> Vec<Past> {
    ended(progress).filter_map(result).collect()
}

/// Each domain in those papers.
pub fn readiness(catalogue: &Catalogue, progress: &Progress) -> Vec<Readiness> {
    let mut sums: BTreeMap<Domain, (Exact, u64, usize)> = BTreeMap::new();
    for sitting in ended(progress) {
        let Some(end) = &sitting.end else { continue };
        for (task, mark) in sitting.paper.tasks.iter().zip(&end.marks) {
            let base = task.scenario.split('@').next().unwrap_or_default();
            let Some(scenario) = catalogue.scenario(base) else { continue };
            let (earned, weight, tasks) = sums.entry(Domain::of(scenario)).or_default();
            *earned = earned.plus(Exact::share(u64::from(task.weight), mark.earned, mark.all));
            (*weight, *tasks) = (*weight + u64::from(task.weight), *tasks + 1);
        }
    }
    sums.into_iter().map(|(domain, (earned, weight, tasks))| Readiness { domain, share: earned.of(weight), tasks }).collect()
}

fn ended(progress: &Progress) -> impl Iterator<Item = &Sitting> {
    progress.papers.iter().rev().filter(|sitting| sitting.end.is_some()).take(LAST)
}

/// How a paper ended; `None` as long as it has not.
pub fn result(sitting: &Sitting) -> Option<Past> {
    let end = sitting.end.as_ref()?;
    let pairs = sitting.paper.tasks.iter().zip(&end.marks);
    let total = pairs.fold(Exact::default(), |sum, (task, mark)| sum.plus(Exact::share(u64::from(task.weight), mark.earned, mark.all)));
    Some(Past {
        paper: sitting.paper.paper.clone(),
        at: end.at,
        total,
        pass: sitting.paper.pass,
        passed: total.reaches(sitting.paper.pass) && !end.late,
    })
}
