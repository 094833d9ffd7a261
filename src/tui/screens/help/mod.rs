//! Help: find a key. Made from the keymap, the screen one comes from first.

use crossterm::event::MouseEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::locale::{display_width, pad_end};
use crate::tui::action::Action;
use crate::tui::chord::Chord;
use crate::tui::editor::{EDITOR_KEYS, EditorKey};
use crate::tui::keymap::{BINDINGS, Context, is_hidden};
use crate::tui::page::{Go, Page};
use crate::tui::session::{KeyStyle, Session};
use crate::tui::theme::Role;
use crate::tui::widgets::list::Scroll;
use crate::tui::widgets::prompt::Prompt;
use crate::tui::widgets::text::{more_below, put_line};

/// The help screen's state.
#[derive(Debug, Default)]
pub struct Help {
    contexts: Vec<Context>,
    prompt: Prompt,
    lines: Vec<Line<'static>>,
    scroll: Scroll,
    area: Rect,
}

impl Help {
    /// Help for a screen with these contexts.
    pub fn new(contexts: Vec<Context>) -> Self {
        Self { contexts, ..Self::default() }
    }

    fn gather(&mut self, session: &Session) {
        let theme = &session.theme;
        let words = self.prompt.text().to_lowercase();
        let mut order = self.contexts.clone();
        order.extend(Context::ALL.iter().filter(|context| !self.contexts.contains(context)));
        self.lines.clear();
        for context in order {
            let rows = rows(context, &words, session);
            if rows.is_empty() {
                continue;
            }
            if !self.lines.is_empty() {
                self.lines.push(Line::default());
            }
            self.lines.push(Line::from(Span::styled(session.text(&format!("context-{}", context.id())), theme.bold(Role::Heading))));
            let keys = rows.iter().map(|(keys, ..)| display_width(keys)).max().unwrap_or(0).max(12);
            let names = rows.iter().map(|(_, name, _)| display_width(name)).max().unwrap_or(0).max(16);
            for (key, name, about) in rows {
                self.lines.push(Line::from(vec![
                    Span::raw("  "),
                    Span::styled(pad_end(&key, keys), theme.style(Role::Accent)),
                    Span::raw("  "),
                    Span::raw(pad_end(&name, names)),
                    Span::raw("  "),
                    Span::styled(about, theme.style(Role::Muted)),
                ]));
            }
        }
        if self.lines.is_empty() {
            self.lines.push(Line::from(Span::styled(session.text("tui-palette-none"), theme.style(Role::Muted))));
        }
    }
}

/// A context's actions: keys, name, about. One row an action.
fn rows(context: Context, words: &str, session: &Session) -> Vec<(String, String, String)> {
    let mut rows: Vec<(Action, String)> = Vec::new();
    for binding in BINDINGS.iter().filter(|binding| binding.context == context && !is_hidden(binding)) {
        let key = Chord::parse(binding.key).map_or(binding.key.to_owned(), |chord| chord.to_string());
        match rows.iter_mut().find(|(action, _)| *action == binding.action) {
            Some((_, keys)) => {
                keys.push_str("  ");
                keys.push_str(&key);
            }
            None => rows.push((binding.action, key)),
        }
    }
    let described = rows.into_iter().map(|(action, keys)| {
        let name = session.text(&format!("action-{}", action.id()));
        let about = session.text(&format!("action-{}.about", action.id()));
        (keys, name, about)
    });
    let editing = if context == Context::Editor { editing(session) } else { Vec::new() };
    described
        .chain(editing)
        .filter(|(keys, name, about)| words.is_empty() || format!("{keys} {name} {about}").to_lowercase().contains(words))
        .collect()
}

/// The editor's own keys, in the style that the learner has chosen.
fn editing(session: &Session) -> Vec<(String, String, String)> {
    let style = session.keys.unwrap_or(KeyStyle::Plain);
    let row = |key: &EditorKey| {
        let name = session.text(&format!("edit-{}", key.id));
        let about = session.text(&format!("edit-{}.about", key.id));
        Some((key.shown(style)?.to_owned(), name, about))
    };
    EDITOR_KEYS.iter().filter_map(row).collect()
}

impl Page for Help {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Moving, Context::Global]
    }

    fn act(&mut self, action: Action, _: &mut Session) -> Go {
        if self.scroll.act(action) {
            return Go::Stay;
        }
        match action {
            Action::Help => Go::Back,
            Action::Back if !self.prompt.text().is_empty() => {
                self.prompt.set("");
                Go::Stay
            }
            _ => Go::Unknown,
        }
    }

    fn key(&mut self, chord: Chord, _: &mut Session) -> Go {
        // The prompt stands there already; its sign is no part of what is looked for.
        if self.prompt.text().is_empty() && chord.typed() == Some('/') {
            return Go::Stay;
        }
        if self.prompt.key(chord) {
            self.scroll.top = 0;
            return Go::Stay;
        }
        Go::Unknown
    }

    fn mouse(&mut self, event: MouseEvent, _: &mut Session) -> Go {
        self.scroll.mouse(event);
        Go::Stay
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        self.area = area;
        self.gather(session);
        self.scroll.arrange(self.lines.len(), area.height.saturating_sub(3) as usize);
    }

    fn narrate(&self, _: &Session) -> Vec<String> {
        crate::tui::linear::plain(&self.lines)
    }

    fn title(&self, session: &Session) -> String {
        session.text("tui-help-title")
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        let theme = &session.theme;
        let (shown, _) = self.prompt.window(area.width.saturating_sub(6) as usize);
        let ask = if shown.is_empty() { Span::styled(session.text("tui-help-hint"), theme.style(Role::Muted)) } else { Span::raw(shown) };
        put_line(
            buffer,
            area.x + 2,
            area.y + 1,
            area.width.saturating_sub(2),
            Line::from(vec![Span::styled("/ ", theme.bold(Role::Accent)), ask]),
        );
        for (line, y) in self.scroll.rows().zip(area.y + 3..area.bottom()) {
            put_line(buffer, area.x + 2, y, area.width.saturating_sub(3), self.lines[line].clone());
        }
        more_below(self.scroll.more(), area, buffer, theme);
    }

    fn cursor(&self) -> Option<Position> {
        let (_, column) = self.prompt.window(self.area.width.saturating_sub(6) as usize);
        Some(Position { x: self.area.x + 4 + column as u16, y: self.area.y + 1 })
    }
}
