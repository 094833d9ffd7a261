//! A simulated cluster from manifests on the command line.

use std::path::Path;

use super::{Context, Exit, Failure};
use crate::object::Object;
use crate::rules::{self, Options};
use crate::simulate;
use crate::text::SourceFile;
use crate::world::{Facts, World};

/// The manifests of a command: `-f FILE…`.
#[derive(Debug, clap::Args)]
pub(super) struct Manifests {
    #[arg(short = 'f', long = "filename", value_name = "FILE", num_args = 1.., required = true)]
    pub(super) files: Vec<String>,
    #[arg(short, long, value_name = "NS")]
    pub(super) namespace: Option<String>,
    #[arg(long, value_name = "1.35")]
    pub(super) k8s_version: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(super) world: Option<String>,
}

/// A cluster that holds what the manifests say, or how the command ended because one was refused.
pub(super) enum Built {
    World(Box<World>),
    Refused(Exit),
}

impl Manifests {
    /// The namespace of the kubectl context.
    pub(super) fn context_namespace(&self) -> &str {
        self.namespace.as_deref().unwrap_or("default")
    }

    /// The cluster. A manifest that the API server refuses is the answer: kubectl's message, exit code 1.
    pub(super) fn build(&self, cx: &mut Context<'_>) -> Result<Built, Failure> {
        self.build_from(cx, &self.files)
    }

    /// As [`Manifests::build`], from other files.
    pub(super) fn build_from(&self, cx: &mut Context<'_>, names: &[String]) -> Result<Built, Failure> {
        let mut facts = cx.facts(self.world.as_deref())?;
        if let Some(version) = &self.k8s_version {
            facts.version = cx.version(version)?.into();
        }
        let files = cx.manifests(names)?;
        Ok(cx.apply(World { facts, ..World::default() }, &files, self.context_namespace()))
    }
}

impl Context<'_> {
    /// The facts of a world file; those of an ordinary kind cluster without one.
    pub(super) fn facts(&self, file: Option<&str>) -> Result<Facts, Failure> {
        let Some(file) = file else { return Ok(Facts::default()) };
        Facts::parse(&self.file(file)?)
            .map_err(|error| Failure::Environment(self.locale.format("cli-world-invalid", &[("error", &error.to_string())])))
    }

    /// Puts the objects of `files` into `world`.
    pub(super) fn apply(&mut self, mut world: World, files: &[SourceFile], namespace: &str) -> Built {
        let options = Options { version: *world.facts.version, namespace: namespace.into(), ..Options::default() };
        let mut refused = false;
        let mut manifests = Vec::new();
        for file in files {
            match simulate::build_onto_nodes(&mut world, file) {
                Some(built) => built.message.iter().for_each(|message| self.complain(message)),
                None => manifests.push(file.clone()),
            }
        }
        for document in rules::validate(&manifests, &options) {
            match document.object {
                Some(object) if document.accepted => {
                    world.store.insert(object);
                }
                _ => {
                    refused = true;
                    let place = format!("{}:{}", document.file, document.line);
                    let message = document.message.unwrap_or_else(|| self.locale.format("cli-refused", &[("place", &place)]));
                    self.complain(&message);
                }
            }
        }
        if refused { Built::Refused(Exit::Findings) } else { Built::World(Box::new(world)) }
    }

    /// The objects of `files` that the API server of `world` accepts; the others are passed over.
    pub(super) fn accepted(&self, world: &World, files: &[SourceFile], namespace: &str) -> Vec<Object> {
        let options = Options { version: *world.facts.version, namespace: namespace.into(), ..Options::default() };
        rules::validate(files, &options).into_iter().filter(|document| document.accepted).filter_map(|document| document.object).collect()
    }

    /// A file that may be missing, for names inside a simulated command.
    pub(super) fn file_if_there(&self, name: &str) -> Option<SourceFile> {
        (self.host.exists(Path::new(name)) && !self.host.is_dir(Path::new(name))).then(|| self.file(name).ok()).flatten()
    }
}
