//! `cofferdam hint`: the next hint, and what it costs.

use serde_json::json;

use super::library::Which;
use super::{Context, Exit, Failure, Format};
use crate::content::Scenario;
use crate::locale::unstressed;
use crate::progress::{Attempt, Event, hint_cost};

/// The next hint.
#[derive(Debug, clap::Args)]
pub(super) struct Hint {
    #[command(flatten)]
    which: Which,
    #[arg(short, long)]
    yes: bool,
}

impl Hint {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let scenario = &cx.one_scenario(&self.which.id())?;
        let mut journal = cx.outside_exam(scenario)?;
        let attempt = journal.progress().attempt(&scenario.id);
        let taken = attempt.hints;
        let count = u32::try_from(scenario.hints.len()).unwrap_or(u32::MAX);
        // After the last hint there is no more to pay: it is said again.
        let number = (taken + 1).min(count);
        let Some(hint) = number.checked_sub(1).and_then(|index| scenario.hints.get(index as usize)) else {
            let text = cx.locale.format("cli-hint-none", &[("id", &scenario.id)]);
            cx.talk(&text);
            return Ok(Exit::Findings);
        };
        let worth = |attempt: &Attempt| attempt.worth(scenario.points, scenario.points);
        let after = Attempt { hints: number, ..attempt.clone() };
        if worth(&after) < worth(&attempt) && !self.yes && !confirmed(cx, scenario, number, worth(&after))? {
            return Ok(Exit::Findings);
        }
        journal.record(Event::Hinted { scenario: scenario.id.clone(), hint: number });
        cx.tell_trouble(&journal);
        let (text, cost) = (hint.get(cx.locale.language()), hint_cost(number));
        if cx.format == Format::Json {
            cx.json(&json!({"scenario": scenario.id, "hint": number, "of": count, "cost": cost, "text": text}));
            return Ok(Exit::Passed);
        }
        cx.line(unstressed(text).trim_end());
        let (left, points) = (worth(&after).to_string(), scenario.points.to_string());
        let args = [("number", number.to_string()), ("count", count.to_string()), ("left", left), ("points", points)];
        let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
        let id = match taken >= count {
            true => "cli-hint-again",
            false if worth(&after) == scenario.points => "cli-hint-free",
            false => "cli-hint-cost",
        };
        let note = cx.locale.format(id, &args);
        cx.talk(&note);
        Ok(Exit::Passed)
    }
}

/// Says the price before it is paid.
fn confirmed(cx: &mut Context<'_>, scenario: &Scenario, number: u32, left: u32) -> Result<bool, Failure> {
    let args = [("id", scenario.id.clone()), ("number", number.to_string()), ("left", left.to_string())];
    let points = scenario.points.to_string();
    let args: Vec<_> = args.iter().map(|(name, value)| (*name, value.as_str())).chain([("points", points.as_str())]).collect();
    let [question, refusal] = ["cli-hint-ask", "cli-hint-confirm"].map(|text| cx.locale.format(text, &args));
    cx.confirmed(&question, &refusal)
}
