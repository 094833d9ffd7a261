//! `cofferdam placement`: six items that find out what the learner knows already.

use serde_json::json;

use super::review::{Claim, judge};
use super::{Context, Exit, Failure, Format};
use crate::course::placement;

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
        let items = placement(&catalogue, cx.locale.language());
        if let (Some(id), Some(answer)) = (&self.item, self.answer) {
            if !items.iter().any(|item| item.item.id().eq_ignore_ascii_case(id)) {
                return Err(Failure::Usage(cx.locale.format("cli-review-no-item", &[("item", id)])));
            }
            return judge(cx, &catalogue, id, answer, true);
        }
        for item in &items {
            if cx.format == Format::Json {
                cx.json(&json!({"item": item.item.id(), "claim": item.drill.claim, "covers": item.covers}));
            } else {
                cx.line(&format!("{}  {}", item.item.id(), item.drill.claim));
            }
        }
        let how = cx.locale.text("cli-placement-how");
        cx.talk(&how);
        Ok(Exit::Passed)
    }
}
