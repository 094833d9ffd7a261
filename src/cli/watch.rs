//! `cofferdam watch`: checks at every save, until all checks pass.

use std::path::PathBuf;

use super::check::{from_folder, grade};
use super::library::Which;
use super::{Context, Exit, Failure, Format};

/// Many gradings.
#[derive(Debug, clap::Args)]
pub(super) struct Watch {
    #[command(flatten)]
    which: Which,
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Watch {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let scenario = &cx.one_scenario(&self.which.id())?;
        let mut journal = cx.outside_exam(scenario)?;
        let dir = self.dir.unwrap_or_else(|| PathBuf::from(&scenario.id));
        let mut files = from_folder(cx, scenario, &dir)?;
        let shown = dir.display().to_string();
        // Watching begins before the first check, so that no save between the two is missed.
        let mut changes = cx.host.watch(&dir).map_err(|error| cx.file_trouble(&shown, &error))?;
        loop {
            if grade(cx, &mut journal, scenario, &files) {
                return Ok(Exit::Passed);
            }
            let waiting = cx.locale.format("cli-watch-waiting", &[("dir", &shown)]);
            cx.talk(&waiting);
            cx.flush();
            let before: Vec<_> = files.iter().map(|file| file.text().to_owned()).collect();
            // Saving may touch files without changing what they say.
            while files.iter().map(crate::text::SourceFile::text).eq(before.iter().map(String::as_str)) {
                if changes.next().is_none() || !cx.is_heard() {
                    return Ok(Exit::Findings);
                }
                // An editor that replaces a file takes it away for a moment.
                files = from_folder(cx, scenario, &dir).unwrap_or(files);
            }
            // The console beside it records too.
            journal.refresh();
            if cx.format == Format::Human {
                cx.line("");
            }
        }
    }
}
