//! `cofferdam exam list`: all papers, and how ready the learner is.

use serde_json::json;

use super::super::paint::Role;
use super::super::{Context, Exit, Failure, Format};
use crate::exam::{clock, past, readiness};
use crate::locale::{display_width, pad_end};
use crate::progress::Sitting;

/// The papers.
#[derive(Debug, clap::Args)]
pub(super) struct List {}

impl List {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let catalogue = cx.catalogue()?;
        let progress = cx.journal().progress().clone();
        if progress.papers.is_empty() {
            let text = cx.locale.text("cli-exam-none");
            cx.talk(&text);
            return Ok(Exit::Findings);
        }
        let width = progress.papers.iter().map(|sitting| display_width(&sitting.paper.paper)).max().unwrap_or(0);
        for sitting in progress.papers.iter().rev() {
            if cx.format == Format::Json {
                let row = as_json(cx, sitting);
                cx.json(&row);
            } else {
                let line = format!("{}  {}", pad_end(&sitting.paper.paper, width), state(cx, sitting));
                cx.line(&line);
            }
        }
        let ready = readiness(&catalogue, &progress);
        if cx.format != Format::Json && !ready.is_empty() {
            let title = cx.locale.format("exam-readiness", &[("count", &past(&progress).len().to_string())]);
            let title = cx.paint(Role::Title, &title);
            cx.line(&title);
        }
        for domain in ready {
            if cx.format == Format::Json {
                cx.json(&json!({"domain": domain.domain.word(), "readiness": domain.share.number(), "tasks": domain.tasks}));
                continue;
            }
            let name = cx.locale.text(&format!("exam-domain-{}", domain.domain.word()));
            let args = [("domain", name.as_str()), ("share", &domain.share.text()), ("tasks", &domain.tasks.to_string())];
            let line = cx.locale.format("exam-ready", &args);
            cx.line(&format!("  {line}"));
        }
        Ok(Exit::Passed)
    }
}

/// How far a paper is, as a word of the JSON.
fn word(cx: &Context<'_>, sitting: &Sitting) -> &'static str {
    let now = cx.host.now();
    match (&sitting.end, sitting.begun) {
        (Some(_), _) => "ended",
        (None, None) => "drawn",
        _ if sitting.runs(now) => "running",
        _ => "locked",
    }
}

fn as_json(cx: &Context<'_>, sitting: &Sitting) -> serde_json::Value {
    let paper = &sitting.paper;
    let mut row = json!({
        "paper": paper.paper, "blueprint": paper.blueprint, "exam": paper.exam, "seed": paper.seed, "minutes": paper.minutes,
        "pass": paper.pass, "tasks": paper.tasks.len(), "state": word(cx, sitting),
    });
    if sitting.begun.is_some() && sitting.end.is_none() {
        row["left"] = sitting.remaining(cx.host.now()).as_secs().into();
    }
    if let Some(end) = crate::exam::result(sitting) {
        row["total"] = end.total.number().into();
        row["passed"] = end.passed.into();
        row["ended"] = end.at.to_string().into();
    }
    row
}

/// The same in words.
fn state(cx: &Context<'_>, sitting: &Sitting) -> String {
    let left = clock(sitting.remaining(cx.host.now()).as_secs().unsigned_abs());
    match (word(cx, sitting), crate::exam::result(sitting)) {
        (_, Some(end)) => {
            let id = if end.passed { "exam-state-passed" } else { "exam-state-failed" };
            cx.locale.format(id, &[("total", &end.total.text()), ("pass", &end.pass.to_string())])
        }
        (word, None) => cx.locale.format(&format!("exam-state-{word}"), &[("left", &left)]),
    }
}
