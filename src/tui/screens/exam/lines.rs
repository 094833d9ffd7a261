//! The hall in lines.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Hall, Row};
use crate::exam::{clock, facts, fingerprint, readiness, result};
use crate::progress::Sitting;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::text::paragraph;

/// Columns of the text.
pub(super) fn measure(area: Rect) -> u16 {
    area.width.saturating_sub(4).min(84)
}

/// All lines, and where each row stands.
pub(super) fn lines(hall: &Hall, width: usize, session: &Session) -> (Vec<Line<'static>>, Vec<usize>) {
    let theme = &session.theme;
    let (mut lines, mut starts) = (Vec::new(), Vec::new());
    let open = hall.open(session);
    if let Some(sitting) = open {
        lines.extend(about(sitting, width, session));
    }
    let mut past = false;
    for (index, row) in hall.rows.iter().enumerate() {
        if matches!(row, Row::Past(_)) && !past {
            past = true;
            lines.extend(if open.is_some() { vec![] } else { form_end(hall, width, session) });
            lines.push(Line::default());
            lines.push(Line::from(Span::styled(session.text("tui-exam-past"), theme.style(Role::Muted))));
        }
        starts.push(lines.len());
        let selected = index == hall.selection.at;
        let mark = if selected { Span::styled("▸ ", theme.bold(Role::Accent)) } else { Span::raw("  ") };
        let style = if selected { theme.bold(Role::Text) } else { theme.style(Role::Text) };
        lines.extend(paragraph(mark, &words(hall, row, session), style, width, theme));
    }
    if !past {
        lines.extend(if open.is_some() { vec![] } else { form_end(hall, width, session) });
    }
    let ready = readiness(&session.catalogue, &session.progress);
    if !ready.is_empty() {
        lines.push(Line::default());
        let count = crate::exam::past(&session.progress).len().to_string();
        lines.push(Line::from(Span::styled(session.format("exam-readiness", &[("count", &count)]), theme.style(Role::Muted))));
        for domain in ready {
            let name = session.text(&format!("exam-domain-{}", domain.domain.word()));
            let facts = [("domain", name.as_str()), ("share", &domain.share.text()), ("tasks", &domain.tasks.to_string())];
            lines.extend(paragraph(Span::raw("  "), &session.format("exam-ready", &facts), theme.style(Role::Text), width, theme));
        }
    }
    (lines, starts)
}

/// The open paper: what it is, the rules, and what Enter does.
fn about(sitting: &Sitting, width: usize, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let paper = &sitting.paper;
    let (tasks, minutes, pass, print) =
        (paper.tasks.len().to_string(), paper.minutes.to_string(), paper.pass.to_string(), fingerprint(paper));
    let facts = [("paper", paper.paper.as_str()), ("tasks", &tasks), ("minutes", &minutes), ("pass", &pass), ("fingerprint", &print)];
    let mut lines = paragraph(Span::raw(""), &session.format("tui-exam-drawn", &facts), theme.bold(Role::Text), width, theme);
    for rule in ["tui-exam-rule-clock", "tui-exam-rule-silence", "tui-exam-rule-files", "tui-exam-rule-place", "tui-exam-rule-credit"] {
        let mark = Span::styled("· ", theme.style(Role::Accent));
        lines.extend(paragraph(mark, &session.text(rule), theme.style(Role::Text), width, theme));
    }
    lines.push(Line::default());
    lines
}

/// What is being drawn, or how to.
fn form_end(hall: &Hall, width: usize, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let id = if hall.drawing { "tui-exam-drawing" } else { "tui-exam-draw-how" };
    let mut lines = vec![Line::default()];
    lines.extend(paragraph(Span::raw("  "), &session.text(id), theme.style(Role::Muted), width, theme));
    lines
}

/// A row in words.
fn words(hall: &Hall, row: &Row, session: &Session) -> String {
    let field = |id: &str, value: String| format!("{}  ‹ {value} ›", session.text(id));
    match row {
        Row::Into(name) => session.progress.paper(name).map_or_else(String::new, |sitting| into(sitting, session)),
        Row::Another => session.text("tui-exam-another"),
        Row::Blueprint => {
            let name = hall.blueprint();
            let length = facts().papers.get(name).map_or((0, 0), |paper| (paper.tasks, paper.minutes));
            let counts = [("tasks", length.0.to_string()), ("minutes", length.1.to_string())];
            field(
                "tui-exam-paper",
                session.format(&format!("tui-exam-{name}"), &counts.each_ref().map(|(name, value)| (*name, value.as_str()))),
            )
        }
        Row::Exam => {
            let name = hall.exam();
            let pass = facts().exams.get(name).map_or(0, |exam| exam.pass).to_string();
            field("tui-exam-for", session.format("tui-exam-pass", &[("exam", &name.to_uppercase()), ("pass", &pass)]))
        }
        Row::Topic => {
            let id = hall.topic().map_or_else(|| "tui-exam-topic-all".to_owned(), |domain| format!("exam-domain-{}", domain.word()));
            field("tui-exam-topic", session.text(&id))
        }
        Row::Seed if hall.seed.text().is_empty() => field("tui-exam-seed", session.text("tui-exam-seed-any")),
        Row::Seed => field("tui-exam-seed", hall.seed.text().to_owned()),
        Row::Past(name) => {
            let result = session.progress.paper(name).and_then(result);
            let state = result.map_or_else(String::new, |end| {
                let id = if end.passed { "exam-state-passed" } else { "exam-state-failed" };
                session.format(id, &[("total", &end.total.text()), ("pass", &end.pass.to_string())])
            });
            format!("{name}  {state}")
        }
    }
}

/// What Enter does with the open paper.
fn into(sitting: &Sitting, session: &Session) -> String {
    if sitting.begun.is_none() {
        return session.text("tui-exam-begin");
    }
    if sitting.is_locked(session.now) {
        return session.text("tui-exam-mark-now");
    }
    let left = clock(sitting.remaining(session.now).as_secs().unsigned_abs());
    session.format("tui-exam-resume", &[("number", &(sitting.at + 1).to_string()), ("left", &left)])
}
