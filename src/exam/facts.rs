//! What the exams are like: `assets/exam-facts.yaml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::content::Scenario;

/// The page, read once.
static FACTS: LazyLock<Facts> = LazyLock::new(|| serde_yaml::from_str(include_str!("../../assets/exam-facts.yaml")).unwrap_or_default());

/// A field that a paper asks about, and that a score sheet sums up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Domain {
    /// Who may talk to whom.
    Network,
    /// What a process may do.
    SecurityContext,
    /// Which image is pulled, and with which credential.
    Images,
    /// What the server lets in.
    Admission,
}

impl Domain {
    /// All of them, in the order of a score sheet.
    pub const ALL: [Self; 4] = [Self::Network, Self::SecurityContext, Self::Images, Self::Admission];

    /// Its word in flags, JSON and the message tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::SecurityContext => "security-context",
            Self::Images => "images",
            Self::Admission => "admission",
        }
    }

    /// The domain of that word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|domain| domain.word().eq_ignore_ascii_case(word))
    }

    /// The domain of a scenario: admission by its tags, the others by their module.
    pub fn of(scenario: &Scenario) -> Self {
        if scenario.tags.iter().any(|tag| ["admission", "Pod Security"].contains(&tag.as_str())) {
            return Self::Admission;
        }
        match scenario.module {
            2 => Self::Images,
            4 => Self::Network,
            _ => Self::SecurityContext,
        }
    }
}

/// How long a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blueprint {
    /// How many tasks it has.
    pub tasks: usize,
    /// How many minutes.
    pub minutes: u32,
}

/// One exam.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExamFacts {
    /// The percentage that passes.
    pub pass: u32,
    /// Shares by domain.
    pub mix: BTreeMap<Domain, u32>,
}

/// Where a fact was read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What the page says.
    pub says: String,
    /// The page.
    pub url: String,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// When the pages were read: year and month.
    pub checked: String,
    /// The pages.
    pub sources: Vec<Source>,
    /// By name: `cka`, `ckad`, `cks`.
    pub exams: BTreeMap<String, ExamFacts>,
    /// By name: `full`, `half`, `sprint`.
    pub papers: BTreeMap<String, Blueprint>,
    /// Percentage of tasks that are to repair something.
    pub repair: u32,
    /// Percentages of tasks with one, two and three stars.
    pub stars: [u32; 3],
}

/// The facts.
pub fn facts() -> &'static Facts {
    &FACTS
}

impl Facts {
    /// The papers' names, the longest first.
    pub fn blueprints(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.papers.iter().collect();
        names.sort_by_key(|(_, paper)| std::cmp::Reverse(paper.tasks));
        names.into_iter().map(|(name, _)| name.as_str()).collect()
    }
}
