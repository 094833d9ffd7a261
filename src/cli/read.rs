//! `cofferdam read`: a lesson as text.

use serde_json::json;

use super::paint::Role;
use super::{Context, Exit, Failure, Format};
use crate::content::Lesson;
use crate::progress::Event;

/// A lesson.
#[derive(Debug, clap::Args)]
pub(super) struct Read {
    #[arg(value_name = "LESSON")]
    lesson: String,
}

impl Read {
    /// The command for one lesson.
    pub(super) fn of(lesson: String) -> Self {
        Self { lesson }
    }

    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let catalogue = cx.catalogue()?;
        let lesson = cx.lesson(&catalogue, &self.lesson)?;
        print(cx, lesson);
        let mut journal = cx.journal();
        journal.record(Event::Read { lesson: lesson.id.clone(), percent: 100 });
        cx.tell_trouble(&journal);
        Ok(Exit::Passed)
    }
}

/// Prints a lesson.
pub(super) fn print(cx: &mut Context<'_>, lesson: &Lesson) {
    let (title, body) = (lesson.title.get(cx.locale.language()), lesson.body.get(cx.locale.language()));
    if cx.format == Format::Json {
        cx.json(&json!({"lesson": lesson.id, "title": title, "minutes": lesson.minutes, "text": body, "scenarios": lesson.scenarios, "urls": lesson.urls}));
    } else {
        let heading = cx.paint(Role::Title, &format!("{} {title}", lesson.id));
        cx.line(&heading);
        cx.line("");
        cx.page(body);
        if !lesson.scenarios.is_empty() {
            let next = cx.locale.format("cli-read-next", &[("ids", &lesson.scenarios.join(", "))]);
            cx.line("");
            cx.line(&next);
        }
    }
}
