//! No hint gives the answer away.

use std::collections::BTreeSet;

use super::{LintFinding, Page};
use crate::content::{Files, Scenario};
use crate::locale::Sentence;

/// Shorter lines (`spec:`) are in every manifest.
const TELLING: usize = 12;

/// Every hint that holds a line of a solution which the learner is not shown elsewhere.
pub fn lint(scenario: &Scenario, page: &Page, files: &Files) -> Vec<LintFinding> {
    let mut shown: String = scenario.task.0.values().cloned().collect::<Vec<_>>().join("\n");
    for file in &scenario.start {
        shown.push_str(file.text());
    }
    let world = format!("{}world/", scenario.folder());
    for (_, bytes) in files.range(world.clone()..).take_while(|(path, _)| path.starts_with(&world)) {
        shown.push_str(&String::from_utf8_lossy(bytes));
    }
    let lines = scenario.solutions.iter().flat_map(|solution| &solution.files).flat_map(|file| file.text().lines());
    let bare = lines.map(|line| line.trim().trim_start_matches("- ").trim());
    let secret: BTreeSet<_> =
        bare.filter(|line| line.chars().count() >= TELLING && !line.starts_with('#') && !shown.contains(line)).collect();
    let mut findings = Vec::new();
    for (index, hint) in scenario.hints.iter().enumerate() {
        for (language, text) in &hint.0 {
            if let Some(line) = secret.iter().find(|line| text.contains(**line)) {
                let facts = [("number", (index + 1).to_string()), ("language", language.clone()), ("line", (*line).to_owned())];
                let facts = facts.each_ref().map(|(name, value)| (*name, value.as_str()));
                findings.push(page.finding("hints", Some(index), Sentence::new("lint-hint-answers", &facts)));
            }
        }
    }
    findings
}
