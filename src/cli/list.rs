//! `cofferdam list`: the catalogue with progress.

use serde_json::json;

use super::paint::Role;
use super::{Context, Exit, Failure, Format};
use crate::content::{Catalogue, Kind, Lesson, Scenario};
use crate::locale::{display_width, pad_end, truncate};
use crate::progress::{Attempt, Progress};

/// Which half of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum What {
    Lessons,
    Scenarios,
}

/// The catalogue.
#[derive(Debug, clap::Args)]
pub(super) struct List {
    #[arg(value_enum, value_name = "lessons|scenarios")]
    what: Option<What>,
    #[command(flatten)]
    filter: Filter,
}

/// A part of the catalogue.
#[derive(Debug, clap::Args)]
pub(super) struct Filter {
    #[arg(long, value_name = "N")]
    module: Option<u32>,
    #[arg(long, value_name = "cka|ckad|cks", value_parser = ["cka", "ckad", "cks"])]
    exam: Option<String>,
    #[arg(long, value_name = "predict|write|fix|debug", value_parser = ["predict", "write", "fix", "debug"])]
    kind: Option<String>,
    #[arg(long, value_name = "N")]
    minutes: Option<u32>,
}

impl Filter {
    /// That part. Lessons have neither kind nor exam: where one is asked for, only scenarios are left.
    pub(super) fn of(&self, catalogue: &Catalogue) -> Catalogue {
        let lessons = self.kind.is_none() && self.exam.is_none();
        Catalogue {
            lessons: catalogue.lessons.iter().filter(|lesson| lessons && self.lesson(lesson)).cloned().collect(),
            scenarios: catalogue.scenarios.iter().filter(|scenario| self.scenario(scenario)).cloned().collect(),
        }
    }

    fn lesson(&self, lesson: &Lesson) -> bool {
        self.module.is_none_or(|module| lesson.module == module) && self.minutes.is_none_or(|minutes| lesson.minutes <= minutes)
    }

    fn scenario(&self, scenario: &Scenario) -> bool {
        self.module.is_none_or(|module| scenario.module == module)
            && self.minutes.is_none_or(|minutes| scenario.minutes <= minutes)
            && self.exam.as_ref().is_none_or(|exam| scenario.exams.contains(exam))
            && self.kind.as_ref().is_none_or(|kind| kind_word(scenario.kind) == kind)
    }
}

/// The word of a kind in content, JSON and flags.
pub(super) fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Predict => "predict",
        Kind::Write => "write",
        Kind::Fix => "fix",
        Kind::Debug => "debug",
    }
}

/// How far a scenario is, as a word of the JSON.
pub(super) fn state(attempt: &Attempt) -> &'static str {
    match (attempt.passed, attempt.started || attempt.checks > 0) {
        (true, _) => "passed",
        (false, true) => "started",
        (false, false) => "new",
    }
}

impl List {
    pub(super) fn run(self, cx: &mut Context<'_>) -> Result<Exit, Failure> {
        let catalogue = self.filter.of(&cx.catalogue()?);
        let journal = cx.journal();
        cx.tell_passed_over(&journal);
        let progress = journal.progress().clone();
        let lessons: Vec<_> = catalogue.lessons.iter().filter(|_| self.what != Some(What::Scenarios)).collect();
        let scenarios: Vec<_> = catalogue.scenarios.iter().filter(|_| self.what != Some(What::Lessons)).collect();
        if lessons.is_empty() && scenarios.is_empty() {
            let text = cx.locale.text("cli-list-nothing");
            cx.talk(&text);
            return Ok(Exit::Findings);
        }
        match cx.format {
            Format::Json => {
                lessons.iter().for_each(|lesson| cx.json(&lesson_json(cx, lesson, &progress)));
                scenarios.iter().for_each(|scenario| cx.json(&scenario_json(cx, scenario, &progress)));
            }
            Format::Human => table(cx, &lessons, &scenarios, &progress),
            Format::Linear | Format::Sarif | Format::Csv => sentences(cx, &lessons, &scenarios, &progress),
        }
        Ok(Exit::Passed)
    }
}

fn lesson_json(cx: &Context<'_>, lesson: &Lesson, progress: &Progress) -> serde_json::Value {
    json!({
        "lesson": lesson.id, "module": lesson.module, "title": lesson.title.get(cx.locale.language()), "minutes": lesson.minutes,
        "scenarios": lesson.scenarios, "read": progress.lessons.get(&lesson.id).copied().unwrap_or(0),
    })
}

fn scenario_json(cx: &Context<'_>, scenario: &Scenario, progress: &Progress) -> serde_json::Value {
    let attempt = progress.attempt(&scenario.id);
    let mut row = json!({
        "scenario": scenario.id, "module": scenario.module, "lesson": scenario.lesson, "kind": kind_word(scenario.kind),
        "difficulty": scenario.difficulty, "title": scenario.title.get(cx.locale.language()), "minutes": scenario.minutes,
        "points": scenario.points, "exams": scenario.exams, "state": state(&attempt),
    });
    if let Some(best) = attempt.best {
        row["best"] = best.into();
    }
    row
}

/// Columns that stand beside a title: mark, id, kind, minutes, points.
const NOTE: usize = 42;
/// The same beside a lesson: mark, id, minutes, how far it was read.
const LESSON_NOTE: usize = 29;

fn table(cx: &mut Context<'_>, lessons: &[&Lesson], scenarios: &[&Scenario], progress: &Progress) {
    let mut modules: Vec<_> = lessons.iter().map(|l| l.module).chain(scenarios.iter().map(|s| s.module)).collect();
    modules.sort_unstable();
    modules.dedup();
    // One column for all, as wide as the longest title where there is room for it.
    let titles = lessons.iter().map(|lesson| (0, &lesson.title)).chain(scenarios.iter().map(|scenario| (2, &scenario.title)));
    let longest = titles.map(|(indent, title)| indent + display_width(title.get(cx.locale.language()))).max().unwrap_or(0);
    let note = if scenarios.is_empty() { LESSON_NOTE } else { NOTE };
    let room = longest.min(cx.width.saturating_sub(note).clamp(24, 64));
    for (number, module) in modules.into_iter().enumerate() {
        if number > 0 {
            cx.line("");
        }
        let title = cx.locale.format("cli-list-module", &[("module", &module.to_string())]);
        let title = cx.paint(Role::Title, &title);
        cx.line(&title);
        for lesson in lessons.iter().filter(|lesson| lesson.module == module) {
            lesson_row(cx, lesson, room, progress);
            for scenario in scenarios.iter().filter(|scenario| scenario.lesson == lesson.id) {
                scenario_row(cx, scenario, room, progress);
            }
        }
        let lone = |scenario: &&&Scenario| scenario.module == module && !lessons.iter().any(|lesson| lesson.id == scenario.lesson);
        for scenario in scenarios.iter().filter(lone) {
            scenario_row(cx, scenario, room, progress);
        }
    }
}

fn lesson_row(cx: &mut Context<'_>, lesson: &Lesson, room: usize, progress: &Progress) {
    let read = progress.lessons.get(&lesson.id).copied().unwrap_or(0);
    let (symbol, role) = if read >= 100 { ("✓", Role::Good) } else { ("·", Role::Muted) };
    let note = match read {
        0 => cx.locale.format("cli-list-minutes", &[("minutes", &lesson.minutes.to_string())]),
        read => cx.locale.format("cli-list-read", &[("minutes", &lesson.minutes.to_string()), ("percent", &read.to_string())]),
    };
    let title = pad_end(&truncate(lesson.title.get(cx.locale.language()), room), room);
    row(cx, 0, (symbol, role), &lesson.id, &title, &note);
}

fn scenario_row(cx: &mut Context<'_>, scenario: &Scenario, room: usize, progress: &Progress) {
    let attempt = progress.attempt(&scenario.id);
    let symbol = match state(&attempt) {
        "passed" => ("✓", Role::Good),
        "started" => ("●", Role::Warn),
        _ => ("○", Role::Muted),
    };
    let note = scenario_note(cx, scenario, &attempt);
    let title = pad_end(&truncate(scenario.title.get(cx.locale.language()), room - 2), room - 2);
    row(cx, 2, symbol, &scenario.id, &title, &note);
}

/// Kind, minutes, points and, once tried, the state in words.
fn scenario_note(cx: &Context<'_>, scenario: &Scenario, attempt: &Attempt) -> String {
    let (points, best) = (scenario.points.to_string(), attempt.best.unwrap_or(0).to_string());
    let about = cx.locale.format(
        "cli-list-scenario",
        &[
            ("kind", &cx.locale.text(&format!("kind-{}", kind_word(scenario.kind)))),
            ("minutes", &scenario.minutes.to_string()),
            ("points", &points),
        ],
    );
    match state(attempt) {
        "passed" => format!("{about} · {}", cx.locale.format("cli-list-passed", &[("best", &best)])),
        "started" if attempt.checks > 0 => format!("{about} · {}", cx.locale.format("cli-list-tried", &[("best", &best)])),
        "started" => format!("{about} · {}", cx.locale.text("cli-list-started")),
        _ => about,
    }
}

fn row(cx: &mut Context<'_>, indent: usize, (symbol, role): (&str, Role), id: &str, title: &str, note: &str) {
    let line = format!("{}{} {} {title}  {}", " ".repeat(indent + 1), cx.paint(role, symbol), pad_end(id, 5), cx.paint(Role::Muted, note));
    cx.line(&line);
}

fn sentences(cx: &mut Context<'_>, lessons: &[&Lesson], scenarios: &[&Scenario], progress: &Progress) {
    for lesson in lessons {
        let read = progress.lessons.get(&lesson.id).copied().unwrap_or(0).to_string();
        let (module, minutes) = (lesson.module.to_string(), lesson.minutes.to_string());
        let title = lesson.title.get(cx.locale.language());
        let args = [("id", lesson.id.as_str()), ("title", title), ("module", &module), ("minutes", &minutes), ("percent", &read)];
        let line = cx.locale.format("cli-list-lesson-linear", &args);
        cx.line(&line);
    }
    for scenario in scenarios {
        let note = scenario_note(cx, scenario, &progress.attempt(&scenario.id)).replace(" · ", ", ");
        let title = scenario.title.get(cx.locale.language());
        let args = [("id", scenario.id.as_str()), ("title", title), ("lesson", scenario.lesson.as_str()), ("note", &note)];
        let line = cx.locale.format("cli-list-scenario-linear", &args);
        cx.line(&line);
    }
}
