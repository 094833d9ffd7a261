//! The score sheet in lines.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Sheet;
use crate::exam::{self, Marked, Nearest, clock, past, readiness};
use crate::grade::Verdict;
use crate::text::Change;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::bar::bar;
use crate::tui::widgets::text::paragraph;

/// Columns of the text.
pub(super) fn measure(area: Rect) -> u16 {
    area.width.saturating_sub(4).min(96)
}

/// All lines, and where each task begins.
pub(super) fn lines(screen: &Sheet, width: usize, session: &Session) -> (Vec<Line<'static>>, Vec<usize>) {
    let theme = &session.theme;
    if let Some(lost) = &screen.lost {
        let text = session.format("exam-lost", &[("paper", &screen.paper), ("ids", &lost.0.join(", "))]);
        return (paragraph(Span::raw(""), &text, theme.style(Role::Warning), width, theme), Vec::new());
    }
    let Some(sheet) = &screen.sheet else {
        let ended = session.progress.paper(&screen.paper).is_some_and(|sitting| sitting.end.is_some());
        let over = session.progress.paper(&screen.paper).is_some_and(|sitting| sitting.is_locked(session.now));
        let id = if over && !ended { "tui-exam-locked" } else { "tui-exam-marking" };
        return (vec![Line::from(Span::styled(session.text(id), theme.style(Role::Muted)))], Vec::new());
    };
    let mut lines = heading(sheet, width, session);
    lines.push(Line::default());
    let mut starts = Vec::new();
    for (index, task) in sheet.tasks.iter().enumerate() {
        starts.push(lines.len());
        let selected = index == screen.selection.at;
        lines.extend(row(task, selected, width, session));
    }
    lines.push(Line::default());
    lines.extend(history(width, session));
    (lines, starts)
}

fn heading(sheet: &exam::Sheet, width: usize, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let paper = &sheet.sitting.paper;
    let facts = [
        ("paper", paper.paper.clone()),
        ("total", sheet.total().text()),
        ("pass", paper.pass.to_string()),
        ("used", clock(sheet.sitting.used(session.now))),
        ("whole", clock(u64::from(paper.minutes) * 60)),
        ("full", sheet.full().to_string()),
        ("tasks", sheet.tasks.len().to_string()),
    ];
    let facts = facts.each_ref().map(|(name, value)| (*name, value.as_str()));
    let (id, sign, role) = if sheet.passed() { ("exam-passed", "✓ ", Role::Good) } else { ("exam-failed", "✗ ", Role::Warning) };
    let mut lines = paragraph(Span::styled(sign, theme.bold(role)), &session.format(id, &facts), theme.bold(role), width, theme);
    if sheet.sitting.is_late() {
        lines.extend(paragraph(Span::raw("  "), &session.text("exam-late"), theme.style(Role::Warning), width, theme));
    }
    for (domain, earned, weight) in sheet.domains() {
        let share = earned.of(u64::from(weight));
        let name = session.text(&format!("exam-domain-{}", domain.word()));
        let facts = [("domain", name.as_str()), ("earned", &earned.text()), ("weight", &weight.to_string()), ("share", &share.text())];
        let mut spans = vec![Span::raw("  ")];
        spans.extend(bar(share.number() as usize, 100, 10, theme));
        spans.push(Span::raw(format!("  {}", session.format("exam-domain-line", &facts))));
        lines.push(Line::from(spans));
    }
    let (taken, meant) = sheet.medians();
    let text = session.format("exam-medians", &[("taken", &clock(taken)), ("meant", &clock(meant))]);
    lines.extend(paragraph(Span::raw("  "), &text, theme.style(Role::Muted), width, theme));
    lines.extend(paragraph(Span::raw("  "), &session.text("tui-exam-report-how"), theme.style(Role::Muted), width, theme));
    lines
}

/// A task; the selected one with everything there is to say.
fn row(task: &Marked, selected: bool, width: usize, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let facts = [
        ("number", task.number.to_string()),
        ("id", task.scenario.id.clone()),
        ("title", task.scenario.title.get(session.language()).to_owned()),
        ("earned", task.earned().text()),
        ("weight", task.weight.to_string()),
        ("taken", clock(task.seconds)),
        ("meant", clock(u64::from(task.scenario.minutes) * 60)),
    ];
    let facts = facts.each_ref().map(|(name, value)| (*name, value.as_str()));
    let (sign, role) = match (task.is_full(), task.share.earned) {
        (true, _) => ("✓ ", Role::Good),
        (false, 0) => ("✗ ", Role::Error),
        (false, _) => ("▲ ", Role::Warning),
    };
    let mark = Span::styled(format!("{}{sign}", if selected { "▸ " } else { "  " }), theme.bold(role));
    let style = if selected { theme.bold(Role::Text) } else { theme.style(Role::Text) };
    let mut lines = paragraph(mark, &session.format("exam-row", &facts), style, width, theme);
    if let Some(lost) = &task.misplaced {
        let facts = [("kind", lost.kind.as_str()), ("name", &lost.name), ("found", &lost.found), ("wanted", &lost.wanted)];
        lines.extend(paragraph(Span::raw("    "), &session.format("exam-misplaced", &facts), theme.style(Role::Error), width, theme));
    }
    if !selected {
        return lines;
    }
    for verdict in task.assessment.verdicts.iter().filter(|verdict| !verdict.passed) {
        lines.extend(failed(verdict, width, session));
    }
    if let Some(nearest) = task.nearest.as_ref().filter(|nearest| !nearest.files.is_empty()) {
        lines.extend(way(nearest, session));
    }
    if !task.is_full()
        && let Some(id) = exam::another(&session.catalogue, &task.scenario.id)
    {
        let text = session.format("tui-exam-again", &[("id", &id)]);
        lines.extend(paragraph(Span::raw("    "), &text, theme.style(Role::Accent), width, theme));
    }
    lines
}

/// What was asked, what happened, why, and where.
fn failed(verdict: &Verdict, width: usize, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let asks = verdict.asks.text(&session.locale);
    let asked = session.format("exam-asked", &[("weight", &verdict.weight.to_string()), ("asks", &asks)]);
    let indent = || Span::raw("      ");
    let mut lines = paragraph(Span::raw("    "), &asked, theme.style(Role::Text), width, theme);
    let message = verdict.message.text(&session.locale);
    lines.extend(paragraph(indent(), &message, theme.style(Role::Text), width, theme));
    if let Some(reason) = &verdict.reason {
        lines.extend(paragraph(indent(), &reason.text(&session.locale), theme.style(Role::Muted), width, theme));
    }
    if let Some(place) = verdict.place.as_ref().filter(|_| !verdict.skipped) {
        let text = format!("→ {}:{}:{} {}", place.file, place.line, place.column, place.path);
        lines.extend(paragraph(indent(), text.trim_end(), theme.style(Role::Accent), width, theme));
    }
    lines
}

/// The changed lines on the way to the nearest solution.
fn way(nearest: &Nearest, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let title = session.format("exam-nearest", &[("solution", &nearest.solution)]);
    let mut lines = vec![Line::from(vec![Span::raw("    "), Span::styled(title, theme.style(Role::Muted))])];
    for (name, diff) in &nearest.files {
        lines.push(Line::from(vec![Span::raw("      "), Span::styled(name.clone(), theme.style(Role::Heading))]));
        for line in diff {
            let Some(line) = line else {
                lines.push(Line::from(Span::styled("      …", theme.style(Role::Muted))));
                continue;
            };
            let (sign, role) = match line.change {
                Change::Kept => (' ', Role::Muted),
                Change::Added => ('+', Role::Good),
                Change::Removed => ('-', Role::Error),
            };
            lines.push(Line::from(Span::styled(format!("      {:>3} {sign} {}", line.number, line.text), theme.style(role))));
        }
    }
    lines
}

/// The last papers, and how ready each domain is.
fn history(width: usize, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let last = past(&session.progress);
    let each = last.iter().map(|past| format!("{} {} %{}", past.paper, past.total.text(), if past.passed { " ✓" } else { "" }));
    let text = session.format("exam-last", &[("papers", &each.collect::<Vec<_>>().join(" · "))]);
    let mut lines = paragraph(Span::raw(""), &text, theme.style(Role::Text), width, theme);
    lines.push(Line::from(Span::styled(session.format("exam-readiness", &[("count", &last.len().to_string())]), theme.style(Role::Muted))));
    for domain in readiness(&session.catalogue, &session.progress) {
        let name = session.text(&format!("exam-domain-{}", domain.domain.word()));
        let facts = [("domain", name.as_str()), ("share", &domain.share.text()), ("tasks", &domain.tasks.to_string())];
        lines.extend(paragraph(Span::raw("  "), &session.format("exam-ready", &facts), theme.style(Role::Text), width, theme));
    }
    lines
}
