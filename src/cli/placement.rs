//! `cofferdam placement`: six items, and more behind each right answer, that find out what the learner knows already.

use serde_json::json;

use super::review::{Claim, judge};
use super::{Context, Exit, Failure, Format};
use crate::course::{PlacementItem, placement, placement_more};

/// The six items; with an item and an answer, whether it is right.
#[derive(Debug, clap::Args)]
pub(super) struct Placement {
    #[arg(value_name = "ITEM", requires = "answer")]
    item: Option<String>,
    #[arg(value_enum, value_name = "true|false|unknown")]
    answer: Option<Claim>,
}

impl Placement {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let catalogue = cx.catalogue()?;
        let language = cx.locale.language().to_owned();
        let firsts = placement(&catalogue, &language);
        let mut items = Vec::new();
        for first in &firsts {
            items.push(first.clone());
            items.extend(placement_more(&catalogue, first, &language));
        }
        if let (Some(id), Some(answer)) = (&self.item, self.answer) {
            if !items.iter().any(|item| item.item.id().eq_ignore_ascii_case(id)) {
                return Err(Failure::Usage(cx.locale.format("cli-review-no-item", &[("item", id)])));
            }
            let exit = judge(cx, &catalogue, id, answer, true)?;
            if exit == Exit::Passed
                && let Some(first) = firsts.iter().find(|item| item.item.id().eq_ignore_ascii_case(id))
            {
                let text = cx.locale.text("cli-placement-more");
                cx.talk(&text);
                show(cx, &placement_more(&catalogue, first, &language));
            }
            return Ok(exit);
        }
        show(cx, &firsts);
        let how = cx.locale.text("cli-placement-how");
        cx.talk(&how);
        Ok(Exit::Passed)
    }
}

fn show(cx: &mut Context<'_>, items: &[PlacementItem]) {
    for item in items {
        if cx.format == Format::Json {
            cx.json(&json!({"item": item.item.id(), "claim": item.drill.claim, "covers": item.covers}));
        } else {
            cx.line(&format!("{}  {}", item.item.id(), item.drill.claim));
        }
    }
}
