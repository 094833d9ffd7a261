//! Draws the state. Never parses, sorts or highlights: `arrange` has prepared all that.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::dialogs::Dialog;
use super::keymap::{Context, footer};
use super::layout;
use super::session::{Keeping, Session, Tone};
use super::state::State;
use super::theme::{Role, to_ascii};
use super::widgets::panel::clear;
use super::widgets::text::{fit, put, put_right, wrap};
use crate::locale::display_width;

/// Draws one frame and places the cursor.
pub fn view(state: &State, frame: &mut Frame) {
    let area = frame.area();
    if let Some(at) = draw(state, area, frame.buffer_mut()) {
        frame.set_cursor_position(at);
    }
}

/// Draws into a buffer and says where the cursor stands.
pub fn draw(state: &State, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let cursor = if layout::too_small(area) {
        small(state, area, buffer);
        None
    } else {
        let parts = layout::Frame::of(area);
        heading(state, parts.heading, buffer);
        let screen = state.screen().page();
        screen.view(parts.body, buffer, &state.session);
        for dialog in &state.dialogs {
            dialog.page().view(parts.body, buffer, &state.session);
        }
        foot(state, parts.footer, buffer);
        match state.dialogs.last() {
            Some(dialog) => dialog.page().cursor(),
            None => screen.cursor(),
        }
    };
    if !state.session.theme.unicode {
        to_ascii(buffer);
    }
    cursor.filter(|at| area.contains(*at))
}

fn small(state: &State, area: Rect, buffer: &mut Buffer) {
    let (width, height) = layout::SMALLEST;
    let text = state.session.format("tui-too-small", &[("width", &width.to_string()), ("height", &height.to_string())]);
    let lines = wrap(&text, area.width as usize);
    for (row, line) in lines.iter().take(area.height as usize).enumerate() {
        put(buffer, area.x, area.y + row as u16, area.width, line, state.session.theme.style(Role::Text));
    }
}

fn heading(state: &State, area: Rect, buffer: &mut Buffer) {
    let session = &state.session;
    let page = state.screen().page();
    let mut spans = vec![Span::styled(" cofferdam ", session.theme.bold(Role::Accent)), Span::raw("  ")];
    spans.push(Span::styled(page.title(session), session.theme.bold(Role::Text)));
    let aside = page.aside(session);
    let clock = super::screens::left(session);
    let clock = if clock.is_empty() { clock } else { session.format("tui-exam-left", &[("left", &clock)]) };
    let aside = [aside, clock.clone()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("   ");
    let language = format!("{} ", session.language());
    let right = if aside.is_empty() { language } else { format!("{aside}   {language}") };
    let left_width: usize = spans.iter().map(|span| display_width(&span.content)).sum::<usize>().min(SHORTEST);
    let room = (area.width as usize).saturating_sub(left_width + 2);
    // The clock of a paper stays whatever else has to go.
    let right = if display_width(&right) <= room {
        right
    } else if clock.is_empty() {
        clock
    } else {
        format!("{clock} ")
    };
    let line = fit(Line::from(spans), (area.width as usize).saturating_sub(display_width(&right) + 1));
    buffer.set_line(area.x, area.y, &line, area.width);
    put_right(buffer, area, &right, session.theme.style(Role::Muted));
}

fn foot(state: &State, area: Rect, buffer: &mut Buffer) {
    let session = &state.session;
    let page = match state.dialogs.last() {
        Some(dialog) => dialog.page(),
        None => state.screen().page(),
    };
    let keeping = keeping(session);
    let keeping_width = display_width(&keeping.content);
    // A column at each end, and two that keep the state of the files apart from the rest.
    let left = (area.width as usize).saturating_sub(keeping_width + 3);
    let mut room = left.saturating_sub(1);
    let mut spans = vec![Span::raw(" ")];
    if let Some(mode) = page.mode(session) {
        room = room.saturating_sub(display_width(&mode) + GAP.len());
        spans.push(Span::styled(mode, session.theme.bold(Role::Accent)));
        spans.push(Span::raw(GAP));
    }
    if let Some(notice) = &session.notice {
        let role = match notice.tone {
            Tone::Info => Role::Text,
            Tone::Good => Role::Good,
            Tone::Warning => Role::Warning,
        };
        let mut lines = wrap(&notice.text, room);
        let last = lines.pop().unwrap_or_default();
        above(lines, area, buffer, session.theme.style(role));
        spans.push(Span::styled(last, session.theme.style(role)));
    } else {
        let contexts = contexts(state);
        keys(&contexts, session, room, &mut spans);
    }
    let line = fit(Line::from(spans), left);
    buffer.set_line(area.x, area.y, &line, area.width);
    let at = area.right().saturating_sub(keeping_width as u16 + 1).max(area.x);
    put(buffer, at, area.y, area.right() - at, &keeping.content, keeping.style);
}

fn contexts(state: &State) -> Vec<Context> {
    match state.dialogs.last() {
        Some(dialog) => Dialog::page(dialog).contexts(),
        None => state.screen().page().contexts(),
    }
}

/// The first lines of news that one line cannot hold, over the end of what is drawn there.
fn above(lines: Vec<String>, foot: Rect, buffer: &mut Buffer, style: Style) {
    for (line, y) in lines.iter().rev().zip((0..foot.y).rev()) {
        let row = Rect { y, ..foot };
        clear(row, buffer);
        put(buffer, row.x + 1, y, row.width.saturating_sub(1), line, style);
    }
}

/// Columns to which the program's name and a title are shortened before what stands at the right end goes.
const SHORTEST: usize = 34;

/// Between two keys of the footer.
const GAP: &str = "   ";

/// As many keys as there is room for, whole ones only.
fn keys(contexts: &[Context], session: &Session, mut room: usize, spans: &mut Vec<Span<'static>>) {
    let mut gap = "";
    for (key, action) in footer(contexts) {
        let name = session.text(&format!("action-{}", action.id()));
        let Some(rest) = room.checked_sub(gap.len() + display_width(key) + 1 + display_width(&name)) else { continue };
        room = rest;
        spans.push(Span::raw(gap));
        spans.push(Span::styled(key, session.theme.style(Role::Accent)));
        spans.push(Span::raw(" "));
        spans.push(Span::styled(name, session.theme.style(Role::Muted)));
        gap = GAP;
    }
}

fn keeping(session: &Session) -> Span<'static> {
    match &session.keeping {
        Keeping::Saved => Span::styled(format!("{} ✓", session.text("tui-saved")), session.theme.style(Role::Muted)),
        Keeping::Waiting => Span::styled(session.text("tui-unsaved"), session.theme.style(Role::Muted)),
        Keeping::Memory(_) => Span::styled(format!("▲ {}", session.text("tui-memory-only")), session.theme.style(Role::Warning)),
    }
}
