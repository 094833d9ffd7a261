//! `cofferdam class result`: the file that a learner hands in.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Context, Exit, Failure, Format};
use crate::class::{ResultFile, nickname, shared};
use crate::content::digest;
use crate::progress::Journal;

/// Writes what the journal says of the scenarios to a file.
#[derive(Debug, clap::Args)]
pub(super) struct Write {
    #[arg(long, value_name = "NICK")]
    name: Option<String>,
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Write {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let learner = cx.nickname(self.name.as_deref())?;
        let records = Journal::records(cx.host.as_ref()).map_err(|error| cx.file_trouble("journal.jsonl", &error))?;
        let result = ResultFile::new(&learner, env!("CARGO_PKG_VERSION"), &digest(&cx.pack()?), shared(records, None));
        if result.events.is_empty() {
            return Err(Failure::Environment(cx.locale.text("cli-class-nothing")));
        }
        let text = result.to_text();
        if self.out.as_deref() == Some(Path::new("-")) {
            cx.write(&text);
            return Ok(Exit::Passed);
        }
        let path = self.out.unwrap_or_else(|| PathBuf::from(result.file_name()));
        let shown = path.display().to_string();
        // An older result of the same learner is replaced; anything else of this name is somebody's work.
        if cx.host.exists(&path) {
            let old = cx.host.read(&path).ok().and_then(|bytes| ResultFile::read(&bytes).ok());
            if old.is_none_or(|(old, _)| old.learner != learner) {
                return Err(Failure::Environment(cx.locale.format("cli-class-exists", &[("file", &shown)])));
            }
        }
        cx.host.replace(&path, text.as_bytes()).map_err(|error| cx.file_trouble(&shown, &error))?;
        if cx.format == Format::Json {
            cx.json(&json!({"file": shown, "learner": learner, "events": result.events.len()}));
        } else {
            cx.line(&shown);
        }
        let text = cx.locale.format("cli-class-written", &[("name", &learner), ("count", &result.events.len().to_string())]);
        cx.talk(&text);
        Ok(Exit::Passed)
    }
}

impl Context<'_> {
    /// The nickname that was given, else the user's name on this machine.
    pub(super) fn nickname(&self, given: Option<&str>) -> Result<String, Failure> {
        let usual = || ["USER", "USERNAME"].into_iter().find_map(|variable| self.host.env(variable));
        match given.map(str::to_owned).or_else(usual) {
            Some(name) => nickname(&name).ok_or_else(|| Failure::Usage(self.locale.text("cli-class-bad-name"))),
            None => Err(Failure::Usage(self.locale.text("cli-class-no-name"))),
        }
    }
}
