//! `cofferdam exam report`: the score sheet.

use serde_json::{Value, json};

use super::super::grading::verdict_json;
use super::super::paint::Role;
use super::super::{Context, Exit, Failure, Format};
use super::{ended, marked, sitting};
use crate::content::Catalogue;
use crate::exam::{Marked, Sheet, another, clock, past};
use crate::grade::Verdict;
use crate::progress::Sitting;
use crate::text::{Change, DiffLine};

/// A score sheet.
#[derive(Debug, clap::Args)]
pub(super) struct Report {
    #[arg(value_name = "PAPER")]
    paper: Option<String>,
}

impl Report {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let catalogue = cx.catalogue()?;
        let now = cx.host.now();
        let latest = |papers: &[Sitting]| {
            let over = |sitting: &&Sitting| sitting.end.is_some() || sitting.is_locked(now);
            papers.iter().rev().find(over).or_else(|| papers.last()).cloned()
        };
        let sat = sitting(cx, self.paper.as_deref(), latest)?;
        let sheet = if sat.end.is_some() {
            marked(cx, &catalogue, &sat, None)?
        } else if sat.is_locked(now) {
            // The clock has handed it in; this marks it.
            ended(cx, &catalogue, &sat, None)?
        } else {
            let left = clock(sat.remaining(now).as_secs().unsigned_abs());
            let id = if sat.begun.is_some() { "cli-exam-running" } else { "cli-exam-not-begun" };
            return Err(Failure::Usage(cx.locale.format(id, &[("paper", &sat.paper.paper), ("left", &left)])));
        };
        tell(cx, &catalogue, &sheet);
        Ok(Exit::passed(sheet.passed()))
    }
}

/// The sheet in the asked manner.
pub(super) fn tell(cx: &mut Context<'_>, catalogue: &Catalogue, sheet: &Sheet) {
    if cx.format == Format::Json {
        let rows = as_json(cx, catalogue, sheet);
        rows.iter().for_each(|row| cx.json(row));
        return;
    }
    let title = heading(cx, sheet);
    let title = cx.paint(Role::Title, &title);
    cx.line(&title);
    if sheet.sitting.is_late() {
        let late = cx.locale.text("exam-late");
        cx.line(&late);
    }
    for (domain, earned, weight) in sheet.domains() {
        let name = cx.locale.text(&format!("exam-domain-{}", domain.word()));
        let share = earned.of(u64::from(weight)).text();
        let args = [("domain", name.as_str()), ("earned", &earned.text()), ("weight", &weight.to_string()), ("share", &share)];
        let line = cx.locale.format("exam-domain-line", &args);
        cx.line(&line);
    }
    let (taken, meant) = sheet.medians();
    let line = cx.locale.format("exam-medians", &[("taken", &clock(taken)), ("meant", &clock(meant))]);
    cx.line(&line);
    for task in &sheet.tasks {
        cx.line("");
        row(cx, task);
    }
    cx.line("");
    let last = last_papers(cx);
    cx.line(&last);
    for task in sheet.weakest().into_iter().take(3) {
        if let Some(id) = another(catalogue, &task.scenario.id) {
            let text = cx.locale.format("cli-exam-again", &[("number", &task.number.to_string()), ("id", &id)]);
            cx.talk(&text);
        }
    }
}

fn heading(cx: &Context<'_>, sheet: &Sheet) -> String {
    let paper = &sheet.sitting.paper;
    let used = clock(sheet.sitting.used(cx.host.now()));
    let args = [
        ("paper", paper.paper.clone()),
        ("total", sheet.total().text()),
        ("pass", paper.pass.to_string()),
        ("used", used),
        ("whole", clock(u64::from(paper.minutes) * 60)),
        ("full", sheet.full().to_string()),
        ("tasks", sheet.tasks.len().to_string()),
    ];
    let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
    cx.locale.format(if sheet.passed() { "exam-passed" } else { "exam-failed" }, &args)
}

fn row(cx: &mut Context<'_>, task: &Marked) {
    let linear = cx.format != Format::Human;
    let args = [
        ("number", task.number.to_string()),
        ("id", task.scenario.id.clone()),
        ("title", task.scenario.title.get(cx.locale.language()).to_owned()),
        ("earned", task.earned().text()),
        ("weight", task.weight.to_string()),
        ("taken", clock(task.seconds)),
        ("meant", clock(u64::from(task.scenario.minutes) * 60)),
    ];
    let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
    let line = cx.locale.format("exam-row", &args);
    let (sign, role) = match (task.is_full(), task.share.earned) {
        (true, _) => ("✓", Role::Good),
        (false, 0) => ("✗", Role::Bad),
        (false, _) => ("▲", Role::Warn),
    };
    let word = cx.locale.text(if task.is_full() {
        "exam-row-full"
    } else if task.share.earned == 0 {
        "exam-row-none"
    } else {
        "exam-row-part"
    });
    let line = if linear { format!("{line} {word}") } else { format!("{} {line}", cx.paint(role, sign)) };
    cx.line(&line);
    if let Some(lost) = &task.misplaced {
        let args = [("kind", lost.kind.as_str()), ("name", &lost.name), ("found", &lost.found), ("wanted", &lost.wanted)];
        let text = cx.locale.format("exam-misplaced", &args);
        cx.line(&format!("{}{text}", if linear { "" } else { "    " }));
    }
    for verdict in task.assessment.verdicts.iter().filter(|verdict| !verdict.passed) {
        failed(cx, verdict);
    }
    let Some(nearest) = task.nearest.as_ref().filter(|nearest| !nearest.files.is_empty()) else { return };
    let title = cx.locale.format("exam-nearest", &[("solution", &nearest.solution)]);
    cx.line(&format!("{}{title}", if linear { "" } else { "    " }));
    for (name, lines) in &nearest.files {
        for line in lines {
            let text = match line {
                Some(line) if linear && line.change == Change::Kept => continue,
                Some(line) if linear => {
                    let id = if line.change == Change::Added { "exam-diff-added" } else { "exam-diff-removed" };
                    cx.locale.format(id, &[("file", name), ("line", &line.number.to_string()), ("text", line.text.trim())])
                }
                Some(line) => format!("    {name}:{}", shown(line)),
                None if linear => continue,
                None => "    …".to_owned(),
            };
            let role = match line.as_ref().map(|line| line.change) {
                Some(Change::Added) => Role::Good,
                Some(Change::Removed) => Role::Bad,
                _ => Role::Muted,
            };
            let text = cx.paint(role, &text);
            cx.line(&text);
        }
    }
}

/// `8 - ingres:`, as a diff shows it.
fn shown(line: &DiffLine) -> String {
    format!("{:<3}{} {}", line.number, sign(line.change), line.text)
}

fn sign(change: Change) -> char {
    match change {
        Change::Kept => ' ',
        Change::Removed => '-',
        Change::Added => '+',
    }
}

/// What was asked, what happened, why, where.
fn failed(cx: &mut Context<'_>, verdict: &Verdict) {
    let indent = if cx.format == Format::Human { "    " } else { "" };
    let weight = verdict.weight.to_string();
    let asked = cx.locale.format("exam-asked", &[("weight", &weight), ("asks", &verdict.asks.text(&cx.locale))]);
    cx.line(&format!("{indent}{asked}"));
    let happened = verdict.message.text(&cx.locale);
    let reason = verdict.reason.as_ref().map(|reason| reason.text(&cx.locale));
    let place = verdict.place.as_ref().map(|place| format!("{}:{}:{} {}", place.file, place.line, place.column, place.path));
    for text in [Some(happened), reason, place.filter(|_| !verdict.skipped)].into_iter().flatten() {
        cx.line(&format!("{indent}{indent}{}", text.trim_end()));
    }
}

fn last_papers(cx: &Context<'_>) -> String {
    let progress = cx.journal().progress().clone();
    let each =
        past(&progress).into_iter().map(|past| format!("{} {} %{}", past.paper, past.total.text(), if past.passed { " ✓" } else { "" }));
    cx.locale.format("exam-last", &[("papers", &each.collect::<Vec<_>>().join(" · "))])
}

fn as_json(cx: &Context<'_>, catalogue: &Catalogue, sheet: &Sheet) -> Vec<Value> {
    let paper = &sheet.sitting.paper;
    let (median, meant) = sheet.medians();
    let mut rows = vec![json!({
        "paper": paper.paper, "blueprint": paper.blueprint, "exam": paper.exam, "seed": paper.seed, "minutes": paper.minutes,
        "pass": paper.pass, "total": sheet.total().number(), "passed": sheet.passed(), "late": sheet.sitting.is_late(),
        "seconds": sheet.sitting.used(cx.host.now()), "medianSeconds": median, "medianSuggestedSeconds": meant,
    })];
    for task in &sheet.tasks {
        let verdicts: Vec<_> = task
            .assessment
            .verdicts
            .iter()
            .map(|verdict| {
                let mut row = verdict_json(cx, verdict);
                row["asks"] = verdict.asks.text(&cx.locale).into();
                row
            })
            .collect();
        let mut row = json!({
            "paper": paper.paper, "task": task.number, "scenario": task.scenario.id, "title": task.scenario.title.get(cx.locale.language()),
            "domain": task.domain.word(), "weight": task.weight, "earned": task.earned().number(),
            "share": {"earned": task.share.earned, "all": task.share.all}, "seconds": task.seconds,
            "suggestedSeconds": task.scenario.minutes * 60, "verdicts": verdicts,
        });
        if let Some(lost) = &task.misplaced {
            row["misplaced"] = json!({"kind": lost.kind, "name": lost.name, "namespace": lost.found, "wanted": lost.wanted});
        }
        if let Some(nearest) = &task.nearest {
            let lines = |lines: &[Option<DiffLine>]| {
                let changed = lines.iter().flatten().filter(|line| line.change != Change::Kept);
                changed
                    .map(|line| json!({"line": line.number, "change": sign(line.change).to_string(), "text": line.text}))
                    .collect::<Vec<_>>()
            };
            let files: Vec<_> = nearest.files.iter().map(|(name, diff)| json!({"path": name, "lines": lines(diff)})).collect();
            row["nearest"] = json!({"solution": nearest.solution, "files": files});
            row["again"] = another(catalogue, &task.scenario.id).into();
        }
        rows.push(row);
    }
    rows.extend(sheet.domains().into_iter().map(
        |(domain, earned, weight)| json!({"paper": paper.paper, "domain": domain.word(), "weight": weight, "earned": earned.number()}),
    ));
    rows
}
