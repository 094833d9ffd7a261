//! Claims and what became of them, in lines and in sentences.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Review;
use crate::tui::action::Action;
use crate::tui::keymap::{Context, key_for};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::markdown::{Paper, plain, render};
use crate::tui::widgets::text::paragraph;

/// Columns of text.
pub(super) fn measure(area: Rect) -> u16 {
    area.width.saturating_sub(6).min(76)
}

/// The keys of these answers, and what they mean.
pub fn choices(actions: &[Action], context: Context, session: &Session) -> Vec<Span<'static>> {
    let key = |action: &Action| {
        let key = Span::styled(key_for(&[context], *action).unwrap_or_default(), session.theme.bold(Role::Accent));
        [key, Span::raw(format!(" {}   ", session.text(&format!("action-{}", action.id()))))]
    };
    actions.iter().flat_map(key).collect()
}

/// What was said of a claim, and what it is.
pub fn answered(said: Option<bool>, truth: bool, session: &Session) -> String {
    let word = |truth: bool| if truth { "yes" } else { "no" };
    let facts = [("said", said.map_or("unsure", word)), ("truth", word(truth))];
    session.format(if said == Some(truth) { "tui-answer-right" } else { "tui-answer-wrong" }, &facts)
}

/// What stands on the screen.
pub(super) fn lines(review: &Review, width: usize, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let paper = Paper { width, theme, grammar: session.grammar.as_deref(), locale: &session.locale };
    let muted = |text: &str| paragraph(Span::raw(""), text, theme.style(Role::Muted), width, theme);
    let Some(drill) = review.asked(session) else { return ending(review, width, session) };
    let mut lines = muted(&session.text(if review.placing { "tui-placement-how" } else { "tui-review-how" }));
    lines.push(Line::default());
    lines.extend(render(&drill.claim, paper));
    lines.push(Line::default());
    match review.said[review.at] {
        None => {
            lines.push(Line::from(choices(&[Action::True, Action::False, Action::Unsure], Context::Claim, session)));
        }
        Some(said) => {
            let (sign, role) = match said {
                Some(said) if said == drill.answer => ("✓ ", Role::Good),
                Some(_) => ("✗ ", Role::Error),
                None => ("· ", Role::Muted),
            };
            let text = format!("{} {}", answered(said, drill.answer, session), drill.why);
            lines.extend(paragraph(Span::styled(sign, theme.bold(role)), &text, theme.style(Role::Text), width, theme));
        }
    }
    lines
}

/// How it went, what is known, what returns.
fn ending(review: &Review, width: usize, session: &Session) -> Vec<Line<'static>> {
    let theme = &session.theme;
    let mut lines = Vec::new();
    for (index, text) in summary(review, session).into_iter().enumerate() {
        let style = if index == 0 { theme.bold(Role::Text) } else { theme.style(Role::Muted) };
        lines.extend(paragraph(Span::raw(""), &text, style, width, theme));
        lines.push(Line::default());
    }
    for (index, id) in review.scenarios.iter().enumerate() {
        let here = index == review.selection.at;
        let title = crate::tui::screens::home::title_of(&format!("scenario/{id}"), session).unwrap_or_else(|| id.clone());
        let mark = Span::styled(if here { "▸ " } else { "  " }, theme.bold(Role::Accent));
        lines.push(Line::from(vec![mark, Span::styled(title, if here { theme.bold(Role::Text) } else { Style::new() })]));
    }
    lines
}

/// The end in sentences.
fn summary(review: &Review, session: &Session) -> Vec<String> {
    let mut told = Vec::new();
    let all = review.items.len();
    if all > 0 {
        let facts = [("right", review.right(session).to_string()), ("all", all.to_string())];
        let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        told.push(session.format("tui-review-done", &facts));
    }
    if review.placing {
        let known = review.known(session);
        told.push(match known.as_slice() {
            [] => session.text("tui-placement-none"),
            known => session.format("tui-placement-known", &[("lessons", &known.join(", "))]),
        });
    } else if all == 0 && review.scenarios.is_empty() {
        told.push(session.text("tui-review-nothing"));
    }
    if all > review.right(session) {
        told.push(session.text("tui-review-returns"));
    }
    if !review.scenarios.is_empty() {
        told.push(session.text("tui-review-scenarios"));
    }
    told
}

/// The claim or the end, for who listens.
pub(super) fn sentences(review: &Review, session: &Session) -> Vec<String> {
    let Some(drill) = review.asked(session) else {
        let scenarios = review.scenarios.iter().filter_map(|id| crate::tui::screens::home::title_of(&format!("scenario/{id}"), session));
        return summary(review, session).into_iter().chain(scenarios).collect();
    };
    let text = |markdown: &str| plain(markdown, 400, &session.locale).trim().to_owned();
    let mut told = vec![text(&drill.claim)];
    match review.said[review.at] {
        None => told.push(session.text("tui-linear-claim")),
        Some(said) => {
            told.push(answered(said, drill.answer, session));
            told.push(text(&drill.why));
            told.push(session.text("tui-linear-next"));
        }
    }
    told
}
