//! The task pane: the task, facts, hints taken.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::content::Scenario;
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::list::Scroll;
use crate::tui::widgets::markdown::{Paper, render};
use crate::tui::widgets::panel::Panel;
use crate::tui::widgets::text::paragraph;

/// The task in lines, and how far it is scrolled.
#[derive(Debug, Default)]
pub(super) struct Task {
    pub lines: Vec<Line<'static>>,
    pub scroll: Scroll,
    made_from: Option<(u16, String, Hints, bool, crate::tui::theme::Theme, String)>,
}

impl Task {
    /// Of a paper's task the banner stands first, and hints nowhere.
    pub fn arrange(&mut self, area: Rect, scenario: &Scenario, banner: Option<&str>, session: &Session) {
        let inner = Panel::padded(area);
        let attempt = session.progress.attempt(&scenario.id);
        let price = attempt.worth(scenario.points, scenario.points) - attempt.worth_after_hint(scenario.points);
        let hints = Hints { taken: attempt.hints, price };
        let key = (
            inner.width,
            session.language().to_owned(),
            hints,
            session.grammar.is_some(),
            session.theme,
            banner.unwrap_or_default().to_owned(),
        );
        if self.made_from.as_ref() != Some(&key) {
            self.made_from = Some(key);
            self.lines = lines(inner.width, scenario, hints, banner, session);
        }
        self.scroll.arrange(self.lines.len(), inner.height as usize);
    }
}

/// The hints taken, and what the next one takes off a pass, in points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hints {
    taken: u32,
    price: u32,
}

fn lines(width: u16, scenario: &Scenario, hints: Hints, banner: Option<&str>, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let language = session.language();
    let paper = Paper { width: width as usize, theme, grammar: session.grammar.as_deref(), locale: &session.locale };
    let mut lines = render(scenario.intro.get(language), paper);
    if let Some(banner) = banner {
        let mut seated = paragraph(Span::raw(""), banner, theme.bold(Role::Accent), width as usize, theme);
        seated.push(Line::default());
        seated.extend(lines);
        return seated;
    }
    lines.push(Line::default());
    let fact = |id: &str, value: String| {
        let label = session.text(id);
        Line::from(vec![Span::styled(format!("{label}  "), theme.style(Role::Muted)), Span::raw(value)])
    };
    lines.push(fact("tui-task-namespace", scenario.namespace.clone()));
    for (index, hint) in scenario.hints.iter().take(hints.taken as usize).enumerate() {
        lines.push(Line::default());
        let label = session.format("tui-task-hint", &[("number", &(index + 1).to_string())]);
        lines.push(Line::from(Span::styled(format!("▾ {label}"), theme.style(Role::Accent))));
        lines.extend(render(hint.get(language), paper));
    }
    if (hints.taken as usize) < scenario.hints.len() {
        lines.push(Line::default());
        let cost = session.format("tui-hint-cost", &[("points", &hints.price.to_string())]);
        let label = session.format("tui-task-hint", &[("number", &(hints.taken + 1).to_string())]);
        lines.push(Line::from(vec![
            Span::styled(format!("▸ {label}  "), theme.style(Role::Muted)),
            Span::styled(format!("{cost}  F6"), theme.style(Role::Muted)),
        ]));
    }
    lines
}

/// What a task is about, for one line: the paragraph with the first words its author stressed, else the first of all.
pub(super) fn first_line(scenario: &Scenario, session: &Session) -> String {
    let task = scenario.intro.get(session.language());
    let stressed = task.split("\n\n").find(|paragraph| paragraph.contains("**") && !paragraph.starts_with(['#', '>', '`', '-', '|']));
    let text = crate::tui::widgets::markdown::plain(stressed.unwrap_or(task), 400, &session.locale);
    text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_owned()
}
