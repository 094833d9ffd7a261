//! A grading, recorded and shown: for people, for programs and read aloud.

use serde_json::{Map, Value, json};

use super::paint::Role;
use super::{Context, Format};
use crate::assess::{Assessment, Prediction};
use crate::content::Scenario;
use crate::diag::{self, Look, Severity};
use crate::grade::Verdict;
use crate::locale::{Sentence, display_width, pad_end, unstressed};
use crate::progress::{Event, Journal};
use crate::text::SourceFile;

/// Puts a grading into the journal.
pub(super) fn record(cx: &mut Context<'_>, journal: &mut Journal, scenario: &Scenario, assessment: &Assessment) {
    let failed = assessment.verdicts.iter().filter(|verdict| !verdict.passed && !verdict.skipped);
    let mut diags: Vec<_> = failed.filter_map(|verdict| verdict.diag.clone()).collect();
    diags.dedup();
    journal.record(Event::Checked {
        scenario: scenario.id.clone(),
        score: assessment.score,
        points: assessment.points,
        passed: assessment.passed,
        diags,
    });
    cx.tell_trouble(journal);
}

/// Shows a grading in the asked manner.
pub(super) fn show(cx: &mut Context<'_>, scenario: &Scenario, files: &[SourceFile], assessment: &Assessment, journal: &Journal) {
    let worth = journal.progress().attempt(&scenario.id).worth(assessment.score, assessment.points);
    match cx.format {
        Format::Json => {
            let value = as_json(cx, scenario, assessment, "offline");
            cx.json(&value);
        }
        Format::Human => human(cx, scenario, files, assessment, worth),
        Format::Linear | Format::Sarif | Format::Csv => linear(cx, scenario, files, assessment, worth),
    }
}

/// Says what a pass counts, or will count, when hints or the solution cost something.
pub(super) fn tell_worth(cx: &mut Context<'_>, scenario: &Scenario, assessment: &Assessment, journal: &Journal) {
    let attempt = journal.progress().attempt(&scenario.id);
    let (points, cost) = (assessment.points, attempt.cost().to_string());
    let worth = attempt.worth(points, points);
    if worth != points {
        let text = match assessment.passed {
            true => cx.locale.format("cli-check-cost", &[("cost", &cost)]),
            false => {
                let args = [("worth", worth.to_string()), ("points", points.to_string())];
                let [worth, points] = args.each_ref().map(|(name, value)| (*name, value.as_str()));
                cx.locale.format("cli-check-will-count", &[worth, points, ("cost", &cost)])
            }
        };
        cx.talk(&text);
    }
}

/// The keys and the order of the contract.
pub(super) fn as_json(cx: &Context<'_>, scenario: &Scenario, assessment: &Assessment, judge: &str) -> Value {
    let verdicts: Vec<_> = assessment.verdicts.iter().map(|verdict| verdict_json(cx, verdict)).collect();
    json!({
        "scenario": scenario.id, "passed": assessment.passed, "score": assessment.score, "points": assessment.points,
        "verdicts": verdicts, "judge": judge,
    })
}

pub(super) fn verdict_json(cx: &Context<'_>, verdict: &Verdict) -> Value {
    let mut row = Map::new();
    let mut put = |key: &str, value: Value| row.insert(key.to_owned(), value);
    put("check", verdict.check.as_str().into());
    put("weight", verdict.weight.into());
    put("passed", verdict.passed.into());
    if let Some(place) = &verdict.place {
        let mut at = json!({"file": place.file, "line": place.line, "column": place.column});
        if !place.path.is_empty() {
            at["path"] = place.path.as_str().into();
        }
        put("where", at);
    }
    put("message", message(cx, verdict).into());
    if let Some(flow) = &verdict.counterexample {
        let example = json!({
            "src": flow.src, "dst": flow.dst, "port": flow.port, "protocol": flow.protocol, "wanted": flow.wanted, "got": flow.got,
            "decidedBy": flow.decided_by,
        });
        put("counterexample", example);
    }
    if let Some(lesson) = &verdict.lesson {
        put("lesson", lesson.as_str().into());
    }
    if let Some(url) = &verdict.url {
        put("url", url.as_str().into());
    }
    Value::Object(row)
}

/// Whether what happened speaks of a question that must be read first.
fn answers_question(verdict: &Verdict) -> bool {
    verdict.diag.as_deref().is_some_and(|diag| diag.starts_with("answer-"))
}

/// A sentence for a terminal that is no page: without an author's marks of stress.
fn said(cx: &Context<'_>, sentence: &Sentence) -> String {
    unstressed(&sentence.text(&cx.locale))
}

/// What happened, and why.
fn message(cx: &Context<'_>, verdict: &Verdict) -> String {
    let fact = said(cx, &verdict.message);
    let fact = if answers_question(verdict) { format!("{} {fact}", said(cx, &verdict.asks)) } else { fact };
    match &verdict.reason {
        Some(reason) => format!("{fact} {}", said(cx, reason)),
        None => fact,
    }
}

fn human(cx: &mut Context<'_>, scenario: &Scenario, files: &[SourceFile], assessment: &Assessment, worth: u32) {
    let look = Look { color: cx.color, width: cx.width };
    for diagnostic in assessment.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
        if let Some(file) = files.iter().find(|file| file.name() == diagnostic.file) {
            let text = diag::human(diagnostic, file, &cx.locale, look);
            cx.line(&text);
            cx.line("");
        }
    }
    let title = heading(cx, scenario, assessment, worth);
    let title = cx.paint(Role::Title, &title);
    cx.line(&title);
    if assessment.only_what_held() {
        let text = cx.locale.text("score-nothing-new");
        let text = cx.paint(Role::Muted, &text);
        cx.line(&text);
    }
    // The most instructive failure first; the rest in the order of the task.
    let lead = assessment.lead.and_then(|index| assessment.verdicts.get(index));
    let rest = assessment.verdicts.iter().filter(|verdict| lead.is_none_or(|lead| lead.check != verdict.check));
    for verdict in lead.into_iter().chain(rest) {
        verdict_lines(cx, verdict);
    }
    predictions(cx, assessment);
    if assessment.passed {
        cx.line("");
        cx.page(scenario.debrief.get(cx.locale.language()));
    }
}

/// Passed or not, and what it is worth with the hints that were taken: the number that the console says too.
fn heading(cx: &Context<'_>, scenario: &Scenario, assessment: &Assessment, worth: u32) -> String {
    let args = [
        ("id", scenario.id.clone()),
        ("title", scenario.title.get(cx.locale.language()).to_owned()),
        ("score", worth.to_string()),
        ("points", assessment.points.to_string()),
    ];
    let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
    cx.locale.format(if assessment.passed { "cli-check-passed" } else { "cli-check-failed" }, &args)
}

fn verdict_lines(cx: &mut Context<'_>, verdict: &Verdict) {
    let (symbol, role) = match (verdict.passed, verdict.skipped) {
        (true, _) => ("✓", Role::Good),
        (false, true) => ("·", Role::Muted),
        (false, false) => ("✗", Role::Bad),
    };
    let weight = format!("{:>3} %", verdict.weight);
    let asked = answers_question(verdict) || verdict.skipped;
    let first = if asked { said(cx, &verdict.asks) } else { said(cx, &verdict.message) };
    let line = format!("{} {}  {first}", cx.paint(role, symbol), cx.paint(Role::Muted, &weight));
    cx.line(&line);
    let indent = " ".repeat(9);
    if asked {
        let text = said(cx, &verdict.message);
        cx.line(&format!("{indent}{text}"));
    }
    if let Some(reason) = &verdict.reason {
        let text = said(cx, reason);
        cx.line(&format!("{indent}{text}"));
    }
    if verdict.passed || verdict.skipped {
        return;
    }
    if let Some(place) = &verdict.place {
        let at = format!("{}:{}:{} {}", place.file, place.line, place.column, place.path);
        let at = cx.paint(Role::Code, at.trim_end());
        cx.line(&format!("{indent}{at}"));
    }
    let pages: Vec<_> = [verdict.lesson.as_deref(), verdict.url.as_deref()].into_iter().flatten().collect();
    if !pages.is_empty() {
        let pages = cx.paint(Role::Muted, &pages.join(" · "));
        cx.line(&format!("{indent}{pages}"));
    }
}

/// One watched command.
struct Row {
    met: Option<bool>,
    from: String,
    label: String,
    now: String,
    wanted: String,
}

impl Row {
    fn new(cx: &Context<'_>, prediction: &Prediction) -> Self {
        let locale = &cx.locale;
        let (label, now, wanted) = (prediction.asks(locale), prediction.now_said(locale), prediction.wanted_said(locale));
        Self { met: prediction.met(), from: prediction.from.clone(), label, now, wanted }
    }
}

/// What the watched commands answer now, and what the task wants.
fn predictions(cx: &mut Context<'_>, assessment: &Assessment) {
    if assessment.predictions.is_empty() {
        return;
    }
    let rows: Vec<_> = assessment.predictions.iter().map(|prediction| Row::new(cx, prediction)).collect();
    let title = cx.locale.text("cli-check-would-happen");
    let title = cx.paint(Role::Title, &title);
    cx.line("");
    cx.line(&title);
    let width = |pick: fn(&Row) -> &str| rows.iter().map(|row| display_width(pick(row))).max().unwrap_or(0);
    let widths = (width(|row| &row.from), width(|row| &row.label), width(|row| &row.now));
    for row in &rows {
        let (symbol, role) = match row.met {
            Some(true) => ("✓", Role::Good),
            Some(false) => ("✗", Role::Bad),
            None => ("·", Role::Muted),
        };
        let wanted = match row.met {
            Some(false) => cx.locale.format("cli-check-wanted", &[("wanted", &row.wanted)]),
            _ => String::new(),
        };
        let columns = [pad_end(&row.from, widths.0), pad_end(&row.label, widths.1), pad_end(&row.now, widths.2)].join("  ");
        let line = format!("{} {columns}  {wanted}", cx.paint(role, symbol));
        cx.line(line.trim_end());
    }
}

fn linear(cx: &mut Context<'_>, scenario: &Scenario, files: &[SourceFile], assessment: &Assessment, worth: u32) {
    let title = heading(cx, scenario, assessment, worth);
    cx.line(&title);
    for verdict in &assessment.verdicts {
        let id = match (verdict.passed, verdict.skipped) {
            (true, _) => "cli-check-linear-passed",
            (false, true) => "cli-check-linear-skipped",
            (false, false) => "cli-check-linear-failed",
        };
        let (weight, text) = (verdict.weight.to_string(), message(cx, verdict));
        let line = cx.locale.format(id, &[("check", &verdict.check), ("weight", &weight), ("message", &text)]);
        cx.line(&line);
        if let Some(place) = verdict.place.as_ref().filter(|_| !verdict.passed) {
            let (line, column) = (place.line.to_string(), place.column.to_string());
            let text = cx.locale.format("cli-check-linear-place", &[("file", &place.file), ("line", &line), ("column", &column)]);
            cx.line(&text);
        }
    }
    for diagnostic in assessment.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
        if let Some(file) = files.iter().find(|file| file.name() == diagnostic.file) {
            diag::linear(diagnostic, file, &cx.locale).iter().for_each(|line| cx.line(line));
        }
    }
}
