//! `cofferdam start`: a scenario's files in a folder, for the learner's own editor.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::library::Which;
use super::{Context, Exit, Failure, Format};
use crate::progress::Event;

/// The starting files.
#[derive(Debug, clap::Args)]
pub(super) struct Start {
    #[command(flatten)]
    which: Which,
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[arg(long)]
    force: bool,
}

impl Start {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let scenario = &cx.one_scenario(&self.which.id())?;
        let dir = self.dir.unwrap_or_else(|| PathBuf::from(&scenario.id));
        let paths: Vec<_> = scenario.start.iter().map(|file| dir.join(file.name())).collect();
        let there: Vec<_> = paths.iter().filter(|path| cx.host.exists(path)).map(|path| path.display().to_string()).collect();
        if !there.is_empty() && !self.force {
            return Err(Failure::Environment(cx.locale.format("cli-start-exists", &[("files", &there.join(", "))])));
        }
        for (file, path) in scenario.start.iter().zip(&paths) {
            cx.host.replace(path, file.text().as_bytes()).map_err(|error| cx.file_trouble(&path.display().to_string(), &error))?;
        }
        let mut journal = cx.journal();
        journal.record(Event::Started { scenario: scenario.id.clone() });
        cx.tell_trouble(&journal);
        answer(cx, &scenario.id, &dir, &paths);
        Ok(Exit::Passed)
    }
}

fn answer(cx: &mut Context<'_>, id: &str, dir: &Path, paths: &[PathBuf]) {
    let names: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    if cx.format == Format::Json {
        cx.json(&json!({"scenario": id, "dir": dir.display().to_string(), "files": names}));
        return;
    }
    names.iter().for_each(|name| cx.line(name));
    let next = cx.locale.format("cli-start-next", &[("id", id), ("dir", &dir.display().to_string())]);
    cx.talk(&next);
}
