//! Completion of a command line: verbs, kinds, names, flags, namespaces, files.

use super::command::{self, Command, global};
use super::kind::{KINDS, Kind};
use super::verb;
use super::view;
use crate::text::SourceFile;
use crate::world::World;

/// What may stand in the place of the word under the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The whole word.
    pub word: String,
    /// What it is.
    pub what: What,
}

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A command.
    Verb,
    /// A kind of object.
    Kind,
    /// An object's name.
    Name,
    /// A flag.
    Flag,
    /// A flag's value.
    Value,
    /// A file.
    File,
}

/// Completes the last of `words` (which may be empty) of a line after `kubectl`.
pub fn complete(world: &World, files: &[SourceFile], words: &[String]) -> Vec<Completion> {
    let (last, before) = words.split_last().map_or(("", words), |(last, before)| (last.as_str(), before));
    let mut found: Vec<Completion> = Vec::new();
    let mut add = |word: String, what| {
        if word.starts_with(last) && !found.iter().any(|one| one.word == word) {
            found.push(Completion { word, what });
        }
    };
    if before.iter().any(|word| word == "--") {
        return found;
    }
    let namespace = namespace_of(world, before);
    let command = named(before);
    let verb = command.filter(|command| command.path != "kubectl");
    match (before.last().map(String::as_str), verb) {
        (Some("-n" | "--namespace"), _) => view::namespace_names(world).into_iter().for_each(|name| add(name, What::Name)),
        (Some("-f" | "--filename"), _) => files.iter().for_each(|file| add(file.name().to_owned(), What::File)),
        (Some("-o" | "--output"), Some(_)) => {
            ["yaml", "json", "wide", "name", "jsonpath=", "custom-columns="].iter().for_each(|word| add((*word).into(), What::Value));
        }
        (_, None) => command.into_iter().flat_map(Command::subcommands).filter(|own| verb::is_simulated(own.path)).for_each(|own| {
            add(own.name().to_owned(), What::Verb);
        }),
        (_, Some(verb)) if last.starts_with('-') => {
            for flag in verb.flags.iter().chain(global()) {
                add(format!("--{}", flag.long), What::Flag);
                if let Some(short) = flag.short {
                    add(format!("-{short}"), What::Flag);
                }
            }
            ["--dry-run=client", "--dry-run=server", "--restart=Never"].iter().for_each(|word| add((*word).into(), What::Flag));
        }
        (_, Some(verb)) => {
            verb.subcommands().filter(|own| verb::is_simulated(own.path)).for_each(|own| add(own.name().to_owned(), What::Value));
            if verb.subcommands().next().is_none() {
                arguments(world, verb.path, before, last, &namespace, &mut add);
            }
        }
    }
    found
}

/// The command that the words name so far.
fn named(words: &[String]) -> Option<&'static Command> {
    let mut found = command::of("kubectl")?;
    for word in words.iter().filter(|word| !word.starts_with('-')) {
        match found.below(word) {
            Some(next) => found = next,
            None if found.path == "kubectl" => {}
            None => break,
        }
    }
    Some(found)
}

fn namespace_of(world: &World, words: &[String]) -> String {
    let at = words.iter().position(|word| word == "-n" || word == "--namespace");
    let given = at.and_then(|at| words.get(at + 1).cloned());
    given
        .or_else(|| words.iter().find_map(|word| word.strip_prefix("--namespace=").map(str::to_owned)))
        .unwrap_or_else(|| world.config.namespace().to_owned())
}

fn arguments(world: &World, path: &str, before: &[String], last: &str, namespace: &str, add: &mut impl FnMut(String, What)) {
    let names_of = |kind: &Kind| {
        view::list(world, kind, kind.namespaced.then_some(namespace))
            .into_iter()
            .filter_map(|object| Some(object["metadata"]["name"].as_str()?.to_owned()))
            .collect::<Vec<_>>()
    };
    if path.starts_with("kubectl create") || path.starts_with("kubectl config") {
        return;
    }
    if path == "kubectl exec" || path == "kubectl logs" {
        Kind::of("Pod").into_iter().flat_map(names_of).for_each(|name| add(name, What::Name));
        return;
    }
    if let Some((kind, _)) = last.split_once('/') {
        let found = Kind::find(kind).into_iter().flat_map(names_of);
        found.for_each(|name| add(format!("{kind}/{name}"), What::Name));
        return;
    }
    match before.iter().skip(1).filter(|word| !word.starts_with('-')).find_map(|word| Kind::find(word)) {
        Some(kind) => names_of(kind).into_iter().for_each(|name| add(name, What::Name)),
        None => KINDS.iter().for_each(|kind| {
            add(kind.plural.to_owned(), What::Kind);
            kind.short.iter().for_each(|short| add((*short).to_owned(), What::Kind));
        }),
    }
}
