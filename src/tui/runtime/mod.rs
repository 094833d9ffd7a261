//! The part that touches the outside: terminal, signals, clock, tasks. Everything else of the console is pure.

mod linear;
mod signals;
mod terminal;
pub mod worker;

use std::collections::HashMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use ratatui::layout::Size;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{AbortHandle, JoinHandle, JoinSet};
use tokio_util::task::AbortOnDropHandle;

use super::chord::Chord;
use super::effect::{Effect, TaskId, Work};
use super::msg::{Msg, Outcome};
use super::session::Tone;
use super::state::{Start, State};
use super::theme::Theme;
use super::update::{end, update};
use super::view::view;
use crate::confirm::{Cluster, Stop, Trouble};
use crate::content::Catalogue;
use crate::host::Host;
use crate::locale::{Locale, Sentence};
use terminal::Screen;
use worker::Worker;

/// Messages that may wait; terminals and tasks are slowed down beyond.
const INBOX: usize = 1024;
/// How long the end waits until a cluster is clean; what is left then is found by its label.
const CLEANING: Duration = Duration::from_secs(30);
/// Threads that compute. What is asked for next is rarely asked for before the last is answered, and each further one would keep half
/// a megabyte of memory for itself.
const COMPUTING: usize = 2;
/// Between two pictures of a running clock.
const SECOND: Duration = Duration::from_secs(1);
/// How long the end waits for the last save.
const LAST_SAVE: Duration = Duration::from_secs(2);

/// What the console needs of its caller.
pub struct Deps {
    /// Files, clock, environment.
    pub host: Arc<dyn Host>,
    /// The language.
    pub locale: Locale,
    /// Whether the language was asked for and wins over the learner's last choice.
    pub language_is_given: bool,
    /// Whether colour may be used.
    pub color: bool,
    /// Whether sentences are wanted instead of a screen.
    pub linear: bool,
    /// Where to begin (`scenario/E03`, `lesson/L13`); `None` for home.
    pub place: Option<String>,
    /// The lessons and scenarios; `None` for those inside the binary.
    pub catalogue: Option<Arc<Catalogue>>,
    /// Something to say first.
    pub notice: Option<String>,
    /// The port to real clusters.
    pub cluster: Option<Arc<dyn Cluster>>,
}

impl Deps {
    fn worker(&self) -> Arc<Worker> {
        Arc::new(Worker::new(Arc::clone(&self.host)).showing(self.catalogue.clone()).on(self.cluster.clone()))
    }
}

/// How the console ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitReason {
    /// The learner left.
    Quit,
    /// A signal asked for it; its number.
    Signal(i32),
}

/// Runs the console until the learner leaves.
///
/// # Errors
/// When the terminal cannot be used.
pub fn run(deps: Deps) -> io::Result<ExitReason> {
    if deps.linear {
        return linear::converse(&deps);
    }
    // Whatever takes time blocks a thread of the pool or one of its own; what is left needs one, and that is this one.
    let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(COMPUTING).enable_all().build()?;
    let reason = runtime.block_on(console(deps));
    runtime.shutdown_background();
    reason
}

async fn console(deps: Deps) -> io::Result<ExitReason> {
    let worker = deps.worker();
    let cluster = deps.cluster.is_some();
    let progress = worker.progress();
    let locale = match progress.settings.get("language") {
        Some(language) if !deps.language_is_given => Locale::new(language),
        _ => deps.locale.clone(),
    };
    let mut theme = Theme::from_environment(|name| deps.host.env(name));
    if !deps.color {
        theme.depth = super::theme::Depth::Plain;
    }
    let mut screen = Screen::open()?;
    let size = screen.size()?;
    let alone = worker.alone();
    let start = Start { locale, theme, progress, now: deps.host.now(), size, place: deps.place, cluster, alone };
    let (mut state, effects) = State::new(start);
    if let Some(said) = worker.passed_over() {
        state.session.say(Tone::Warning, said.text(&state.session.locale));
    }
    if let Some(notice) = deps.notice {
        state.session.say(Tone::Warning, notice);
    }
    screen.draw(&state)?;
    let (inbox, outbox) = mpsc::channel(INBOX);
    let rescue = Rescue { worker: Arc::clone(&worker), unsaved: Vec::new() };
    let breaking = breaking_key(deps.host.as_ref());
    let tasks = Tasks { worker, inbox, set: JoinSet::new(), live: HashMap::new(), confirming: HashMap::new() };
    let mut running = Running { tasks, screen, outbox, rescue, breaking, host: deps.host };
    let result = running.until_the_end(&mut state, effects).await;
    running.tasks.finish().await;
    result
}

struct Running {
    tasks: Tasks,
    screen: Screen,
    outbox: mpsc::Receiver<Msg>,
    rescue: Rescue,
    breaking: Option<Chord>,
    host: Arc<dyn Host>,
}

impl Running {
    async fn until_the_end(&mut self, state: &mut State, effects: Vec<Effect>) -> io::Result<ExitReason> {
        self.tasks.listen();
        let mut signals = signals::Signals::new()?;
        self.carry_out(state, effects)?;
        loop {
            let mut batch = vec![Msg::Clock(self.host.now())];
            tokio::select! {
                biased;
                signal = signals.next() => {
                    let effects = self.rescue.guard(|| end(state));
                    self.carry_out(state, effects)?;
                    // After a hang-up there may be no terminal to say it on.
                    let _ = self.say_goodbye(state);
                    return Ok(ExitReason::Signal(signal));
                }
                msg = self.outbox.recv() => batch.extend(msg),
                Some(_) = self.tasks.set.join_next(), if !self.tasks.set.is_empty() => continue,
            }
            // What else has come meanwhile is drawn with it.
            while let Ok(msg) = self.outbox.try_recv() {
                batch.push(msg);
            }
            for msg in batch {
                self.take(state, msg)?;
            }
            if state.ended {
                self.say_goodbye(state)?;
                return Ok(ExitReason::Quit);
            }
            let screen = &mut self.screen;
            self.rescue.guard(|| screen.draw(state))?;
        }
    }

    /// Says it where the end takes a moment, because a cluster is being cleaned. What a confirmation still tells goes nowhere.
    fn say_goodbye(&mut self, state: &mut State) -> io::Result<()> {
        self.outbox.close();
        if self.tasks.confirms() {
            state.session.say(Tone::Info, state.session.text("tui-cluster-leaving"));
            self.screen.draw(state)?;
        }
        Ok(())
    }

    /// Lets the state take one message and does what follows.
    fn take(&mut self, state: &mut State, msg: Msg) -> io::Result<()> {
        let breaking = self.breaking;
        let effects = self.rescue.guard(|| {
            assert!(breaking.is_none() || pressed(&msg) != breaking, "broken on purpose");
            update(state, msg)
        });
        self.carry_out(state, effects)?;
        self.rescue.unsaved = state.unsaved();
        Ok(())
    }

    fn carry_out(&mut self, state: &mut State, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            match effect {
                Effect::Suspend => {
                    self.screen.suspend()?;
                    state.size = self.screen.size().unwrap_or(state.size);
                }
                Effect::Copy(text) => self.screen.copy(&text)?,
                // What is kept is written in order and before anything else can happen; and the files of an exercise
                // are there before the key that follows the one that opened it.
                Effect::Start(id, work @ (Work::Save { .. } | Work::Record(_) | Work::Files(..))) => {
                    let outcome = self.tasks.worker.perform(work);
                    self.take(state, Msg::Done(id, outcome))?;
                }
                effect => self.tasks.carry_out(effect),
            }
        }
        Ok(())
    }
}

/// A bug of ours costs the program, not the learner's work. The loop leaves here, after every message that went well,
/// copies of what is not on disk yet; should the next one panic, they are written before the panic goes on. The state
/// itself is not asked then, for it may be torn.
struct Rescue {
    worker: Arc<Worker>,
    unsaved: Vec<Work>,
}

impl Rescue {
    fn guard<T>(&self, run: impl FnOnce() -> T) -> T {
        match catch_unwind(AssertUnwindSafe(run)) {
            Ok(done) => done,
            Err(panic) => {
                terminal::restore();
                for work in self.unsaved.clone() {
                    self.worker.perform(work);
                }
                resume_unwind(panic)
            }
        }
    }
}

/// The key that breaks the console on purpose, so that a test can see what a bug costs. Debug builds only.
fn breaking_key(host: &dyn Host) -> Option<Chord> {
    if cfg!(debug_assertions) { Chord::parse(&host.env("COFFERDAM_PANIC")?) } else { None }
}

fn pressed(msg: &Msg) -> Option<Chord> {
    match msg {
        Msg::Key(event) => Some(Chord::of(*event)),
        _ => None,
    }
}

fn message(event: crossterm::event::Event) -> Option<Msg> {
    use crossterm::event::Event;
    match event {
        Event::Key(key) => Some(Msg::Key(key)),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Mouse(mouse) => Some(Msg::Mouse(mouse)),
        Event::Resize(width, height) => Some(Msg::Resize(width, height)),
        Event::FocusGained | Event::FocusLost => None,
    }
}

/// The tasks under way.
struct Tasks {
    worker: Arc<Worker>,
    inbox: mpsc::Sender<Msg>,
    set: JoinSet<()>,
    live: HashMap<TaskId, AbortHandle>,
    /// Confirmations: they are not aborted but asked to stop, so that they clean up.
    confirming: HashMap<TaskId, (Stop, JoinHandle<()>)>,
}

impl Tasks {
    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Start(id, work) => self.start(id, work),
            Effect::Cancel(id) => {
                if let Some((stop, _)) = self.confirming.get(&id) {
                    stop.ask();
                }
                if let Some(handle) = self.live.remove(&id) {
                    handle.abort();
                }
            }
            Effect::Copy(_) | Effect::Suspend | Effect::Quit => {}
        }
    }

    /// Passes on what the terminal sends until it has gone.
    fn listen(&mut self) {
        let inbox = self.inbox.clone();
        self.set.spawn(async move {
            let mut events = crossterm::event::EventStream::new();
            while let Some(Ok(event)) = events.next().await {
                if let Some(msg) = message(event)
                    && inbox.send(msg).await.is_err()
                {
                    return;
                }
            }
            let _ = inbox.send(Msg::Gone).await;
        });
    }

    /// Confirming takes long, so it blocks a thread of its own and tells what it does.
    fn confirm(&mut self, id: TaskId, work: Work) {
        self.confirming.retain(|_, (_, handle)| !handle.is_finished());
        let (inbox, worker, stop) = (self.inbox.clone(), Arc::clone(&self.worker), Stop::default());
        let asked = stop.clone();
        let broke = || Outcome::Confirmed(Err(Trouble::Failed(Sentence::new("cluster-broke", &[]))));
        let answer = self.inbox.clone();
        let ended = apart(move || {
            let mut hear = |told| _ = inbox.blocking_send(Msg::Told(id, told));
            // A thread that dies in silence would be waited for for ever.
            let outcome = catch_unwind(AssertUnwindSafe(|| worker.confirm(work, &asked, &mut hear)));
            let _ = inbox.blocking_send(Msg::Done(id, outcome.unwrap_or_else(|_| broke())));
        });
        let handle = tokio::spawn(async move {
            if ended.await.is_none() {
                // The system gives no thread; where one ran, it has told this itself and nobody waits any more.
                let _ = answer.send(Msg::Done(id, broke())).await;
            }
        });
        self.confirming.insert(id, (stop, handle));
    }

    /// Whether something is still to be taken off a cluster.
    fn confirms(&self) -> bool {
        self.confirming.values().any(|(_, handle)| !handle.is_finished())
    }

    fn start(&mut self, id: TaskId, work: Work) {
        if matches!(work, Work::Confirm(..)) {
            return self.confirm(id, work);
        }
        self.live.retain(|_, handle| !handle.is_finished());
        let inbox = self.inbox.clone();
        let worker = Arc::clone(&self.worker);
        let handle = self.set.spawn(async move {
            let outcome = match work {
                Work::Wait(time) => {
                    tokio::time::sleep(time).await;
                    Outcome::Elapsed
                }
                Work::Tick => {
                    tokio::time::sleep(SECOND).await;
                    Outcome::Elapsed
                }
                // A cluster may keep one waiting.
                Work::Identify => match apart(move || worker.perform(Work::Identify)).await {
                    Some(outcome) => outcome,
                    None => return,
                },
                // What is cancelled before it began does not take its turn.
                work => match AbortOnDropHandle::new(tokio::task::spawn_blocking(move || worker.perform(work))).await {
                    Ok(outcome) => outcome,
                    // A cancelled or broken task has no answer.
                    Err(_) => return,
                },
            };
            let _ = inbox.send(Msg::Done(id, outcome)).await;
        });
        self.live.insert(id, handle);
    }

    async fn finish(&mut self) {
        self.set.abort_all();
        for (stop, _) in self.confirming.values() {
            stop.ask();
        }
        let confirming = std::mem::take(&mut self.confirming);
        let cleaned = async {
            for (_, handle) in confirming.into_values() {
                let _ = handle.await;
            }
        };
        let _ = tokio::time::timeout(CLEANING, cleaned).await;
        let _ = tokio::time::timeout(LAST_SAVE, async { while self.set.join_next().await.is_some() {} }).await;
    }
}

/// Runs `job` on a thread of its own. `None` if there is no thread to be had, or if it broke.
fn apart<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> impl Future<Output = Option<T>> {
    let (sender, receiver) = oneshot::channel();
    let begun = std::thread::Builder::new().spawn(move || _ = sender.send(job()));
    async move { if begun.is_ok() { receiver.await.ok() } else { None } }
}

/// The size of a terminal that does not say its own.
const FALLBACK: Size = Size { width: 80, height: 24 };

impl Screen {
    fn draw(&mut self, state: &State) -> io::Result<()> {
        self.frame(|frame| view(state, frame))
    }

    fn size(&self) -> io::Result<Size> {
        let size = self.terminal_size()?;
        Ok(if size.width == 0 || size.height == 0 { FALLBACK } else { size })
    }
}
