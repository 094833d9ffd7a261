//! Dropping any one line of a solution costs the pass, or changes nothing, or is listed as ungraded.

use regex::Regex;
use serde_json::Value;

use super::LintFinding;
use crate::assess::{self, assess};
use crate::content::{Answer, Scenario};
use crate::locale::Sentence;
use crate::text::SourceFile;
use crate::world::{Image, Key};

/// Every line that may be dropped unnoticed, and every `ungraded` entry that fits no such line.
pub fn lint(scenario: &Scenario) -> Vec<LintFinding> {
    let mut findings = Vec::new();
    let page = format!("{}scenario.yaml", scenario.folder());
    let mut ungraded = Vec::new();
    for entry in &scenario.ungraded {
        match Regex::new(&entry.line) {
            Ok(pattern) => ungraded.push((pattern, &entry.line, false)),
            Err(_) => findings.push(LintFinding::new(&page, 1, Sentence::new("lint-bad-regex", &[("line", &entry.line)]))),
        }
    }
    for solution in &scenario.solutions {
        for (file, line) in loose_lines(scenario, solution) {
            let text = solution.files[file].line(line);
            match ungraded.iter_mut().find(|(pattern, ..)| pattern.is_match(text)) {
                Some((_, _, used)) => *used = true,
                None => {
                    let path = format!("{}solutions/{}/{}", scenario.folder(), solution.name, solution.files[file].name());
                    findings.push(LintFinding::new(path, line, Sentence::new("lint-line-ungraded", &[("line", text.trim())])));
                }
            }
        }
    }
    for (_, line, _) in ungraded.iter().filter(|(.., used)| !used) {
        findings.push(LintFinding::new(&page, 1, Sentence::new("lint-ungraded-unused", &[("line", line)])));
    }
    findings
}

/// The lines (file, number) without which the solution still passes although its objects change.
fn loose_lines(scenario: &Scenario, solution: &Answer) -> Vec<(usize, usize)> {
    let whole = objects(scenario, &solution.files);
    let mut loose = Vec::new();
    for (index, file) in solution.files.iter().enumerate().filter(|(_, file)| !scenario.read_only.contains(file.name())) {
        for number in 1..=file.lines().lines() {
            let text = file.line(number).trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let mut files = solution.files.clone();
            files[index] = without(file, number);
            // Cheap questions first: a refused document fails `accepted`, and equal objects mean the same.
            let made = objects(scenario, &files);
            let refused = made.is_none() && scenario.checks.iter().any(|check| check.word == "accepted");
            if !refused && made != whole && assess(scenario, &files).passed {
                loose.push((index, number));
            }
        }
    }
    loose
}

fn without(file: &SourceFile, number: usize) -> SourceFile {
    let kept: Vec<_> = file.text().split('\n').enumerate().filter(|(index, _)| index + 1 != number).map(|(_, line)| line).collect();
    SourceFile::new(file.name(), kept.join("\n"))
}

/// The objects that the files make, defaulted; `None` when the server refuses a document.
fn objects(scenario: &Scenario, files: &[SourceFile]) -> Option<Vec<(Key, Value)>> {
    let documents = assess::documents(scenario, files);
    if documents.iter().any(|document| !document.accepted) {
        return None;
    }
    let mut objects: Vec<_> = documents.into_iter().filter_map(|document| document.object).map(|o| (Key::of(&o), o.value)).collect();
    let world = assess::world(scenario, files);
    let built = scenario.world.facts.builds.iter().filter_map(|build| {
        let image = world.facts.images.iter().find(|image| image.recipe.is_some() && image.names.contains(&build.image))?;
        let what = format!("{:?}", Image { recipe: None, ..image.clone() });
        Some((Key { kind: "Image".into(), namespace: None, name: build.image.clone() }, Value::String(what)))
    });
    objects.extend(built);
    objects.sort_by(|(a, _), (b, _)| a.cmp(b));
    Some(objects)
}
