//! kubectl: a prompt over the learner's own files and the scenario's world.

mod split;

use std::sync::Arc;

use crossterm::event::{KeyCode, MouseEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::content::Scenario;
use crate::text::SourceFile;
use crate::tui::action::Action;
use crate::tui::chord::Chord;
use crate::tui::effect::{Slot, Work};
use crate::tui::keymap::Context;
use crate::tui::msg::Outcome;
use crate::tui::page::{Go, Page};
use crate::tui::session::Session;
use crate::tui::theme::Role;
use crate::tui::widgets::list::Scroll;
use crate::tui::widgets::prompt::Prompt;
use crate::tui::widgets::text::{put, put_line, wrap};
use crate::world::World;
use split::split;

/// What a line of the transcript is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Command,
    Output,
    Error,
}

/// The prompt's state.
#[derive(Debug)]
pub struct Kubectl {
    scenario: Arc<Scenario>,
    files: Vec<SourceFile>,
    /// The world as the commands so far have left it; away while a command runs.
    world: Option<Box<World>>,
    prompt: Prompt,
    transcript: Vec<(Kind, String)>,
    lines: Vec<(Kind, String)>,
    scroll: Scroll,
    area: Rect,
}

/// A prompt that was left and can be come back to.
#[derive(Debug)]
pub struct Shell {
    scenario: String,
    world: Box<World>,
    prompt: Prompt,
    transcript: Vec<(Kind, String)>,
}

impl Kubectl {
    /// A prompt in the scenario's world; `-f` can name these files.
    pub fn new(scenario: Arc<Scenario>, files: Vec<SourceFile>, session: &mut Session) -> Self {
        let left = session.shell.take().filter(|shell| shell.scenario == scenario.id);
        let Shell { world, prompt, transcript, .. } = left.unwrap_or_else(|| Shell {
            scenario: scenario.id.clone(),
            world: Box::new(scenario.seen_world()),
            prompt: Prompt::default(),
            transcript: Vec::new(),
        });
        Self {
            scenario,
            files,
            world: Some(world),
            prompt,
            transcript,
            lines: Vec::new(),
            scroll: Scroll::default(),
            area: Rect::default(),
        }
    }

    fn run(&mut self, session: &mut Session) {
        if self.world.is_none() || self.prompt.text().trim().is_empty() {
            return;
        }
        let line = self.prompt.submit();
        self.transcript.push((Kind::Command, line.clone()));
        let args = match split(&line) {
            Ok(args) => args,
            Err(quote) => {
                self.transcript.push((Kind::Error, session.format("tui-kubectl-quote", &[("quote", &quote.to_string())])));
                return;
            }
        };
        match args.first().map(String::as_str) {
            Some("kubectl" | "k") => {
                if let Some(world) = self.world.take() {
                    let files = self.files.clone();
                    session.start(Slot::Kubectl, Work::Kubectl { world, files, args: args[1..].to_vec() });
                }
            }
            Some("clear") => self.transcript.clear(),
            Some("ls") => self.transcript.extend(self.files.iter().map(|file| (Kind::Output, file.name().to_owned()))),
            Some("cat") => self.cat(&args[1..], session),
            Some(word) => self.transcript.push((Kind::Error, session.format("tui-kubectl-only", &[("word", word)]))),
            None => {}
        }
        self.scroll.act(Action::Bottom);
    }

    fn cat(&mut self, names: &[String], session: &Session) {
        for name in names {
            match self.files.iter().find(|file| file.name() == name) {
                Some(file) => self.transcript.extend(file.text().lines().map(|line| (Kind::Output, line.to_owned()))),
                None => self.transcript.push((Kind::Error, session.format("tui-kubectl-no-file", &[("name", name)]))),
            }
        }
    }

    /// Completes the word at the cursor: commands, kinds, the names of objects the learner can see, files.
    fn complete(&mut self) {
        let before = &self.prompt.text()[..self.prompt.cursor()];
        let start = before.rfind(' ').map_or(0, |at| at + 1);
        let (head, word) = (before[..start].split_whitespace().collect::<Vec<_>>(), before[start..].to_owned());
        let candidates: Vec<String> = self.candidates(&head).into_iter().filter(|candidate| candidate.starts_with(&word)).collect();
        let Some(first) = candidates.first() else { return };
        if candidates.len() == 1 {
            self.prompt.complete(start, &format!("{first} "));
            return;
        }
        let common = candidates.iter().skip(1).fold(first.clone(), |common, candidate| shared(&common, candidate));
        if common.len() > word.len() {
            self.prompt.complete(start, &common);
        } else {
            self.transcript.push((Kind::Output, candidates.join("  ")));
        }
    }

    fn candidates(&self, head: &[&str]) -> Vec<String> {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let kinds = ["pods", "networkpolicies", "services", "secrets", "serviceaccounts", "namespaces", "deployments", "nodes"];
        let last = head.last().copied().unwrap_or_default();
        if head.is_empty() {
            return words(&["kubectl", "k", "ls", "cat", "clear"]);
        }
        if last == "-f" || last == "cat" {
            return self.files.iter().map(|file| file.name().to_owned()).collect();
        }
        if last == "-n" || last == "--namespace" {
            return self.names("Namespace");
        }
        match head.len() {
            1 => words(&[
                "apply",
                "get",
                "describe",
                "explain",
                "run",
                "create",
                "delete",
                "exec",
                "label",
                "logs",
                "config",
                "replace",
                "auth",
                "api-resources",
            ]),
            2 if head[1] == "exec" || head[1] == "logs" => self.names("Pod"),
            2 => words(&kinds),
            _ => match head[2] {
                "pod" | "pods" | "po" => self.names("Pod"),
                "networkpolicy" | "networkpolicies" | "netpol" => self.names("NetworkPolicy"),
                "service" | "services" | "svc" => self.names("Service"),
                "secret" | "secrets" => self.names("Secret"),
                "serviceaccount" | "serviceaccounts" | "sa" => self.names("ServiceAccount"),
                _ => Vec::new(),
            },
        }
    }

    fn names(&self, kind: &str) -> Vec<String> {
        let Some(world) = &self.world else { return Vec::new() };
        let seen = world.store.of_kind(kind).filter(|object| !self.scenario.hidden.contains(&crate::world::Key::of(object)));
        let mut names: Vec<String> = seen.map(|object| object.name.clone()).collect();
        names.sort();
        names.dedup();
        names
    }
}

/// The beginning that two words share.
fn shared(a: &str, b: &str) -> String {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
}

impl Page for Kubectl {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Kubectl, Context::Global]
    }

    fn act(&mut self, action: Action, _: &mut Session) -> Go {
        match action {
            Action::Up => self.prompt.recall(-1),
            Action::Down => self.prompt.recall(1),
            Action::Complete => self.complete(),
            Action::PageUp | Action::PageDown => {
                self.scroll.act(action);
            }
            Action::Back if !self.prompt.text().is_empty() => self.prompt.set(""),
            _ => return Go::Unknown,
        }
        Go::Stay
    }

    fn key(&mut self, chord: Chord, session: &mut Session) -> Go {
        if chord.code == KeyCode::Enter {
            self.run(session);
            return Go::Stay;
        }
        if self.prompt.key(chord) { Go::Stay } else { Go::Unknown }
    }

    fn paste(&mut self, text: &str, _: &mut Session) {
        self.prompt.insert(text.trim_end_matches('\n'));
    }

    fn mouse(&mut self, event: MouseEvent, _: &mut Session) -> Go {
        self.scroll.mouse(event);
        Go::Stay
    }

    fn awaits(&self, slot: Slot) -> bool {
        slot == Slot::Kubectl
    }

    fn done(&mut self, _: Slot, outcome: Outcome, _: &mut Session) -> Go {
        if let Outcome::Ran(ran) = outcome {
            let lines = |kind: Kind, text: &str| text.lines().map(|line| (kind, line.to_owned())).collect::<Vec<_>>();
            self.transcript.extend(lines(Kind::Output, &ran.outcome.stdout));
            self.transcript.extend(lines(Kind::Error, &ran.outcome.stderr));
            self.world = Some(Box::new(ran.world));
            self.scroll.act(Action::Bottom);
        }
        Go::Stay
    }

    fn leave(&mut self, session: &mut Session) {
        if let Some(world) = self.world.clone() {
            let (prompt, transcript) = (self.prompt.clone(), self.transcript.clone());
            session.shell = Some(Shell { scenario: self.scenario.id.clone(), world, prompt, transcript });
        }
    }

    fn arrange(&mut self, area: Rect, session: &Session) {
        self.area = area;
        let width = area.width.saturating_sub(4) as usize;
        self.lines.clear();
        if self.transcript.is_empty() {
            self.lines.extend(wrap(&session.text("tui-kubectl-hint"), width).into_iter().map(|line| (Kind::Output, line)));
        }
        for (kind, text) in &self.transcript {
            let text = if *kind == Kind::Command { format!("$ {text}") } else { text.clone() };
            self.lines.push((*kind, text));
        }
        let height = area.height.saturating_sub(3) as usize;
        let at_end = !self.scroll.more();
        self.scroll.arrange(self.lines.len(), height);
        if at_end {
            self.scroll.act(Action::Bottom);
        }
    }

    fn narrate(&self, _: &Session) -> Vec<String> {
        let last = self.transcript.iter().rposition(|(kind, _)| *kind == Kind::Command).map_or(0, |at| at + 1);
        if self.transcript.is_empty() {
            return self.lines.iter().map(|(_, text)| text.clone()).collect();
        }
        self.transcript[last..].iter().map(|(_, text)| text.clone()).collect()
    }

    fn title(&self, session: &Session) -> String {
        format!("{} {}", self.scenario.id, session.text("action-kubectl"))
    }

    fn aside(&self, session: &Session) -> String {
        session.format("tui-kubectl-namespace", &[("namespace", &self.scenario.namespace)])
    }

    fn view(&self, area: Rect, buffer: &mut Buffer, session: &Session) {
        let theme = &session.theme;
        let width = area.width.saturating_sub(4);
        for (row, y) in self.scroll.rows().zip(area.y + 1..area.bottom().saturating_sub(1)) {
            let (kind, text) = &self.lines[row];
            let style = match kind {
                Kind::Command => theme.bold(Role::Accent),
                Kind::Error => theme.style(Role::Warning),
                Kind::Output if self.transcript.is_empty() => theme.style(Role::Muted),
                Kind::Output => theme.style(Role::Text),
            };
            put(buffer, area.x + 2, y, width, text, style);
        }
        let (shown, _) = self.prompt.window(width.saturating_sub(2) as usize);
        let sign = if self.world.is_some() { "$ " } else { "… " };
        put_line(
            buffer,
            area.x + 2,
            area.bottom().saturating_sub(1),
            width,
            Line::from(vec![Span::styled(sign, theme.bold(Role::Accent)), Span::raw(shown)]),
        );
    }

    fn cursor(&self) -> Option<Position> {
        let (_, column) = self.prompt.window(self.area.width.saturating_sub(6) as usize);
        Some(Position { x: self.area.x + 4 + column as u16, y: self.area.bottom().saturating_sub(1) })
    }
}
