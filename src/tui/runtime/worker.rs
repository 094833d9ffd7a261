//! Does what a task asks for, on any thread: files through the host, judgements through the core.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::assess::{Assessment, assess, compare, world};
use crate::confirm::{self, Access, Cluster, Confirmation, Identity, Plan, Stop, Trouble};
use crate::content::{Catalogue, Scenario};
use crate::exam::{Lost, Sheet, admitted, draw, mark};
use crate::grade::containers;
use crate::host::{Host, Presence};
use crate::locale::Sentence;
use crate::probe::{Probe, Target};
use crate::progress::{Drafts, Journal, Progress, Sitting};
use crate::simulate::network::Network;
use crate::simulate::observe;
use crate::text::SourceFile;
use crate::tui::confirming::{Confirmed, Told};
use crate::tui::editor::highlight::Grammar;
use crate::tui::effect::Work;
use crate::tui::msg::{Outcome, Powers, Ran};
use crate::world::World;

/// How the files are judged; a test may hand in its own.
pub type Judge = fn(&Scenario, &[SourceFile]) -> Assessment;
/// Where lessons and scenarios come from.
pub type Library = fn() -> Result<Catalogue, String>;

/// Everything tasks need.
pub struct Worker {
    host: Arc<dyn Host>,
    cluster: Option<Arc<dyn Cluster>>,
    journal: Mutex<Journal>,
    drafts: Drafts,
    /// What this console last read or wrote, by path.
    seen: Mutex<HashMap<PathBuf, String>>,
    /// What the disk refused, by scenario and name: it is shown as if it were there, and tried again.
    refused: Mutex<BTreeMap<(String, String), SourceFile>>,
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
        Self {
            journal: Mutex::new(Journal::open(Arc::clone(&host))),
            drafts: Drafts::new(Arc::clone(&host)),
            seen: Mutex::default(),
            refused: Mutex::default(),
            cluster: None,
            host,
            judge,
            library,
            pack: None,
            presence,
        }
    }

    /// The same with a cluster to ask.
    pub fn on(mut self, cluster: Option<Arc<dyn Cluster>>) -> Self {
        self.cluster = cluster;
        self
    }

    /// The same with other lessons and scenarios, if there are any.
    pub fn showing(self, pack: Option<Arc<Catalogue>>) -> Self {
        Self { pack, ..self }
    }

    /// The journal, folded.
    pub fn progress(&self) -> Progress {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner).progress().clone()
    }

    /// That the journal holds lines of a newer version.
    pub fn passed_over(&self) -> Option<Sentence> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner).passed_over(false)
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
            Work::Files(kept, scenario) => self.files(&kept, &scenario),
            Work::Assess(scenario, files) => Outcome::Assessed(Arc::new((self.judge)(&scenario, &files))),
            Work::Admit(scenario, files) => Outcome::Assessed(Arc::new(admitted(&scenario, &files))),
            Work::Draw(catalogue, order) => Outcome::Drawn(draw(&catalogue, &order)),
            Work::Mark(catalogue, sitting) => Outcome::Marked(self.mark(&catalogue, &sitting).map(Arc::new)),
            Work::Wait(_) | Work::Tick => Outcome::Elapsed,
            Work::Save { scenario, file } => self.keep(&scenario, &file),
            Work::Retry => self.retry(),
            Work::Record(event) => {
                let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
                journal.record(event);
                Outcome::Kept(journal.trouble().cloned().map_or(Ok(()), Err))
            }
            Work::Kubectl { mut terminal, line } => {
                let answer = terminal.enter(&line);
                Outcome::Ran(Box::new(Ran { terminal: *terminal, answer }))
            }
            Work::Flows(scenario, files) => Outcome::Flows(Arc::new(Network::of(&world(&scenario, &files)))),
            Work::Identities(scenario, files) => Outcome::Identities(identities(&world(&scenario, &files))),
            Work::Compare(scenario, files) => Outcome::Compared(compare(&scenario, &files)),
            Work::Identify => Outcome::Identified(self.identify()),
            work @ Work::Confirm(..) => self.confirm(work, &Stop::default(), &mut |_| {}),
        }
    }
}

impl Worker {
    fn access(&self) -> Access {
        Access { allowed: confirm::allowed(self.host.as_ref()), offer_current: true, ..Access::default() }
    }

    fn port(&self) -> Result<&dyn Cluster, Trouble> {
        self.cluster.as_deref().ok_or_else(|| Trouble::Failed(Sentence::new("cli-no-cluster", &[])))
    }

    fn identify(&self) -> Result<Identity, Trouble> {
        self.port()?.identify(&self.access())
    }

    /// Confirms on the cluster, telling what happens on the way. Blocks until it has ended and cleaned up.
    pub fn confirm(&self, work: Work, stop: &Stop, hear: &mut dyn FnMut(Told)) -> Outcome {
        let Work::Confirm(scenario, files, agreed) = work else { return Outcome::Elapsed };
        Outcome::Confirmed(self.confirmed(&scenario, &files, agreed, stop, hear))
    }

    fn confirmed(
        &self,
        scenario: &Scenario,
        files: &[SourceFile],
        agreed: Option<Identity>,
        stop: &Stop,
        hear: &mut dyn FnMut(Told),
    ) -> Result<Confirmed, Trouble> {
        if let Some(identity) = agreed {
            // Where it cannot be remembered it is asked again the next time.
            let _ = confirm::allow(self.host.as_ref(), &identity.context, &identity.server);
        }
        let plan = Arc::new(Plan::of(scenario, files));
        hear(Told::Plan(Arc::clone(&plan)));
        let observed = self.port()?.confirm(&self.access(), &plan, stop, &mut |event| hear(Told::Event(Box::new(event))))?;
        let confirmation = Confirmation::of(scenario, files, &plan, (self.judge)(scenario, files), observed);
        let report = confirmation.differs().then(|| self.report(scenario, &plan, &confirmation)).flatten();
        Ok(Confirmed { confirmation: Arc::new(confirmation), report })
    }

    /// Writes the bug file.
    fn report(&self, scenario: &Scenario, plan: &Plan, confirmation: &Confirmation) -> Option<PathBuf> {
        let name = format!("difference-{}-{}.md", scenario.id, self.host.now().strftime("%Y%m%dT%H%M%SZ"));
        let path = self.host.data_dir().join(name);
        self.host.replace(&path, confirm::report(scenario, plan, confirmation).as_bytes()).ok().map(|()| path)
    }

    /// Marks the texts of a paper as they were kept.
    fn mark(&self, catalogue: &Catalogue, sitting: &Sitting) -> Result<Sheet, Lost> {
        let texts = sitting.paper.tasks.iter().enumerate().map(|(index, task)| {
            let start = catalogue.find(&task.scenario).map(|scenario| scenario.start.clone()).unwrap_or_default();
            let name = sitting.drafts(index);
            let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
            let kept = |file: SourceFile| refused.get(&(name.clone(), file.name().to_owned())).cloned().unwrap_or(file);
            self.drafts.load(&name, &start).into_iter().map(kept).collect()
        });
        mark(catalogue, sitting, &texts.collect::<Vec<_>>())
    }

    fn files(&self, name: &str, scenario: &Scenario) -> Outcome {
        let files = self.drafts.load(name, &scenario.start);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.extend(files.iter().map(|file| (self.path(name, file.name()), file.text().to_owned())));
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = |file: SourceFile| refused.get(&(name.to_owned(), file.name().to_owned())).cloned().unwrap_or(file);
        Outcome::Files(files.into_iter().map(kept).collect())
    }

    /// Writes a draft, or keeps it until the disk takes it.
    fn keep(&self, scenario: &str, file: &SourceFile) -> Outcome {
        let outcome = self.save(scenario, file);
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (scenario.to_owned(), file.name().to_owned());
        match outcome {
            Outcome::Kept(Err(_)) => refused.insert(place, file.clone()),
            _ => refused.remove(&place),
        };
        outcome
    }

    /// Tries again what the disk refused: drafts, then the journal's lines.
    fn retry(&self) -> Outcome {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for ((scenario, _), file) in &refused {
            if let Outcome::Kept(Err(trouble)) = self.keep(scenario, file) {
                return Outcome::Kept(Err(trouble));
            }
        }
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        journal.write_waiting();
        Outcome::Kept(journal.trouble().cloned().map_or(Ok(()), Err))
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
fn identities(world: &World) -> Vec<Powers> {
    let written = world.store.of_kind("Pod").filter(|pod| pod.origin.is_some());
    let targets = written.flat_map(|pod| {
        let (namespace, name) = (pod.namespace.clone().unwrap_or_default(), pod.name.clone());
        containers(pod, None).into_iter().map(move |(container, _)| Target {
            namespace: namespace.clone(),
            pod: name.clone(),
            container: Some(container),
        })
    });
    let identity = |target: Target| Powers {
        effective: observe(world, &Probe::Effective(target.clone())),
        start: observe(world, &Probe::Start(target.clone())),
        target,
    };
    targets.map(identity).collect()
}

fn embedded() -> Result<Catalogue, String> {
    Catalogue::embedded().map_err(|errors| errors.first().map(ToString::to_string).unwrap_or_default())
}
