//! `cofferdam next`: one suggestion, with its reason.

use serde_json::json;

use super::list::Filter;
use super::{Context, Exit, Failure, Format};
use crate::course::{due_reviews, suggest};

/// What to do next.
#[derive(Debug, clap::Args)]
pub(super) struct Next {
    #[command(flatten)]
    filter: Filter,
}

impl Next {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let catalogue = self.filter.of(&cx.catalogue()?);
        let progress = cx.journal().progress().clone();
        let now = cx.host.now();
        let Some(next) = suggest(&catalogue, &progress, now) else {
            let text = cx.locale.text("cli-list-nothing");
            cx.talk(&text);
            return Ok(Exit::Findings);
        };
        let language = cx.locale.language().to_owned();
        let id = next.id();
        let title = catalogue.scenario(id).map(|found| &found.title).or_else(|| catalogue.lesson(id).map(|found| &found.title));
        let title = title.map_or("", |title| title.get(&language)).to_owned();
        let because = next.reason.sentence(&cx.locale);
        if cx.format == Format::Json {
            let due = due_reviews(&catalogue, &progress, now).len();
            cx.json(&json!({"place": next.place, "id": id, "title": title, "reason": next.reason.word(), "because": because, "due": due}));
            return Ok(Exit::Passed);
        }
        let command = if next.place.starts_with("lesson/") { "read" } else { "show" };
        let line = cx.locale.format("cli-next", &[("id", id), ("title", &title), ("because", &because)]);
        cx.line(&line);
        let how = cx.locale.format("cli-next-how", &[("command", command), ("id", id)]);
        cx.talk(&how);
        Ok(Exit::Passed)
    }
}
