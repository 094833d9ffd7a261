//! What a check looks at, and what it answers when it fails.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use super::judge::Says;
use super::verdict::{Counterexample, Place};
use super::{Sentence, path};
use crate::object::Object;
use crate::probe::{Endpoint, Flow, Observation, Observations, Port, Probe};
use crate::rules::Document;
use crate::text::{SourceFile, Span};
use crate::world::{Key, World};

/// A set of files applied to a scenario's world, and the answers of a judge.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The server's answers.
    pub documents: &'a [Document],
    /// The world with the accepted objects in it.
    pub world: &'a World,
    /// The answers to the planned probes.
    pub answers: &'a Observations,
}

/// The flows of the three worlds with Pods that the learner's policies name and nobody has made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Strangers<'a> {
    /// With the learner's files.
    pub now: &'a [Flow],
    /// With the starting files.
    pub start: &'a [Flow],
    /// With the reference solution.
    pub reference: &'a [Flow],
}

impl Strangers<'_> {
    /// Whether this end of such a flow is the Pod that is not there: it is called by its labels, as no Pod can be.
    pub fn is_one(end: &Endpoint) -> bool {
        matches!(end, Endpoint::Pod { name, .. } if name.contains(['=', '*']))
    }

    /// What such a Pod is called: its labels, and what it calls a port.
    pub fn called(labels: &str, port: Option<&str>) -> String {
        port.map_or_else(|| labels.to_owned(), |port| format!("{labels}:{port}"))
    }

    /// The two again.
    pub fn named(name: &str) -> (&str, Option<&str>) {
        name.split_once(':').map_or((name, None), |(labels, port)| (labels, Some(port)))
    }
}

/// The facts of one grading.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The learner's files.
    pub files: &'a [SourceFile],
    /// What they make of the world.
    pub now: Side<'a>,
    /// What the starting files make of it.
    pub start: Side<'a>,
    /// What the reference solution makes of it; `reference` expectations are its answers.
    pub reference: Side<'a>,
    /// What they make of Pods that are not there.
    pub strangers: Strangers<'a>,
    /// The world without anybody's files.
    pub world: &'a World,
    /// The objects that the learner cannot see.
    pub hidden: &'a BTreeSet<Key>,
    /// The namespace of the kubectl context, where a check names none.
    pub namespace: &'a str,
    /// Ports that another check of flows in the scenario looks at.
    pub elsewhere: &'a BTreeSet<Port>,
    /// Whether this check is the one that looks at ports which no check names.
    pub takes_rest: bool,
    /// The id of the check that is judged.
    pub check: &'a str,
    /// The scenario's own sentences; among failures of one kind, a check prefers one that they fit.
    pub says: &'a [Says],
}

impl<'a> Case<'a> {
    /// The place of a span of a file.
    pub fn at(&self, file: &str, span: Span, path: &str) -> Option<Place> {
        let source = self.files.iter().find(|source| source.name() == file)?;
        let position = source.position(span.start);
        Some(Place { file: file.into(), line: position.line, column: position.column, path: path.into() })
    }

    /// The place of a field of an object that the learner wrote, or of the nearest field above it.
    pub fn place(&self, object: &Object, path: &str) -> Option<Place> {
        let origin = object.origin.as_ref()?;
        self.at(&origin.file, origin.spans.point(path), path)
    }

    /// The answer to a probe.
    ///
    /// # Errors
    /// When no judge answered: an unanswered question never passes.
    pub fn answer(&self, probe: &Probe) -> Result<&'a Observation, Box<Failure>> {
        self.now.answers.get(probe).ok_or_else(|| Box::new(Failure::new("not-answered", &[])))
    }

    /// The Pod `namespace/name`.
    pub fn pod(&self, pod: &PodRef) -> Option<&'a Object> {
        self.now.world.store.get("Pod", Some(&pod.namespace), &pod.name)
    }

    /// Whether the learner can see the object.
    pub fn visible(&self, kind: &str, namespace: &str, name: &str) -> bool {
        !self.hidden.contains(&Key { kind: kind.into(), namespace: Some(namespace.into()), name: name.into() })
    }
}

/// An object as a check names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectRef {
    /// `Pod`, …
    pub kind: String,
    /// `metadata.name`.
    pub name: String,
    /// Without it, the context's namespace, or none for cluster-scoped kinds.
    pub namespace: Option<String>,
}

impl ObjectRef {
    /// The object in `world`.
    pub fn find<'w>(&self, world: &'w World, context: &str) -> Option<&'w Object> {
        match &self.namespace {
            Some(namespace) => world.store.get(&self.kind, Some(namespace), &self.name),
            None => world.store.get(&self.kind, Some(context), &self.name).or_else(|| world.store.get(&self.kind, None, &self.name)),
        }
    }

    /// The namespace it is looked for in.
    pub fn namespace<'n>(&'n self, context: &'n str) -> &'n str {
        self.namespace.as_deref().unwrap_or(context)
    }

    /// A sentence about it.
    pub fn sentence(&self, id: &str) -> Sentence {
        Sentence::new(id, &[("kind", &self.kind), ("name", &self.name), ("namespace", self.namespace.as_deref().unwrap_or(""))])
    }
}

/// A Pod as a check names it: `namespace/name`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PodRef {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
}

impl<'de> Deserialize<'de> for PodRef {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.split_once('/') {
            Some((namespace, name)) if !namespace.is_empty() && !name.is_empty() && !name.contains('/') => {
                Ok(Self { namespace: namespace.into(), name: name.into() })
            }
            _ => Err(serde::de::Error::custom(format!("{text}: written namespace/name"))),
        }
    }
}

impl std::fmt::Display for PodRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.namespace, self.name)
    }
}

/// The containers of a Pod that `wanted` means: one by name, `*` for every one, without it all that are no init containers.
/// Gives each container's name and its field path.
pub fn containers(pod: &Object, wanted: Option<&str>) -> Vec<(String, String)> {
    let named = |list: &'static str| {
        let items = path::get(&pod.value, &format!("spec.{list}")).and_then(Value::as_array);
        let items = items.map_or(&[][..], Vec::as_slice);
        items
            .iter()
            .enumerate()
            .filter_map(move |(index, container)| Some((container.get("name")?.as_str()?.to_owned(), format!("spec.{list}[{index}]"))))
    };
    match wanted {
        None => named("containers").collect(),
        Some("*") => named("containers").chain(named("initContainers")).collect(),
        Some(name) => named("containers").chain(named("initContainers")).filter(|(found, _)| found == name).collect(),
    }
}

/// Why a check failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The diagnostic; the message is `diag-<diag>`, unless `message` says otherwise.
    pub diag: &'static str,
    /// The document rule behind it.
    pub rule: Option<String>,
    /// What happened.
    pub message: Sentence,
    /// Why.
    pub reason: Option<Sentence>,
    /// Where.
    pub place: Option<Place>,
    /// A flow that shows it.
    pub counterexample: Option<Counterexample>,
    /// The official page.
    pub url: Option<&'static str>,
}

impl Failure {
    /// A failure whose message is `diag-<diag>` with `args`.
    pub fn new(diag: &'static str, args: &[(&str, &str)]) -> Self {
        Self {
            diag,
            rule: None,
            message: Sentence::new(format!("diag-{diag}"), args),
            reason: None,
            place: None,
            counterexample: None,
            url: None,
        }
    }

    /// The same with another message of the same family: `diag-<diag>-<variant>`.
    #[must_use]
    pub fn variant(mut self, variant: &str) -> Self {
        self.message.id = format!("diag-{}-{variant}", self.diag);
        self
    }

    /// The same with a reason.
    #[must_use]
    pub fn because(mut self, reason: impl Into<Option<Sentence>>) -> Self {
        self.reason = reason.into();
        self
    }

    /// The same at a place.
    #[must_use]
    pub fn at(mut self, place: Option<Place>) -> Self {
        self.place = place;
        self
    }

    /// The same with the official page.
    #[must_use]
    pub fn see(mut self, url: &'static str) -> Self {
        self.url = Some(url);
        self
    }

    /// Boxed, as checks return it.
    pub fn err<T>(self) -> Result<T, Box<Self>> {
        Err(Box::new(self))
    }
}
