//! The start fails, solutions pass, wrong answers fail as they say, predictions come true.

use super::{LintFinding, Page};
use crate::assess::{Assessment, assess};
use crate::content::Scenario;
use crate::grade::Verdict;
use crate::locale::Sentence;
use crate::probe::Class;

/// Everything wrong with the scenario's answers.
pub fn lint(scenario: &Scenario, page: &Page) -> Vec<LintFinding> {
    let mut findings = Vec::new();
    let start = assess(scenario, &scenario.start);
    if start.passed {
        findings.push(page.finding("checks", None, Sentence::new("lint-start-passes", &[])));
    }
    if start.score > 0 {
        findings.push(page.finding("checks", None, Sentence::new("lint-start-scores", &[("score", &start.score.to_string())])));
    }
    for solution in &scenario.solutions {
        let assessment = assess(scenario, &solution.files);
        if !assessment.passed {
            let sentence = Sentence::new("lint-solution-fails", &[("name", &solution.name)]).with("verdict", told(&assessment));
            findings.push(LintFinding::new(place(scenario, "solutions", &solution.name, &assessment), line(&assessment), sentence));
        }
        predictions(scenario, page, &assessment, &start, &solution.name, &mut findings);
    }
    alike(scenario, page, &mut findings);
    wrong(scenario, page, &mut findings);
    findings
}

/// Every wrong answer fails first with its check and its diagnostic.
fn wrong(scenario: &Scenario, page: &Page, findings: &mut Vec<LintFinding>) {
    for (index, wrong) in scenario.wrong.iter().enumerate() {
        let assessment = assess(scenario, &wrong.answer.files);
        let lead = lead(&assessment);
        let facts = [("name", wrong.answer.name.as_str()), ("check", &wrong.check), ("diag", &wrong.diag)];
        // The wrong answers of a predict scenario are made from its questions.
        let asked = scenario.checks.iter().position(|check| check.id == wrong.check && check.kind.question().is_some());
        let (key, index) = asked.map_or(("wrong", index), |asked| ("checks", asked));
        match lead {
            None => findings.push(page.finding(key, Some(index), Sentence::new("lint-wrong-passes", &facts))),
            Some(lead) if lead.check != wrong.check || !lead.is(&wrong.diag) => {
                let sentence = Sentence::new("lint-wrong-other", &facts).with("verdict", told(&assessment));
                findings.push(page.finding(key, Some(index), sentence));
            }
            Some(_) => {}
        }
    }
}

/// What probes announce is what the start and the solutions give.
fn predictions(scenario: &Scenario, page: &Page, solved: &Assessment, start: &Assessment, name: &str, findings: &mut Vec<LintFinding>) {
    let reference = scenario.solutions.first().is_some_and(|first| first.name == name);
    for (index, (after, before)) in solved.predictions.iter().zip(&start.predictions).enumerate() {
        let mut differs = |key: &str, wanted: String, got: String| {
            let facts = [("probe", after.label.as_str()), ("key", key), ("wanted", &wanted), ("got", &got), ("name", name)];
            findings.push(page.finding("probes", Some(index), Sentence::new("lint-prediction", &facts)));
        };
        if after.now.class == Class::NotSimulated || before.now.class == Class::NotSimulated {
            differs("after", "an answer".into(), Class::NotSimulated.to_string());
            continue;
        }
        if let Some(wanted) = after.wanted.as_ref().filter(|wanted| **wanted != after.now.class) {
            differs("after", wanted.to_string(), after.now.class.to_string());
        }
        if let Some(wanted) = before.before.as_ref().filter(|wanted| reference && **wanted != before.now.class) {
            differs("before", wanted.to_string(), before.now.class.to_string());
        }
        if let (Some(after), Some(before)) = (after.open, before.open) {
            if after.now != after.wanted {
                differs("after", after.wanted.to_string(), after.now.to_string());
            }
            if reference && before.now != before.before {
                differs("before", before.before.to_string(), before.now.to_string());
            }
        }
    }
}

/// Two solutions that differ only in blanks and comments show one shape, not two.
fn alike(scenario: &Scenario, page: &Page, findings: &mut Vec<LintFinding>) {
    let shape = |index: usize| -> Vec<String> {
        let lines = scenario.solutions[index].files.iter().flat_map(|file| file.text().lines());
        let bare = lines.map(|line| line.split(" #").next().unwrap_or("").trim().to_owned());
        bare.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
    };
    for index in 1..scenario.solutions.len() {
        if let Some(earlier) = (0..index).find(|earlier| shape(*earlier) == shape(index)) {
            let names = [("name", scenario.solutions[index].name.as_str()), ("other", scenario.solutions[earlier].name.as_str())];
            findings.push(page.finding("files", None, Sentence::new("lint-solutions-alike", &names)));
        }
    }
}

fn lead(assessment: &Assessment) -> Option<&Verdict> {
    assessment.lead.and_then(|index| assessment.verdicts.get(index))
}

/// The leading verdict in short: `check: diag (rule) counterexample`.
fn told(assessment: &Assessment) -> String {
    let Some(verdict) = lead(assessment) else { return String::new() };
    let rule = verdict.rule.as_ref().map_or_else(String::new, |rule| format!(" ({rule})"));
    let flow = verdict
        .counterexample
        .as_ref()
        .map_or_else(String::new, |flow| format!(" {} -> {}:{}/{}", flow.src, flow.dst, flow.port, flow.protocol));
    let facts: Vec<_> = verdict.message.args.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let facts = if flow.is_empty() { format!(" [{}]", facts.join(", ")) } else { String::new() };
    format!("{}: {}{rule}{flow}{facts}", verdict.check, verdict.diag.as_deref().unwrap_or(""))
}

fn place(scenario: &Scenario, kind: &str, name: &str, assessment: &Assessment) -> String {
    let file = lead(assessment).and_then(|verdict| verdict.place.as_ref()).map_or_else(String::new, |place| format!("/{}", place.file));
    format!("{}{kind}/{name}{file}", scenario.folder())
}

fn line(assessment: &Assessment) -> usize {
    lead(assessment).and_then(|verdict| verdict.place.as_ref()).map_or(1, |place| place.line)
}
