//! The cluster: predicted beside observed, live, while editing goes on.

mod lines;

use std::sync::Arc;

use crossterm::event::MouseEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::confirm::{Identity, Trouble};
use crate::content::Scenario;
use crate::text::SourceFile;
use crate::tui::action::Action;
use crate::tui::dialogs::Dialog;
use crate::tui::dialogs::question::Question;
use crate::tui::effect::{Slot, Work};
use crate::tui::keymap::Context;
use crate::tui::msg::Outcome;
use crate::tui::page::{Go, Page};
use crate::tui::session::Session;
use crate::tui::widgets::list::Scroll;
use crate::tui::widgets::text::put_line;

/// The screen's state; what is confirmed is the session's.
#[derive(Debug)]
pub struct Cluster {
    scenario: Arc<Scenario>,
    files: Vec<SourceFile>,
    /// The context that is asked about.
    asks: Option<Identity>,
    /// The requests instead of the answers.
    log: bool,
    lines: Vec<Line<'static>>,
    scroll: Scroll,
}

impl Cluster {
    /// Shows the confirmation of these files; begins one unless there is one already.
    pub fn open(scenario: Arc<Scenario>, files: Vec<SourceFile>, session: &mut Session) -> Self {
        let mut screen = Self { scenario, files, asks: None, log: false, lines: Vec::new(), scroll: Scroll::default() };
        if !session.confirming.is_about(&screen.scenario, &screen.files) {
            screen.begin(session);
        }
        screen
    }

    /// First which cluster it would be: nothing is sent before that is settled.
    fn begin(&mut self, session: &mut Session) {
        session.confirming.begin(Arc::clone(&self.scenario), self.files.clone(), session.now);
        self.log = false;
        session.start(Slot::Cluster, Work::Identify);
    }

    fn cancel(&mut self, session: &mut Session) {
        if session.confirming.runs() {
            session.cancel(Slot::Cluster);
            session.confirming.end(Err(Trouble::stopped()));
        }
    }

    fn identified(&mut self, identity: Identity, session: &mut Session) -> Go {
        if identity.allowed {
            session.start(Slot::Cluster, Work::Confirm(Arc::clone(&self.scenario), self.files.clone(), None));
            return Go::Stay;
        }
        let facts = vec![("context", identity.context.clone()), ("server", identity.server.clone())];
        self.asks = Some(identity);
        session.confirming.end(Err(Trouble::stopped()));
        Go::Ask(Dialog::Question(Question::new("tui-ask-cluster", facts, Action::Cluster)))
    }
}

impl Page for Cluster {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Cluster, Context::Moving, Context::List, Context::Reading, Context::Global]
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Go {
        match action {
            Action::Cluster if session.confirming.runs() => {}
            Action::Cluster => self.begin(session),
            Action::Cancel => self.cancel(session),
            Action::Log => {
                self.log = !self.log;
                self.scroll.act(if self.log { Action::Bottom } else { Action::Top });
            }
            _ if self.scroll.act(action) => {}
            _ => return Go::Unknown,
        }
        Go::Stay
    }

    fn confirmed(&mut self, action: Action, session: &mut Session) -> Go {
        if let (Action::Cluster, Some(identity)) = (action, self.asks.take()) {
            session.confirming.begin(Arc::clone(&self.scenario), self.files.clone(), session.now);
            session.start(Slot::Cluster, Work::Confirm(Arc::clone(&self.scenario), self.files.clone(), Some(identity)));
        }
        Go::Stay
    }

    fn mouse(&mut self, event: MouseEvent, _: &mut Session) -> Go {
        self.scroll.mouse(event);
        Go::Stay
    }

    fn awaits(&self, slot: Slot) -> bool {
        slot == Slot::Cluster
    }

    fn done(&mut self, _: Slot, outcome: Outcome, session: &mut Session) -> Go {
        match outcome {
            Outcome::Identified(Ok(identity)) => return self.identified(identity, session),
            Outcome::Identified(Err(trouble)) => session.confirming.end(Err(trouble)),
            _ => {}
        }
        Go::Stay
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        let width = area.width.saturating_sub(4) as usize;
        let followed = self.log && !self.scroll.more();
        self.lines = if self.log { lines::log(width, session) } else { lines::answers(width, session) };
        self.scroll.arrange(self.lines.len(), area.height.saturating_sub(1) as usize);
        if followed {
            self.scroll.act(Action::Bottom);
        }
    }

    fn narrate(&self, session: &Session) -> Vec<String> {
        lines::narrate(session)
    }

    fn title(&self, session: &Session) -> String {
        format!("{} {}", self.scenario.id, session.text("tui-cluster-title"))
    }

    fn aside(&self, session: &Session) -> String {
        session.confirming.status(session)
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, _: &Session) {
        let (x, width) = (area.x + 2, area.width.saturating_sub(4));
        for (row, y) in self.scroll.rows().zip(area.y + 1..area.bottom()) {
            put_line(buffer, x, y, width, self.lines[row].clone());
        }
    }
}
