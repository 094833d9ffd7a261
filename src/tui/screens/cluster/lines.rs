//! The screen's text: what is awaited, the answers side by side, what it comes to, and the requests.

use ratatui::text::{Line, Span};

use crate::confirm::{Agreement, Confirmation, Row, Trouble};
use crate::locale::{display_width, truncate};
use crate::tui::confirming::Confirmed;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::markdown::cell;
use crate::tui::widgets::text::wrap;

/// Predicted beside observed.
pub(super) fn answers(width: usize, session: &Session) -> Vec<Line<'static>> {
    let mut lines = heading(width, session);
    lines.push(Line::default());
    lines.extend(table(width, session));
    match &session.confirming.outcome {
        Some(Ok(confirmed)) => lines.extend(conclusion(width, confirmed, session)),
        Some(Err(Trouble::Failed(_))) => {
            lines.push(Line::default());
            lines.extend(paragraph(&session.text("cli-confirm-offline-stands"), width, Role::Muted, session));
        }
        _ => {}
    }
    lines
}

/// Every request that was made.
pub(super) fn log(width: usize, session: &Session) -> Vec<Line<'static>> {
    let style = session.theme.style(Role::Text);
    let lines = session.confirming.log.iter().map(|line| Line::from(Span::styled(truncate(line, width).to_string(), style)));
    let lines: Vec<_> = lines.collect();
    if lines.is_empty() { paragraph(&session.text("tui-cluster-no-log"), width, Role::Muted, session) } else { lines }
}

/// The same in sentences.
pub(super) fn narrate(session: &Session) -> Vec<String> {
    let mut lines: Vec<String> = state(session).into_iter().map(|(text, _)| text).collect();
    lines.extend(session.confirming.rows.iter().filter(|row| row.observed.is_some()).map(|row| row.narrate(&session.locale)));
    if let Some(Ok(confirmed)) = &session.confirming.outcome {
        lines.extend(summary(confirmed, session).into_iter().map(|(text, _)| text));
    }
    lines
}

fn paragraph(text: &str, width: usize, role: Role, session: &Session) -> Vec<Line<'static>> {
    let style = session.theme.style(role);
    wrap(text, width).into_iter().map(|text| Line::from(Span::styled(text, style))).collect()
}

fn heading(width: usize, session: &Session) -> Vec<Line<'static>> {
    state(session).into_iter().flat_map(|(text, role)| paragraph(&text, width, role, session)).collect()
}

/// What is going on.
fn state(session: &Session) -> Vec<(String, Role)> {
    let confirming = &session.confirming;
    match &confirming.outcome {
        None => {
            let seconds = confirming.since.map_or(0, |since| session.now.duration_since(since).as_secs().max(0));
            let stage = confirming.stage.as_ref().map_or_else(|| session.text("tui-cluster-busy"), |stage| stage.text(&session.locale));
            let mut lines =
                vec![(session.format("tui-cluster-since", &[("stage", &stage), ("seconds", &seconds.to_string())]), Role::Accent)];
            if let Some((done, total)) = confirming.progress {
                let bar = format!("{}{}  {done}/{total}", "█".repeat(done), "░".repeat(total.saturating_sub(done)));
                lines.push((bar, Role::Accent));
            }
            lines
        }
        Some(Err(Trouble::Failed(sentence))) => vec![(sentence.text(&session.locale), Role::Warning)],
        Some(Err(Trouble::Stopped { .. })) => vec![(session.text("tui-cluster-stopped"), Role::Muted)],
        Some(Ok(confirmed)) => {
            let (all, same) = confirmed.confirmation.counts();
            let version = confirmed.confirmation.observed.environment.version.as_str();
            let facts = [("version", version), ("same", &same.to_string()), ("all", &all.to_string())];
            let role = if confirmed.confirmation.differs() { Role::Warning } else { Role::Good };
            vec![(session.format("cli-confirm-title", &facts), role)]
        }
    }
}

fn table(width: usize, session: &Session) -> Vec<Line<'static>> {
    let confirming = &session.confirming;
    let muted = session.theme.style(Role::Muted);
    let head = ["cli-confirm-from", "cli-confirm-question", "cli-confirm-predicted", "cli-confirm-observed"].map(|id| session.text(id));
    let cells: Vec<[String; 4]> = confirming.rows.iter().map(|row| texts(row, session)).collect();
    if cells.is_empty() {
        return Vec::new();
    }
    let widest = |column: usize| cells.iter().chain([&head]).map(|row| display_width(&row[column])).max().unwrap_or(0);
    let predicted = widest(2).min(width / 4);
    let observed = widest(3).min(width / 4);
    let from = widest(0).min(width / 4);
    let question = widest(1).min(width.saturating_sub(2 + from + predicted + observed + 6)).max(8);
    let columns = [from, question, predicted, observed];
    let line = |row: &[String; 4]| -> String {
        row.iter().zip(columns).map(|(text, width)| cell(&truncate(text, width), width + 2)).collect::<String>().trim_end().to_owned()
    };
    let mut lines = vec![Line::from(Span::styled(format!("  {}", line(&head)), muted))];
    for (row, cells) in confirming.rows.iter().zip(&cells) {
        let (symbol, role, why) = mark(row, confirming.outcome.is_some());
        lines.push(Line::from(vec![Span::styled(format!("{symbol} "), session.theme.bold(role)), Span::raw(line(cells))]));
        let why = why.map(|why| why.text(&session.locale));
        let said = (row.agreement.is_different() && !row.text.is_empty()).then(|| row.text.clone());
        for text in why.into_iter().chain(said) {
            lines.extend(
                wrap(&text, width.saturating_sub(4)).into_iter().map(|text| Line::from(Span::styled(format!("    {text}"), muted))),
            );
        }
    }
    lines
}

/// The row's mark, and why it is no plain answer. Until the end, what was not asked is only not asked yet.
fn mark(row: &Row, ended: bool) -> (&'static str, Role, Option<&crate::locale::Sentence>) {
    match &row.agreement {
        Agreement::Same => ("✓", Role::Good, None),
        Agreement::SameBut(why) => ("✓", Role::Good, Some(why)),
        Agreement::Different => ("✗", Role::Error, None),
        Agreement::Unasked(why) if ended => ("·", Role::Muted, Some(why)),
        Agreement::Unasked(_) => ("·", Role::Muted, None),
    }
}

fn texts(row: &Row, session: &Session) -> [String; 4] {
    let locale = &session.locale;
    let pending = if session.confirming.runs() { "…" } else { "" };
    let observed = row.observed.as_ref().map_or_else(|| pending.to_owned(), |observed| observed.text(locale));
    [row.from.clone(), row.label.text(locale), row.predicted.text(locale), observed]
}

fn conclusion(width: usize, confirmed: &Confirmed, session: &Session) -> Vec<Line<'static>> {
    let parts = summary(confirmed, session);
    let mut lines = Vec::new();
    for (text, role) in parts {
        lines.push(Line::default());
        lines.extend(text.lines().flat_map(|text| paragraph(text, width, role, session)));
    }
    lines
}

fn summary(confirmed: &Confirmed, session: &Session) -> Vec<(String, Role)> {
    let confirmation: &Confirmation = &confirmed.confirmation;
    let environment = &confirmation.observed.environment;
    let mut parts = Vec::new();
    for ruling in confirmation.rulings.iter().filter(|ruling| ruling.predicted != ruling.observed) {
        let id = if ruling.observed { "cli-confirm-check-observed" } else { "cli-confirm-check-predicted" };
        parts.push((session.format(id, &[("check", &ruling.check)]), Role::Warning));
    }
    parts.extend(confirmation.observed.notes.iter().map(|note| (note.text(&session.locale), Role::Muted)));
    if confirmation.observed.enforces == Some(false) {
        parts.push((session.format("cli-confirm-ignored", &[("plugin", &environment.plugin)]), Role::Warning));
    }
    if let Some(report) = &confirmed.report {
        let id = session.confirming.scenario.as_ref().map(|scenario| scenario.id.clone()).unwrap_or_default();
        let facts = [("file", report.display().to_string()), ("plugin", environment.plugin.clone()), ("id", id)];
        let facts = facts.each_ref().map(|(name, value)| (*name, value.as_str()));
        parts.push((session.format("cli-confirm-differs", &facts), Role::Warning));
    }
    parts
}
