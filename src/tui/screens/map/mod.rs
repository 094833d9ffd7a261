//! The map: who may reach whom on which port; a cell explains itself.

mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::content::Scenario;
use crate::probe::{Endpoint, Port};
use crate::simulate::network::{Cell, Network};
use crate::text::SourceFile;
use crate::tui::action::Action;
use crate::tui::effect::{Slot, Work};
use crate::tui::keymap::Context;
use crate::tui::msg::Outcome;
use crate::tui::page::{Go, Page};
use crate::tui::session::Session;
use crate::tui::widgets::list::Selection;

/// The map's state.
#[derive(Debug)]
pub struct Map {
    scenario: Arc<Scenario>,
    network: Option<Arc<Network>>,
    ports: Vec<Port>,
    port: usize,
    /// The parties the learner may see, in the order of rows and columns.
    parties: Vec<Endpoint>,
    cells: Vec<Vec<Cell>>,
    row: Selection,
    column: Selection,
    explanation: String,
    /// What the signs mean.
    legend: Vec<String>,
    area: Rect,
}

impl Map {
    /// The map of the scenario's world with these files in force.
    pub fn new(scenario: Arc<Scenario>, files: Vec<SourceFile>, session: &mut Session) -> Self {
        session.start(Slot::Flows, Work::Flows(Arc::clone(&scenario), files));
        Self {
            scenario,
            network: None,
            ports: Vec::new(),
            port: 0,
            parties: Vec::new(),
            cells: Vec::new(),
            row: Selection::default(),
            column: Selection { at: 1, ..Selection::default() },
            explanation: String::new(),
            legend: Vec::new(),
            area: Rect::default(),
        }
    }

    /// Takes the cells of the chosen port, without what the learner cannot see.
    fn read(&mut self) {
        let (Some(network), Some(port)) = (&self.network, self.ports.get(self.port)) else { return };
        let matrix = network.matrix(*port);
        let hidden: BTreeSet<(Option<&str>, &str)> =
            self.scenario.hidden.iter().filter(|key| key.kind == "Pod").map(|key| (key.namespace.as_deref(), key.name.as_str())).collect();
        let seen = |endpoint: &Endpoint| match endpoint {
            Endpoint::Pod { namespace, name } => !hidden.contains(&(Some(namespace.as_str()), name.as_str())),
            _ => true,
        };
        let shown: Vec<usize> = (0..matrix.sources.len()).filter(|index| seen(&matrix.sources[*index])).collect();
        self.parties = shown.iter().map(|index| matrix.sources[*index].clone()).collect();
        self.cells = shown.iter().map(|row| shown.iter().map(|column| matrix.cells[*row][*column]).collect()).collect();
    }

    fn explain(&self, session: &Session) -> String {
        let (Some(network), Some(port)) = (&self.network, self.ports.get(self.port)) else { return String::new() };
        let party = |index: usize| self.parties.get(index).and_then(|endpoint| network.party(endpoint));
        match (party(self.row.at), party(self.column.at)) {
            (Some(src), Some(dst)) => network.explain(src, dst, *port).sentence(&session.locale),
            _ => String::new(),
        }
    }

    fn turn(&mut self, by: usize) {
        if !self.ports.is_empty() {
            self.port = (self.port + by) % self.ports.len();
            self.read();
        }
    }
}

impl Page for Map {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Map, Context::Turning, Context::Moving, Context::List, Context::Reading, Context::Global]
    }

    fn act(&mut self, action: Action, _: &mut Session) -> Go {
        match action {
            Action::Left => {
                self.column.act(Action::Up);
            }
            Action::Right => {
                self.column.act(Action::Down);
            }
            Action::Next => self.turn(1),
            Action::Previous => self.turn(self.ports.len().saturating_sub(1)),
            _ if self.row.act(action) => {}
            _ => return Go::Unknown,
        }
        Go::Stay
    }

    fn mouse(&mut self, event: MouseEvent, _: &mut Session) -> Go {
        match event.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                if let Some((row, column)) = view::cell_at(self, event.column, event.row) {
                    (self.row.at, self.column.at) = (row, column);
                }
            }
            MouseEventKind::ScrollDown => {
                self.row.act(Action::Down);
            }
            MouseEventKind::ScrollUp => {
                self.row.act(Action::Up);
            }
            _ => {}
        }
        Go::Stay
    }

    fn awaits(&self, slot: Slot) -> bool {
        slot == Slot::Flows
    }

    fn done(&mut self, _: Slot, outcome: Outcome, _: &mut Session) -> Go {
        if let Outcome::Flows(network) = outcome {
            self.ports = network.ports();
            self.network = Some(network);
            self.read();
        }
        Go::Stay
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        self.area = area;
        self.legend = view::legend(area, session);
        let (rows, columns) = view::room(self, area);
        self.row.arrange(self.parties.len(), rows);
        self.column.arrange(self.parties.len(), columns);
        self.explanation = self.explain(session);
    }

    fn narrate(&self, session: &Session) -> Vec<String> {
        let word = |cell: &Cell| session.text(if matches!(cell, Cell::Open | Cell::Myself) { "class-open" } else { "class-timeout" });
        let port = self.ports.get(self.port).map(ToString::to_string).unwrap_or_default();
        let mut lines = Vec::new();
        for (row, src) in self.parties.iter().enumerate() {
            for (column, dst) in self.parties.iter().enumerate() {
                let cell = &self.cells[row][column];
                if !matches!(cell, Cell::Myself | Cell::Outside) {
                    lines.push(format!("{src} → {dst} {port}: {}", word(cell)));
                }
            }
        }
        lines
    }

    fn title(&self, session: &Session) -> String {
        format!("{} {}", self.scenario.id, session.text("tui-map-title"))
    }

    fn aside(&self, session: &Session) -> String {
        match self.ports.get(self.port) {
            Some(port) => session.format(
                "tui-map-port",
                &[("port", &port.to_string()), ("at", &(self.port + 1).to_string()), ("count", &self.ports.len().to_string())],
            ),
            None => String::new(),
        }
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        view::draw(self, area, buffer, session);
    }
}
