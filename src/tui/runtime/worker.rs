//! Does what a task asks for, on any thread: files through the host, judgements through the core.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::assess::{Assessment, assess, compare, world};
use crate::content::{Catalogue, Scenario};
use crate::grade::containers;
use crate::host::{Host, Presence};
use crate::probe::{Probe, Target};
use crate::progress::{Drafts, Journal, Progress};
use crate::simulate::network::Network;
use crate::simulate::observe;
use crate::text::SourceFile;
use crate::tui::editor::highlight::Grammar;
use crate::tui::effect::Work;
use crate::tui::msg::{Identity, Outcome, Ran};
use crate::world::World;

/// How the files are judged; a test may hand in its own.
pub type Judge = fn(&Scenario, &[SourceFile]) -> Assessment;
/// Where lessons and scenarios come from.
pub type Library = fn() -> Result<Catalogue, String>;

/// Everything tasks need.
pub struct Worker {
    journal: Mutex<Journal>,
    drafts: Drafts,
    /// What this console last read or wrote, by path.
    seen: Mutex<HashMap<PathBuf, String>>,
    judge: Judge,
    library: Library,
    /// Lessons and scenarios that are there already, instead of the library's.
    pack: Option<Arc<Catalogue>>,
    /// Our place among the consoles on this progress; `None` where no file can be locked.
    presence: Option<Presence>,
}

impl Worker {
    /// A worker on this host, with the content inside the binary.
    pub fn new(host: Arc<dyn Host>) -> Self {
        Self::with(host, assess, embedded)
    }

    /// A worker with a judge and a library of its own.
    pub fn with(host: Arc<dyn Host>, judge: Judge, library: Library) -> Self {
        let presence = host.join(&host.data_dir().join("console.lock")).ok();
        let journal = Mutex::new(Journal::open(Arc::clone(&host)));
        Self { journal, drafts: Drafts::new(host), seen: Mutex::default(), judge, library, pack: None, presence }
    }

    /// The same with other lessons and scenarios, if there are any.
    pub fn showing(self, pack: Option<Arc<Catalogue>>) -> Self {
        Self { pack, ..self }
    }

    /// The journal, folded.
    pub fn progress(&self) -> Progress {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner).progress().clone()
    }

    /// Whether no other console was open on this progress when this one began.
    pub fn alone(&self) -> bool {
        self.presence.as_ref().is_none_or(Presence::alone)
    }

    /// Where a file of a scenario is kept.
    pub fn path(&self, scenario: &str, file: &str) -> std::path::PathBuf {
        self.drafts.path(scenario, file)
    }

    /// Does one piece of work. Waiting is the caller's.
    pub fn perform(&self, work: Work) -> Outcome {
        match work {
            Work::Catalogue => {
                let pack = self.pack.clone().map_or_else(|| (self.library)().map(Arc::new), Ok);
                Outcome::Catalogue(pack)
            }
            Work::Grammar => Outcome::Grammar(Arc::new(Grammar::load())),
            Work::Files(scenario) => self.files(&scenario),
            Work::Assess(scenario, files) => Outcome::Assessed(Arc::new((self.judge)(&scenario, &files))),
            Work::Wait(_) => Outcome::Elapsed,
            Work::Save { scenario, file } => self.save(&scenario, &file),
            Work::Record(event) => {
                let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
                journal.record(event);
                Outcome::Kept(journal.trouble().cloned().map_or(Ok(()), Err))
            }
            Work::Kubectl { mut world, files, args } => {
                let outcome = crate::kubectl::run(&mut world, &files, &args, "");
                Outcome::Ran(Box::new(Ran { world: *world, outcome }))
            }
            Work::Flows(scenario, files) => Outcome::Flows(Arc::new(Network::of(&world(&scenario, &files)))),
            Work::Identities(scenario, files) => Outcome::Identities(identities(&world(&scenario, &files))),
            Work::Compare(scenario, files) => Outcome::Compared(compare(&scenario, &files)),
            Work::Confirm(..) => Outcome::Confirmed(Ok(Vec::new())),
        }
    }
}

impl Worker {
    fn files(&self, scenario: &Scenario) -> Outcome {
        let files = self.drafts.load(&scenario.id, &scenario.start);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.extend(files.iter().map(|file| (self.path(&scenario.id, file.name()), file.text().to_owned())));
        Outcome::Files(files)
    }

    /// Writes a draft. A text that came there meanwhile from somewhere else is kept beside it.
    fn save(&self, scenario: &str, file: &SourceFile) -> Outcome {
        let path = self.path(scenario, file.name());
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let there = self.drafts.load(scenario, std::slice::from_ref(file)).pop().filter(|there| there.text() != file.text());
        let foreign = there.filter(|there| seen.get(&path).is_some_and(|known| known != there.text()));
        let aside = match foreign.map(|there| self.drafts.put_aside(scenario, &there)).transpose() {
            Ok(aside) => aside,
            // Nothing is written over what could not be kept.
            Err(trouble) => return Outcome::Kept(Err(trouble)),
        };
        if let Err(trouble) = self.drafts.save(scenario, file) {
            return Outcome::Kept(Err(trouble));
        }
        seen.insert(path, file.text().to_owned());
        aside.map_or(Outcome::Kept(Ok(())), Outcome::KeptAside)
    }
}

/// The identity of every container of the Pods that a person wrote.
fn identities(world: &World) -> Vec<Identity> {
    let written = world.store.of_kind("Pod").filter(|pod| pod.origin.is_some());
    let targets = written.flat_map(|pod| {
        let (namespace, name) = (pod.namespace.clone().unwrap_or_default(), pod.name.clone());
        containers(pod, None).into_iter().map(move |(container, _)| Target {
            namespace: namespace.clone(),
            pod: name.clone(),
            container: Some(container),
        })
    });
    let identity = |target: Target| Identity {
        effective: observe(world, &Probe::Effective(target.clone())),
        start: observe(world, &Probe::Start(target.clone())),
        target,
    };
    targets.map(identity).collect()
}

fn embedded() -> Result<Catalogue, String> {
    Catalogue::embedded().map_err(|errors| errors.first().map(ToString::to_string).unwrap_or_default())
}
