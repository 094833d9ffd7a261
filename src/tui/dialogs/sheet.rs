//! A page of Markdown over a screen: a hint, a field's documentation.

use crossterm::event::{KeyCode, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::Dialog;
use crate::content;
use crate::tui::action::Action;
use crate::tui::chord::Chord;
use crate::tui::keymap::Context;
use crate::tui::layout::centred;
use crate::tui::page::{Go, Page};
use crate::tui::session::{Session, Tone};
use crate::tui::widgets::list::Scroll;
use crate::tui::widgets::markdown::{Paper, render};
use crate::tui::widgets::panel::{Panel, clear};
use crate::tui::widgets::text::put_line;

/// The page.
#[derive(Debug, Default)]
pub struct Sheet {
    title: String,
    source: String,
    lines: Vec<Line<'static>>,
    scroll: Scroll,
    area: Rect,
}

impl Sheet {
    /// A page with a title.
    pub fn new(title: String, source: String) -> Self {
        Self { title, source, ..Self::default() }
    }
}

/// A page of the words of the field that these texts use, each word once.
pub fn words(texts: &[String], session: &mut Session) -> Go {
    let language = session.language().to_owned();
    let other = if language == "ko" { "en" } else { "ko" };
    let mut terms = Vec::new();
    for term in texts.iter().flat_map(|text| content::terms_in(text, &language)) {
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    if terms.is_empty() {
        session.say(Tone::Info, session.text("tui-no-words"));
        return Go::Stay;
    }
    let page = terms.iter().map(|term| {
        let (word, translated) = (term.word.get(&language), term.word.get(other));
        let beside = if word == translated { String::new() } else { format!(" ({translated})") };
        format!("**{word}**{beside}: {}\n", term.meaning.get(&language))
    });
    let source = page.collect::<Vec<_>>().join("\n");
    Go::Ask(Dialog::Sheet(Sheet::new(session.text("tui-words-title"), source)))
}

impl Page for Sheet {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Moving, Context::List, Context::Reading, Context::Dialog]
    }

    fn act(&mut self, action: Action, _: &mut Session) -> Go {
        match action {
            _ if self.scroll.act(action) => Go::Stay,
            _ => Go::Unknown,
        }
    }

    fn key(&mut self, chord: Chord, _: &mut Session) -> Go {
        if matches!(chord.code, KeyCode::Enter | KeyCode::Char(' ')) { Go::Back } else { Go::Unknown }
    }

    fn mouse(&mut self, event: MouseEvent, _: &mut Session) -> Go {
        match event.kind {
            MouseEventKind::Down(_) if !self.area.contains((event.column, event.row).into()) => return Go::Back,
            _ => self.scroll.mouse(event),
        }
        Go::Stay
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        let width = 74.min(area.width.saturating_sub(2));
        let paper = Paper {
            width: width.saturating_sub(4) as usize,
            theme: &session.theme,
            grammar: session.grammar.as_deref(),
            locale: &session.locale,
        };
        self.lines = render(&self.source, paper);
        self.area = centred(area, width, (self.lines.len() as u16).saturating_add(2));
        self.scroll.arrange(self.lines.len(), Panel::padded(self.area).height as usize);
    }

    fn narrate(&self, _: &Session) -> Vec<String> {
        crate::tui::linear::plain(&self.lines)
    }

    fn title(&self, _: &Session) -> String {
        self.title.clone()
    }

    fn view(&self, _: Rect, buffer: &mut Buffer, session: &Session) {
        clear(self.area, buffer);
        Panel::new(&self.title, true).aside(if self.scroll.more() { "↓" } else { "" }).draw(self.area, buffer, &session.theme);
        let inner = Panel::padded(self.area);
        for (row, y) in self.scroll.rows().zip(inner.top()..inner.bottom()) {
            put_line(buffer, inner.x, y, inner.width, self.lines[row].clone());
        }
    }
}
