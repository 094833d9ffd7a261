//! `cofferdam exam show`: a task of the paper; the first one starts the clock.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::super::paint::Role;
use super::super::{Context, Exit, Failure, Format};
use super::{open, scenario, sitting, task_dir};
use crate::content::Scenario;
use crate::exam::clock;
use crate::progress::{Event, Sitting};

/// One task.
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    #[arg(value_name = "N")]
    number: Option<usize>,
    #[arg(long, value_name = "PAPER")]
    paper: Option<String>,
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Show {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let catalogue = cx.catalogue()?;
        let sat = sitting(cx, self.paper.as_deref(), open)?;
        let paper = sat.paper.paper.clone();
        if sat.end.is_some() || sat.is_locked(cx.host.now()) {
            return Err(Failure::Usage(cx.locale.format("cli-exam-over", &[("paper", &paper)])));
        }
        let count = sat.paper.tasks.len();
        let number = self.number.unwrap_or(sat.at + 1);
        if !(1..=count).contains(&number) {
            let args = [("number", number.to_string()), ("tasks", count.to_string())];
            return Err(Failure::Usage(
                cx.locale.format("cli-exam-no-task", &args.each_ref().map(|(name, value)| (*name, value.as_str()))),
            ));
        }
        let scenario = scenario(cx, &catalogue, &sat, number - 1)?;
        let written = match &self.dir {
            Some(dir) => write(cx, &scenario, &task_dir(dir, number - 1))?,
            None => Vec::new(),
        };
        let mut journal = cx.journal();
        journal.record(Event::ExamAt { paper: paper.clone(), task: number, place: None, resumed: false });
        cx.tell_trouble(&journal);
        let sat = journal.progress().paper(&paper).cloned().unwrap_or(sat);
        tell(cx, &sat, number, &scenario, &written);
        Ok(Exit::Passed)
    }
}

/// Writes the starting files that are not there yet.
fn write(cx: &mut Context<'_>, scenario: &Scenario, dir: &Path) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for file in &scenario.start {
        let path = dir.join(file.name());
        let name = path.display().to_string();
        if !cx.host.exists(&path) {
            cx.host.replace(&path, file.text().as_bytes()).map_err(|error| cx.file_trouble(&name, &error))?;
        }
        names.push(name);
    }
    Ok(names)
}

fn tell(cx: &mut Context<'_>, sat: &Sitting, number: usize, scenario: &Scenario, written: &[String]) {
    let left = sat.remaining(cx.host.now()).as_secs().unsigned_abs();
    let weight = sat.paper.tasks.get(number - 1).map_or(0, |task| task.weight);
    let language = cx.locale.language().to_owned();
    let context = scenario.seen_world().config.current;
    if cx.format == Format::Json {
        let files: Vec<_> = scenario.start.iter().map(|file| json!({"path": file.name(), "text": file.text()})).collect();
        cx.json(&json!({
            "paper": sat.paper.paper, "task": number, "of": sat.paper.tasks.len(), "weight": weight, "left": left, "context": context,
            "namespace": scenario.namespace, "text": scenario.task.get(&language), "files": files, "written": written,
        }));
        return;
    }
    let args = [
        ("number", number.to_string()),
        ("tasks", sat.paper.tasks.len().to_string()),
        ("weight", weight.to_string()),
        ("left", clock(left)),
        ("context", context),
        ("namespace", scenario.namespace.clone()),
    ];
    let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
    let head = cx.locale.format("cli-exam-head", &args);
    let head = cx.paint(Role::Title, &head);
    cx.line(&head);
    let place = cx.locale.format("exam-where", &args);
    cx.line(&place);
    cx.line("");
    cx.page(scenario.task.get(&language));
    if !written.is_empty() {
        cx.line("");
    }
    written.iter().for_each(|name| cx.line(name));
}
