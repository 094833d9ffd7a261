//! A scenario: its head, read with the catalogue, and its body, read when it is first looked at.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::pack::{Files, Folder};
use super::vary::vary;
use super::{ContentError, Localized, body, yaml};
use crate::grade::{ANSWERS, Check, Question, Says, Side};
use crate::probe::{Class, Observations, Port, Probe};
use crate::rules::Document;
use crate::schema::Version;
use crate::text::SourceFile;
use crate::world::{Key, World};

/// What the learner does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Say what would happen.
    Predict,
    /// Write a manifest.
    Write,
    /// Change a manifest that works into one that does what is asked.
    Fix,
    /// Find out why a manifest does not work.
    Debug,
}

/// A command or question whose answer the console predicts.
#[derive(Clone, Debug)]
pub struct Watch {
    /// The label before the command: the Pod's name, the ports of flows, or empty.
    pub from: String,
    /// The command or question as the learner reads it (`nc -zv -w 2 db-pod 6379`). Empty for the whole flow set.
    pub label: String,
    /// The probe that answers it.
    pub probe: Probe,
    /// The answer at the start.
    pub before: Option<Class>,
    /// The answer that the task wants.
    pub wanted: Option<Class>,
    /// For the whole flow set: how many flows are open at the start and in a right solution, where the author says it.
    pub open: (Option<usize>, Option<usize>),
}

/// A named set of files: a solution or a wrong answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The folder's name.
    pub name: String,
    /// All files of the scenario, in tab order, with this answer's in place.
    pub files: Vec<SourceFile>,
}

/// A wrong answer and what it must trigger.
#[derive(Clone, Debug)]
pub struct WrongAnswer {
    /// The files.
    pub answer: Answer,
    /// The check that must fail first.
    pub check: String,
    /// The diagnostic it must give.
    pub diag: String,
}

/// Lines of solutions that may be deleted although that changes the object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ungraded {
    /// A regular expression on the line.
    pub line: String,
    /// Why it may go.
    pub why: String,
}

/// What a scenario holds.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The task, Markdown; that of a predict scenario ends with its questions.
    pub task: Localized,
    /// The task without the questions.
    pub intro: Localized,
    /// What happened and why, Markdown; shown after passing.
    pub debrief: Localized,
    /// Three hints, ever more telling.
    pub hints: Vec<Localized>,
    /// The world before the learner's files, hidden objects included.
    pub world: World,
    /// The objects that the learner cannot see.
    pub hidden: BTreeSet<Key>,
    /// The files the learner starts from, in tab order.
    pub start: Vec<SourceFile>,
    /// The names of those that the learner may only read.
    pub read_only: BTreeSet<String>,
    /// What is asked.
    pub checks: Vec<Check>,
    /// What the console predicts live.
    pub watches: Vec<Watch>,
    /// Names that are to be found out: no verdict and no prediction says them before the learner has written them.
    pub unsaid: Vec<String>,
    /// Right answers of different shapes; the first is the reference.
    pub solutions: Vec<Answer>,
    /// Wrong answers.
    pub wrong: Vec<WrongAnswer>,
    /// The scenario's own sentences for wrong answers.
    pub says: Vec<Says>,
    /// Lines that may be deleted.
    pub ungraded: Vec<Ungraded>,
}

/// A set of files applied to a scenario's world, and the answers to its probes.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// The server's answers.
    pub documents: Vec<Document>,
    /// The world with the accepted objects in it.
    pub world: World,
    /// The answers.
    pub answers: Observations,
}

impl Applied {
    /// As checks see it.
    pub fn side(&self) -> Side<'_> {
        Side { documents: &self.documents, world: &self.world, answers: &self.answers }
    }
}

/// What every grading of a scenario is compared with.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// The ports on which flows were asked.
    pub ports: BTreeSet<Port>,
    /// The addresses outside the cluster, besides the world's hosts, of which flows were asked.
    pub addresses: BTreeSet<IpAddr>,
    /// The starting files.
    pub start: Applied,
    /// The reference solution; `reference` expectations are its answers.
    pub reference: Applied,
    /// Which checks pass with the starting files.
    pub start_passed: Vec<bool>,
}

/// A scenario. Cheap enough to clone. The fields of [`Body`] are read through it; they are built on first use.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// `E03`.
    pub id: String,
    /// Its content version.
    pub version: u32,
    /// What the learner does.
    pub kind: Kind,
    /// 1 to 3 stars.
    pub difficulty: u32,
    /// Title.
    pub title: Localized,
    /// The lesson it belongs to.
    pub lesson: String,
    /// The module of that lesson.
    pub module: u32,
    /// Points.
    pub points: u32,
    /// Suggested minutes.
    pub minutes: u32,
    /// Exams it serves: `cka`, `ckad`, `cks`.
    pub exams: Vec<String>,
    /// Words to find it by, Kubernetes fields included.
    pub tags: Vec<String>,
    /// The ids of the notes it carries.
    pub seeds: Vec<String>,
    /// The misconceptions it drills.
    pub misconceptions: Vec<String>,
    /// The Kubernetes versions it holds for, first and last; `None`: all we know.
    pub k8s: Option<(Version, Version)>,
    /// The kubectl context's namespace.
    pub namespace: String,
    pub(super) rest: Arc<Rest>,
}

/// What is built on first use.
#[derive(Debug)]
pub struct Rest {
    files: Arc<Files>,
    // Boxed: most of the sixty are never built, and room for what is takes kilobytes each.
    body: OnceLock<Box<(Body, Vec<ContentError>)>>,
    setting: OnceLock<Box<Setting>>,
}

impl Rest {
    /// Nothing built yet.
    pub(super) fn new(files: Arc<Files>) -> Arc<Self> {
        Arc::new(Self { files, body: OnceLock::new(), setting: OnceLock::new() })
    }
}

impl Scenario {
    /// What is wrong with the body; empty in an embedded pack.
    pub fn faults(&self) -> &[ContentError] {
        &self.built().1
    }

    /// The folder in its pack, ending in `/`.
    pub fn folder(&self) -> String {
        format!("scenarios/{}/", self.base())
    }

    /// The id without a seed: `E03` of `E03@7`.
    pub fn base(&self) -> &str {
        self.id.split('@').next().unwrap_or(&self.id)
    }

    /// The number behind a variant's names.
    pub fn seed(&self) -> Option<u64> {
        self.id.split_once('@').and_then(|(_, seed)| seed.parse().ok())
    }

    /// The same idea with other names: its id is `E03@7`, and so are its drafts and its place in the journal.
    #[must_use]
    pub fn variant(&self, seed: u64) -> Self {
        let files = vary(&self.rest.files, &self.folder(), seed);
        let namespace =
            files.get(&format!("{}scenario.yaml", self.folder())).and_then(|bytes| yaml::namespace(std::str::from_utf8(bytes).ok()?));
        Self {
            id: format!("{}@{seed}", self.base()),
            namespace: namespace.unwrap_or_else(|| self.namespace.clone()),
            rest: Rest::new(Arc::new(files)),
            ..self.clone()
        }
    }

    /// The world as the learner's commands see it: without what is hidden, in the scenario's namespace.
    pub fn seen_world(&self) -> World {
        let mut world = self.world.clone();
        for key in &self.hidden {
            world.store.remove(key);
        }
        if self.namespace != world.config.namespace() {
            world.config.set_namespace(&self.namespace);
        }
        world
    }

    /// The questions of a predict scenario, by the key under which they are answered.
    pub fn questions(&self) -> Vec<(&str, &Question)> {
        self.checks.iter().filter_map(|check| Some((check.id.as_str(), check.kind.question()?))).collect()
    }

    /// Those of `files` that are manifests: neither the file of answers nor a Dockerfile.
    pub fn manifests(&self, files: &[SourceFile]) -> Vec<SourceFile> {
        self.applied(files).into_iter().filter(|file| !self.is_dockerfile(file.name())).collect()
    }

    /// Those of `files` that make a difference to the cluster: manifests, and Dockerfiles of images on its nodes.
    pub fn applied(&self, files: &[SourceFile]) -> Vec<SourceFile> {
        files.iter().filter(|file| self.kind != Kind::Predict || file.name() != ANSWERS).cloned().collect()
    }

    /// Whether an image is built from the file of this name.
    pub fn is_dockerfile(&self, name: &str) -> bool {
        self.world.facts.builds.iter().any(|build| build.dockerfile == name)
    }

    /// What gradings are compared with, worked out by `work` the first time.
    pub fn setting(&self, work: impl FnOnce() -> Setting) -> &Setting {
        self.rest.setting.get_or_init(|| Box::new(work()))
    }

    fn built(&self) -> &(Body, Vec<ContentError>) {
        self.rest.body.get_or_init(|| {
            let path = self.folder();
            let mut errors = Vec::new();
            let body = body::build(self, Folder::new(&self.rest.files, &path), &mut errors);
            Box::new((body, errors))
        })
    }
}

impl Deref for Scenario {
    type Target = Body;

    fn deref(&self) -> &Body {
        &self.built().0
    }
}
