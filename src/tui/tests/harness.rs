//! A console in memory: presses keys, does what the effects ask for at once, and shows what the screen shows.

use std::sync::Arc;

use crossterm::event::{KeyModifiers, MouseEvent, MouseEventKind};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier};

use super::pack;
use crate::confirm::{Cluster, Fake, FakeCluster, Stop};
use crate::host::Memory;
use crate::locale::{Locale, display_width};
use crate::progress::{Event, Journal};
use crate::tui::chord::Chord;
use crate::tui::effect::{Effect, TaskId, Work};
use crate::tui::msg::{Msg, Outcome};
use crate::tui::runtime::worker::{Judge, Library, Worker};
use crate::tui::state::{Start, State};
use crate::tui::theme::Theme;
use crate::tui::{draw, update};

/// A console and its world.
pub struct Console {
    pub state: State,
    pub host: Arc<Memory>,
    worker: Worker,
    /// Tasks that wait for time to pass.
    pub waiting: Vec<TaskId>,
    /// Confirmations that go on until they are let end.
    pub confirming: Vec<(TaskId, Work)>,
    holds: bool,
    pub copied: Vec<String>,
}

/// What a console starts with.
pub struct With {
    pub size: (u16, u16),
    pub language: &'static str,
    pub theme: Theme,
    /// `vim`, `plain`, or nothing for a first start.
    pub keys: &'static str,
    pub place: Option<&'static str>,
    pub judge: Judge,
    pub library: Library,
    pub cluster: Option<Fake>,
    /// Whether confirmations go on until [`Console::confirm`].
    pub holds: bool,
}

impl Default for With {
    fn default() -> Self {
        Self {
            size: (80, 24),
            language: "en",
            theme: Theme::default(),
            keys: "plain",
            place: None,
            judge: pack::judge,
            library: pack::library,
            cluster: None,
            holds: false,
        }
    }
}

impl Console {
    pub fn start(with: With) -> Self {
        let host = Arc::new(Memory::new());
        if !with.keys.is_empty() {
            Journal::open(host.clone()).record(Event::Set { setting: "keys".into(), value: with.keys.into() });
        }
        Self::on(host, with)
    }

    pub fn on(host: Arc<Memory>, with: With) -> Self {
        let cluster = with.cluster.map(|mood| Arc::new(FakeCluster::new(mood)) as Arc<dyn Cluster>);
        let worker = Worker::with(host.clone(), with.judge, with.library).on(cluster.clone());
        let (width, height) = with.size;
        let start = Start {
            locale: Locale::new(with.language),
            theme: with.theme,
            progress: worker.progress(),
            now: "2026-11-21T10:00:00Z".parse().unwrap(),
            size: Size { width, height },
            place: with.place.map(str::to_owned),
            cluster: cluster.is_some(),
            alone: worker.alone(),
        };
        let (state, effects) = State::new(start);
        let mut console = Self { state, host, worker, waiting: Vec::new(), confirming: Vec::new(), holds: with.holds, copied: Vec::new() };
        console.carry_out(effects);
        console
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Start(id, Work::Wait(_) | Work::Tick) => self.waiting.push(id),
                Effect::Start(id, work @ Work::Confirm(..)) => {
                    self.confirming.push((id, work));
                    if !self.holds {
                        self.confirm();
                    }
                }
                Effect::Start(id, work) => {
                    let outcome = self.worker.perform(work);
                    self.send(Msg::Done(id, outcome));
                }
                Effect::Cancel(id) => self.waiting.retain(|waiting| *waiting != id),
                Effect::Copy(text) => self.copied.push(text),
                Effect::Suspend | Effect::Quit => {}
            }
        }
    }

    /// Lets every confirmation come to its end.
    pub fn confirm(&mut self) -> &mut Self {
        for (id, work) in std::mem::take(&mut self.confirming) {
            let mut told = Vec::new();
            let outcome = self.worker.confirm(work, &Stop::default(), &mut |event| told.push(event));
            told.into_iter().for_each(|event| self.send(Msg::Told(id, event)));
            self.send(Msg::Done(id, outcome));
        }
        self
    }

    pub fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.state, msg);
        self.carry_out(effects);
    }

    /// Presses keys, written as in the keymap and separated by spaces.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ').filter(|key| !key.is_empty()) {
            let chord = Chord::parse(key).unwrap_or_else(|| panic!("no key: {key}"));
            self.send(Msg::Key(chord.event()));
        }
        self
    }

    /// Types text; `\n` is Enter.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            match c {
                '\n' => self.press("Enter"),
                ' ' => self.press("Space"),
                c => self.press(&c.to_string()),
            };
        }
        self
    }

    /// Lets everything that waits come to its end.
    pub fn pass_time(&mut self) -> &mut Self {
        for id in std::mem::take(&mut self.waiting) {
            self.send(Msg::Done(id, Outcome::Elapsed));
        }
        self
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.send(Msg::Resize(width, height));
        self
    }

    pub fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> &mut Self {
        self.send(Msg::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
        self
    }

    /// The cells of the screen and the cursor.
    pub fn draw(&self) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(Rect::from(self.state.size));
        let cursor = draw(&self.state, buffer.area, &mut buffer);
        (buffer, cursor)
    }

    /// The screen as text.
    pub fn text(&self) -> String {
        text(&self.draw().0)
    }

    /// The screen as letters, one for every look, and what the letters mean.
    pub fn looks(&self) -> String {
        looks(&self.draw().0)
    }

    pub fn shows(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// The file of the exercise as it was saved.
    pub fn saved(&self, name: &str) -> Option<String> {
        use crate::host::Host;
        self.host.read(name.as_ref()).ok().map(|bytes| String::from_utf8(bytes).unwrap())
    }
}

/// Rows of text. The cell behind a wide character belongs to it.
pub fn text(buffer: &Buffer) -> String {
    let row = |y: u16| {
        let mut line = String::new();
        let mut skip = 0;
        for x in 0..buffer.area.width {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            skip = display_width(symbol).saturating_sub(1);
        }
        line.trim_end().to_owned()
    };
    (0..buffer.area.height).map(row).collect::<Vec<_>>().join("\n")
}

fn look(cell: &Cell) -> String {
    let mut words = Vec::new();
    if cell.fg != Color::Reset {
        words.push(format!("{}", cell.fg));
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {}", cell.bg));
    }
    if cell.modifier != Modifier::empty() {
        words.push(format!("{:?}", cell.modifier));
    }
    words.join(" ")
}

/// Rows of letters, `.` for what has no look of its own.
pub fn looks(buffer: &Buffer) -> String {
    let mut legend: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        for x in 0..buffer.area.width {
            let look = look(&buffer[(x, y)]);
            if look.is_empty() {
                line.push('.');
                continue;
            }
            let index = legend.iter().position(|known| *known == look).unwrap_or_else(|| {
                legend.push(look);
                legend.len() - 1
            });
            line.push(char::from_u32('a' as u32 + index as u32).unwrap());
        }
        rows.push(line.trim_end_matches('.').to_owned());
    }
    let names = legend.iter().enumerate().map(|(index, look)| format!("{}: {look}", char::from_u32('a' as u32 + index as u32).unwrap()));
    format!("{}\n\n{}", rows.join("\n"), names.collect::<Vec<_>>().join("\n"))
}
