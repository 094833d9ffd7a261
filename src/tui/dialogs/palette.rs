//! Every action, lesson and scenario, found by typing a few of its letters; beside an action its key.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::locale::{display_width, pad_end, truncate};
use crate::tui::action::Action;
use crate::tui::chord::Chord;
use crate::tui::editor::{EDITOR_KEYS, EditorKey};
use crate::tui::keymap::{BINDINGS, Context, key_for};
use crate::tui::layout::centred;
use crate::tui::page::{Go, Page};
use crate::tui::session::{KeyStyle, Session};
use crate::tui::theme::Role;
use crate::tui::update::EVERYWHERE;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::panel::{Panel, clear};
use crate::tui::widgets::prompt::Prompt;
use crate::tui::widgets::text::{put, put_line};

/// Actions that only make sense on their keys.
const MOVES: &[Action] = &[
    Action::Up,
    Action::Down,
    Action::Left,
    Action::Right,
    Action::PageUp,
    Action::PageDown,
    Action::Top,
    Action::Bottom,
    Action::Open,
    Action::Yes,
    Action::No,
    Action::True,
    Action::False,
    Action::Palette,
];

/// What a row leads to.
#[derive(Clone, Debug)]
enum To {
    Action(Action),
    /// A place as the journal writes it.
    Place(String),
    /// Keys of the editor's own.
    Keys(Vec<Chord>),
}

#[derive(Debug)]
struct Row {
    to: To,
    name: String,
    about: String,
    key: &'static str,
}

/// The palette's state.
#[derive(Debug, Default)]
pub struct Palette {
    contexts: Vec<Context>,
    prompt: Prompt,
    rows: Vec<Row>,
    selection: Selection,
    area: Rect,
}

impl Palette {
    /// All actions, those of the screen below first.
    pub fn new(contexts: &[Context], _: &Session) -> Self {
        Self { contexts: contexts.to_vec(), ..Self::default() }
    }

    fn gather(&mut self, session: &Session) {
        let query = self.prompt.text().trim();
        let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut letters = Vec::new();
        let mut scored: Vec<(u32, bool, Row)> = Vec::new();
        let works = |action: &&Action| {
            let bound = || BINDINGS.iter().any(|b| b.action == **action && self.contexts.contains(&b.context));
            !MOVES.contains(action) && (EVERYWHERE.contains(action) || bound())
        };
        for action in Action::ALL.iter().filter(works) {
            let name = session.text(&format!("action-{}", action.id()));
            let about = session.text(&format!("action-{}.about", action.id()));
            let here = BINDINGS.iter().any(|b| b.action == *action && self.contexts.contains(&b.context));
            let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut letters), &mut matcher);
            let best = score(&name).map(|s| s * 2).max(score(action.id()).map(|s| s * 2)).max(score(&about));
            if let Some(best) = best {
                let key = key_for(&self.contexts, *action).unwrap_or_default();
                scored.push((best, here, Row { to: To::Action(*action), name, about, key }));
            }
        }
        for (row, id) in self.editing(session) {
            let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut letters), &mut matcher);
            let best = [&*row.name, id, row.key].into_iter().filter_map(&mut score).max().map(|s| s * 2).max(score(&row.about));
            scored.extend(best.map(|best| (best, true, row)));
        }
        if !query.is_empty() {
            scored.extend(places(session).into_iter().filter_map(|(place, id, title)| {
                let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut letters), &mut matcher);
                let best = score(&id).map(|score| score * 2).max(score(&title))?;
                Some((best, false, Row { to: To::Place(place), name: id, about: title, key: "" }))
            }));
        }
        scored.sort_by_key(|(score, here, _)| (std::cmp::Reverse(*score), !*here));
        self.rows = scored.into_iter().map(|(_, _, row)| row).collect();
    }

    /// The editor's own keys, where they go to a text; beside each its id. From vim's other modes Esc comes first.
    fn editing(&self, session: &Session) -> Vec<(Row, &'static str)> {
        let style = session.keys.unwrap_or(KeyStyle::Plain);
        if !self.contexts.contains(&Context::Editor) {
            return Vec::new();
        }
        let first = if self.contexts.contains(&Context::VimTyping) { Chord::parse("Esc") } else { None };
        let row = |editor: &EditorKey| {
            let (chords, key) = (editor.chords(style)?, editor.shown(style)?);
            let (name, about) = (session.text(&format!("edit-{}", editor.id)), session.text(&format!("edit-{}.about", editor.id)));
            Some((Row { to: To::Keys(first.into_iter().chain(chords).collect()), name, about, key }, editor.id))
        };
        EDITOR_KEYS.iter().filter_map(row).collect()
    }

    fn run(&self) -> Go {
        match self.rows.get(self.selection.at).map(|row| row.to.clone()) {
            Some(To::Action(action)) => Go::Then(action),
            Some(To::Place(place)) => Go::At(place),
            Some(To::Keys(chords)) => Go::Press(chords),
            None => Go::Stay,
        }
    }
}

/// Every lesson and scenario: its place, its id, its title.
fn places(session: &Session) -> Vec<(String, String, String)> {
    let language = session.language();
    let lessons = session.catalogue.lessons.iter().map(|lesson| ("lesson", &lesson.id, &lesson.title));
    let scenarios = session.catalogue.scenarios.iter().map(|scenario| ("scenario", &scenario.id, &scenario.title));
    let place = |(kind, id, title): (&str, &String, &crate::locale::Localized)| {
        (format!("{kind}/{id}"), id.clone(), title.get(language).to_owned())
    };
    lessons.chain(scenarios).map(place).collect()
}

impl Page for Palette {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Choice, Context::Moving, Context::Dialog]
    }

    fn act(&mut self, action: Action, _: &mut Session) -> Go {
        match action {
            Action::Top | Action::Bottom => Go::Unknown,
            _ if self.selection.act(action) => Go::Stay,
            Action::Palette => Go::Back,
            Action::Open => self.run(),
            _ => Go::Unknown,
        }
    }

    fn key(&mut self, chord: Chord, _: &mut Session) -> Go {
        // The key that opened it closes it.
        if Some(chord) == key_for(&[], Action::Palette).and_then(Chord::parse) {
            return Go::Back;
        }
        if self.prompt.key(chord) {
            self.selection.at = 0;
            return Go::Stay;
        }
        Go::Unknown
    }

    fn paste(&mut self, text: &str, _: &mut Session) {
        self.prompt.insert(text);
    }

    fn mouse(&mut self, event: MouseEvent, session: &mut Session) -> Go {
        match event.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                let Some(line) = event.row.checked_sub(self.area.y + 3) else { return Go::Stay };
                self.selection.at = self.selection.top + line as usize;
                self.run()
            }
            MouseEventKind::ScrollDown => self.act(Action::Down, session),
            MouseEventKind::ScrollUp => self.act(Action::Up, session),
            _ => Go::Stay,
        }
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        self.gather(session);
        self.area = centred(area, 72.min(area.width.saturating_sub(4)), 18.min(area.height.saturating_sub(2)));
        self.selection.arrange(self.rows.len(), Panel::inner(self.area).height.saturating_sub(2) as usize);
    }

    fn narrate(&self, _: &Session) -> Vec<String> {
        self.rows.iter().map(|row| format!("{}: {} {}", row.name, row.about, row.key)).collect()
    }

    fn title(&self, session: &Session) -> String {
        session.text("tui-palette-title")
    }

    fn view(&self, _: Rect, buffer: &mut Buffer, session: &Session) {
        let theme = &session.theme;
        clear(self.area, buffer);
        let title = self.title(session);
        let more = if self.selection.rows().end < self.rows.len() { "↓" } else { "" };
        Panel::new(&title, true).aside(more).draw(self.area, buffer, theme);
        let inner = Panel::inner(self.area);
        let (shown, _) = self.prompt.window(inner.width.saturating_sub(4) as usize);
        let ask =
            if shown.is_empty() { Span::styled(session.text("tui-palette-hint"), theme.style(Role::Muted)) } else { Span::raw(shown) };
        put_line(buffer, inner.x, inner.y, inner.width, Line::from(vec![Span::styled(" ❯ ", theme.bold(Role::Accent)), ask]));
        if self.rows.is_empty() {
            put(
                buffer,
                inner.x + 3,
                inner.y + 2,
                inner.width.saturating_sub(3),
                &session.text("tui-palette-none"),
                theme.style(Role::Muted),
            );
        }
        let name_width = self.rows.iter().map(|row| display_width(&row.name)).max().unwrap_or(0).min(inner.width as usize / 2);
        for (line, index) in self.selection.rows().enumerate() {
            let row = &self.rows[index];
            let y = inner.y + 2 + line as u16;
            let selected = index == self.selection.at;
            let mark = if selected { Span::styled(" ▸ ", theme.bold(Role::Accent)) } else { Span::raw("   ") };
            let style = if selected { theme.bold(Role::Text) } else { theme.style(Role::Text) };
            let key_width = display_width(row.key);
            let room = (inner.width as usize).saturating_sub(3 + name_width + 2 + key_width + 2);
            let name = pad_end(&truncate(&row.name, name_width), name_width);
            let about = pad_end(&truncate(&row.about, room), room);
            let spans = vec![
                mark,
                Span::styled(name, style),
                Span::raw("  "),
                Span::styled(about, theme.style(Role::Muted)),
                Span::raw(" "),
                Span::styled(row.key, theme.style(Role::Accent)),
            ];
            put_line(buffer, inner.x, y, inner.width, Line::from(spans));
        }
    }

    fn cursor(&self) -> Option<Position> {
        let inner = Panel::inner(self.area);
        let (_, column) = self.prompt.window(inner.width.saturating_sub(4) as usize);
        Some(Position { x: inner.x + 3 + column as u16, y: inner.y })
    }
}
