//! The port: everything the faces may ask of a cluster, in values they can show.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use super::Plan;
use crate::locale::Sentence;
use crate::probe::{Observation, Observations, Probe};

/// A context that the learner allowed, with the server that was shown to them then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowed {
    /// The context's name.
    pub context: String,
    /// The server's address.
    pub server: String,
}

/// Which cluster is meant and what may be used.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// `--kubeconfig`; else `KUBECONFIG`, else `~/.kube/config`, as kubectl does.
    pub kubeconfig: Option<PathBuf>,
    /// `--context`.
    pub context: Option<String>,
    /// The stored allow-list.
    pub allowed: Vec<Allowed>,
    /// Whether the kubeconfig's current context may be named where none is allowed, so that the learner can be asked.
    pub offer_current: bool,
}

/// A context as the kubeconfig names it; nothing has been sent yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The context's name.
    pub context: String,
    /// The server's address.
    pub server: String,
    /// Whether it is our own cluster or stands on the allow-list with this server.
    pub allowed: bool,
}

/// Says "stop" from anywhere; what is under way ends soon and cleans up.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks for the end.
    pub fn ask(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether the end was asked for.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Why something could not be done: a message of the table with what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It was asked to stop.
    Stopped {
        /// The number of the signal, if it was one.
        signal: Option<i32>,
        /// What is left, if anything is.
        says: Sentence,
    },
    /// The environment stands in the way.
    Failed(Sentence),
}

impl Trouble {
    /// It was asked to stop, and nothing is left behind.
    pub fn stopped() -> Self {
        Self::Stopped { signal: None, says: Sentence::new("cluster-stopped", &[]) }
    }
}

/// What the cluster is, for reports: nothing personal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// The server's version (`v1.35.4`).
    pub version: String,
    /// The network plug-in, as far as it can be told.
    pub plugin: String,
    /// The container runtime of the first node.
    pub runtime: String,
}

/// What happens on the way, for those who watch.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A stage begins: what is awaited from now on.
    Stage(Sentence),
    /// How far a known number of steps is.
    Progress {
        /// Done.
        done: usize,
        /// Of.
        total: usize,
    },
    /// A request was made, or a program run.
    Request {
        /// `GET`, `POST`, `exec`, or a program's name.
        method: String,
        /// Its path, or the program's arguments.
        path: String,
        /// What came of it: `201`, `403 Forbidden`, an exit code.
        answer: String,
        /// How long it took.
        millis: u64,
    },
    /// A probe's final answer.
    Observed(Probe, Observation),
    /// What was found in an image.
    Inside(Inside),
    /// Capabilities that the node itself lacks.
    Withheld(Vec<String>),
    /// Something worth knowing that is no failure.
    Note(Sentence),
}

/// The accounts in an image that runs on the cluster, read from one of its containers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inside {
    /// The image, as the manifests name it.
    pub image: String,
    /// Whether the node has it from the registry that the name means, so that it is that image and no other.
    pub genuine: bool,
    /// Lines of `/etc/passwd`.
    pub passwd: Vec<String>,
    /// Lines of `/etc/group`.
    pub group: Vec<String>,
}

/// The server's answer to one of the learner's documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The file and the document's number in it.
    pub from: (String, usize),
    /// Whether it is stored.
    pub accepted: bool,
    /// The server's text otherwise.
    pub message: String,
}

/// Everything that was seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// What answered.
    pub environment: Environment,
    /// The server's answers.
    pub submissions: Vec<Submission>,
    /// The cluster's answers; a probe that could not be asked is not among them.
    pub answers: Observations,
    /// Whether the cluster enforces network policies; `None` if that did not matter.
    pub enforces: Option<bool>,
    /// Why probes could not be asked, by probe.
    pub unasked: Vec<(Probe, Sentence)>,
    /// Pods that had not come to rest when time was over: what depends on them was not shown, either way.
    pub unsettled: Vec<Sentence>,
    /// Accounts of images whose containers did not answer as predicted.
    pub insides: Vec<Inside>,
    /// Capabilities that a container which shall have all of them has not got: the node itself lacks them.
    pub withheld: Vec<String>,
    /// What else the learner should know (images substituted, …).
    pub notes: Vec<Sentence>,
}

/// How a prerequisite is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// As it should be.
    Good,
    /// It works, with a limitation.
    Warning,
    /// It stands in the way.
    Bad,
    /// Not looked at, because something before it is missing, or not needed.
    Skipped,
}

impl Health {
    /// Its word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Warning => "warning",
            Self::Bad => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// One line of the doctor's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `kubeconfig`, `version`, …
    pub check: &'static str,
    /// How it is.
    pub health: Health,
    /// What was found.
    pub says: Sentence,
    /// What to do.
    pub fix: Option<Sentence>,
}

/// What a new cluster shall be.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Worker nodes besides the control plane.
    pub workers: usize,
    /// The node image; else the cached one, else kind's own.
    pub image: Option<String>,
    /// A folder with `docker save` archives to load; else images of the local Docker.
    pub archives: Option<PathBuf>,
    /// Whether a private registry is started beside it.
    pub registry: bool,
}

/// Our cluster, as far as it is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Whether kind knows it; `None` without kind.
    pub kind: Option<bool>,
    /// Its nodes, with `Ready` or what they are.
    pub nodes: Vec<(String, String)>,
    /// What runs or was left there.
    pub remains: Vec<Remains>,
    /// What answered.
    pub environment: Environment,
}

/// A namespace that we made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remains {
    /// Its name.
    pub namespace: String,
    /// The scenario it was made for.
    pub scenario: String,
    /// Whether the program that made it still runs here.
    pub in_use: bool,
}

/// A real cluster. Every call blocks its thread, ends soon after `stop`, and leaves nothing behind but what it says.
pub trait Cluster: Send + Sync {
    /// The context that would be used. Reads the kubeconfig and sends nothing.
    ///
    /// # Errors
    /// When the kubeconfig is missing or malformed, or has no such context.
    fn identify(&self, access: &Access) -> Result<Identity, Trouble>;

    /// Plays a scenario: makes its world, sends the files, asks the probes, takes everything away.
    ///
    /// # Errors
    /// When the cluster cannot be used or lost on the way.
    fn confirm(&self, access: &Access, plan: &Plan, stop: &Stop, hear: &mut dyn FnMut(Event)) -> Result<Observed, Trouble>;

    /// Looks at every prerequisite, one finding each, as soon as it is known.
    ///
    /// # Errors
    /// When it was stopped.
    fn examine(&self, access: &Access, stop: &Stop, hear: &mut dyn FnMut(Finding)) -> Result<(), Trouble>;

    /// Makes our cluster with kind, or goes on where it was interrupted.
    ///
    /// # Errors
    /// When kind or Docker fail.
    fn create(&self, profile: &Profile, stop: &Stop, hear: &mut dyn FnMut(Event)) -> Result<(), Trouble>;

    /// What is there.
    ///
    /// # Errors
    /// When the cluster cannot be used.
    fn status(&self, access: &Access, stop: &Stop) -> Result<State, Trouble>;

    /// Removes what interrupted runs left; gives what was removed. With `all` also what is in use.
    ///
    /// # Errors
    /// When the cluster cannot be used, or something does not go.
    fn clean(&self, access: &Access, all: bool, stop: &Stop, hear: &mut dyn FnMut(Event)) -> Result<Vec<Remains>, Trouble>;

    /// Deletes our cluster and its registry; whether there was one.
    ///
    /// # Errors
    /// When kind or Docker fail.
    fn delete(&self, stop: &Stop, hear: &mut dyn FnMut(Event)) -> Result<bool, Trouble>;
}
