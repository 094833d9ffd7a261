//! The score sheet: partial credit, reasons, times.

use std::sync::Arc;

use super::misplaced::misplaced;
use super::nearest::nearest;
use super::{Domain, Exact, Misplaced, Nearest};
use crate::assess::{Assessment, Share, assess};
use crate::content::{Catalogue, Scenario};
use crate::progress::{Mark, Sitting};
use crate::text::SourceFile;

/// A task's row.
#[derive(Clone, Debug)]
pub struct Marked {
    /// From 1.
    pub number: usize,
    /// The task, in the paper's names.
    pub scenario: Arc<Scenario>,
    /// Percent of the paper.
    pub weight: u32,
    /// Its field.
    pub domain: Domain,
    /// What was handed in.
    pub files: Vec<SourceFile>,
    /// What the judge said of it.
    pub assessment: Arc<Assessment>,
    /// What it earned of its own checks.
    pub share: Share,
    /// How long it was looked at.
    pub seconds: u64,
    /// Right work in the wrong place; it is worth nothing then.
    pub misplaced: Option<Misplaced>,
    /// The way to the nearest solution, where points are missing.
    pub nearest: Option<Nearest>,
}

impl Marked {
    /// What it adds to the paper.
    pub fn earned(&self) -> Exact {
        Exact::share(u64::from(self.weight), self.share.earned, self.share.all)
    }

    /// Whether nothing is missing.
    pub fn is_full(&self) -> bool {
        self.share.all > 0 && self.share.earned == self.share.all
    }

    /// As the journal keeps it.
    pub fn mark(&self) -> Mark {
        Mark { earned: self.share.earned, all: self.share.all }
    }
}

/// A paper's score sheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The paper and when it was sat.
    pub sitting: Sitting,
    /// Its tasks.
    pub tasks: Vec<Marked>,
}

/// Tasks that the catalogue no longer has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost(pub Vec<String>);

/// Marks what was handed in: `files` has the texts of each task.
///
/// # Errors
/// When the catalogue has changed and lacks a task.
pub fn mark(catalogue: &Catalogue, sitting: &Sitting, files: &[Vec<SourceFile>]) -> Result<Sheet, Lost> {
    let found: Vec<_> = sitting.paper.tasks.iter().map(|task| (task, catalogue.find(&task.scenario))).collect();
    let lost: Vec<_> = found.iter().filter(|(_, scenario)| scenario.is_none()).map(|(task, _)| task.scenario.clone()).collect();
    if !lost.is_empty() {
        return Err(Lost(lost));
    }
    let tasks = found.into_iter().enumerate().filter_map(|(index, (task, scenario))| {
        let seconds = sitting.seconds.get(index).copied().unwrap_or(0);
        let files = files.get(index).cloned().unwrap_or_default();
        Some(Marked { number: index + 1, weight: task.weight, seconds, ..marked(scenario?, files) })
    });
    Ok(Sheet { tasks: tasks.collect(), sitting: sitting.clone() })
}

fn marked(scenario: Scenario, handed_in: Vec<SourceFile>) -> Marked {
    let with_start = scenario.start.iter().map(|start| handed_in.iter().find(|file| file.name() == start.name()).unwrap_or(start).clone());
    let files: Vec<_> = with_start.collect();
    let assessment = assess(&scenario, &files);
    let misplaced = if assessment.passed { None } else { misplaced(&scenario, &files) };
    let share = Share { earned: if misplaced.is_some() { 0 } else { assessment.share.earned }, ..assessment.share };
    Marked {
        number: 0,
        weight: 0,
        seconds: 0,
        domain: Domain::of(&scenario),
        nearest: if assessment.passed { None } else { nearest(&scenario, &files) },
        scenario: Arc::new(scenario),
        assessment: Arc::new(assessment),
        files,
        share,
        misplaced,
    }
}

impl Sheet {
    /// Percent of the whole, exact.
    pub fn total(&self) -> Exact {
        self.tasks.iter().fold(Exact::default(), |sum, task| sum.plus(task.earned()))
    }

    /// Whether the limit is reached, by what was handed in before the end.
    pub fn passed(&self) -> bool {
        self.total().reaches(self.sitting.paper.pass) && !self.sitting.is_late()
    }

    /// Of each domain that was asked about: what was earned, of how many percent of the paper.
    pub fn domains(&self) -> Vec<(Domain, Exact, u32)> {
        let of = |domain: Domain| {
            let tasks = || self.tasks.iter().filter(move |task| task.domain == domain);
            let weight: u32 = tasks().map(|task| task.weight).sum();
            (domain, tasks().fold(Exact::default(), |sum, task| sum.plus(task.earned())), weight)
        };
        Domain::ALL.into_iter().map(of).filter(|(.., weight)| *weight > 0).collect()
    }

    /// How many tasks earned everything.
    pub fn full(&self) -> usize {
        self.tasks.iter().filter(|task| task.is_full()).count()
    }

    /// The tasks that lost most, worth practising first.
    pub fn weakest(&self) -> Vec<&Marked> {
        let mut weak: Vec<_> = self.tasks.iter().filter(|task| !task.is_full()).collect();
        let lost = |task: &Marked| u64::from(task.weight) * (task.share.all - task.share.earned) * 1000 / task.share.all.max(1);
        weak.sort_by_key(|task| (std::cmp::Reverse(lost(task)), task.number));
        weak
    }

    /// Takes the end and the times that the journal knows by now.
    pub fn take_times(&mut self, sitting: &Sitting) {
        self.sitting = sitting.clone();
        for (task, seconds) in self.tasks.iter_mut().zip(&sitting.seconds) {
            task.seconds = *seconds;
        }
    }

    /// The marks as the journal keeps them.
    pub fn marks(&self) -> Vec<Mark> {
        self.tasks.iter().map(Marked::mark).collect()
    }

    /// The middle of the seconds that tasks took, and of the seconds they were meant to take.
    pub fn medians(&self) -> (u64, u64) {
        let middle = |mut values: Vec<u64>| {
            values.sort_unstable();
            match values.len() {
                0 => 0,
                count if count.is_multiple_of(2) => u64::midpoint(values[count / 2 - 1], values[count / 2]),
                count => values[count / 2],
            }
        };
        let taken = self.tasks.iter().map(|task| task.seconds).collect();
        (middle(taken), middle(self.tasks.iter().map(|task| u64::from(task.scenario.minutes) * 60).collect()))
    }
}
