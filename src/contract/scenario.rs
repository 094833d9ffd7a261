//! What a scenario's page must say, whatever its answers do.

use std::collections::BTreeSet;

use super::{LintFinding, Page, known_misconception, known_seed};
use crate::content::{Kind, Scenario};
use crate::locale::Sentence;
use crate::world::Key;

/// Solutions and wrong answers that a scenario has at the least.
const SOLUTIONS: usize = 2;
const WRONG: usize = 4;
const HINTS: usize = 3;
const EXAMS: [&str; 3] = ["cka", "ckad", "cks"];

/// Everything wrong with the page.
pub fn lint(scenario: &Scenario, page: &Page) -> Vec<LintFinding> {
    let mut findings = Vec::new();
    numbers(scenario, page, &mut findings);
    names(scenario, page, &mut findings);
    checks(scenario, page, &mut findings);
    says(scenario, page, &mut findings);
    hidden(scenario, page, &mut findings);
    findings
}

fn numbers(scenario: &Scenario, page: &Page, findings: &mut Vec<LintFinding>) {
    let mut at_least = |key: &str, id: &str, found: usize, wanted: usize| {
        if found < wanted {
            let facts = [("found", found.to_string()), ("wanted", wanted.to_string())];
            findings.push(page.finding(key, None, Sentence::new(id, &facts.each_ref().map(|(name, value)| (*name, value.as_str())))));
        }
    };
    // A question has one right answer, and a prediction shown beside it would be that answer.
    if scenario.kind != Kind::Predict {
        at_least("files", "lint-solutions", scenario.solutions.len(), SOLUTIONS);
        at_least("probes", "lint-probes", scenario.watches.len(), 1);
    }
    at_least("wrong", "lint-wrong", scenario.wrong.len(), WRONG);
    at_least("hints", "lint-hints", scenario.hints.len(), HINTS);
    let mut outside = |key: &str, found: u32, first: u32, last: u32| {
        if !(first..=last).contains(&found) {
            let facts = [("found", found.to_string()), ("first", first.to_string()), ("last", last.to_string())];
            let facts = facts.each_ref().map(|(name, value)| (*name, value.as_str()));
            findings.push(page.finding(key, None, Sentence::new("lint-number", &facts).with("key", key)));
        }
    };
    outside("difficulty", scenario.difficulty, 1, 3);
    outside("points", scenario.points, 1, 20);
    outside("minutes", scenario.minutes, 1, 60);
    if scenario.hints.len() > HINTS {
        findings.push(page.finding("hints", None, Sentence::new("lint-hints-more", &[])));
    }
    let blank = |text: &crate::content::Localized| text.0.values().any(|text| text.trim().is_empty());
    for (name, text) in [("task", &scenario.task), ("debrief", &scenario.debrief)] {
        if blank(text) {
            findings.push(page.finding("title", None, Sentence::new("lint-empty-page", &[("page", name)])));
        }
    }
}

/// Seeds, misconceptions and exams are known; the reference comes first.
fn names(scenario: &Scenario, page: &Page, findings: &mut Vec<LintFinding>) {
    for id in scenario.seeds.iter().filter(|id| !known_seed(id)) {
        findings.push(page.finding("seeds", None, Sentence::new("lint-unknown-seed", &[("id", id)])));
    }
    for id in scenario.misconceptions.iter().filter(|id| !known_misconception(id)) {
        findings.push(page.finding("misconceptions", None, Sentence::new("lint-unknown-misconception", &[("id", id)])));
    }
    for exam in scenario.exams.iter().filter(|exam| !EXAMS.contains(&exam.as_str())) {
        findings.push(page.finding("exams", None, Sentence::new("lint-unknown-exam", &[("id", exam), ("known", &EXAMS.join(", "))])));
    }
    let reference = scenario.solutions.first().filter(|solution| !solution.name.starts_with("1-"));
    if let Some(solution) = reference {
        findings.push(page.finding("files", None, Sentence::new("lint-reference-name", &[("name", &solution.name)])));
    }
}

/// Weights add up, ids are unique, stages come in order, and wrong answers name checks that exist.
fn checks(scenario: &Scenario, page: &Page, findings: &mut Vec<LintFinding>) {
    let sum: u32 = scenario.checks.iter().map(|check| check.weight).sum();
    if sum != 100 {
        findings.push(page.finding("checks", None, Sentence::new("lint-weights", &[("sum", &sum.to_string())])));
    }
    let mut seen = BTreeSet::new();
    for (index, check) in scenario.checks.iter().enumerate() {
        if !seen.insert(&check.id) {
            findings.push(page.finding("checks", Some(index), Sentence::new("lint-check-twice", &[("id", &check.id)])));
        }
        if check.weight == 0 {
            findings.push(page.finding("checks", Some(index), Sentence::new("lint-weight-zero", &[("id", &check.id)])));
        }
        let earlier = scenario.checks[..index].iter().find(|earlier| earlier.kind.stage() > check.kind.stage());
        if let Some(earlier) = earlier {
            let facts = [("id", check.id.as_str()), ("earlier", &earlier.id)];
            findings.push(page.finding("checks", Some(index), Sentence::new("lint-check-order", &facts)));
        }
    }
    for (index, wrong) in scenario.wrong.iter().enumerate().filter(|(_, wrong)| !seen.contains(&wrong.check)) {
        findings.push(page.finding("wrong", Some(index), Sentence::new("lint-no-check", &[("id", &wrong.check)])));
    }
}

/// Own sentences name checks that exist.
fn says(scenario: &Scenario, page: &Page, findings: &mut Vec<LintFinding>) {
    for (index, said) in scenario.says.iter().enumerate() {
        if !scenario.checks.iter().any(|check| check.id == said.check) {
            findings.push(page.finding("says", Some(index), Sentence::new("lint-no-check", &[("id", &said.check)])));
        }
    }
}

/// Who grades network policies hides Pods: a policy that is too broad shows itself on those that nobody thought of.
fn hidden(scenario: &Scenario, page: &Page, findings: &mut Vec<LintFinding>) {
    let files = scenario.start.iter().chain(scenario.solutions.iter().flat_map(|solution| &solution.files));
    // Nothing too broad can be answered to a question.
    let network = scenario.kind != Kind::Predict
        && files.into_iter().any(|file| file.text().lines().any(|line| line.trim() == "kind: NetworkPolicy"));
    if network && !scenario.hidden.iter().any(|Key { kind, .. }| kind == "Pod") {
        findings.push(page.finding("checks", None, Sentence::new("lint-no-hidden-pods", &[])));
    }
}
