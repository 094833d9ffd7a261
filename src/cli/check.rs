//! `cofferdam check`: grades what is in the folder, or the console's saved work.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::access::Where;
use super::confirm::confirm;
use super::library::Which;
use super::paint::Role;
use super::{Context, Exit, Failure, Format};
use crate::assess::{Assessment, Prediction, assess};
use crate::content::{Kind, Scenario};
use crate::diag::{self, Look, Severity};
use crate::grade::Verdict;
use crate::locale::{Sentence, display_width, pad_end, unstressed};
use crate::progress::{Event, Journal};
use crate::text::SourceFile;

/// One grading.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    #[command(flatten)]
    which: Which,
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[arg(long)]
    cluster: bool,
    #[command(flatten)]
    place: Where,
}

impl Check {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let scenario = &cx.one_scenario(&self.which.id())?;
        let mut journal = cx.outside_exam(scenario)?;
        let files = match folder_of(cx, scenario, self.dir.as_deref()) {
            Some(dir) => {
                let files = from_folder(cx, scenario, &dir)?;
                let text = cx.locale.format("cli-check-folder", &[("dir", &dir.display().to_string())]);
                cx.talk(&text);
                tell_other_files(cx, scenario, &dir, &files);
                files
            }
            None => from_console(cx, scenario),
        };
        if self.cluster {
            return Ok(Exit::passed(confirm(cx, &mut journal, scenario, &files, &self.place)?));
        }
        Ok(Exit::passed(grade(cx, &mut journal, scenario, &files)))
    }
}

/// The folder to grade: the one that was named, else one named like the scenario, as `start` makes it.
fn folder_of(cx: &Context<'_>, scenario: &Scenario, named: Option<&Path>) -> Option<PathBuf> {
    let usual = PathBuf::from(&scenario.id);
    named.map(Path::to_owned).or_else(|| cx.host.is_dir(&usual).then_some(usual))
}

/// The learner's files in `dir`; those that may only be read are the scenario's own. Further manifests there are an answer's
/// as well, as they are for `kubectl apply -f dir`, and may stand for files that are not there; without any, a file that is
/// not there changes nothing.
pub(super) fn from_folder(cx: &Context<'_>, scenario: &Scenario, dir: &Path) -> Result<Vec<SourceFile>, Failure> {
    let shown = dir.display().to_string();
    if !cx.host.is_dir(dir) {
        return Err(Failure::Environment(cx.locale.format("cli-check-no-folder", &[("dir", &shown), ("id", &scenario.id)])));
    }
    let others = other_manifests(cx, scenario, dir);
    let has_some = scenario.start.iter().any(|file| cx.host.exists(&dir.join(file.name())));
    let mut files = Vec::new();
    for file in &scenario.start {
        if scenario.read_only.contains(file.name()) {
            files.push(file.clone());
            continue;
        }
        let path = dir.join(file.name());
        match cx.host.exists(&path) {
            true => files.push(read(cx, &path)?),
            false if others.is_empty() && has_some => files.push(file.clone()),
            false if others.is_empty() => {
                let args = [("file", path.display().to_string()), ("id", scenario.id.clone()), ("dir", shown.clone())];
                let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
                return Err(Failure::Environment(cx.locale.format("cli-check-no-file", &args)));
            }
            false => {}
        }
    }
    for path in &others {
        files.push(read(cx, path)?);
    }
    Ok(files)
}

fn read(cx: &Context<'_>, path: &Path) -> Result<SourceFile, Failure> {
    let text = cx.file(&path.display().to_string())?;
    Ok(SourceFile::new(path.file_name().unwrap_or_default().to_string_lossy(), text.text()))
}

/// Manifests in the folder that the scenario did not put there, by name. None where they mean nothing: beside a sheet of
/// answers, and in the folder that a scenario itself is written in.
fn other_manifests(cx: &Context<'_>, scenario: &Scenario, dir: &Path) -> Vec<PathBuf> {
    if scenario.kind == Kind::Predict || cx.host.exists(&dir.join("scenario.yaml")) {
        return Vec::new();
    }
    let own = |path: &Path| scenario.start.iter().any(|file| path.file_name().is_some_and(|name| name == file.name()));
    let is_manifest =
        |path: &Path| path.extension().is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|known| extension == *known));
    let is_hidden = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let mut found = cx.host.list(dir).unwrap_or_default();
    found.retain(|path| is_manifest(path) && !is_hidden(path) && !own(path) && !cx.host.is_dir(path));
    found.sort();
    found
}

/// Says which files were graded that the scenario does not know, and which of its own were not there.
fn tell_other_files(cx: &mut Context<'_>, scenario: &Scenario, dir: &Path, files: &[SourceFile]) {
    let has = |files: &[SourceFile], name: &str| files.iter().any(|file| file.name() == name);
    let names = |files: &[SourceFile], fits: &dyn Fn(&str) -> bool| {
        files.iter().map(SourceFile::name).filter(|name| fits(name)).collect::<Vec<_>>().join(", ")
    };
    let missing = |name: &str| !scenario.read_only.contains(name) && !cx.host.exists(&dir.join(name));
    let told = [
        ("cli-check-other-files", names(files, &|name| !has(&scenario.start, name))),
        ("cli-check-without-files", names(&scenario.start, &|name| missing(name) && !has(files, name))),
        ("cli-check-unchanged-files", names(&scenario.start, &|name| missing(name) && has(files, name))),
    ];
    for (id, names) in told.iter().filter(|(_, names)| !names.is_empty()) {
        let text = cx.locale.format(id, &[("files", names), ("id", &scenario.id)]);
        cx.talk(&text);
    }
}

/// What the console saved, or the starting files.
fn from_console(cx: &mut Context<'_>, scenario: &Scenario) -> Vec<SourceFile> {
    let drafts = cx.drafts();
    let id = if drafts.exist(&scenario.id) { "cli-check-saved" } else { "cli-check-start" };
    let text = cx.locale.format(id, &[("id", &scenario.id)]);
    cx.talk(&text);
    drafts.load(&scenario.id, &scenario.start)
}

/// Grades, records and reports; whether all checks passed.
pub(super) fn grade(cx: &mut Context<'_>, journal: &mut Journal, scenario: &Scenario, files: &[SourceFile]) -> bool {
    let assessment = assess(scenario, files);
    record(cx, journal, scenario, &assessment);
    show(cx, scenario, files, &assessment, journal);
    tell_worth(cx, scenario, &assessment, journal);
    assessment.passed
}

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
fn tell_worth(cx: &mut Context<'_>, scenario: &Scenario, assessment: &Assessment, journal: &Journal) {
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
