//! Reading a world: facts from YAML, objects from manifests.

use std::fmt;

use super::{Facts, World};
use crate::rules::{self, Options};
use crate::text::{LineIndex, Position, SourceFile};

/// Why a world cannot be read. The texts are for authors of packs and tests: they name a place and a remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// The file's name.
    pub file: String,
    /// Where in it.
    pub position: Position,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.position.line, self.position.column, self.message)
    }
}

impl std::error::Error for LoadError {}

impl Facts {
    /// Reads the facts of a `--world` file. An empty file is an ordinary kind cluster.
    pub fn parse(file: &SourceFile) -> Result<Self, LoadError> {
        if LineIndex::new(file.text()).lines() == 0
            || file.text().lines().all(|line| line.trim_start().starts_with('#') || line.trim().is_empty())
        {
            return Ok(Self::default());
        }
        serde_yaml::from_str(file.text()).map_err(|error| {
            let position = error.location().map_or(Position { line: 1, column: 1 }, |at| Position { line: at.line(), column: at.column() });
            let message = match error.location() {
                // serde_yaml repeats the place at the end of its sentence.
                Some(at) => error.to_string().replace(&format!(" at line {} column {}", at.line(), at.column()), ""),
                None => error.to_string(),
            };
            LoadError { file: file.name().to_owned(), position, message }
        })
    }
}

impl World {
    /// A world with `facts` that holds every object of `manifests`. A manifest that the API server would
    /// refuse is an error: a world cannot hold it.
    pub fn load(facts: Facts, manifests: &[SourceFile]) -> Result<Self, LoadError> {
        let options = Options { version: *facts.version, ..Options::default() };
        let mut world = Self { facts, ..Self::default() };
        for document in rules::validate(manifests, &options) {
            match document.object {
                Some(object) if document.accepted => {
                    world.store.insert(object);
                }
                _ => {
                    return Err(LoadError {
                        file: document.file,
                        position: Position { line: document.line, column: 1 },
                        message: document.message.unwrap_or_default(),
                    });
                }
            }
        }
        Ok(world)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        Facts::parse(&SourceFile::new("world.yaml", text)).unwrap_err().to_string()
    }

    #[test]
    fn a_wrong_key_is_named_with_its_place() {
        let said = error("version: '1.35'\nnetwork:\n  plugin: flannel\n  enforce: false\n");
        assert!(said.starts_with("world.yaml:4:3: network: unknown field `enforce`, expected one of `plugin`, `enforces`"), "{said}");
        assert!(error("version: '2.0'\n").contains("a version from 1.33 to 1.37"));
    }

    #[test]
    fn nothing_is_an_ordinary_cluster() {
        let facts = Facts::parse(&SourceFile::new("world.yaml", "# nothing\n")).unwrap();
        assert!(facts.network.enforces && facts.internet && facts.nodes.len() == 1);
    }
}
