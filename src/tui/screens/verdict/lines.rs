//! The verdict in lines.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Verdict;
use crate::grade::{Counterexample, Verdict as Judged};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::bar::bar;
use crate::tui::widgets::markdown::{Paper, render};
use crate::tui::widgets::text::{paragraph, to_line, wrap_runs};

impl Verdict {
    /// Prepares the lines and where each verdict stands.
    pub(super) fn prepare(&mut self, width: usize, session: &Session) {
        self.lines = self.heading(width, session);
        self.starts.clear();
        for (position, index) in self.order.clone().into_iter().enumerate() {
            self.starts.push(self.lines.len());
            let selected = !self.assessment.passed && position == self.selection.at;
            let lines = check(&self.assessment.verdicts[index], selected, width, session);
            self.lines.extend(lines);
        }
        self.after_checks = self.lines.len();
        if self.assessment.passed {
            self.after_passing(width, session);
        }
    }

    /// The verdicts in sentences, for who listens: names of actions, no keys and no marks.
    pub(super) fn sentences(&self, session: &Session) -> Vec<String> {
        let assessment = &self.assessment;
        let worth = session.progress.attempt(&self.scenario.id).worth(assessment.score, assessment.points).to_string();
        let facts = [("score", worth.as_str()), ("points", &assessment.points.to_string())];
        let mut told = vec![session.format(if assessment.passed { "tui-passed" } else { "tui-not-yet" }, &facts)];
        for index in &self.order {
            told.extend(told_check(&assessment.verdicts[*index], session));
        }
        told.push(session.text(if assessment.passed { "tui-linear-verdict-next" } else { "tui-linear-verdict-again" }));
        told
    }

    fn heading(&self, width: usize, session: &Session) -> Vec<Line<'static>> {
        let theme = &session.theme;
        let assessment = &self.assessment;
        let attempt = session.progress.attempt(&self.scenario.id);
        let worth = attempt.worth(assessment.score, assessment.points);
        let facts = [("score", worth.to_string()), ("points", assessment.points.to_string())];
        let args: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let (id, sign, role) = if assessment.passed { ("tui-passed", "✓ ", Role::Good) } else { ("tui-not-yet", "✗ ", Role::Warning) };
        let mut spans =
            vec![Span::styled(sign, theme.bold(role)), Span::styled(session.format(id, &args), theme.bold(role)), Span::raw("   ")];
        spans.extend(bar(assessment.score as usize, assessment.points as usize, 20, theme));
        let mut lines = vec![Line::from(spans)];
        if attempt.cost() > 0 && worth < assessment.score {
            let cost = session.format("tui-verdict-cost", &[("percent", &attempt.cost().to_string())]);
            lines.push(Line::from(Span::styled(format!("  {cost}"), theme.style(Role::Muted))));
        }
        if assessment.only_what_held() {
            let text = session.text("score-nothing-new");
            lines.extend(paragraph(Span::raw("  "), &text, theme.style(Role::Muted), width, theme));
        }
        let next = session.text(if assessment.passed { "tui-verdict-next" } else { "tui-verdict-again" });
        lines.extend(paragraph(Span::raw("  "), &next, theme.style(Role::Muted), width, theme));
        lines.push(Line::default());
        lines
    }

    fn after_passing(&mut self, width: usize, session: &Session) {
        let theme = &session.theme;
        let heading = |id: &str| Line::from(Span::styled(session.text(id), theme.bold(Role::Heading)));
        if let Some(comparison) = &self.comparison {
            self.lines.push(Line::default());
            self.lines.push(heading("tui-verdict-compared"));
            if comparison.changes.is_empty() {
                self.lines.extend(paragraph(Span::raw("  "), &session.text("tui-verdict-same"), Style::new(), width, theme));
            }
            for change in &comparison.changes {
                let mark = Span::styled("≠ ", theme.bold(Role::Warning));
                self.lines.extend(paragraph(mark, &change.sentence.text(&session.locale), Style::new(), width, theme));
            }
        }
        let debrief = self.scenario.debrief.get(session.language());
        if !debrief.trim().is_empty() {
            self.lines.push(Line::default());
            let paper = Paper { width: width.min(78), theme, grammar: session.grammar.as_deref(), locale: &session.locale };
            self.lines.extend(render(debrief, paper));
        }
    }
}

/// What is asked: as a fact where it is one, as a goal where it is not yet; a question stays a question.
fn asks(verdict: &Judged, session: &Session) -> String {
    let asks = verdict.asks.text(&session.locale);
    let question = verdict.asks.id == "check-answer";
    if verdict.passed || question { asks } else { session.format("tui-verdict-goal", &[("asks", &asks)]) }
}

fn told_check(verdict: &Judged, session: &Session) -> Vec<String> {
    let locale = &session.locale;
    let id = match (verdict.passed, verdict.skipped) {
        (true, _) => "tui-linear-check-passed",
        (false, true) => "tui-linear-check-skipped",
        (false, false) => "tui-linear-check-failed",
    };
    let mut told = vec![session.format(id, &[("weight", &verdict.weight.to_string()), ("asks", &asks(verdict, session))])];
    if verdict.skipped {
        return told;
    }
    told.extend((!verdict.passed).then(|| verdict.message.text(locale)));
    told.extend(verdict.reason.as_ref().map(|reason| reason.text(locale)));
    if let Some(flow) = &verdict.counterexample {
        let port = format!("{}/{}", flow.port, flow.protocol);
        told.push(format!("{} → {} {port}: {}", flow.src, flow.dst, flow_note(flow, session)));
    }
    told.extend(verdict.place.as_ref().map(|place| format!("{} {}:{} {}", place.file, place.line, place.column, place.path)));
    told.extend(verdict.lesson.as_ref().map(|lesson| session.format("tui-checked-lesson", &[("lesson", lesson)])));
    told.extend(verdict.url.clone());
    told
}

fn check(verdict: &Judged, selected: bool, width: usize, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let (sign, role) = match (verdict.passed, verdict.skipped) {
        (true, _) => ("✓ ", Role::Good),
        (false, true) => ("· ", Role::Muted),
        (false, false) => ("✗ ", Role::Error),
    };
    let mark = if selected { "▸ " } else { "  " };
    let style = if verdict.passed || verdict.skipped { theme.style(Role::Text) } else { theme.bold(Role::Text) };
    let mut lines = paragraph(Span::raw("    "), &asks(verdict, session), style, width.saturating_sub(6), theme);
    if let Some(first) = lines.first_mut() {
        first.spans[0] = Span::styled(sign, theme.bold(role));
        first.spans.insert(0, Span::styled(mark, theme.bold(Role::Accent)));
        first.spans.push(Span::styled(format!("  {} %", verdict.weight), theme.style(Role::Muted)));
    }
    if verdict.skipped {
        lines.extend(indented(&verdict.message.text(&session.locale), Role::Muted, width, session));
    } else if !verdict.passed {
        lines.extend(failure(verdict, width, session));
    } else if let Some(reason) = &verdict.reason {
        // A question says why also when it is answered right.
        lines.extend(indented(&reason.text(&session.locale), Role::Muted, width, session));
    }
    if !verdict.passed {
        lines.push(Line::default());
    }
    lines
}

fn indented(text: &str, role: Role, width: usize, session: &Session) -> Vec<Line<'static>> {
    paragraph(Span::raw("    "), text, session.theme.style(role), width, &session.theme)
}

fn failure(verdict: &Judged, width: usize, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let mut lines = indented(&verdict.message.text(&session.locale), Role::Text, width, session);
    if let Some(reason) = &verdict.reason {
        lines.extend(indented(&reason.text(&session.locale), Role::Muted, width, session));
    }
    if let Some(example) = &verdict.counterexample {
        lines.extend(drawing(example, width, session));
    }
    let mut pointers = Vec::new();
    if let Some(place) = &verdict.place {
        let path = if place.path.is_empty() { String::new() } else { format!("  {}", place.path) };
        pointers.push(format!("→ {} {}:{}{path}", place.file, place.line, place.column));
    }
    if let Some(lesson) = &verdict.lesson {
        pointers.push(session.format("tui-verdict-lesson", &[("lesson", lesson)]));
    }
    if let Some(url) = &verdict.url {
        pointers.push(url.clone());
    }
    for pointer in pointers {
        lines.extend(paragraph(Span::raw("    "), &pointer, theme.style(Role::Accent), width, theme));
    }
    lines
}

/// A flow as a small drawing: who, over what, to whom, and what stands in the way.
fn drawing(example: &Counterexample, width: usize, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let open = example.got == "open";
    let wire = format!(" ───{}/{}───", example.port, example.protocol);
    let (end, role) = if open { ("→ ", Role::Error) } else { ("✗  ", Role::Error) };
    let flow = [
        (format!("[{}]", example.src), theme.bold(Role::Text)),
        (format!("{wire}{end}"), theme.style(role)),
        (format!("[{}]", example.dst), theme.bold(Role::Text)),
    ];
    let mut lines: Vec<Line<'static>> = wrap_runs(&flow, width.saturating_sub(6)).into_iter().map(to_line).collect();
    lines.iter_mut().for_each(|line| line.spans.insert(0, Span::raw("      ")));
    lines.extend(paragraph(Span::raw("      "), &flow_note(example, session), theme.style(Role::Muted), width, theme));
    lines
}

/// What a flow is, what it should be, and who decided.
fn flow_note(example: &Counterexample, session: &Session) -> String {
    let word = |state: &str| session.text(if state == "open" { "class-open" } else { "class-timeout" });
    let mut note = session.format("tui-verdict-flow", &[("got", &word(example.got)), ("wanted", &word(example.wanted))]);
    if !example.decided_by.is_empty() {
        note.push_str(&session.format("tui-verdict-decided", &[("policies", &example.decided_by.join(", "))]));
    }
    note
}
