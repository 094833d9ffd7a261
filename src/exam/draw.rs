//! Drawing a paper: the same seed gives the same paper on every machine.

use std::collections::BTreeMap;

use super::variant::task;
use super::{Blueprint, Domain, Facts, facts};
use crate::content::{Catalogue, Kind, Random, Scenario};
use crate::locale::Sentence;
use crate::progress::{Paper, PaperTask, Sitting};

/// Papers that are drawn before the one nearest to the blueprint is taken.
const DRAWS: u64 = 200;

/// What is ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// `full`, `half`, `sprint`.
    pub blueprint: String,
    /// `cka`, `ckad`, `cks`.
    pub exam: String,
    /// A domain, or a tag of scenarios; `None`: the exam's mix.
    pub topic: Option<String>,
    /// The number behind the choice.
    pub seed: u64,
}

/// Why no paper can be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shortage {
    /// No such blueprint or exam.
    Unknown {
        /// What was asked for.
        word: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The catalogue has too few tasks.
    Tasks {
        /// How many are needed.
        wanted: usize,
        /// How many there are.
        there: usize,
    },
    /// Too few of them are to repair something.
    Repairs {
        /// How many are needed.
        wanted: usize,
        /// How many there are.
        there: usize,
    },
}

impl Shortage {
    /// What is missing, and what to do.
    pub fn sentence(&self) -> Sentence {
        let counts =
            |id: &str, wanted: &usize, there: &usize| Sentence::new(id, &[("wanted", &wanted.to_string()), ("there", &there.to_string())]);
        match self {
            Self::Unknown { word, known } => Sentence::new("exam-unknown", &[("word", word), ("known", &known.join(", "))]),
            Self::Tasks { wanted, there } => counts("exam-too-few-tasks", wanted, there),
            Self::Repairs { wanted, there } => counts("exam-too-few-repairs", wanted, there),
        }
    }
}

/// Draws a paper.
///
/// # Errors
/// When the catalogue cannot fill it.
pub fn draw(catalogue: &Catalogue, order: &Order) -> Result<Paper, Shortage> {
    let (drawn, blueprint, pass) = choose(catalogue, order)?;
    let points: Vec<_> = drawn.iter().map(|scenario| u64::from(scenario.points)).collect();
    let weights = apportion(100, &points, 1);
    let tasks = drawn.iter().zip(weights).map(|(scenario, weight)| PaperTask { scenario: task(scenario, order.seed).id, weight });
    Ok(Paper {
        paper: id(order),
        blueprint: order.blueprint.clone(),
        exam: order.exam.clone(),
        topic: order.topic.clone(),
        seed: order.seed,
        minutes: blueprint.minutes,
        pass,
        tasks: tasks.collect(),
    })
}

/// The scenarios of a paper in their order, how long it is, and what passes.
pub(super) fn choose<'c>(catalogue: &'c Catalogue, order: &Order) -> Result<(Vec<&'c Scenario>, Blueprint, u32), Shortage> {
    let facts = facts();
    let unknown =
        |word: &str, known: Vec<&str>| Shortage::Unknown { word: word.to_owned(), known: known.into_iter().map(str::to_owned).collect() };
    let blueprint = *facts.papers.get(&order.blueprint).ok_or_else(|| unknown(&order.blueprint, facts.blueprints()))?;
    let exam = facts.exams.get(&order.exam).ok_or_else(|| unknown(&order.exam, facts.exams.keys().map(String::as_str).collect()))?;
    let fits = |scenario: &&Scenario| {
        let on_topic = |topic: &String| {
            Domain::named(topic) == Some(Domain::of(scenario)) || scenario.tags.iter().any(|tag| tag.eq_ignore_ascii_case(topic))
        };
        scenario.kind != Kind::Predict && scenario.exams.contains(&order.exam) && order.topic.as_ref().is_none_or(on_topic)
    };
    let mut pool: Vec<_> = catalogue.scenarios.iter().filter(fits).collect();
    pool.sort_by(|a, b| a.id.cmp(&b.id));
    let (wanted, there) = (blueprint.tasks, pool.len());
    if there < wanted {
        return Err(Shortage::Tasks { wanted, there });
    }
    let repairs = (wanted * facts.repair as usize).div_ceil(100);
    let fixable = pool.iter().filter(|scenario| is_repair(scenario)).count();
    let quotas = match order.topic {
        Some(_) => vec![(pool.clone(), wanted)],
        None => quotas(&pool, &exam.mix, wanted),
    };
    let name = format!("{}/{}/{}", order.exam, order.blueprint, order.topic.as_deref().unwrap_or_default().to_ascii_lowercase());
    let draws = (0..DRAWS).map(|number| one(&quotas, &mut Random::new(order.seed, &format!("{name}/{number}"))));
    let drawn = draws.min_by_key(|drawn| distance(drawn, facts, blueprint.minutes, repairs)).unwrap_or_default();
    if drawn.iter().filter(|scenario| is_repair(scenario)).count() < repairs {
        return Err(Shortage::Repairs { wanted: repairs, there: fixable });
    }
    Ok((drawn, blueprint, exam.pass))
}

/// The paper's name, by which a class orders the same: `cka-sprint-7`, `cka-half-network-7`.
fn id(order: &Order) -> String {
    let plain = |text: &str| text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let topic: Option<String> = order.topic.as_deref().map(plain);
    let parts = [Some(order.exam.clone()), Some(order.blueprint.clone()), topic, Some(order.seed.to_string())];
    parts.into_iter().flatten().collect::<Vec<_>>().join("-")
}

/// The name of one more sitting of a paper: with a number behind it, if it was sat before.
pub fn taken_id(id: &str, sittings: &[Sitting]) -> String {
    let taken = |id: &String| sittings.iter().any(|sitting| sitting.paper.paper == *id);
    let names = std::iter::once(id.to_owned()).chain((2..).map(|number| format!("{id}.{number}")));
    names.into_iter().find(|name| !taken(name)).unwrap_or_else(|| id.to_owned())
}

/// Six digits that are equal wherever the same tasks were drawn with the same weights.
pub fn fingerprint(paper: &Paper) -> String {
    let text: String = paper.tasks.iter().map(|task| format!("{} {}\n", task.scenario, task.weight)).collect();
    // FNV-1a: nothing is protected by it, people compare it with their eyes.
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{:06x}", hash & 0x00ff_ffff)
}

/// What each domain has, and how many tasks of it the paper takes. What one lacks the others give.
fn quotas<'c>(pool: &[&'c Scenario], mix: &BTreeMap<Domain, u32>, wanted: usize) -> Vec<(Vec<&'c Scenario>, usize)> {
    let of = |domain: Domain| pool.iter().copied().filter(|scenario| Domain::of(scenario) == domain).collect::<Vec<_>>();
    let shares: Vec<_> = Domain::ALL.iter().map(|domain| u64::from(mix.get(domain).copied().unwrap_or(0))).collect();
    let counts = apportion(wanted as u64, &shares, 0);
    let mut quotas: Vec<_> = Domain::ALL.into_iter().map(of).zip(counts.into_iter().map(|count| count as usize)).collect();
    let mut missing = 0;
    for (there, count) in &mut quotas {
        missing += count.saturating_sub(there.len());
        *count = (*count).min(there.len());
    }
    for (there, count) in &mut quotas {
        let more = missing.min(there.len() - *count);
        (*count, missing) = (*count + more, missing - more);
    }
    quotas
}

/// One draw: so many of each domain, in an order of their own.
fn one<'c>(quotas: &[(Vec<&'c Scenario>, usize)], random: &mut Random) -> Vec<&'c Scenario> {
    let mut drawn = Vec::new();
    for (there, count) in quotas {
        let mut rest = there.clone();
        for _ in 0..*count {
            let at = random.below(rest.len() as u64) as usize;
            drawn.push(rest.swap_remove(at));
        }
    }
    for end in (1..drawn.len()).rev() {
        drawn.swap(end, random.below(end as u64 + 1) as usize);
    }
    drawn
}

/// How far a draw is from its blueprint: repairs first, then time, then difficulty.
fn distance(drawn: &[&Scenario], facts: &Facts, minutes: u32, repairs: usize) -> (usize, u32, u32) {
    let lacking = repairs.saturating_sub(drawn.iter().filter(|scenario| is_repair(scenario)).count());
    let over = drawn.iter().map(|scenario| scenario.minutes).sum::<u32>().saturating_sub(minutes);
    let count = |stars: u32| drawn.iter().filter(|scenario| scenario.difficulty == stars).count() as u32;
    let apart = |(index, share): (usize, &u32)| (count(index as u32 + 1) * 100).abs_diff(share * drawn.len() as u32);
    (lacking, over, facts.stars.iter().enumerate().map(apart).sum())
}

fn is_repair(scenario: &Scenario) -> bool {
    matches!(scenario.kind, Kind::Debug | Kind::Fix)
}

/// Whole numbers that sum to `all` exactly, in the proportion of `shares`, none below `least`: the largest remainders
/// are rounded up.
pub(super) fn apportion(all: u64, shares: &[u64], least: u64) -> Vec<u32> {
    let sum: u64 = shares.iter().sum::<u64>().max(1);
    let free = all.saturating_sub(least * shares.len() as u64);
    let mut parts: Vec<_> = shares.iter().map(|share| least + free * share / sum).collect();
    let mut order: Vec<_> = (0..shares.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(free * shares[*at] % sum), *at));
    let missing = all.saturating_sub(parts.iter().sum());
    for at in order.into_iter().cycle().take(if shares.is_empty() { 0 } else { missing as usize }) {
        parts[at] += 1;
    }
    parts.into_iter().map(|part| u32::try_from(part).unwrap_or(u32::MAX)).collect()
}
