//! What a lesson must have.

use super::drill::{drills, fences};
use super::{LintFinding, known_misconception, known_seed};
use crate::content::{Catalogue, Files, Lesson, line_of};
use crate::locale::Sentence;
use crate::rules::{self, Options};

/// Items in a drill, at the least.
const DRILL: usize = 3;

/// Everything wrong with a lesson.
pub fn lint(lesson: &Lesson, catalogue: &Catalogue, files: &Files) -> Vec<LintFinding> {
    let folder = format!("lessons/{}/", lesson.id);
    let path = format!("{folder}lesson.yaml");
    let yaml = files.get(&path).map_or_else(String::new, |bytes| String::from_utf8_lossy(bytes).into_owned());
    let mut findings = Vec::new();
    let mut at = |key: &str, sentence: Sentence| findings.push(LintFinding::new(&path, line_of(&yaml, key, None), sentence));
    for id in lesson.seeds.iter().filter(|id| !known_seed(id)) {
        at("seeds", Sentence::new("lint-unknown-seed", &[("id", id)]));
    }
    for id in lesson.misconceptions.iter().filter(|id| !known_misconception(id)) {
        at("misconceptions", Sentence::new("lint-unknown-misconception", &[("id", id)]));
    }
    if lesson.urls.is_empty() {
        at("urls", Sentence::new("lint-no-url", &[]));
    }
    for url in lesson.urls.iter().filter(|url| !url.starts_with("https://")) {
        at("urls", Sentence::new("lint-bad-url", &[("url", url)]));
    }
    for id in &lesson.scenarios {
        match catalogue.scenario(id) {
            None => at("scenarios", Sentence::new("lint-no-scenario", &[("id", id)])),
            Some(scenario) if scenario.lesson != lesson.id => {
                at("scenarios", Sentence::new("lint-other-lesson", &[("id", id), ("lesson", &scenario.lesson)]));
            }
            Some(_) => {}
        }
    }
    for scenario in catalogue.scenarios.iter().filter(|scenario| scenario.lesson == lesson.id && !lesson.scenarios.contains(&scenario.id)) {
        at("scenarios", Sentence::new("lint-scenario-unlisted", &[("id", &scenario.id)]));
    }
    let mut counts = Vec::new();
    for (language, text) in &lesson.body.0 {
        let (found, items) = lint_text(&format!("{folder}{language}.md"), text);
        findings.extend(found);
        counts.push(items);
    }
    if counts.windows(2).any(|pair| pair[0] != pair[1]) {
        findings.push(LintFinding::new(&path, 1, Sentence::new("lint-drills-differ", &[])));
    }
    findings.extend(lint_example(lesson, &folder));
    findings
}

/// What a lesson's text must have in every language. Gives the findings and the answers of the drill.
fn lint_text(path: &str, text: &str) -> (Vec<LintFinding>, Vec<bool>) {
    let mut findings = Vec::new();
    let mut lacks = |sentence: Sentence| findings.push(LintFinding::new(path, 1, sentence));
    if !text.starts_with("# ") {
        lacks(Sentence::new("lint-no-heading", &[]));
    }
    if fences(text, "diagram").is_empty() {
        lacks(Sentence::new("lint-no-diagram", &[]));
    }
    if !text.lines().any(|line| line.trim() == "> [!EXAM]") {
        lacks(Sentence::new("lint-no-exam", &[]));
    }
    let items = match drills(text) {
        Ok(items) => items,
        Err((line, text)) => {
            findings.push(LintFinding::new(path, line, Sentence::new("content-bad-value", &[("text", &text)])));
            return (findings, Vec::new());
        }
    };
    if items.len() < DRILL {
        let facts = [("found", items.len().to_string()), ("wanted", DRILL.to_string())];
        lacks(Sentence::new("lint-no-drill", &facts.each_ref().map(|(name, value)| (*name, value.as_str()))));
    }
    for id in items.iter().filter_map(|item| item.misconception.as_ref()).filter(|id| !known_misconception(id)) {
        lacks(Sentence::new("lint-unknown-misconception", &[("id", id)]));
    }
    let answers = items.iter().map(|item| item.answer).collect();
    (findings, answers)
}

/// The example's manifests are accepted.
fn lint_example(lesson: &Lesson, folder: &str) -> Vec<LintFinding> {
    let refused = rules::validate(&lesson.example, &Options::default()).into_iter().filter(|document| !document.accepted);
    refused
        .map(|document| {
            let text = document.message.unwrap_or_default();
            let file = format!("{folder}example/{}", document.file);
            LintFinding::new(file, document.line, Sentence::new("lint-example-refused", &[("text", &text)]))
        })
        .collect()
}
