//! What follows from the questions of a predict scenario: the file of answers, the right answers, every wrong one.
//!
//! Nobody writes the key. The scenario's manifests are applied to its world, the simulator is asked, and the
//! questions read the answer off the facts. Every choice that is not right makes a wrong answer.

use std::collections::BTreeMap;

use super::Localized;
use super::apply::apply;
use super::ports::telling;
use super::scenario::{Answer, Body, WrongAnswer};
use super::vary::order;
use crate::grade::{self, ANSWERS, Form, Given, Question, Side, sheet};
use crate::locale::{Locale, Sentence};
use crate::probe::{Observations, Probe};
use crate::simulate;
use crate::text::SourceFile;

/// Every text of a question.
pub fn texts(question: &Question) -> Vec<&Localized> {
    let choices = question.choices.iter().flat_map(|choice| choice.label.iter().chain(&choice.says));
    let rows = question.rows.iter().flat_map(|row| row.label.iter().chain(row.says.values()));
    [&question.ask].into_iter().chain(&question.because).chain(choices).chain(rows).collect()
}

/// The words under which rows have own sentences and which are no choices.
pub fn unknown_words(question: &Question) -> Vec<&str> {
    let words = question.rows.iter().flat_map(|row| row.says.keys());
    words.filter(|word| question.choice(word).is_none()).map(String::as_str).collect()
}

/// Puts choices and rows in an order that the seed decides.
pub fn shuffle(body: &mut Body, seed: u64) {
    for check in &mut body.checks {
        if let Some(kind) = check.kind.reordered(&mut |count| order(count, seed, &check.id)) {
            check.kind = kind;
        }
    }
}

/// Adds the file of answers, the right answers, the wrong ones, and the questions to the task.
///
/// # Errors
/// The questions (by the index of their check) that have no right answer, and why.
pub fn prepare(body: &mut Body, namespace: &str) -> Result<(), Vec<(usize, Sentence)>> {
    let key = key(body, namespace)?;
    let questions: Vec<_> = body.checks.iter().filter_map(|check| Some((check.id.as_str(), check.kind.question()?))).collect();
    let manifests = body.start.clone();
    let with = |given: &BTreeMap<String, Given>| {
        let answers = SourceFile::new(ANSWERS, sheet(questions.iter().copied(), given));
        manifests.iter().cloned().chain([answers]).collect::<Vec<_>>()
    };
    let mut wrong = Vec::new();
    for (id, question) in &questions {
        for (name, diag, given) in mistakes(question, &key[*id]) {
            let files = with(&key.iter().map(|(at, right)| (at.clone(), if at == id { given.clone() } else { right.clone() })).collect());
            wrong.push(WrongAnswer {
                answer: Answer { name: format!("{id}={name}"), files },
                check: (*id).to_owned(),
                diag: diag.to_owned(),
            });
        }
    }
    let solutions = vec![Answer { name: "1-simulated".into(), files: with(&key) }];
    let start = with(&BTreeMap::new());
    for (language, text) in &mut body.task.0 {
        text.to_mut().push_str(&page(&questions, &Locale::new(language)));
    }
    (body.start, body.solutions, body.wrong) = (start, solutions, wrong);
    Ok(())
}

/// The right answers, by question.
fn key(body: &Body, namespace: &str) -> Result<BTreeMap<String, Given>, Vec<(usize, Sentence)>> {
    let (documents, world) = apply(&body.world, namespace, &body.start);
    let (flows, others): (Vec<_>, Vec<_>) =
        grade::plan(&body.checks, &world).into_iter().partition(|probe| matches!(probe, Probe::Flows { .. }));
    let mut answers: Observations = simulate::observe_all(&world, &others);
    if !flows.is_empty() {
        // As everywhere: flows compare on all ports that can tell them apart.
        let mut ports = telling(&world);
        ports.extend(flows.iter().filter_map(|probe| if let Probe::Flows { ports } = probe { Some(ports) } else { None }).flatten());
        let answer = simulate::observe(&world, &Probe::Flows { ports: ports.into_iter().collect() });
        answers.extend(flows.into_iter().map(|probe| (probe, answer.clone())));
    }
    let side = Side { documents: &documents, world: &world, answers: &answers };
    let (mut key, mut faults) = (BTreeMap::new(), Vec::new());
    for (index, check) in body.checks.iter().enumerate() {
        match check.kind.question().map(|question| question.key(&side)) {
            Some(Ok(given)) => drop(key.insert(check.id.clone(), given)),
            Some(Err(reason)) => faults.push((index, reason)),
            None => faults.push((index, Sentence::new("content-no-question", &[("id", &check.id)]))),
        }
    }
    if faults.is_empty() { Ok(key) } else { Err(faults) }
}

/// Every single mistake that can be made in a question: a name, the diagnostic it gives, the answer.
fn mistakes(question: &Question, right: &Given) -> Vec<(String, &'static str, Given)> {
    let words: Vec<_> = question.choices.iter().map(|choice| choice.value.clone()).collect();
    let mut found = Vec::new();
    match right {
        Given::Nothing => {}
        Given::One(key) => {
            found.extend(words.into_iter().filter(|word| word != key).map(|word| (word.clone(), "answer-wrong", Given::One(word))));
        }
        Given::Rows(rows) => {
            for (row, key) in rows {
                for word in words.iter().filter(|word| *word != key) {
                    let mut rows = rows.clone();
                    rows.insert(row.clone(), word.clone());
                    found.push((format!("{row}={word}"), "answer-wrong", Given::Rows(rows)));
                }
            }
        }
        Given::Many(key) => {
            for word in words.iter().filter(|word| !key.contains(word)) {
                let more = key.iter().chain([word]).cloned().collect();
                found.push((format!("+{word}"), "answer-extra", Given::Many(more)));
            }
            for word in key {
                let fewer = key.iter().filter(|other| *other != word).cloned().collect();
                found.push((format!("-{word}"), "answer-left-out", Given::Many(fewer)));
            }
            if question.form == Form::Order && key.len() > 1 {
                found.push(("reversed".into(), "answer-order", Given::Many(key.iter().rev().cloned().collect())));
            }
        }
    }
    found
}

/// The questions as Markdown.
fn page(questions: &[(&str, &Question)], locale: &Locale) -> String {
    let language = locale.language();
    let mut page = format!("\n\n## {}\n\n{}\n", locale.text("question-heading"), locale.text("question-how"));
    for (number, (id, question)) in questions.iter().enumerate() {
        page.push_str(&format!("\n**{}. `{id}`** {}\n", number + 1, question.ask.get(language).trim()));
        if question.form == Form::Class {
            page.push('\n');
            for row in &question.rows {
                let label = row.label.as_ref().map(|label| format!(" — {}", label.get(language)));
                page.push_str(&format!("- `{}`{}\n", row.id, label.unwrap_or_default()));
            }
        }
        page.push_str(&format!("\n{}\n\n", locale.text(&format!("question-{}", question.form.word()))));
        for choice in &question.choices {
            let label = choice.label.as_ref().map(|label| format!(" — {}", label.get(language)));
            page.push_str(&format!("- `{}`{}\n", choice.value, label.unwrap_or_default()));
        }
    }
    page
}
