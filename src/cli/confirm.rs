//! `cofferdam check --cluster`: what was predicted beside what a real cluster did.

use serde_json::{Map, Value, json};

use super::access::Where;
use super::grading;
use super::paint::Role;
use super::{Context, Failure, Format};
use crate::assess::assess;
use crate::confirm::{Agreement, Confirmation, Plan, Stop, for_programs, report};
use crate::content::Scenario;
use crate::locale::{display_width, pad_end};
use crate::progress::Journal;
use crate::text::SourceFile;

/// Grades offline, plays the scenario on the cluster, and shows both; whether all checks passed with the better judge.
pub(super) fn confirm(
    cx: &mut Context<'_>,
    journal: &mut Journal,
    scenario: &Scenario,
    files: &[SourceFile],
    place: &Where,
) -> Result<bool, Failure> {
    let offline = assess(scenario, files);
    // Recorded and shown before anything can go wrong with a cluster.
    grading::record(cx, journal, scenario, &offline);
    if cx.format != Format::Json {
        grading::show(cx, scenario, files, &offline, journal);
        cx.flush();
    }
    let outcome = play(cx, scenario, files, place, offline.clone());
    let (plan, confirmation) = match outcome {
        Ok(done) => done,
        Err(failure) => {
            if cx.format == Format::Json {
                let value = grading::as_json(cx, scenario, &offline, "offline");
                cx.json(&value);
            }
            let stands = cx.locale.text("cli-confirm-offline-stands");
            cx.talk(&stands);
            return Err(failure);
        }
    };
    if confirmation.better().score > confirmation.offline.score {
        grading::record(cx, journal, scenario, confirmation.better());
    }
    let bug = if confirmation.differs() { write_report(cx, scenario, &plan, &confirmation) } else { None };
    match cx.format {
        Format::Json => {
            let value = as_json(cx, scenario, &confirmation, bug.as_deref());
            cx.json(&value);
        }
        Format::Human => human(cx, &confirmation),
        Format::Linear | Format::Sarif | Format::Csv => linear(cx, &confirmation),
    }
    conclude(cx, scenario, &confirmation, bug.as_deref());
    Ok(confirmation.better().passed)
}

fn play(
    cx: &mut Context<'_>,
    scenario: &Scenario,
    files: &[SourceFile],
    place: &Where,
    offline: crate::assess::Assessment,
) -> Result<(Plan, Confirmation), Failure> {
    let port = cx.port()?;
    let access = cx.permitted(place)?;
    let plan = Plan::of(scenario, files);
    let observed = port.confirm(&access, &plan, &Stop::default(), &mut |event| cx.hear(&event));
    let observed = observed.map_err(|trouble| cx.trouble(&trouble))?;
    let confirmation = Confirmation::of(scenario, files, &plan, offline, observed);
    Ok((plan, confirmation))
}

/// Writes the bug file; its path.
fn write_report(cx: &mut Context<'_>, scenario: &Scenario, plan: &Plan, confirmation: &Confirmation) -> Option<String> {
    let name = format!("difference-{}-{}.md", scenario.id, cx.host.now().strftime("%Y%m%dT%H%M%SZ"));
    let path = cx.host.data_dir().join(name);
    let shown = path.display().to_string();
    match cx.host.replace(&path, report(scenario, plan, confirmation).as_bytes()) {
        Ok(()) => Some(shown),
        Err(error) => {
            let Failure::Environment(text) = cx.file_trouble(&shown, &error) else { return None };
            cx.complain(&text);
            None
        }
    }
}

fn conclude(cx: &mut Context<'_>, scenario: &Scenario, confirmation: &Confirmation, bug: Option<&str>) {
    let environment = &confirmation.observed.environment;
    if confirmation.observed.enforces == Some(false) {
        let text = cx.locale.format("cli-confirm-ignored", &[("plugin", &environment.plugin)]);
        cx.talk(&text);
    }
    if let Some(bug) = bug {
        let args = [("file", bug), ("plugin", environment.plugin.as_str()), ("id", scenario.id.as_str())];
        let text = cx.locale.format("cli-confirm-differs", &args);
        cx.talk(&text);
    }
}

fn as_json(cx: &Context<'_>, scenario: &Scenario, confirmation: &Confirmation, bug: Option<&str>) -> Value {
    let mut whole = grading::as_json(cx, scenario, confirmation.better(), "cluster");
    let rows: Vec<_> = confirmation.rows.iter().map(|row| row_json(cx, row)).collect();
    let rulings = confirmation
        .rulings
        .iter()
        .map(|ruling| json!({"check": ruling.check, "predicted": ruling.predicted, "observed": ruling.observed}));
    let observed = &confirmation.observed;
    let mut facts = Map::new();
    facts.insert("differs".into(), confirmation.differs().into());
    facts.insert("version".into(), observed.environment.version.as_str().into());
    facts.insert("plugin".into(), observed.environment.plugin.as_str().into());
    facts.insert("runtime".into(), observed.environment.runtime.as_str().into());
    if let Some(enforces) = observed.enforces {
        facts.insert("enforces".into(), enforces.into());
    }
    facts.insert("answers".into(), rows.into());
    facts.insert("checks".into(), rulings.collect::<Vec<_>>().into());
    let notes: Vec<_> = observed.notes.iter().map(|note| note.text(&cx.locale)).collect();
    facts.insert("notes".into(), notes.into());
    if let Some(bug) = bug {
        facts.insert("report".into(), bug.into());
    }
    whole["confirmation"] = Value::Object(facts);
    whole
}

fn row_json(cx: &Context<'_>, row: &crate::confirm::Row) -> Value {
    let mut value = Map::new();
    let mut put = |key: &str, entry: Value| value.insert(key.to_owned(), entry);
    put("from", row.from.as_str().into());
    put("question", row.label.text(&cx.locale).into());
    put("predicted", for_programs(&row.predicted, &cx.locale).into());
    if let Some(observed) = &row.observed {
        put("observed", for_programs(observed, &cx.locale).into());
    }
    match &row.agreement {
        Agreement::Same => _ = put("agrees", true.into()),
        Agreement::Different => _ = put("agrees", false.into()),
        Agreement::SameBut(why) => {
            put("agrees", true.into());
            put("why", why.text(&cx.locale).into());
        }
        Agreement::Unasked(why) => _ = put("why", why.text(&cx.locale).into()),
    }
    if !row.text.is_empty() {
        put("text", row.text.as_str().into());
    }
    Value::Object(value)
}

fn human(cx: &mut Context<'_>, confirmation: &Confirmation) {
    let title = title(cx, confirmation);
    let title = cx.paint(Role::Title, &title);
    cx.line("");
    cx.line(&title);
    let text = |cx: &Context<'_>, sentence: &crate::locale::Sentence| sentence.text(&cx.locale);
    let head = ["cli-confirm-from", "cli-confirm-question", "cli-confirm-predicted", "cli-confirm-observed"].map(|id| cx.locale.text(id));
    let cells: Vec<[String; 4]> = confirmation
        .rows
        .iter()
        .map(|row| {
            let observed = row.observed.as_ref().map_or_else(|| "-".to_owned(), |observed| text(cx, observed));
            [row.from.clone(), text(cx, &row.label), text(cx, &row.predicted), observed]
        })
        .collect();
    let width = |column: usize| {
        let cells = cells.iter().map(|row| display_width(&row[column]));
        cells.chain([display_width(&head[column])]).max().unwrap_or(0)
    };
    let widths = [width(0), width(1), width(2), width(3)];
    let line = |row: &[String; 4]| {
        let padded: Vec<_> = row.iter().zip(widths).map(|(cell, width)| pad_end(cell, width)).collect();
        padded.join("  ").trim_end().to_owned()
    };
    let header = cx.paint(Role::Muted, &format!("  {}", line(&head)));
    cx.line(&header);
    for (row, cells) in confirmation.rows.iter().zip(&cells) {
        let (symbol, role, why) = match &row.agreement {
            Agreement::Same => ("=", Role::Good, None),
            Agreement::SameBut(why) => ("=", Role::Good, Some(why)),
            Agreement::Different => ("≠", Role::Bad, None),
            Agreement::Unasked(why) => ("·", Role::Muted, Some(why)),
        };
        let text = format!("{} {}", cx.paint(role, symbol), line(cells));
        cx.line(&text);
        let why = why.map(|why| why.text(&cx.locale));
        let said = (row.agreement.is_different() && !row.text.is_empty()).then(|| row.text.clone());
        for extra in why.into_iter().chain(said).flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()) {
            let extra = cx.paint(Role::Muted, &format!("    {extra}"));
            cx.line(&extra);
        }
    }
    rulings(cx, confirmation);
}

/// Which cluster answered, and how many answers were as predicted.
fn title(cx: &Context<'_>, confirmation: &Confirmation) -> String {
    let (all, same) = confirmation.counts();
    let version = &confirmation.observed.environment.version;
    cx.locale.format("cli-confirm-title", &[("version", version), ("same", &same.to_string()), ("all", &all.to_string())])
}

/// The checks that one judge passes and the other does not.
fn rulings(cx: &mut Context<'_>, confirmation: &Confirmation) {
    for ruling in confirmation.rulings.iter().filter(|ruling| ruling.predicted != ruling.observed) {
        let id = if ruling.observed { "cli-confirm-check-observed" } else { "cli-confirm-check-predicted" };
        let text = cx.locale.format(id, &[("check", &ruling.check)]);
        cx.line(&text);
    }
}

fn linear(cx: &mut Context<'_>, confirmation: &Confirmation) {
    let title = title(cx, confirmation);
    cx.line(&title);
    for row in &confirmation.rows {
        let text = row.narrate(&cx.locale);
        cx.line(&text);
    }
    rulings(cx, confirmation);
}
