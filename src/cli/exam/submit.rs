//! `cofferdam exam submit`: hands the paper in and marks it.

use std::path::PathBuf;

use super::super::{Context, Exit, Failure};
use super::{ended, open, report, sitting};
use crate::exam::clock;

/// The end of a paper.
#[derive(Debug, clap::Args)]
pub(super) struct Submit {
    #[arg(value_name = "PAPER")]
    paper: Option<String>,
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[arg(short, long)]
    yes: bool,
}

impl Submit {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let catalogue = cx.catalogue()?;
        let sat = sitting(cx, self.paper.as_deref(), open)?;
        let paper = sat.paper.paper.as_str();
        if sat.end.is_some() || sat.begun.is_none() {
            let id = if sat.end.is_some() { "cli-exam-ended" } else { "cli-exam-not-begun" };
            return Err(Failure::Usage(cx.locale.format(id, &[("paper", paper)])));
        }
        if let Some(dir) = self.dir.as_ref().filter(|dir| !cx.host.is_dir(dir)) {
            return Err(Failure::Environment(cx.locale.format("cli-file-missing", &[("file", &dir.display().to_string())])));
        }
        if sat.runs(cx.host.now()) && !self.yes && !agreed(cx, paper, sat.remaining(cx.host.now()).as_secs().unsigned_abs())? {
            return Ok(Exit::Findings);
        }
        let sheet = ended(cx, &catalogue, &sat, self.dir.as_deref())?;
        report::tell(cx, &catalogue, &sheet);
        Ok(Exit::passed(sheet.passed()))
    }
}

/// Asks while there is time left; where nobody can answer, it has to be said with the command.
fn agreed(cx: &mut Context<'_>, paper: &str, left: u64) -> Result<bool, Failure> {
    let left = clock(left);
    let args = [("paper", paper), ("left", left.as_str())];
    let (question, refusal) = (cx.locale.format("cli-exam-ask", &args), cx.locale.format("cli-exam-confirm", &args));
    cx.confirmed(&question, &refusal)
}
