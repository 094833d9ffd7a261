//! The solution beside the learner's own: its files, and what the two mean differently.

use std::sync::Arc;

use crossterm::event::MouseEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::assess::Comparison;
use crate::content::Scenario;
use crate::text::SourceFile;
use crate::tui::action::Action;
use crate::tui::effect::{Slot, Work};
use crate::tui::keymap::Context;
use crate::tui::msg::Outcome;
use crate::tui::page::{Go, Page};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::list::Scroll;
use crate::tui::widgets::markdown::{Paper, render};
use crate::tui::widgets::text::{more_below, paragraph, put_line};

/// The solution screen's state.
#[derive(Debug)]
pub struct Solution {
    scenario: Arc<Scenario>,
    /// Which of the right answers.
    at: usize,
    comparison: Option<Comparison>,
    lines: Vec<Line<'static>>,
    scroll: Scroll,
}

impl Solution {
    /// The reference solution beside these files.
    pub fn new(scenario: Arc<Scenario>, files: Vec<SourceFile>, session: &mut Session) -> Self {
        session.start(Slot::Compare, Work::Compare(Arc::clone(&scenario), files));
        Self { scenario, at: 0, comparison: None, lines: Vec::new(), scroll: Scroll::default() }
    }

    fn prepare(&self, width: usize, session: &Session) -> Vec<Line<'static>> {
        let theme = &session.theme;
        let paper = Paper { width, theme, grammar: session.grammar.as_deref(), locale: &session.locale };
        let mut lines = Vec::new();
        let count = self.scenario.solutions.len();
        let which = session.format("tui-solution-which", &[("number", &(self.at + 1).to_string()), ("count", &count.to_string())]);
        lines.push(Line::from(Span::styled(which, theme.style(Role::Muted))));
        for file in self.scenario.solutions.get(self.at).map(|answer| answer.files.as_slice()).unwrap_or_default() {
            lines.push(Line::default());
            lines.push(Line::from(Span::styled(file.name().to_owned(), theme.bold(Role::Heading))));
            lines.extend(render(&format!("```yaml\n{}\n```", file.text().trim_end()), paper));
        }
        lines.push(Line::default());
        lines.push(Line::from(Span::styled(session.text("tui-verdict-compared"), theme.bold(Role::Heading))));
        let text = |text: &str, mark: &'static str| paragraph(Span::raw(mark), text, Style::new(), width, theme);
        match &self.comparison {
            None => lines.extend(text(&session.text("tui-judging"), "  ")),
            Some(comparison) if comparison.changes.is_empty() => lines.extend(text(&session.text("tui-verdict-same"), "  ")),
            Some(comparison) => {
                comparison.changes.iter().for_each(|change| lines.extend(text(&change.sentence.text(&session.locale), "≠ ")))
            }
        }
        lines
    }
}

impl Page for Solution {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Turning, Context::Moving, Context::List, Context::Reading, Context::Global]
    }

    fn act(&mut self, action: Action, _: &mut Session) -> Go {
        let count = self.scenario.solutions.len().max(1);
        match action {
            _ if self.scroll.act(action) => {}
            Action::Next => self.at = (self.at + 1) % count,
            Action::Previous => self.at = (self.at + count - 1) % count,
            _ => return Go::Unknown,
        }
        Go::Stay
    }

    fn mouse(&mut self, event: MouseEvent, _: &mut Session) -> Go {
        self.scroll.mouse(event);
        Go::Stay
    }

    fn awaits(&self, slot: Slot) -> bool {
        slot == Slot::Compare
    }

    fn done(&mut self, _: Slot, outcome: Outcome, _: &mut Session) -> Go {
        if let Outcome::Compared(comparison) = outcome {
            self.comparison = Some(comparison);
        }
        Go::Stay
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        self.lines = self.prepare(area.width.saturating_sub(4).min(96) as usize, session);
        self.scroll.arrange(self.lines.len(), area.height.saturating_sub(1) as usize);
    }

    fn narrate(&self, _: &Session) -> Vec<String> {
        crate::tui::linear::plain(&self.lines)
    }

    fn title(&self, session: &Session) -> String {
        format!("{} {}", self.scenario.id, session.text("action-solution"))
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        let width = area.width.saturating_sub(4).min(96);
        let x = area.x + (area.width.saturating_sub(width)) / 2;
        for (row, y) in self.scroll.rows().zip(area.y + 1..area.bottom()) {
            put_line(buffer, x, y, width, self.lines[row].clone());
        }
        more_below(self.scroll.more(), area, buffer, &session.theme);
    }
}
