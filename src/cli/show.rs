//! `cofferdam show`: a task as text, with its files and what it watches; a lesson's id shows the lesson.

use serde_json::json;

use super::library::Which;
use super::list::{kind_word, state};
use super::paint::Role;
use super::read::{self, Read};
use super::{Context, Exit, Failure, Format};
use crate::content::{Catalogue, Scenario};

/// A lesson or a task.
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    #[command(flatten)]
    which: Which,
}

impl Show {
    /// The command for one id.
    pub(super) fn of(id: String) -> Self {
        Self { which: id.into() }
    }

    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let catalogue = cx.catalogue()?;
        if catalogue.lesson(&self.which.id()).is_some() {
            return Read::of(self.which.id()).run(cx);
        }
        self.in_catalogue(cx, &catalogue)
    }

    /// As [`Show::run`], from a catalogue at hand; nothing is recorded.
    pub(super) fn in_catalogue(self, cx: &mut Context<'_>, catalogue: &Catalogue) -> Result<Exit, Failure> {
        if let Some(lesson) = catalogue.lesson(&self.which.id()) {
            read::print(cx, lesson);
            return Ok(Exit::Passed);
        }
        let scenario = &cx.scenario(catalogue, &self.which.id())?;
        if cx.format == Format::Json {
            as_json(cx, scenario)
        } else {
            as_text(cx, scenario)
        }
        Ok(Exit::Passed)
    }
}

fn as_json(cx: &mut Context<'_>, scenario: &Scenario) {
    let language = cx.locale.language();
    let files: Vec<_> = scenario.start.iter().map(|file| json!({"path": file.name(), "text": file.text()})).collect();
    let row = json!({
        "scenario": scenario.id, "title": scenario.title.get(language), "kind": kind_word(scenario.kind), "lesson": scenario.lesson,
        "minutes": scenario.minutes, "points": scenario.points, "namespace": scenario.namespace,
        "state": state(&cx.journal().progress().attempt(&scenario.id)), "task": scenario.task.get(language), "files": files,
    });
    cx.json(&row);
}

fn as_text(cx: &mut Context<'_>, scenario: &Scenario) {
    let language = cx.locale.language().to_owned();
    let title = cx.paint(Role::Title, &format!("{} {}", scenario.id, scenario.title.get(&language)));
    cx.line(&title);
    let (minutes, points) = (scenario.minutes.to_string(), scenario.points.to_string());
    let kind = cx.locale.text(&format!("kind-{}", kind_word(scenario.kind)));
    let args = [("kind", kind.as_str()), ("lesson", scenario.lesson.as_str()), ("minutes", &minutes), ("points", &points)];
    let about = cx.locale.format("cli-show-about", &args);
    let about = cx.paint(Role::Muted, &about);
    cx.line(&about);
    cx.line("");
    cx.page(scenario.task.get(&language));
    let names: Vec<_> = scenario.start.iter().map(crate::text::SourceFile::name).collect();
    let place = cx.locale.format("cli-show-place", &[("namespace", &scenario.namespace), ("files", &names.join(", "))]);
    cx.line("");
    cx.line(&place);
    for file in &scenario.start {
        let name = cx.paint(Role::Title, &format!("# {}", file.name()));
        cx.line("");
        cx.line(&name);
        cx.line(file.text().trim_end());
    }
    let start = cx.locale.format("cli-show-start", &[("id", &scenario.id)]);
    cx.talk(&start);
}
