//! `cofferdam hint`: the next hint, and what it costs.

use serde_json::json;

use super::library::Which;
use super::{Context, Exit, Failure, Format};
use crate::progress::{Event, hint_cost};

/// The next hint.
#[derive(Debug, clap::Args)]
pub(super) struct Hint {
    #[command(flatten)]
    which: Which,
}

impl Hint {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let catalogue = cx.catalogue()?;
        let scenario = &cx.scenario(&catalogue, &self.which.id())?;
        cx.outside_exam(scenario)?;
        let mut journal = cx.journal();
        let taken = journal.progress().attempt(&scenario.id).hints;
        let count = u32::try_from(scenario.hints.len()).unwrap_or(u32::MAX);
        // After the last hint there is no more to pay: it is said again.
        let number = (taken + 1).min(count);
        let Some(hint) = number.checked_sub(1).and_then(|index| scenario.hints.get(index as usize)) else {
            let text = cx.locale.format("cli-hint-none", &[("id", &scenario.id)]);
            cx.talk(&text);
            return Ok(Exit::Findings);
        };
        journal.record(Event::Hinted { scenario: scenario.id.clone(), hint: number });
        cx.tell_trouble(&journal);
        let (text, cost) = (hint.get(cx.locale.language()), hint_cost(number));
        if cx.format == Format::Json {
            cx.json(&json!({"scenario": scenario.id, "hint": number, "of": count, "cost": cost, "text": text}));
            return Ok(Exit::Passed);
        }
        cx.line(text.trim_end());
        let args = [("number", number.to_string()), ("count", count.to_string()), ("cost", cost.to_string())];
        let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
        let id = if taken >= count { "cli-hint-again" } else { "cli-hint-cost" };
        let note = cx.locale.format(id, &args);
        cx.talk(&note);
        Ok(Exit::Passed)
    }
}
