//! The board: learners × scenarios, who is stuck, and what goes wrong most often.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::deed::scenario;
use super::roster::{Learner, Roster};
use super::standing::{Standing, State, standings};
use crate::content::Catalogue;
use crate::progress::Event;

/// Minutes of a scenario that this program does not know.
const UNKNOWN_MINUTES: u32 = 6;

/// What the instructor sees.
#[derive(Clone, Debug, Default)]
pub struct Board {
    /// Ids of the scenarios, in the order of the course.
    pub scenarios: Vec<String>,
    /// Who is stuck longest first, the others by name.
    pub rows: Vec<Row>,
    /// Longest first.
    pub stuck: Vec<Stuck>,
    /// Most learners first.
    pub wrong: Vec<Wrong>,
}

/// One learner.
#[derive(Clone, Debug)]
pub struct Row {
    /// The nickname.
    pub name: String,
    /// One for each scenario of the board.
    pub cells: Vec<Cell>,
    /// Points earned in the scenarios of the board.
    pub score: u32,
    /// The program's version.
    pub program: String,
    /// The pack's checksum.
    pub pack: String,
    /// All there is of this learner was edited.
    pub edited: bool,
}

/// How far a learner is in a scenario.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The scenario.
    pub scenario: String,
    /// In one word.
    pub state: State,
    /// The facts, once it was begun.
    pub standing: Option<Standing>,
    /// Whole minutes since nothing new has passed.
    pub quiet: i64,
    /// Whole minutes since nothing was done.
    pub idle: i64,
}

/// Somebody who is stuck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// The nickname.
    pub name: String,
    /// Where.
    pub scenario: String,
    /// Whole minutes since nothing new has passed.
    pub minutes: i64,
    /// What the last failed check complained of.
    pub diags: Vec<String>,
    quiet: SignedDuration,
}

/// A wrong answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The diagnostic.
    pub diag: String,
    /// The scenario, without the seed of a variant.
    pub scenario: String,
    /// How many learners gave it.
    pub learners: usize,
    /// In how many checks.
    pub checks: usize,
}

impl Board {
    /// The board of all learners. With `now`, they are at it; without, each is seen at the time of the last record.
    /// `wanted` names the scenarios of the board; all that somebody began, if it is empty.
    pub fn new(roster: &Roster, catalogue: &Catalogue, wanted: &[String], now: Option<Timestamp>) -> Self {
        let begun: Vec<_> = roster.learners.iter().map(|learner| (learner, standings(&learner.records))).collect();
        let scenarios = if wanted.is_empty() { in_order(&begun, catalogue) } else { wanted.to_vec() };
        let mut board = Self { wrong: wrong(&roster.learners, &scenarios), scenarios, ..Self::default() };
        for (learner, standings) in &begun {
            let row = row(learner, standings, &board.scenarios, catalogue, now);
            let stuck = row.cells.iter().filter(|cell| cell.state == State::Stuck).filter_map(|cell| Stuck::of(learner, cell, now));
            board.stuck.extend(stuck);
            board.rows.push(row);
        }
        board.stuck.sort_by(|a, b| b.quiet.cmp(&a.quiet).then_with(|| a.name.cmp(&b.name)));
        let place = |row: &Row| board.stuck.iter().position(|stuck| stuck.name == row.name).unwrap_or(usize::MAX);
        let mut rows = std::mem::take(&mut board.rows);
        rows.sort_by_cached_key(|row| (place(row), row.name.clone()));
        board.rows = rows;
        board
    }
}

impl Stuck {
    fn of(learner: &Learner, cell: &Cell, now: Option<Timestamp>) -> Option<Self> {
        let standing = cell.standing.as_ref()?;
        Some(Self {
            name: learner.name.clone(),
            scenario: cell.scenario.clone(),
            minutes: cell.quiet,
            diags: standing.diags.clone(),
            quiet: standing.quiet(at(learner, now)),
        })
    }
}

/// The time at which a learner is looked at, by the learner's own clock.
fn at(learner: &Learner, now: Option<Timestamp>) -> Timestamp {
    let last = learner.last().unwrap_or(Timestamp::UNIX_EPOCH);
    now.map_or(last, |now| now.saturating_sub(learner.behind).unwrap_or(now).max(last))
}

fn row(learner: &Learner, standings: &[Standing], scenarios: &[String], catalogue: &Catalogue, now: Option<Timestamp>) -> Row {
    let at = at(learner, now);
    let cell = |id: &String| {
        let standing = standings.iter().find(|standing| standing.scenario == *id).cloned();
        let whole = |time: fn(&Standing, Timestamp) -> SignedDuration| standing.as_ref().map_or(0, |standing| time(standing, at).as_mins());
        Cell {
            scenario: id.clone(),
            state: standing.as_ref().map_or(State::New, |standing| standing.state(minutes(catalogue, id), at)),
            quiet: whole(Standing::quiet),
            idle: whole(Standing::idle),
            standing,
        }
    };
    let cells: Vec<_> = scenarios.iter().map(cell).collect();
    let score = cells.iter().filter_map(|cell| cell.standing.as_ref()).map(|standing| standing.score).sum();
    let (program, pack) = (learner.program.clone(), learner.pack.clone());
    Row { name: learner.name.clone(), score, cells, program, pack, edited: learner.edited }
}

fn base(id: &str) -> &str {
    id.split('@').next().unwrap_or(id)
}

/// Minutes that a scenario is meant to take.
fn minutes(catalogue: &Catalogue, id: &str) -> u32 {
    catalogue.scenario(base(id)).map_or(UNKNOWN_MINUTES, |scenario| scenario.minutes)
}

/// The scenarios that anybody began: those of the course in its order, then others by name.
fn in_order(begun: &[(&Learner, Vec<Standing>)], catalogue: &Catalogue) -> Vec<String> {
    let ids: BTreeSet<&str> = begun.iter().flat_map(|(_, standings)| standings).map(|standing| standing.scenario.as_str()).collect();
    let place = |id: &str| catalogue.scenarios.iter().position(|scenario| scenario.id.eq_ignore_ascii_case(base(id))).unwrap_or(usize::MAX);
    let mut ids: Vec<_> = ids.into_iter().map(str::to_owned).collect();
    ids.sort_by_cached_key(|id| (place(id), id.clone()));
    ids
}

/// How often each diagnostic came up in the scenarios of the board. Checking the same answer again counts as a check,
/// not as another learner.
fn wrong(learners: &[Learner], scenarios: &[String]) -> Vec<Wrong> {
    let mut counts: BTreeMap<(&str, &str), (BTreeSet<&str>, usize)> = BTreeMap::new();
    for learner in learners {
        for record in &learner.records {
            let Some(id) = scenario(&record.event).filter(|id| scenarios.iter().any(|wanted| wanted == id)) else { continue };
            let Event::Checked { diags, .. } = &record.event else { continue };
            for diag in diags.iter().collect::<BTreeSet<_>>() {
                let (names, checks) = counts.entry((base(id), diag)).or_default();
                names.insert(&learner.name);
                *checks += 1;
            }
        }
    }
    let mut wrong: Vec<_> = counts
        .into_iter()
        .map(|((scenario, diag), (names, checks))| Wrong {
            diag: diag.to_owned(),
            scenario: scenario.to_owned(),
            learners: names.len(),
            checks,
        })
        .collect();
    wrong.sort_by(|a, b| {
        (b.learners, b.checks).cmp(&(a.learners, a.checks)).then_with(|| (&a.scenario, &a.diag).cmp(&(&b.scenario, &b.diag)))
    });
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::{Record, VERSION};

    fn learner(name: &str, events: &[(i64, Event)]) -> Learner {
        let mut learner = Learner { name: name.into(), ..Learner::default() };
        let record = |(second, event): &(i64, Event)| Record { v: VERSION, at: time(*second), event: event.clone() };
        learner.take(events.iter().map(record));
        learner
    }

    fn time(second: i64) -> Timestamp {
        Timestamp::from_second(1_760_000_000 + second).unwrap()
    }

    fn started(scenario: &str) -> Event {
        Event::Started { scenario: scenario.into() }
    }

    fn edited(scenario: &str) -> Event {
        Event::Edited { scenario: scenario.into() }
    }

    fn failed(scenario: &str, diags: &[&str]) -> Event {
        let diags = diags.iter().map(|diag| (*diag).into()).collect();
        Event::Checked { scenario: scenario.into(), score: 0, points: 5, passed: false, diags }
    }

    fn board(learners: Vec<Learner>, wanted: &[&str], now: Option<i64>) -> Board {
        let wanted: Vec<_> = wanted.iter().map(|id| (*id).to_owned()).collect();
        let roster = Roster { learners, notes: Vec::new() };
        Board::new(&roster, &Catalogue::embedded().unwrap(), &wanted, now.map(time))
    }

    #[test]
    fn who_is_stuck_longest_stands_first_and_the_others_by_name() {
        let learners = vec![
            learner("Ana", &[(0, started("E03"))]),
            learner("Bo", &[(100, started("E03")), (900, edited("E03"))]),
            learner("Cho", &[(0, started("E03")), (950, edited("E03"))]),
            learner("다온", &[(0, started("E01"))]),
        ];
        let board = board(learners, &[], Some(1000));
        assert_eq!(board.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Cho", "Bo", "Ana", "다온"]);
        assert_eq!(board.stuck.iter().map(|stuck| (stuck.name.as_str(), stuck.minutes)).collect::<Vec<_>>(), [("Cho", 16), ("Bo", 15)]);
        assert_eq!(board.scenarios, ["E01", "E03"]);
        assert_eq!(board.rows[0].cells.iter().map(|cell| cell.state).collect::<Vec<_>>(), [State::New, State::Stuck]);
    }

    #[test]
    fn without_a_clock_each_learner_is_seen_at_the_last_record() {
        let learners = || vec![learner("Bo", &[(0, started("E03")), (800, edited("E03"))])];
        assert_eq!(board(learners(), &[], None).stuck.len(), 1);
        assert!(board(learners(), &[], Some(9000)).stuck.is_empty());
    }

    #[test]
    fn a_clock_that_is_behind_makes_nobody_stuck() {
        let mut late = learner("Bo", &[(0, started("E03")), (60, edited("E03"))]);
        late.behind = SignedDuration::from_mins(60);
        assert!(board(vec![late], &[], Some(3600 + 90)).stuck.is_empty());
    }

    #[test]
    fn wrong_answers_are_counted_by_learner_then_by_check_and_variants_with_their_scenario() {
        let learners = vec![
            learner(
                "Ana",
                &[(0, failed("E03", &["flow-leaked"])), (9, failed("E03", &["flow-leaked"])), (20, failed("E03", &["flow-missing"]))],
            ),
            learner("Bo", &[(0, failed("E03@7", &["flow-missing", "flow-missing"]))]),
            learner("Cho", &[(0, failed("E04", &["flow-leaked"]))]),
        ];
        let found = board(learners, &[], None).wrong;
        let rows: Vec<_> = found.iter().map(|wrong| (wrong.scenario.as_str(), wrong.diag.as_str(), wrong.learners, wrong.checks)).collect();
        assert_eq!(rows, [("E03", "flow-missing", 2, 2), ("E03", "flow-leaked", 1, 2), ("E04", "flow-leaked", 1, 1)]);
    }

    #[test]
    fn wanted_scenarios_stand_there_though_nobody_began_them() {
        let board = board(vec![learner("Ana", &[(0, failed("E04", &["x"]))])], &["E05", "E03"], None);
        assert_eq!(board.scenarios, ["E05", "E03"]);
        assert!(board.rows[0].cells.iter().all(|cell| cell.state == State::New) && board.wrong.is_empty());
    }
}
