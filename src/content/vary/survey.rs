//! What may be renamed in a scenario, and what is there already.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use regex::Regex;
use serde::Deserialize;
use serde_yaml::Value;

use super::words;

/// What was found.
#[derive(Debug, Default)]
pub struct Survey {
    /// Parts of names that may be renamed.
    pub words: BTreeSet<String>,
    /// User ids and ports that may be renumbered.
    pub numbers: BTreeSet<u64>,
    /// Users and groups, also those that keep their number.
    pub ids: BTreeSet<u64>,
    /// Users of registries.
    pub users: BTreeSet<String>,
    /// Whether addresses of the ranges for examples are there, and no range around them.
    pub addresses: bool,
    /// Every word and number in any text.
    pub seen: BTreeSet<String>,
}

/// Fields of manifests and of checks that hold a user or a group.
const IDS: [&str; 7] = ["runAsUser", "runAsGroup", "fsGroup", "supplementalGroups", "uid", "gid", "groups"];

#[derive(Debug, Default)]
struct Found {
    names: BTreeSet<String>,
    /// Words that mean something: keys, images, commands.
    fixed: BTreeSet<String>,
    ids: BTreeSet<u64>,
    ports: BTreeSet<u64>,
    listeners: BTreeSet<u64>,
    users: BTreeSet<String>,
    ranges: bool,
    /// Images are built from the learner's files: then it is the learner who says what their directories are called.
    builds: bool,
}

impl Survey {
    /// Looks through the texts of a scenario's folder.
    pub fn of(texts: &BTreeMap<&str, &str>, folder: &str) -> Self {
        let mut found = Found::default();
        let mut seen = BTreeSet::new();
        for (path, text) in texts {
            seen.extend(parts(text));
            seen.extend(parts(&path[folder.len()..]));
            if !path.ends_with(".yaml") {
                continue;
            }
            let page = path.ends_with("/scenario.yaml");
            for document in serde_yaml::Deserializer::from_str(text) {
                // Wrong answers may be no YAML; what they name stands in others too.
                let Ok(value) = Value::deserialize(document) else { break };
                found.look(&value, &mut Vec::new(), page);
            }
        }
        let all = texts.values().copied().collect::<Vec<_>>().join("\n");
        let own = |word: &String| found.builds && found.names.contains(word);
        let fixed: Vec<_> = path_words(&all).into_iter().filter(|word| !own(word)).collect();
        found.fixed.extend(fixed);
        let plain = |word: &&String| !words::PLAIN.contains(&word.as_str()) && !found.fixed.contains(*word);
        let words = found.names.iter().flat_map(|name| parts(name)).collect::<BTreeSet<_>>();
        let words = words.iter().filter(plain).filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase())).cloned().collect();
        let is_port = |number: &&u64| !found.ports.contains(number);
        let mut numbers: BTreeSet<_> = found.ids.iter().filter(|id| **id > 1000 && **id < 60_000).filter(is_port).copied().collect();
        if !found.ranges {
            numbers.extend(found.listeners.iter().filter(|port| **port > 1023 && **port < 60_000));
        }
        let addresses = all.contains("203.0.113.") || all.contains("198.51.100.");
        let wider = ["203.0.0", "203.0.112", "198.51.0", "198.48", "192.0.0.0", "/8", "0.0.0.0/1"].iter().any(|range| all.contains(range));
        Self { words, numbers, ids: found.ids, users: found.users, addresses: addresses && !wider, seen }
    }
}

impl Found {
    fn look<'v>(&mut self, value: &'v Value, path: &mut Vec<&'v str>, page: bool) {
        match value {
            Value::Mapping(entries) => {
                for (key, value) in entries {
                    let Some(key) = key.as_str() else { continue };
                    // A label's key is a word like others; its value names something.
                    let named = path.last().is_some_and(|above| ["listeners", "users", "repositories"].contains(above));
                    if !named {
                        self.fixed.extend(parts(key));
                    }
                    if path.last() == Some(&"users") {
                        self.users.insert(key.to_owned());
                    }
                    self.builds |= page && key == "builds" && path.as_slice() == ["world"];
                    path.push(key);
                    self.look(value, path, page);
                    path.pop();
                }
            }
            Value::Sequence(items) => items.iter().for_each(|item| self.look(item, path, page)),
            Value::String(text) => self.text(text, path, page),
            Value::Number(number) => self.number(number.as_u64(), path),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, path: &[&str], page: bool) {
        let key = path.last().copied().unwrap_or("");
        let above = path.len().checked_sub(2).and_then(|at| path.get(at)).copied().unwrap_or("");
        match (above, key) {
            // An account that a command names is called so in the learner's files.
            (_, "class") if text.starts_with("name(") => {}
            (_, "image" | "host" | "names" | "like" | "apiVersion" | "kind" | "class" | "diag") => self.fixed.extend(parts(text)),
            ("labels" | "matchLabels" | "selector", _) if !page => self.name(text),
            ("metadata", "name" | "namespace") if !page => self.name(text),
            (_, "namespace") if page && path.len() == 1 => self.name(text),
            (_, "command" | "args" | "run") => self.fixed.extend(parts(text).into_iter().take(1)),
            _ => {}
        }
    }

    fn name(&mut self, text: &str) {
        self.names.insert(text.to_owned());
    }

    fn number(&mut self, number: Option<u64>, path: &[&str]) {
        let Some(number) = number else { return };
        let key = path.last().copied().unwrap_or("");
        if IDS.contains(&key) {
            self.ids.insert(number);
        } else if path.contains(&"listeners") || path.contains(&"outside") {
            self.listeners.insert(number);
            self.ports.insert(number);
        } else if key != "equals" {
            // What a check compares with is a number of one of the other kinds, and stands in a manifest too.
            self.ranges |= key == "endPort";
            self.ports.insert(number);
        }
    }
}

/// The words and numbers of a text.
pub fn parts(text: &str) -> Vec<String> {
    static PART: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = PART.get_or_init(|| Regex::new("[A-Za-z0-9_]+").ok());
    pattern.iter().flat_map(|pattern| pattern.find_iter(text)).map(|found| found.as_str().to_owned()).collect()
}

/// The words in absolute paths: `/var/cache/app`; not the host of `http://web`.
fn path_words(text: &str) -> Vec<String> {
    static PATH: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = PATH.get_or_init(|| Regex::new(r#"(?m)(?:^|[\s"'`=>:\[(])(/[A-Za-z0-9_.-][A-Za-z0-9_./-]*)"#).ok());
    let found = pattern.iter().flat_map(|pattern| pattern.captures_iter(text)).filter_map(|found| found.get(1));
    found.flat_map(|path| parts(path.as_str())).collect()
}
