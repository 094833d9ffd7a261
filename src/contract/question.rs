//! What the questions of a predict scenario must be: open, telling, and hard to guess.

use std::collections::BTreeSet;

use super::{LintFinding, Page};
use crate::content::{Kind, Scenario};
use crate::grade::{Form, Given, Question, Sheet};
use crate::locale::{Locale, Sentence};

/// Wrong choices with an explanation of their own, at the least, in all questions together.
const EXPLAINED: usize = 4;
/// From so many questions of one choice on, the right ones must not all stand at the same place.
const SAME_PLACE: usize = 3;

/// Everything wrong with the questions.
pub fn lint(scenario: &Scenario, page: &Page) -> Vec<LintFinding> {
    let questions = scenario.questions();
    let mut findings = Vec::new();
    if scenario.kind != Kind::Predict {
        if !questions.is_empty() {
            findings.push(page.finding("kind", None, Sentence::new("lint-question-kind", &[])));
        }
        return findings;
    }
    if !scenario.watches.is_empty() {
        findings.push(page.finding("probes", None, Sentence::new("lint-question-probes", &[])));
    }
    for (index, check) in scenario.checks.iter().enumerate() {
        let Some(question) = check.kind.question() else { continue };
        let facts = [("id", check.id.as_str())];
        let mut lacks = |id: &str| findings.push(page.finding("checks", Some(index), Sentence::new(id, &facts)));
        if question.choices.len() < 2 {
            lacks("lint-question-one-choice");
        }
        if alike(question) {
            lacks("lint-question-alike");
        }
        if question.form == Form::Order && question.choices.len() < 3 {
            lacks("lint-question-short-order");
        }
    }
    let explained: usize = questions.iter().map(|(_, question)| explained(question)).sum();
    if explained < EXPLAINED {
        let facts = [("found", explained.to_string()), ("wanted", EXPLAINED.to_string())];
        let facts = facts.each_ref().map(|(name, value)| (*name, value.as_str()));
        findings.push(page.finding("checks", None, Sentence::new("lint-question-explained", &facts)));
    }
    if same_place(scenario, &questions) {
        findings.push(page.finding("checks", None, Sentence::new("lint-question-same-place", &[])));
    }
    findings
}

/// Whether two choices have one word, one text in a language, or one value of the fact.
fn alike(question: &Question) -> bool {
    let twice = |words: Vec<String>| {
        let all = words.len();
        words.into_iter().collect::<BTreeSet<_>>().len() < all
    };
    let words = question.choices.iter().map(|choice| choice.value.clone()).collect();
    let texts = |language: &str| question.choices.iter().map(|choice| choice.text(language)).collect();
    let values = question.choices.iter().filter(|choice| choice.of.is_none()).flat_map(|choice| choice.is.clone()).collect();
    twice(words) || twice(values) || Locale::available().into_iter().any(|language| twice(texts(language)))
}

/// How many wrong choices have an explanation of their own.
fn explained(question: &Question) -> usize {
    let choices = question.choices.iter().filter(|choice| choice.says.is_some()).count();
    choices + question.rows.iter().map(|row| row.says.len()).sum::<usize>()
}

/// Whether every question of one choice is answered by the choice at the same place.
fn same_place(scenario: &Scenario, questions: &[(&str, &Question)]) -> bool {
    let Some(file) = scenario.solutions.first().and_then(|answer| answer.files.last()) else { return false };
    let sheet = Sheet::read(file, questions);
    let places = questions.iter().filter_map(|(id, question)| match sheet.given.get(*id) {
        Some((Given::One(word), _)) => question.choices.iter().position(|choice| choice.value == *word),
        _ => None,
    });
    let places: Vec<_> = places.collect();
    places.len() >= SAME_PLACE && places.windows(2).all(|pair| pair[0] == pair[1])
}
