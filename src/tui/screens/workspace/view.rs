//! Draws the exercise.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Pane, Shape, Workspace};
use crate::assess::Prediction;
use crate::locale::display_width;
use crate::tui::editor::pane::look;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::markdown::cell;
use crate::tui::widgets::panel::Panel;
use crate::tui::widgets::text::{paragraph, put, put_line};

/// The lower panel's panes, as its title names them.
pub(super) const TABS: [Pane; 3] = [Pane::Problems, Pane::Predictions, Pane::Task];

impl Workspace {
    /// Prepares the two lists.
    pub(super) fn arrange_lists(&mut self, session: &Session) {
        self.lead.clear();
        if let Some(area) = self.areas.problems {
            let mut inner = Panel::padded(area);
            // The list keeps two lines beside the verdict, and half the panel when it is being read.
            let kept = match (self.findings.problems.is_empty(), self.focus) {
                (true, _) => 0,
                (false, Pane::Problems) => inner.height.div_ceil(2),
                (false, _) => 2,
            };
            self.lead = self.checked_lines(inner.width as usize, inner.height.saturating_sub(kept) as usize, session);
            inner.height = inner.height.saturating_sub(self.lead.len() as u16);
            self.findings.lines.clear();
            let mut line = 0;
            for problem in &self.findings.problems {
                self.findings.lines.push(line);
                line += problem_lines(problem, inner.width as usize, session).len();
            }
            let (count, height) = (self.findings.problems.len(), inner.height as usize);
            self.findings.lines.push(line);
            self.problems.arrange(count, count);
            self.list.top = top_for(&self.findings.lines, self.problems.at, self.list.top, height);
            self.list.arrange(line, height);
        }
        if let Some(area) = self.areas.predictions {
            let count = self.predicted.as_ref().map_or(0, |assessment| assessment.predictions.len());
            let height = Panel::padded(area).height as usize;
            match &self.seat {
                Some(seat) => self.predictions.arrange(seat.lines.len(), height),
                None => self.predictions.arrange(count, height.saturating_sub(1)),
            }
        }
    }
}

/// The first line to draw so that the selected problem is seen: whole where it fits, else filled by it.
fn top_for(starts: &[usize], at: usize, top: usize, height: usize) -> usize {
    let (Some(start), Some(stop)) = (starts.get(at), starts.get(at + 1)) else { return 0 };
    let end = stop.saturating_sub(height);
    top.clamp(end.min(*start), end.max(*start))
}

pub(super) fn draw(workspace: &Workspace, area: Rect, buffer: &mut Buffer, session: &Session) {
    let areas = &workspace.areas;
    if let Some(folded) = areas.folded {
        let text = match &workspace.seat {
            Some(seat) => seat.banner().to_owned(),
            None => super::task::first_line(&workspace.scenario, session),
        };
        let label = Span::styled(format!(" {} ", session.text(Pane::Task.id())), session.theme.bold(Role::Accent));
        put_line(buffer, folded.x, folded.y, folded.width, Line::from(vec![label, Span::raw(" "), Span::raw(text)]));
    }
    if let Some(tabs) = areas.tabs {
        put_line(buffer, tabs.x, tabs.y, tabs.width, pane_names(workspace, &Pane::ALL, session));
    }
    if let Some(area) = areas.task {
        task(workspace, area, buffer, session);
    }
    if let Some(area) = areas.editor {
        editor(workspace, area, buffer, session);
    }
    if let Some(area) = areas.predictions {
        predictions(workspace, area, buffer, session);
    }
    if let Some(area) = areas.problems {
        problems(workspace, area, buffer, session);
    }
    let _ = area;
}

/// The panes' names, the shown one bright; how many problems there are.
pub(super) fn pane_names(workspace: &Workspace, panes: &[Pane], session: &Session) -> Line<'static> {
    let theme = &session.theme;
    let mut spans = vec![Span::raw(" ")];
    for (index, pane) in panes.iter().enumerate() {
        if index > 0 {
            spans.push(Span::styled(" · ", theme.style(Role::Unfocused)));
        }
        let shown = workspace.areas.get(*pane).is_some();
        let style = if shown { theme.bold(Role::Accent) } else { theme.style(Role::Muted) };
        spans.push(Span::styled(pane_name(workspace, *pane, session), style));
    }
    Line::from(spans)
}

fn pane_name(workspace: &Workspace, pane: Pane, session: &Session) -> String {
    let name = match (pane, &workspace.questions) {
        (Pane::Predictions, Some(_)) => session.text("tui-pane-questions"),
        (Pane::Predictions, None) if workspace.seat.is_some() => session.text("tui-exam-paper"),
        _ => session.text(pane.id()),
    };
    match (pane, workspace.findings.problems.len()) {
        (Pane::Problems, count) if count > 0 => format!("{name} {count}"),
        _ => name,
    }
}

/// A pane's frame; in the stacked shape the lower panel's title names its tabs.
fn frame(workspace: &Workspace, pane: Pane, aside: &str, area: Rect, buffer: &mut Buffer, session: &Session) -> Rect {
    let focused = workspace.focus == pane;
    let name = pane_name(workspace, pane, session);
    let mut panel = Panel::new(&name, focused).aside(aside);
    if workspace.areas.shape == Shape::Stacked && workspace.areas.editor.is_some() {
        panel.title = pane_names(workspace, &TABS, session);
        panel.title.spans.remove(0);
    }
    panel.draw(area, buffer, &session.theme);
    Panel::padded(area)
}

fn task(workspace: &Workspace, area: Rect, buffer: &mut Buffer, session: &Session) {
    let more = if workspace.task.scroll.more() { "↓" } else { "" };
    let inner = frame(workspace, Pane::Task, more, area, buffer, session);
    for (y, row) in workspace.task.scroll.rows().enumerate() {
        if let Some(line) = workspace.task.lines.get(row) {
            put_line(buffer, inner.x, inner.y + y as u16, inner.width, line.clone());
        }
    }
}

fn editor(workspace: &Workspace, area: Rect, buffer: &mut Buffer, session: &Session) {
    let theme = &session.theme;
    let focused = workspace.focus == Pane::Editor;
    let Some(tab) = workspace.tab() else { return };
    let at = tab.editor.cursor();
    let modified = tab.editor.text().trim_end() != tab.start.trim_end();
    let place = format!("{}:{}", at.row + 1, at.col + 1);
    let aside = if modified { format!("{} ─ {place}", session.text("tui-modified")) } else { place };
    let mut spans = Vec::new();
    for (index, tab) in workspace.tabs.iter().enumerate() {
        if index > 0 {
            spans.push(Span::styled(" · ", theme.style(Role::Unfocused)));
        }
        let active = index == workspace.active;
        let style = match (active, focused) {
            (true, true) => theme.bold(Role::Accent),
            (true, false) => theme.bold(Role::Text),
            _ => theme.style(Role::Muted),
        };
        spans.push(Span::styled(tab.name.clone(), style));
    }
    Panel { title: Line::from(spans), aside: &aside, focused }.draw(area, buffer, theme);
    tab.picture.draw(Panel::inner(area), buffer, theme);
}

fn predictions(workspace: &Workspace, area: Rect, buffer: &mut Buffer, session: &Session) {
    if let Some(questions) = &workspace.questions {
        let (answered, all) = questions.counts(&workspace.scenario);
        let count = session.format("tui-questions-count", &[("answered", &answered.to_string()), ("all", &all.to_string())]);
        let inner = frame(workspace, Pane::Predictions, &count, area, buffer, session);
        questions.draw(inner, buffer, session);
        return;
    }
    let rows = workspace.predictions.rows();
    let more = if rows.end < workspace.predictions.len { "↓" } else { "" };
    let inner = frame(workspace, Pane::Predictions, more, area, buffer, session);
    let theme = &session.theme;
    if let Some(seat) = &workspace.seat {
        for (y, index) in workspace.predictions.rows().enumerate() {
            let selected = workspace.focus == Pane::Predictions && index == workspace.predictions.at;
            let line = seat.lines.get(index).cloned().unwrap_or_default();
            let line = if selected { line.patch_style(theme.style(Role::Selection)) } else { line };
            put_line(buffer, inner.x, inner.y + y as u16, inner.width, line);
        }
        return;
    }
    let Some(assessment) = &workspace.predicted else {
        if workspace.is_unreadable() {
            put(buffer, inner.x, inner.y, inner.width, &session.text("tui-predictions-unreadable"), theme.style(Role::Warning));
            return;
        }
        put(buffer, inner.x, inner.y, inner.width, &session.text("tui-judging"), theme.style(Role::Muted));
        return;
    };
    if assessment.predictions.is_empty() {
        put(buffer, inner.x, inner.y, inner.width, &session.text("tui-no-predictions"), theme.style(Role::Muted));
        return;
    }
    let widths = PredictionWidths::of(&assessment.predictions, inner.width as usize, session);
    let heading =
        widths.line("  ", &session.text("tui-from"), &session.text("tui-command"), &session.text("tui-now"), &session.text("tui-wanted"));
    // What cannot be read predicts nothing: what was last known stays, and it is said so.
    let stale = workspace.is_unreadable();
    let (heading, role) = if stale { (session.text("tui-predictions-stale"), Role::Warning) } else { (heading, Role::Muted) };
    put(buffer, inner.x, inner.y, inner.width, &heading, theme.style(role));
    for (line, index) in rows.enumerate() {
        let Some(prediction) = assessment.predictions.get(index) else { continue };
        let changed = workspace.changed.get(index).copied().unwrap_or(false);
        let selected = workspace.focus == Pane::Predictions && index == workspace.predictions.at;
        let y = inner.y + 1 + line as u16;
        let mut line = prediction_line(prediction, &widths, changed && !stale, selected, session);
        if stale {
            line.spans[0] = Span::raw("· ");
            line = line.patch_style(theme.style(Role::Muted));
        }
        put_line(buffer, inner.x, y, inner.width, line);
    }
}

struct PredictionWidths {
    from: usize,
    command: usize,
    now: usize,
    wanted: usize,
}

impl PredictionWidths {
    fn of(predictions: &[Prediction], room: usize, session: &Session) -> Self {
        let widest = |texts: &mut dyn Iterator<Item = String>| texts.map(|text| display_width(&text)).max().unwrap_or(0);
        let now = widest(&mut predictions.iter().map(|p| p.now_said(&session.locale)).chain([session.text("tui-now")])) + 2;
        let wanted = widest(&mut predictions.iter().map(|p| p.wanted_said(&session.locale)).chain([session.text("tui-wanted")])) + 1;
        let whole = now;
        let (now, wanted) = (now.min(room / 4), wanted.min(room / 4));
        let from = widest(&mut predictions.iter().map(|p| p.from.clone()).chain([session.text("tui-from")])).min(room / 4);
        let command = widest(&mut predictions.iter().map(|p| p.asks(&session.locale)).chain([session.text("tui-command")]));
        let command = command.min(room.saturating_sub(2 + from + 2 + now + 1 + wanted + 1));
        // What the others leave goes to what is printed.
        let now = whole.min(now + room.saturating_sub(2 + from + 2 + command + 1 + now + 1 + wanted + 1));
        Self { from, command, now, wanted }
    }

    fn line(&self, sign: &str, from: &str, command: &str, now: &str, wanted: &str) -> String {
        format!("{sign}{}  {} {} {}", cell(from, self.from), cell(command, self.command), cell(now, self.now), cell(wanted, self.wanted))
    }
}

fn prediction_line(prediction: &Prediction, widths: &PredictionWidths, changed: bool, selected: bool, session: &Session) -> Line<'static> {
    let theme = &session.theme;
    let (sign, role) = match prediction.met() {
        Some(true) => ("✓ ", Role::Good),
        Some(false) => ("✗ ", Role::Error),
        None => ("· ", Role::Muted),
    };
    let base = if selected { theme.style(Role::Selection) } else { theme.style(Role::Text) };
    let now = prediction.now_said(&session.locale);
    // What just changed is marked beside it and bold, never by colour alone.
    let (now, style) = if changed { (format!("{now} ●"), theme.bold(role)) } else { (now, theme.style(role)) };
    let wanted = prediction.wanted_said(&session.locale);
    Line::from(vec![
        Span::styled(sign, theme.bold(role)),
        Span::styled(format!("{}  ", cell(&prediction.from, widths.from)), base),
        Span::styled(format!("{} ", cell(&telling(&prediction.asks(&session.locale), widths.command), widths.command)), base),
        Span::styled(format!("{} ", cell(&now, widths.now)), style),
        Span::styled(cell(&wanted, widths.wanted), theme.style(Role::Muted)),
    ])
}

/// A command in so many columns. Commands of a list begin alike, so what is left out stands behind the first word.
fn telling(command: &str, width: usize) -> String {
    if display_width(command) <= width {
        return command.to_owned();
    }
    let Some((first, rest)) = command.split_once(' ') else { return command.to_owned() };
    let ends = rest.match_indices(' ').map(|(at, _)| &rest[at + 1..]);
    let shorter = ends.map(|end| format!("{first} … {end}")).find(|text| display_width(text) <= width);
    shorter.unwrap_or_else(|| command.to_owned())
}

/// A problem in the list: its place and sentence, then what helps.
fn problem_lines(problem: &super::findings::Problem, width: usize, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let (role, sign) = look(problem.severity);
    let head = format!("{}  {}", problem.place, problem.message);
    let mut lines = paragraph(Span::styled(format!("{sign} "), theme.bold(role)), &head, theme.style(Role::Text), width, theme);
    if let Some(help) = &problem.help {
        lines.extend(paragraph(Span::raw("  "), help, theme.style(Role::Muted), width, theme));
    }
    if let Some(fix) = &problem.fix {
        lines.extend(paragraph(Span::styled("  Alt-↵ ", theme.style(Role::Accent)), fix, theme.style(Role::Muted), width, theme));
    }
    lines
}

fn problems(workspace: &Workspace, area: Rect, buffer: &mut Buffer, session: &Session) {
    let more = if workspace.list.more() { "↓" } else { "" };
    let inner = frame(workspace, Pane::Problems, more, area, buffer, session);
    let theme = &session.theme;
    for (line, y) in workspace.lead.iter().zip(inner.y..inner.bottom()) {
        put_line(buffer, inner.x, y, inner.width, line.clone());
    }
    if workspace.findings.problems.is_empty() {
        if !workspace.lead.is_empty() {
            return;
        }
        let id = match (&workspace.assessment, &workspace.seat) {
            (_, Some(seat)) if !seat.is_task => "tui-exam-notes-hint",
            (Some(_), Some(_)) => "tui-exam-problems-none",
            (Some(_), None) => "tui-no-problems",
            (None, _) => "tui-judging",
        };
        put(buffer, inner.x, inner.y, inner.width, &session.text(id), theme.style(Role::Muted));
        return;
    }
    let (top, mut at) = (workspace.list.top, 0);
    let first = inner.y + workspace.lead.len() as u16;
    for (index, problem) in workspace.findings.problems.iter().enumerate() {
        let selected = workspace.focus == Pane::Problems && index == workspace.problems.at;
        for (line_index, mut line) in problem_lines(problem, inner.width as usize, session).into_iter().enumerate() {
            let y = usize::from(first) + at;
            at += 1;
            if at <= top || y - top >= usize::from(inner.bottom()) {
                continue;
            }
            if selected && line_index == 0 {
                line = line.patch_style(theme.style(Role::Selection));
            }
            put_line(buffer, inner.x, (y - top) as u16, inner.width, line);
        }
    }
}

/// Task, problems and predictions in sentences.
pub(super) fn narrate(workspace: &Workspace, session: &Session) -> Vec<String> {
    let scenario = &workspace.scenario;
    let heading = |pane: Pane| format!("{}:", pane_name(workspace, pane, session));
    let mut lines = vec![heading(Pane::Task)];
    let task = crate::tui::widgets::markdown::plain(scenario.intro.get(session.language()), 400, &session.locale);
    lines.extend(task.lines().map(str::to_owned));
    lines.push(heading(Pane::Problems));
    let lead = workspace.checked_sentences(session);
    if workspace.findings.problems.is_empty() && lead.is_empty() {
        lines.push(session.text("tui-no-problems"));
    }
    lines.extend(lead);
    for problem in &workspace.findings.problems {
        lines.push(format!("{} {}", problem.place, problem.message));
        lines.extend(problem.help.clone());
    }
    if let Some(questions) = &workspace.questions {
        lines.push(heading(Pane::Predictions));
        lines.extend(super::questions::narrate(questions, scenario, session));
        return lines;
    }
    if let Some(seat) = &workspace.seat {
        lines.push(heading(Pane::Predictions));
        lines.extend(crate::tui::linear::plain(&seat.lines));
        return lines;
    }
    let Some(assessment) = &workspace.assessment else { return lines };
    lines.push(heading(Pane::Predictions));
    for prediction in &assessment.predictions {
        let id = match prediction.met() {
            Some(true) => "tui-linear-met",
            Some(false) => "tui-linear-unmet",
            None => "tui-linear-free",
        };
        let label = [prediction.from.clone(), prediction.asks(&session.locale)].join(" ").trim().to_owned();
        let (now, wanted) = (prediction.now_said(&session.locale), prediction.wanted_said(&session.locale));
        lines.push(session.format(id, &[("command", &label), ("now", &now), ("wanted", &wanted)]));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_does_not_fit_keeps_what_tells_it_from_the_others() {
        assert_eq!(telling("nc -zv -w 2 db-pod 6379", 40), "nc -zv -w 2 db-pod 6379");
        assert_eq!(telling("nc -zv -w 2 db-pod 6379", 17), "nc … db-pod 6379");
        assert_eq!(telling("nc -zv -w 2 db-pod 6379", 5), "nc -zv -w 2 db-pod 6379");
    }

    #[test]
    fn a_problem_higher_than_the_list_can_be_read_to_its_end() {
        let starts = [0, 2, 12];
        assert_eq!(top_for(&starts, 0, 9, 4), 0);
        assert_eq!(top_for(&starts, 1, 0, 4), 2);
        assert_eq!(top_for(&starts, 1, 5, 4), 5);
        assert_eq!(top_for(&starts, 1, 20, 4), 8);
    }
}
