//! What is true outside the learner's manifests, and the store of objects: everything a cluster knows.
//!
//! `facts` are read from a scenario's `world:` or from a `--world` file. The store holds the world's own
//! objects (visible and hidden) and, once applied, the learner's.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::object::Object;
use crate::probe::Target;

mod admitted;
mod config;
mod facts;
mod history;
mod image;
mod load;
mod release;

pub use crate::object::reference::Reference;
pub use admitted::Admitted;
pub use config::{Config, Context};
pub use facts::{
    AppArmor, Binding, Build, CachedImage, Denied, Facts, Network, Node, Outside, PulledWith, Registry, Repository, Runtime, RuntimeName,
    SeccompProfile, StorageClass,
};
pub use history::{History, Revision};
pub use image::{File, Image, Recipe, Server, ServerKind, Tools, catalogue, catalogue_for};
pub use load::LoadError;
pub use release::Release;

/// A cluster at one moment.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// Nodes, network, registries, images, outside addresses.
    pub facts: Facts,
    /// The objects.
    pub store: Store,
    /// What was done in containers before, in order: what it wrote is there.
    pub executed: Vec<(Target, Act)>,
    /// The learner's kubeconfig.
    pub config: Config,
    /// Earlier templates of workloads.
    pub history: History,
    /// Pull secrets of Pods that are older than those of their account.
    pub admitted: Admitted,
    /// How many seconds somebody has let pass since it began, with everything settled.
    pub passed: u32,
    /// The nodes of Pods that went there before something was said of the nodes.
    pub bound: BTreeMap<(String, String), String>,
    /// What controllers of CronJobs did as time passed.
    pub deeds: BTreeMap<Key, Vec<Deed>>,
}

impl World {
    /// The same without any network policy but this one.
    #[must_use]
    pub fn with_policy_alone(&self, namespace: &str, name: &str) -> Self {
        let mut world = self.clone();
        world
            .store
            .objects
            .retain(|key, _| key.kind != "NetworkPolicy" || (key.namespace.as_deref() == Some(namespace) && key.name == name));
        world
    }
}

/// Something that a controller did, and tells as an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// When.
    pub at: String,
    /// In a word.
    pub reason: &'static str,
    /// In a sentence.
    pub message: String,
}

/// Something that was done in a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// A command was run.
    Command(Vec<String>),
    /// Files were unpacked in a directory: their paths below it, and their texts.
    Unpacked(String, Vec<(String, String)>),
    /// Its redis-server was asked something from another Pod.
    Asked(Asked),
}

/// A command to a redis-server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// In which of its databases.
    pub database: u8,
    /// The command and its arguments.
    pub words: Vec<String>,
}

/// An object's identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// `Pod`, …
    pub kind: String,
    /// Absent for cluster-scoped kinds.
    pub namespace: Option<String>,
    /// `metadata.name`.
    pub name: String,
}

impl Key {
    /// The identity of `object`.
    pub fn of(object: &Object) -> Self {
        Self { kind: object.kind.clone(), namespace: object.namespace.clone(), name: object.name.clone() }
    }
}

/// The objects of a cluster. A clone shares them: the worlds of one assessment differ in a few.
#[derive(Clone, Debug, Default)]
pub struct Store {
    objects: BTreeMap<Key, Arc<Object>>,
}

impl Store {
    /// Puts an object in, in place of the one with its identity.
    pub fn insert(&mut self, object: impl Into<Arc<Object>>) -> Option<Arc<Object>> {
        let object = object.into();
        self.objects.insert(Key::of(&object), object)
    }

    /// Takes an object out.
    pub fn remove(&mut self, key: &Key) -> Option<Arc<Object>> {
        self.objects.remove(key)
    }

    /// The object with this identity.
    pub fn get(&self, kind: &str, namespace: Option<&str>, name: &str) -> Option<&Object> {
        self.shared(kind, namespace, name).map(Arc::as_ref)
    }

    /// The object with this identity, to be kept beyond the store.
    pub fn shared(&self, kind: &str, namespace: Option<&str>, name: &str) -> Option<&Arc<Object>> {
        self.objects.get(&Key { kind: kind.into(), namespace: namespace.map(Into::into), name: name.into() })
    }

    /// All objects of a kind, by namespace and name.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Object> + 'a {
        self.shared_of_kind(kind).map(Arc::as_ref)
    }

    /// All objects of a kind, to be kept beyond the store.
    pub fn shared_of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Arc<Object>> + 'a {
        self.objects.values().filter(move |object| object.kind == kind)
    }

    /// All objects of a kind as a `k8s-openapi` type.
    pub fn typed<T: DeserializeOwned>(&self, kind: &str) -> Vec<T> {
        self.of_kind(kind).filter_map(Object::typed).collect()
    }

    /// Every object.
    pub fn iter(&self) -> impl Iterator<Item = &Object> {
        self.objects.values().map(Arc::as_ref)
    }
}
