//! `cofferdam pack`: for authors of lessons and scenarios.

use std::path::PathBuf;
use std::sync::Arc;

use super::archive::{Export, Import};
use super::pack_folder::{pack_files, show_findings};
use super::show::Show;
use super::{Context, Exit, Failure, Format, Opening};
use crate::content::{Catalogue, is_id, json_schema, predict_template, template};
use crate::contract;

/// What to do with a pack.
#[derive(Debug, clap::Args)]
pub(super) struct Pack {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, clap::Subcommand)]
enum Task {
    Lint(Lint),
    New(New),
    Export(Export),
    Import(Import),
    Preview(Preview),
    Schema(Schema),
}

impl Pack {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        match self.task {
            Task::Lint(task) => task.run(cx),
            Task::New(task) => task.run(cx),
            Task::Export(task) => task.run(cx),
            Task::Import(task) => task.run(cx),
            Task::Preview(task) => task.run(cx),
            Task::Schema(task) => Ok(task.run(cx)),
        }
    }
}

/// Holds a pack against the content contract.
#[derive(Debug, clap::Args)]
struct Lint {
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    seeds: u64,
}

impl Lint {
    fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let files = match &self.dir {
            Some(dir) => pack_files(cx, dir)?,
            None => cx.pack()?,
        };
        let findings = match self.seeds {
            0 => contract::lint(files),
            seeds => contract::lint_variants(files, 1..seeds + 1),
        };
        show_findings(cx, &findings);
        Ok(Exit::passed(findings.is_empty()))
    }
}

/// Makes the folder of a new scenario.
#[derive(Debug, clap::Args)]
struct New {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[arg(long, value_name = "write|predict", value_parser = ["write", "predict"], default_value = "write", hide_default_value = true)]
    kind: String,
}

impl New {
    fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        if !is_id(&self.id) {
            return Err(Failure::Usage(cx.locale.format("cli-pack-id", &[("id", &self.id)])));
        }
        let dir = self.dir.unwrap_or_else(|| PathBuf::from("."));
        let folder = dir.join("scenarios").join(&self.id);
        if cx.host.exists(&folder) {
            return Err(Failure::Environment(cx.locale.format("cli-pack-exists", &[("folder", &folder.display().to_string())])));
        }
        let mut files = if self.kind == "predict" { predict_template(&self.id) } else { template(&self.id) };
        for (name, schema) in [("scenario", json_schema::scenario()), ("lesson", json_schema::lesson())] {
            files.insert(format!("{name}.schema.json"), format!("{schema:#}\n").into_bytes().into());
        }
        for (name, bytes) in files {
            let path = dir.join(&name);
            cx.host.replace(&path, &bytes).map_err(|error| cx.file_trouble(&path.display().to_string(), &error))?;
            cx.line(&path.display().to_string());
        }
        let next = cx.locale.format("cli-pack-next", &[("dir", &dir.display().to_string())]);
        cx.talk(&next);
        Ok(Exit::Passed)
    }
}

/// A page that authors write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Page {
    Scenario,
    Lesson,
}

/// Prints the JSON Schema of a page, for the author's editor.
#[derive(Debug, clap::Args)]
struct Schema {
    #[arg(value_enum, value_name = "scenario|lesson")]
    page: Page,
}

impl Schema {
    fn run(self, cx: &mut Context<'_>) -> Exit {
        let schema = match self.page {
            Page::Scenario => json_schema::scenario(),
            Page::Lesson => json_schema::lesson(),
        };
        cx.line(&format!("{schema:#}"));
        Exit::Passed
    }
}

/// Shows a task or lesson of a pack as the learner will see it.
#[derive(Debug, clap::Args)]
struct Preview {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

impl Preview {
    fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let (catalogue, faults) = Catalogue::survey(pack_files(cx, &self.dir)?);
        let place = match (catalogue.scenario(&self.id), catalogue.lesson(&self.id)) {
            (Some(scenario), _) => Some(format!("scenario/{}", scenario.id)),
            (None, lesson) => lesson.map(|lesson| format!("lesson/{}", lesson.id)),
        };
        // Where somebody looks, the console shows it; else the text is written.
        if let (Some(place), Format::Human, true) = (place, cx.format, cx.terminal.is_interactive()) {
            let fault = faults.first().map(|fault| format!("{}:{}: {}", fault.file, fault.line, fault.sentence.text(&cx.locale)));
            cx.console = Some(Opening { place, catalogue: Arc::new(catalogue), fault });
            return Ok(Exit::Passed);
        }
        for fault in &faults {
            let text = format!("{}:{}: {}", fault.file, fault.line, fault.sentence.text(&cx.locale));
            cx.complain(&text);
        }
        Show::of(self.id).in_catalogue(cx, &catalogue)
    }
}
