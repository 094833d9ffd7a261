//! `cofferdam review`: what went wrong and returns today, after 1, 3 and 7 days.

use serde_json::json;

use super::{Context, Exit, Failure, Format};
use crate::content::Catalogue;
use crate::contract::Drill;
use crate::course::{Item, drill, due_reviews};
use crate::progress::Event;

/// The answer to a true-or-false item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Claim {
    True,
    False,
    Unknown,
}

/// What returns today; with an item and an answer, whether it is right.
#[derive(Debug, clap::Args)]
pub(super) struct Review {
    #[arg(value_name = "ITEM", requires = "answer")]
    item: Option<String>,
    #[arg(value_enum, value_name = "true|false|unknown")]
    answer: Option<Claim>,
}

impl Review {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let catalogue = cx.catalogue()?;
        if let (Some(item), Some(answer)) = (&self.item, self.answer) {
            return judge(cx, &catalogue, item, answer, false);
        }
        let due = due_reviews(&catalogue, cx.journal().progress(), cx.host.now());
        if due.is_empty() {
            let text = cx.locale.text("cli-review-nothing");
            cx.talk(&text);
        }
        for due in due {
            let language = cx.locale.language().to_owned();
            let (id, claim) = (due.item.id(), drill(&catalogue, &due.item, &language).map(|drill| drill.claim));
            let title = title(&catalogue, &due.item, &language);
            if cx.format == Format::Json {
                cx.json(&json!({"item": id, "place": due.item.place(), "claim": claim, "title": title, "due": due.due.to_string(), "step": due.step}));
            } else {
                cx.line(&format!("{id}  {}", claim.unwrap_or(title)));
            }
        }
        Ok(Exit::Passed)
    }
}

fn title(catalogue: &Catalogue, item: &Item, language: &str) -> String {
    let title = match item {
        Item::Drill { lesson, .. } => catalogue.lesson(lesson).map(|found| &found.title),
        Item::Scenario { id } => catalogue.scenario(id.split('@').next().unwrap_or(id)).map(|found| &found.title),
    };
    title.map_or_else(String::new, |title| title.get(language).to_owned())
}

/// Records an answer and says whether it is right, and why.
pub(super) fn judge(cx: &mut Context<'_>, catalogue: &Catalogue, id: &str, answer: Claim, placement: bool) -> Result<Exit, Failure> {
    let found = drill(catalogue, &Item::named(&id.to_ascii_uppercase()), cx.locale.language());
    let Some(Drill { answer: truth, why, .. }) = found else {
        return Err(Failure::Usage(cx.locale.format("cli-review-no-item", &[("item", id)])));
    };
    let item = id.to_ascii_uppercase();
    let right = matches!((answer, truth), (Claim::True, true) | (Claim::False, false));
    let mut journal = cx.journal();
    journal.record(Event::Answered { item: item.clone(), right, placement });
    cx.tell_trouble(&journal);
    if cx.format == Format::Json {
        cx.json(&json!({"item": item, "right": right, "answer": truth, "why": why}));
    } else {
        let verdict = cx.locale.text(if right { "cli-review-right" } else { "cli-review-wrong" });
        cx.line(&format!("{verdict} {why}"));
    }
    Ok(Exit::passed(right))
}
