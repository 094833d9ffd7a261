//! `cofferdam solution`: the reference answer, after passing or after confirming.

use serde_json::json;

use super::library::Which;
use super::paint::Role;
use super::{Context, Exit, Failure, Format};
use crate::content::Scenario;
use crate::progress::Event;

/// The reference solution.
#[derive(Debug, clap::Args)]
pub(super) struct Solution {
    #[command(flatten)]
    which: Which,
    #[arg(short, long)]
    yes: bool,
}

impl Solution {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let scenario = &cx.one_scenario(&self.which.id())?;
        let mut journal = cx.outside_exam(scenario)?;
        let attempt = journal.progress().attempt(&scenario.id);
        if !attempt.passed && !attempt.revealed {
            if !self.yes && !confirmed(cx, &scenario.id)? {
                return Ok(Exit::Findings);
            }
            journal.record(Event::Revealed { scenario: scenario.id.clone() });
            cx.tell_trouble(&journal);
        }
        show(cx, scenario);
        Ok(Exit::Passed)
    }
}

fn confirmed(cx: &mut Context<'_>, id: &str) -> Result<bool, Failure> {
    let [question, refusal] = ["cli-solution-ask", "cli-solution-confirm"].map(|text| cx.locale.format(text, &[("id", id)]));
    cx.confirmed(&question, &refusal)
}

fn show(cx: &mut Context<'_>, scenario: &Scenario) {
    let Some(reference) = scenario.solutions.first() else { return };
    let language = cx.locale.language().to_owned();
    if cx.format == Format::Json {
        let files: Vec<_> = reference.files.iter().map(|file| json!({"path": file.name(), "text": file.text()})).collect();
        cx.json(&json!({"scenario": scenario.id, "files": files, "debrief": scenario.debrief.get(&language)}));
        return;
    }
    for file in &reference.files {
        let name = cx.paint(Role::Title, &format!("# {}", file.name()));
        cx.line(&name);
        cx.line(file.text().trim_end());
        cx.line("");
    }
    cx.page(scenario.debrief.get(&language));
}
